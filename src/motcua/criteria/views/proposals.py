"""Proposals of the reform office: written with every fault told, tried on last month, approved by another person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.catalog.rules.problems import Problem, Unreadable
from motcua.clock.queries import now
from motcua.criteria.queries.sets import codes, content_of, timeline, version_of
from motcua.criteria.queries.trials import Trial, trial
from motcua.criteria.rules.periods import BadPeriodError, Period, month_of, period
from motcua.criteria.rules.sets import CriteriaSet
from motcua.criteria.rules.sets.differences import differences
from motcua.criteria.rules.sets.proposals import proposed
from motcua.criteria.services.setting import approve, propose, withdraw
from motcua.criteria.views import set_words
from motcua.criteria.views.sets import address, compared_with, named, version_or_404
from motcua.identity.access import fresh_factor_required
from motcua.kernel import charts
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, role_required
from motcua.organizations.models import Role

SEE_OTHER, UNPROCESSABLE, CONFLICT = 303, 422, 409
MOST_BYTES = 1_600_000


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM)
def set_proposal(request: OfficerRequest) -> HttpResponse:
    """Write or upload the next version, see every fault, try it, propose it."""
    if request.method != "POST":
        code = request.GET.get("bo") or codes()[0]
        newest = timeline(code).newest
        held = version_of(code, newest.number)
        return _editor(request, held.text if held else "", newest.number, {})
    base = _whole(request.POST.get("base", ""))
    try:
        text = _text(request)
        found = proposed(text, localdate(now()))
    except Unreadable as unreadable:
        errors = [("text", set_words.lined(problem)) for problem in unreadable.problems]
        return _editor(request, _echoed(request), base, {"errors": errors})
    if request.POST.get("action") == "try":
        return _editor(request, text, base, _preview(found))
    try:
        made = propose(text, base=base, by=request.officer, at=now())
    except Refusal as refusal:
        return _editor(request, text, base, {"errors": [("text", str(refusal))], "status": CONFLICT})
    messages.success(
        request, _("Proposed. Another person of the reform office has to approve it before it counts.")
    )
    return HttpResponseRedirect(address(made), status=SEE_OTHER)


@require_POST
@role_required(Role.REFORM)
@fresh_factor_required
def set_decision(request: OfficerRequest, code: str, number: int) -> HttpResponse:
    """Approve, reject or withdraw a proposal."""
    held = version_or_404(request, code, number)
    try:
        if request.POST.get("action") == "approve":
            approve(held, by=request.officer, at=now())
            day = f"{held.effective_from:%d/%m/%Y}"
            messages.success(request, _("Approved. The version counts from %(day)s.") % {"day": day})
        else:
            withdraw(held, reason=request.POST.get("reason", ""), by=request.officer, at=now())
            messages.success(request, _("The proposal is closed. Nothing changes."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(address(held), status=SEE_OTHER)


@require_safe
@role_required(Role.REFORM)
def version_trial(request: OfficerRequest, code: str, number: int) -> HttpResponse:
    """What the version would have made of last month, or of the period asked for."""
    held = version_or_404(request, code, number)
    found, before = content_of(code, held.digest), compared_with(held)
    facts = {**named(held, found), **_tried(before or found, found, _over(request))}
    return render(request, "criteria/set_trial.jinja", facts)


def _editor(request: OfficerRequest, text: str, base: int | None, more: dict[str, Any]) -> HttpResponse:
    status = more.pop("status", UNPROCESSABLE if more.get("errors") else 200)
    facts = {
        "text": text,
        "base": base or "",
        "codes": codes(),
        "errors": [],
        "differences": None,
        "is_new": False,
        **more,
    }
    return render(request, "criteria/set_propose.jinja", facts, status=status)


def _preview(found: CriteriaSet) -> dict[str, Any]:
    """Differences and trial of what is not proposed yet."""
    try:
        line = timeline(found.code)
    except Refusal:
        return {"is_new": True}
    before = content_of(found.code, line.newest.digest)
    changes = differences(before, found)
    return {
        "differences": set_words.told(changes),
        "summary": set_words.summary(changes),
        "newest": line.newest,
        **_tried(before, found, month_of(now()).previous),
    }


def _tried(before: CriteriaSet, after: CriteriaSet, over: Period) -> dict[str, Any]:
    found = trial(before, after, over)
    return {
        "over": over,
        "trial": found,
        "places": charts.places(2),
        "criteria": [(one.node, _side_by_side(found, one.node.code)) for one in found.provinces],
        "periods": [Period(month_of(now()).first - back).code for back in range(1, 13)],
    }


def _side_by_side(found: Trial, code: str) -> list[tuple[str, Any, Any]]:
    """Groups and criteria of a node, by both versions: name, before, after (None: not in that version)."""
    both = found.nodes[code]
    old = {group.code: group for group in both.before.groups}
    new = {group.code: group for group in both.after.groups}
    rows: list[tuple[str, Any, Any]] = []
    for group in dict.fromkeys([*new, *old]):
        one, other = old.get(group), new.get(group)
        named = new[group].group if group in new else old[group].group
        rows.append((f"{named.code}. {named.name}", one, other))
        before = {each.criterion.code: each for each in one.criteria} if one else {}
        after = {each.criterion.code: each for each in other.criteria} if other else {}
        for each in dict.fromkeys([*after, *before]):
            said = (after.get(each) or before[each]).criterion
            if said.points or (each in before and before[each].max):
                rows.append((f"– {said.code} {said.name}", before.get(each), after.get(each)))
    return rows


def _over(request: HttpRequest) -> Period:
    try:
        return period(request.GET.get("ky", ""))
    except BadPeriodError:
        return month_of(now()).previous


def _text(request: HttpRequest) -> str:
    return _uploaded(request) or request.POST.get("text", "").replace("\r\n", "\n")


def _uploaded(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        return ""
    file.seek(0)
    try:
        text: str = file.read(MOST_BYTES).decode("utf-8-sig")
        return text.replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Unreadable(
            [Problem(_("The file is not written in UTF-8: save it so and send it again."))]
        ) from error


def _echoed(request: HttpRequest) -> str:
    """What was sent, so that nothing of it is lost."""
    try:
        return _text(request)
    except Unreadable:
        return request.POST.get("text", "")


def _whole(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else None
