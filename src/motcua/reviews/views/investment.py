"""One IT investment: what it should mend, its money, its milestones, what it brought."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from motcua.clock.queries import now
from motcua.criteria.access import sight_of
from motcua.directives.queries.duties import Duty, duty_of
from motcua.directives.queries.stories import verdict_in_words
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.reviews.models import Investment, InvestmentNote, Milestone
from motcua.reviews.queries.investment_stories import INVESTMENT_SAYS
from motcua.reviews.queries.investments import (
    directives_naming,
    lines,
    parts_in,
    visible_to,
    whole,
)
from motcua.reviews.queries.registers import bases, tasks
from motcua.reviews.queries.telling import story
from motcua.reviews.rules.investments import Act, State, open_to
from motcua.reviews.services import investment_acts as verbs
from motcua.reviews.services.investment_approving import approve
from motcua.reviews.services.investment_measuring import look
from motcua.reviews.views.asking import (
    Form,
    acted,
    amount_in,
    day_in,
    download,
    file_sent,
    files_of,
    known_as,
    paper_in,
    told,
)
from motcua.reviews.views.investment_effect import effect_facts
from motcua.reviews.views.investments import name_of, shown

NUMBER, DAY = gettext_lazy("Number of the document"), gettext_lazy("Date of the document")
WHY = gettext_lazy("Why")
FORMS: dict[Act, Form] = {
    Act.APPROVE: Form("phe-duyet", gettext_lazy("Approve the investment"), NUMBER, DAY),
    Act.PROCURE: Form("chon-nha-thau", gettext_lazy("Begin to choose a contractor")),
    Act.CONTRACT: Form(
        "hop-dong", gettext_lazy("Record the contract"), NUMBER, DAY, amount=gettext_lazy("Contract value")
    ),
    Act.HAND_OVER: Form(
        "dua-vao-dung",
        gettext_lazy("Record the hand-over"),
        gettext_lazy("Number of the record of hand-over"),
        gettext_lazy("In use since"),
        file=True,
    ),
    Act.PAY: Form(
        "thanh-toan",
        gettext_lazy("Record a payment"),
        NUMBER,
        DAY,
        amount=gettext_lazy("Amount paid"),
        tone="plain",
    ),
    Act.PLAN_MILESTONE: Form(
        "them-moc",
        gettext_lazy("Plan a milestone"),
        title=gettext_lazy("What can be seen then"),
        due=gettext_lazy("By which day"),
        tone="plain",
    ),
    Act.CLOSE: Form(
        "quyet-toan", gettext_lazy("Settle the investment"), NUMBER, DAY, gettext_lazy("What was settled")
    ),
    Act.CHANGE: Form(
        "dieu-chinh",
        gettext_lazy("Change the decision on its cost"),
        NUMBER,
        DAY,
        WHY,
        amount=gettext_lazy("Cost that the decision allows now"),
        tone="plain",
    ),
    Act.RENEGOTIATE: Form(
        "phu-luc",
        gettext_lazy("Record an annex to the contract"),
        NUMBER,
        DAY,
        WHY,
        amount=gettext_lazy("Contract value now"),
        tone="plain",
    ),
    Act.SEND_BACK: Form(
        "tra-lai",
        gettext_lazy("Send the proposal back"),
        text=gettext_lazy("What has to be better"),
        tone="plain",
    ),
    Act.STOP: Form("dung", gettext_lazy("Stop the investment"), text=WHY, tone="plain"),
}
ACTS = {form.slug: act for act, form in FORMS.items()}
MILESTONE, MEASURE_NOW = "dat-moc", "do-ngay"


@require_safe
@officer_required
def one(request: OfficerRequest, code: str) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    return _page(request, visible(duty, code), duty, at)


@require_safe
@officer_required
def paper(request: OfficerRequest, code: str, entry: int) -> HttpResponse:
    found = visible(duty_of(request.officer, localdate(now())), code)
    notes = InvestmentNote.objects.select_related("file")
    return download(notes.filter(investment=found, entry=entry).first())


@require_POST
@officer_required
def act(request: OfficerRequest, code: str, act: str) -> HttpResponse:
    at = now()
    found = visible(duty_of(request.officer, localdate(at)), code)
    if act not in (*ACTS, MILESTONE, MEASURE_NOW):
        raise Http404
    return acted(
        request,
        ACTS.get(act, act),
        lambda said: _do(request, found, act, said, at),
        lambda tried, status: _fresh(request, code, at, tried, status),
        reverse("reviews:investment", args=[code]),
    )


def visible(duty: Duty, code: str) -> Investment:
    """404 for proposals of others: that they exist is not said either."""
    return get_object_or_404(whole().filter(visible_to(duty)), code=code)


def _do(request: OfficerRequest, found: Investment, slug: str, said: dict[str, Any], at: datetime) -> str:
    do: dict[str, Any] = {"by": request.officer, "at": at}
    if slug == MEASURE_NOW:
        return _measured(found, do)
    if slug == MILESTONE:
        verbs.reach_milestone(_milestone(found, said["number"]), on=day_in(said, "dated_on"), **do)
        return _("The milestone is reached.")
    act = ACTS[slug]
    if act in _FREE:
        _FREE[act](found, said, do)
    else:
        _documented(request, found, act, said, do)
    return _("Done: %(act)s.") % {"act": FORMS[act].label}


_FREE: dict[Act, Callable[[Investment, dict[str, Any], dict[str, Any]], object]] = {
    Act.PROCURE: lambda found, said, do: verbs.procure(found, **do),
    Act.SEND_BACK: lambda found, said, do: verbs.send_back_proposal(found, reason=said["text"], **do),
    Act.STOP: lambda found, said, do: verbs.stop(found, reason=said["text"], **do),
    Act.PLAN_MILESTONE: lambda found, said, do: verbs.plan_milestone(
        found, title=said["title"], due_on=day_in(said, "due_on"), **do
    ),
}


def _documented(
    request: OfficerRequest, found: Investment, act: Act, said: dict[str, Any], do: dict[str, Any]
) -> None:
    """Acts that a document does."""
    do["paper"] = paper_in(said)
    match act:
        case Act.APPROVE:
            approve(found, **do)
        case Act.CONTRACT:
            verbs.contract(found, amount=amount_in(said), **do)
        case Act.PAY:
            verbs.pay(found, amount=amount_in(said), **do)
        case Act.CHANGE:
            verbs.change(found, planned=amount_in(said), reason=said["text"], **do)
        case Act.RENEGOTIATE:
            verbs.renegotiate(found, amount=amount_in(said), reason=said["text"], **do)
        case Act.HAND_OVER:
            verbs.hand_over(found, file=file_sent(request, do["at"]), **do)
        case Act.CLOSE:
            verbs.close(found, reason=said["text"], **do)


def _measured(found: Investment, do: dict[str, Any]) -> str:
    if not parts_in(found, duty_of(do["by"], localdate(do["at"])), do["at"]):
        raise Refusal(_("Only those who run or decide it ask for the measure."), code="not-yours")
    return _("Measured: %(verdict)s.") % {"verdict": verdict_in_words(look(found, at=do["at"]).value)}


def _milestone(found: Investment, number: str) -> Milestone:
    rows = Milestone.objects.select_related("investment").filter(investment=found)
    step = rows.filter(number=int(number)).first() if number.isdecimal() else None
    if step is None:
        raise Refusal(_("Choose one from the list."), code="unknown", fields={"number": "unknown"})
    return step


def _fresh(
    request: OfficerRequest, code: str, at: datetime, tried: dict[str, Any], status: int
) -> HttpResponse:
    duty = duty_of(request.officer, localdate(at))
    return _page(request, visible(duty, code), duty, at, tried=tried, status=status)


def _page(
    request: OfficerRequest,
    found: Investment,
    duty: Duty,
    at: datetime,
    *,
    tried: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    on = localdate(at)
    parts = parts_in(found, duty, at)
    may = open_to(State(found.state), parts)
    (line,) = lines([found], on)
    sight = sight_of(request.officer, on)
    notes = {note.entry: note for note in found.notes.select_related("file")}
    happened = story(found.code, notes, INVESTMENT_SAYS)
    basis = bases()[found.basis]
    facts: dict[str, Any] = {
        "one": found,
        "line": shown(line),
        "cost": found.cost,
        "task": name_of(tasks().get(found.task)),
        "article": tasks()[found.task].articles.get(found.basis, "") if found.task in tasks() else "",
        "basis": basis,
        "proposer": known_as(found.proposed_by, sight),
        "decider": known_as(found.approved_by, sight),
        "payments": [notes[entry] for entry in sorted(notes) if notes[entry].act == Act.PAY],
        "milestones": [_step(step, on) for step in found.milestones.all()],
        "may_reach": Act.REACH_MILESTONE in may,
        "may_edit": Act.AMEND in may,
        "can_measure": bool(parts) and found.ready_on is not None and found.ready_on <= on,
        "acts": [(act, FORMS[act]) for act in FORMS if act in may],
        "recommendations": list(found.recommendations.all()),
        "named_by": list(directives_naming(found)),
        "story": told(happened, sight),
        "files": files_of(happened),
        **effect_facts(found, line.effect, at),
        **(tried or {"typed": {}, "errors": [], "tried": ""}),
    }
    return render(request, "reviews/investment.jinja", facts, status=status)


def _step(step: Milestone, on: Any) -> dict[str, Any]:
    late = step.reached_on is None and step.due_on < on
    if step.reached_on is None:
        status, tone = (_("Overdue"), "red") if late else (_("To come"), "grey")
    else:
        kept = step.reached_on <= step.due_on
        status, tone = _("Reached"), "green" if kept else "amber"
    return {"step": step, "status": status, "tone": tone}
