"""The index for everybody: no sign-in, no personal data, no codes of dossiers, small counts hidden."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.criteria.queries.counting import counters
from motcua.criteria.queries.formulas import formula
from motcua.criteria.queries.nodes import NATION, tree
from motcua.criteria.queries.open_documents import between, document, procedures, rows, score_between
from motcua.criteria.queries.open_figures import Between, Opened, fully_online, months, opened
from motcua.criteria.rules.scoring import Score
from motcua.criteria.rules.suppression import Mark, Shown
from motcua.criteria.views.saying import how_sure
from motcua.kernel import charts
from motcua.kernel.spreadsheets import CSV

NOTHING = "–"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The province's page; or, asked by the form, the page of a body."""
    if "cq" in request.GET:
        asked = {name: request.GET[name] for name in ("ky",) if name in request.GET}
        return redirect(f"{reverse('criteria:public', args=[request.GET['cq']])}?{urlencode(asked)}")
    return body(request, _first())


@require_safe
def body(request: HttpRequest, body: str) -> HttpResponse:
    at = now()
    of = opened(body, request.GET.get("ky") or months(at, most=1)[0].code, at=at)
    tables = {name: make(of) for name, make in TABLES.items()}
    if (wanted := request.GET.get("csv")) is not None:
        return _file(of, wanted, tables)
    return render(request, "criteria/public.jinja", _facts(of, tables))


@require_safe
def data(request: HttpRequest, body: str, period: str) -> JsonResponse:
    """The same figures for programs."""
    answer = JsonResponse(
        document(opened(body, period, at=now())), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def sheet(request: HttpRequest, body: str, period: str) -> HttpResponse:
    """Every count of the body and month, one row a procedure and a body below."""
    of = opened(body, period, at=now())
    return _csv(of, "so-lieu", rows(of))


def _first() -> str:
    """The province, where there is one; else everybody."""
    known = tree()
    return next((node.code for node in known.nodes.values() if node.level == "province"), NATION)


def _file(of: Opened, name: str, tables: dict[str, charts.Table]) -> HttpResponse:
    if name not in tables:
        raise Http404
    return _csv(of, name, tables[name])


def _csv(of: Opened, name: str, table: charts.Table) -> HttpResponse:
    answer = HttpResponse(charts.as_csv(table), content_type=CSV)
    answer["Content-Disposition"] = f'attachment; filename="chi-so-{of.row}-{of.over.code}-{name}.csv"'
    return answer


def _facts(of: Opened, tables: dict[str, charts.Table]) -> dict[str, Any]:
    known = of.seen.tree
    return {
        "of": of,
        "tiles": _tiles(of),
        "sentence": _sentence(of),
        "readings": tables["cach-tinh"],
        "groups": tables["nhom"],
        "procedures": tables["thu-tuc"],
        "bodies": tables["co-quan"],
        "hrefs": [_address(of, code) for code in of.parts],
        "crumbs": [(reverse("web:home"), _("Public services online")), *_above(of)],
        "criteria": [_criterion(one) for one in of.seen.by],
        "periods": [one.code for one in months(of.at)],
        "places": [known[code] for code in known.nodes],
        "here": _address(of, of.row),
        "json": reverse("criteria:public_data", args=[of.row, of.over.code]),
        "csv": reverse("criteria:public_sheet", args=[of.row, of.over.code]),
        "confidence": how_sure(of.rules.confidence),
    }


def _above(of: Opened) -> list[tuple[str, Any]]:
    return [(_address(of, node.code), node.name) for node in of.seen.tree.above(of.row)[:-1]]


def _address(of: Opened, code: str) -> str:
    return f"{reverse('criteria:public', args=[code])}?ky={of.over.code}"


def _sentence(of: Opened) -> str:
    if not of.shown("received").most and not of.shown("finished").most:
        return _("Nothing was received or finished here in this month.")
    return _(
        "%(body)s received %(received)s dossiers and finished %(finished)s; on time to the instant: %(share)s."
    ) % {
        "body": of.seen.node.name,
        "received": count(of.shown("received")),
        "finished": count(of.shown("finished")),
        "share": share(of.on_time()),
    }


def _tiles(of: Opened) -> list[charts.Tile]:
    full, fit = fully_online(list(of.seen.tree.below(of.row)), of.over, of.at)
    online = Fraction(full, fit) if fit else None
    return [
        charts.Tile(_("Score"), _score(of.scores), _bands(of.scores)),
        charts.Tile(
            _("On time, with the late and open"),
            _with_open(of),
            _("open and late: %(count)s") % {"count": count(of.shown("pending_late"))},
        ),
        charts.Tile(
            _("Procedures fully online"),
            charts.share(online) if online is not None else NOTHING,
            _("%(full)s of %(fit)s fit for it") % {"full": full, "fit": fit},
        ),
        charts.Tile(_("Filed online"), share(of.share("online", "received"))),
        charts.Tile(_("Paid online"), share(of.share("paid_online", "fee"))),
    ]


def _with_open(of: Opened) -> str:
    return next(_rate(of.reading(one)) for one in counters().readings if one.code == "with_open")


def _readings(of: Opened) -> charts.Table:
    told = [(one, of.reading(one)) for one in counters().readings]
    return charts.Table(
        _columns(_("Reading"), _("Definition"), _("On time"), _("Of"), _("Rate")),
        tuple(
            (
                one.name,
                one.definition,
                _span(ends and (ends[0], ends[2])),
                _span(ends and (ends[1], ends[3])),
                _rate(ends),
            )
            for one, ends in told
        ),
    )


def _groups(of: Opened) -> charts.Table:
    worst, best = of.scores or (None, None)
    rows = (
        tuple(
            (low.group.name, _points(between(low.points, high.points)), charts.plain(low.max))
            for low, high in zip(worst.groups, best.groups, strict=True)
            if low.max
        )
        if worst and best
        else ()
    )
    return charts.Table(_columns(_("Group"), _("Points reached"), _("Maximum points")), rows)


def _procedures(of: Opened) -> charts.Table:
    rows = tuple(
        (
            name,
            code,
            count(of.shown("received", "", code)),
            count(of.shown("finished", "", code)),
            count(of.shown("late", "", code)),
            share(of.on_time("", code)),
        )
        for code, name in procedures(of)
    )
    heads = (_("Procedure"), _("Code"), _("Received"), _("Finished"), _("Of these late"), _("On time"))
    return charts.Table(_columns(*heads), rows)


def _bodies(of: Opened) -> charts.Table:
    """In the order of the alphabet: a comparison, no ranking."""
    rows = tuple(
        (
            of.seen.tree[code].name,
            _score(of.scores_of(code)),
            count(of.shown("received", code)),
            share(of.share("online", "received", code)),
            count(of.shown("finished", code)),
            share(of.on_time(code)),
            count(of.shown("pending_late", code)),
        )
        for code in of.parts
    )
    heads = (_("Body"), _("Score"), _("Received"), _("Filed online"), _("Finished"), _("On time"))
    return charts.Table(_columns(*heads, _("Open and late")), rows)


TABLES: dict[str, Callable[[Opened], charts.Table]] = {
    "cach-tinh": _readings,
    "nhom": _groups,
    "thu-tuc": _procedures,
    "co-quan": _bodies,
}
"""By the word that names a table in the address of its file."""


def _columns(*heads: str) -> tuple[charts.Column, ...]:
    return tuple(charts.Column(head) for head in heads)


def _criterion(criterion: Any) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "name": criterion.name,
        "formula": formula(criterion),
        "points": criterion.points,
        "source": criterion.source,
        "confidence": how_sure(criterion.confidence),
    }


def count(shown: Shown) -> str:
    """A count as it may be printed."""
    if shown.value is not None:
        return charts.whole(shown.value)
    if shown.mark is Mark.FEW and shown.least == 1:
        return f"< {(shown.most or 0) + 1}"
    if shown.mark is Mark.NEARLY and shown.most is not None:
        return f"{charts.whole(shown.least)}–{charts.whole(shown.most)}"
    return _("not shown")


def share(ends: Between | None) -> str:
    """A share as it may be printed; a range that says nothing is left out."""
    if ends is None or ends == Between(Fraction(0), Fraction(1)):
        return NOTHING
    return _both(ends, charts.share)


def _points(ends: Between | None) -> str:
    return NOTHING if ends is None else _both(ends, charts.places(2))


def _score(scores: tuple[Score, Score] | None) -> str:
    return _points(score_between(scores)) if scores else NOTHING


def _bands(scores: tuple[Score, Score] | None) -> str:
    names = dict.fromkeys(str(one.band.name) for one in scores or () if one.band)
    return " – ".join(names)


def _both(ends: Between, say: charts.Say) -> str:
    return "–".join(dict.fromkeys((say(ends.least), say(ends.most))))


def _span(ends: tuple[int | Fraction, int | Fraction] | None) -> str:
    return NOTHING if ends is None else _both(Between(*map(Fraction, sorted(ends))), charts.whole)


def _rate(ends: tuple[int, int, int, int] | None) -> str:
    if ends is None or not ends[1] or not ends[3]:
        return NOTHING
    return share(between(Fraction(ends[0], ends[1]), Fraction(ends[2], ends[3])))
