"""The list of recommendations: by state and receiver, unanswered ones first."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.directives.queries.duties import duty_of
from motcua.kernel import charts
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.reviews.models import RECOMMENDATION_STATES, Recommendation
from motcua.reviews.queries.recommendations import Line, Tab, counts, lines, listed, published
from motcua.reviews.queries.registers import receivers
from motcua.reviews.rules.recommendations import State
from motcua.reviews.views.asking import A_PAGE, exported

TONES = {
    State.DRAFTED: "grey", State.SENT: "blue", State.ACKNOWLEDGED: "blue", State.ANSWERED: "amber",
    State.IN_PROGRESS: "amber", State.DONE: "green", State.WITHDRAWN: "grey",
}  # fmt: skip
SOON = 5


@require_safe
@officer_required
def recommendations(request: OfficerRequest) -> HttpResponse:
    at = now()
    on = localdate(at)
    duty = duty_of(request.officer, on)
    asked = {name: request.GET.get(name, "") for name in ("xem", "tt", "nhan", "cq")}
    many = counts(duty, on)
    tab = Tab(asked["xem"]) if asked["xem"] in list(Tab) else _first(many)
    found = listed(duty, tab, on, state=asked["tt"], receiver=asked["nhan"], body=asked["cq"])
    if kind := request.GET.get("xuat"):
        facts = [(_("List"), str(_labels()[tab])), (_("Data as of"), f"{at:%Y-%m-%d %H:%M}")]
        title = _("Recommendations")
        return exported(kind, _table(lines(found, on)), name="kien-nghi", title=title, facts=facts)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    told: dict[str, Any] = {
        "tabs": _tabs(tab, many),
        "tab": tab,
        "page": page,
        "lines": [shown(line) for line in lines(page.object_list, on)],
        "states": [{"value": code, "label": name} for code, name in RECOMMENDATION_STATES],
        "receivers": receiver_options(set(Recommendation.objects.values_list("receiver", flat=True))),
        "asked": asked,
        "drafts": duty.gives,
    }
    return render(request, "reviews/recommendations.jinja", told)


@require_safe
def public(request: Any) -> HttpResponse:
    """What was sent and what came back, for everybody: no person is named."""
    on = localdate(now())
    wanted = request.GET.get("nhan", "")
    found = published(wanted)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    named = set(published().values_list("receiver", flat=True).order_by())
    told = {
        "page": page,
        "lines": [_open(line) for line in lines(page.object_list, on)],
        "receivers": receiver_options(named),
        "wanted": wanted,
    }
    return render(request, "reviews/recommendations_public.jinja", told)


def shown(line: Line) -> dict[str, Any]:
    one = line.recommendation
    return {
        "code": one.code,
        "title": one.title,
        "receiver": line.receiver.name,
        "bodies": line.bodies,
        "sent_number": one.sent_number,
        "sent_on": one.sent_on,
        "answer_due_on": one.answer_due_on if line.days is not None else None,
        "left": time_left(line.days),
        "left_tone": tone_of_time(line.days),
        "is_late": line.is_late,
        "state": str(one.get_state_display()),
        "tone": TONES[State(one.state)],
        "answered": str(one.get_answered_display()) if one.answered else "",
    }


def time_left(days: int | None) -> str:
    if days is None:
        return ""
    if days < 0:
        said = ngettext(
            "%(num)s working day without an answer", "%(num)s working days without an answer", -days
        )
        return said % {"num": -days}
    if days == 0:
        return _("Answer due today")
    return ngettext("%(num)s working day to the answer", "%(num)s working days to the answer", days) % {
        "num": days
    }


def tone_of_time(days: int | None) -> str:
    if days is None:
        return "grey"
    return "red" if days < 0 else "amber" if days <= SOON else "green"


def receiver_options(codes: Iterable[str]) -> list[dict[str, Any]]:
    """Only those to whom something was addressed, in the register's order."""
    named = set(codes)
    return [{"value": one.code, "label": one.name} for one in receivers().values() if one.code in named]


def _open(line: Line) -> dict[str, Any]:
    one = line.recommendation
    answers = [note for note in one.notes.all() if note.act in ("answer", "finish")]
    return {
        **shown(line),
        "text": one.text,
        "legal_root": one.legal_root,
        "answers": [
            {
                "verdict": str(note.get_verdict_display()) if note.verdict else _("Carried out"),
                "number": note.number,
                "dated_on": note.dated_on,
                "text": note.text,
            }
            for note in sorted(answers, key=lambda note: note.entry)
        ],
    }


def _first(many: dict[Tab, int]) -> Tab:
    """The list that needs somebody."""
    return next((tab for tab in (Tab.OVERDUE, Tab.OPEN) if many[tab]), Tab.ALL)


def _tabs(tab: Tab, many: dict[Tab, int]) -> list[dict[str, Any]]:
    return [
        {
            "href": f"?xem={one}",
            "label": label,
            "count": many[one],
            "current": one is tab,
            "tone": "red" if one is Tab.OVERDUE and many[one] else "blue",
        }
        for one, label in _labels().items()
    ]


def _labels() -> dict[Tab, str]:
    return {
        Tab.OVERDUE: _("No answer in time"),
        Tab.WAITING: _("Awaiting an answer"),
        Tab.DRAFTS: _("Drafts"),
        Tab.OPEN: _("Followed"),
        Tab.ALL: _("All"),
    }


def _table(found: Iterable[Line]) -> charts.Table:
    columns = [
        _("Code"), _("Recommendation"), _("Addressed to"), _("Asked by"), _("Text to be changed"), _("Number"),
        _("Day sent"), _("Answer awaited by"),
    ]  # fmt: skip
    heads = (
        *(charts.Column(name) for name in columns),
        charts.Column(_("Working days left"), charts.whole),
        *(charts.Column(name) for name in (_("State"), _("Answer"), _("Criterion"), _("Measured body"))),
    )
    return charts.Table(heads, tuple(_row(line) for line in found))


def _row(line: Line) -> tuple[Any, ...]:
    one = line.recommendation
    return (
        one.code, one.title, line.receiver.name, "; ".join(str(body.name) for body in line.bodies), one.legal_root,
        one.sent_number, _iso(one.sent_on), _iso(one.answer_due_on), line.days, str(one.get_state_display()),
        str(one.get_answered_display()) if one.answered else "", one.criterion, one.measured_body,
    )  # fmt: skip


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""
