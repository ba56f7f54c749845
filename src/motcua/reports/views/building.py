"""The builder: template, period, body; blocks ticked and put in order; a look as A4; made, or saved to be made again.

Works by forms alone: every button sends the whole form, and the answer shows it as it then stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.clock.queries import now
from motcua.criteria.queries.nodes import tree
from motcua.kernel.refusals import Refusal
from motcua.reports.access import ReportRequest, refuse_others, reports_allowed
from motcua.reports.models import MOST_DAYS_AFTER
from motcua.reports.queries.definitions import (
    block,
    blocks,
    closed_period,
    definition,
    definitions,
    grids,
    period_of,
)
from motcua.reports.rules.definitions import Definition, Kind
from motcua.reports.rules.periods import SPANS, BadPeriodError, span_of
from motcua.reports.services import Asked, Kept, keep, order
from motcua.reports.services.making import previewed
from motcua.reports.views.words import drawn, number_in, period_words

SEE_OTHER, UNPROCESSABLE = 303, 422
PERIODS_BACK = 8


@dataclass(frozen=True)
class Draft:
    """A report as it stands in the builder. `listed`: all blocks in their order; `ticked`: those that are in."""

    of: Definition
    body: str
    period: str
    grid: str
    listed: tuple[str, ...]
    ticked: tuple[str, ...]
    texts: dict[str, str] = field(default_factory=dict)
    title: str = ""
    days_after: str = ""

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(code for code in self.listed if code in self.ticked)

    @property
    def asked(self) -> Asked:
        texts = {code: text for code, text in self.texts.items() if code in self.ticked}
        return Asked(self.of.code, self.body, self.period, self.grid, self.chosen, texts)

    def moved(self, code: str, step: int) -> "Draft":
        """With one block a place up (-1) or down (1)."""
        if code not in self.listed:
            return self
        order_, place = list(self.listed), self.listed.index(code)
        goal = min(max(place + step, 0), len(order_) - 1)
        order_.insert(goal, order_.pop(place))
        return replace(self, listed=tuple(order_))


@require_http_methods(["GET", "HEAD", "POST"])
@reports_allowed
def build(request: ReportRequest) -> HttpResponse:
    """`xem`, `lap`, `luu`: look at it, make it, save it; `len`, `xuong`: move a block."""
    if request.method != "POST" and not request.GET.get("mau"):
        nothing = [("mau", _("Choose which report."))] if "chon" in request.GET else []
        return _choose(request, nothing)
    try:
        draft = _read(request)
    except Refusal as refusal:
        return _choose(request, [("mau", str(refusal))])
    refuse_others(draft.body, request.bodies)
    if request.method != "POST":
        return _page(request, draft)
    for name, step in (("len", -1), ("xuong", 1)):
        if code := request.POST.get(name):
            return _page(request, draft.moved(code, step))
    return _act(request, draft)


def _act(request: ReportRequest, draft: Draft) -> HttpResponse:
    act = request.POST.get("lam", "xem")
    try:
        _stand(draft)
        if act == "lap":
            run = order(draft.asked, by=request.officer.code, at=now())
            return HttpResponseRedirect(reverse("reports:one", args=[run.pk]), status=SEE_OTHER)
        if act == "luu":
            return _saved(request, draft)
        return _look(request, draft)
    except Refusal as refusal:
        named = {
            "title": "ten",
            "blocks": "khoi",
            "period": "ky",
            "grid": "luoi",
            "days_after": "sau",
            "body": "cq",
        }
        place = named.get(next(iter(refusal.fields), ""), "")
        return _page(request, draft, errors=[(place, str(refusal))], status=UNPROCESSABLE)


def _stand(draft: Draft) -> None:
    if not draft.chosen:
        raise Refusal(_("Choose at least one block."), code="no-block", fields={"blocks": "empty"})


def _look(request: ReportRequest, draft: Draft) -> HttpResponse:
    content, wrong = previewed(draft.asked, at=now())
    return _page(request, draft, content=content, wrong=wrong)


def _saved(request: ReportRequest, draft: Draft) -> HttpResponse:
    days = number_in(request, "sau")
    if draft.days_after.strip() and days is None:
        days = MOST_DAYS_AFTER + 1  # what is no number is refused like one that is too big
    kept = Kept(
        draft.title,
        draft.of.code,
        draft.body,
        draft.grid,
        period_of(draft.period, draft.grid).span.name,
        draft.chosen,
        days,
    )
    made = keep(kept, by=request.officer.code, at=now())
    messages.success(request, _("“%(title)s” is saved.") % {"title": made.title})
    return HttpResponseRedirect(reverse("reports:home"), status=SEE_OTHER)


def _read(request: ReportRequest) -> Draft:
    """What was sent, else the template as it is: the last period that is over, the officer's own body."""
    said = request.POST if request.method == "POST" else request.GET
    of = definition(said.get("mau", ""))
    grid = said.get("luoi") or of.grid
    last = closed_period(of.spans[0], grid, now())  # refused: an unknown grid
    period = said.get("ky") or last.code
    listed = tuple(code for code in said.getlist("thu-tu") if code in blocks()) or _all(of)
    ticked = tuple(said.getlist("khoi")) if request.method == "POST" else of.blocks
    texts = {code: _typed(request, code) for code in listed}
    body = said.get("cq") or _own(request)
    return Draft(of, body, period, grid, listed, ticked, texts, said.get("ten", ""), said.get("sau", ""))


def _typed(request: ReportRequest, code: str) -> str:
    """What a person wrote instead of the drafted sentence; empty where it stands as it was drafted."""
    text, drafted = (
        request.POST.get(f"{name}-{code}", "").replace("\r\n", "\n").strip() for name in ("loi", "nhap")
    )
    return "" if text == drafted else text


def _all(of: Definition) -> tuple[str, ...]:
    """The template's own blocks first, then every other one."""
    return (*of.blocks, *(code for code in blocks() if code not in of.blocks))


def _own(request: ReportRequest) -> str:
    body = request.officer.body
    above = body.parent.code if body.parent else ""
    return above if above in request.bodies else body.code


def _choose(request: ReportRequest, errors: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    facts = {"templates": list(definitions().values()), "errors": list(errors)}
    return render(request, "reports/choose.jinja", facts, status=UNPROCESSABLE if errors else 200)


def _page(
    request: ReportRequest,
    draft: Draft,
    *,
    content: dict[str, Any] | None = None,
    wrong: Sequence[str] = (),
    errors: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    known = tree()
    facts = {
        "draft": draft,
        "bodies": [
            {"value": code, "label": node.name}
            for code, node in known.nodes.items()
            if code in request.bodies
        ],
        "periods": _periods(draft),
        "grids": [{"value": code, "label": cut.name} for code, cut in grids().items()],
        "blocks": [_listed(code, draft, content) for code in draft.listed],
        "sheet": drawn(content) if content else None,
        "wrong": wrong,
        "errors": list(errors),
        "most_days": MOST_DAYS_AFTER,
    }
    return render(request, "reports/build.jinja", facts, status=status)


def _listed(code: str, draft: Draft, content: dict[str, Any] | None) -> dict[str, Any]:
    """A block of the list. A text is drafted at the first look, and then stays as it was typed."""
    one = block(code)
    drafted = {made["code"]: made for made in content["blocks"]} if content else {}
    text = draft.texts.get(code, "") or drafted.get(code, {}).get("text", "")
    is_text = one.kind is Kind.TEXT and code in draft.ticked
    return {
        "code": code,
        "title": one.title,
        "inside": one.inside,
        "ticked": code in draft.ticked,
        "is_text": is_text and (content is not None or bool(text)),
        "text": text,
        "drafted": drafted.get(code, {}).get("drafted", ""),
        "edited": drafted.get(code, {}).get("edited", False) or bool(draft.texts.get(code)),
    }


def _periods(draft: Draft) -> list[dict[str, str]]:
    """The periods that may be chosen: the one that runs and some before it, of each length that the template has."""
    at, found = now(), [draft.period]
    for name in draft.of.spans:
        span = closed_period(name, draft.grid, at).span
        running = replace(span, first=span.first + SPANS[name])
        found.append(running.code)
        for _back in range(PERIODS_BACK):
            found.append(span.code)
            span = span.previous
    return [{"value": code, "label": f"{_named(code)} ({code})"} for code in dict.fromkeys(found)]


def _named(code: str) -> str:
    """What was typed may be no period: then it is shown as it is, with the refusal above."""
    try:
        return period_words(span_of(code).code)
    except BadPeriodError:
        return code
