"""Criteria sets on the screen: versions for everybody; proposals for the reform office, tried before they count."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.catalog.rules.problems import Problem, Unreadable
from motcua.clock.queries import now
from motcua.criteria.models import SetVersion
from motcua.criteria.queries.sets import Timeline, codes, content_of, timeline, version_of, versions
from motcua.criteria.queries.trials import Trial, trial
from motcua.criteria.rules.periods import BadPeriodError, Period, month_of, period
from motcua.criteria.rules.sets import CriteriaSet, Criterion
from motcua.criteria.rules.sets.differences import differences
from motcua.criteria.rules.sets.proposals import proposed
from motcua.criteria.services.setting import approve, propose, withdraw
from motcua.criteria.views import set_words
from motcua.identity.access import fresh_factor_required
from motcua.kernel import charts
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_of, role_required
from motcua.organizations.models import Officer, Role
from motcua.organizations.queries import roles_of

SEE_OTHER, UNPROCESSABLE, CONFLICT = 303, 422, 409
MOST_BYTES = 1_600_000


class Line(NamedTuple):
    """A version in the list, with what to call its state."""

    version: SetVersion
    words: str
    tone: str
    href: str


@require_safe
def sets(request: HttpRequest) -> HttpResponse:
    """Every version that counts or counted; proposals for the reform office only."""
    keeps = _keeps_sets(request)
    shown = [one for one in versions() if one.is_approved or keeps]
    lines = timelines([one.code for one in shown])
    facts = {
        "sets": [
            (
                code,
                content_of(code, lines[code].dated_at(localdate(now())).digest).name,
                _lines(shown, lines[code]),
            )
            for code in lines
        ],
        "proposals": [_line(one, None) for one in shown if one.code not in lines],
        "may_propose": keeps,
    }
    return render(request, "criteria/sets.jinja", facts)


@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    held = _version_or_404(request, code, number)
    found, before = content_of(code, held.digest), _compared_with(held)
    facts = {
        **_named(held, found),
        "groups": [(group, [_told(one) for one in group.criteria]) for group in found.groups],
        "changes": differences(before, found) if before else [],
        "rows": set_words.told(differences(before, found)) if before else [],
        "summary": set_words.summary(differences(before, found)) if before else "",
        "before": before,
        "may_decide": held.is_open and _keeps_sets(request),
        "is_own": held.is_open and _is_by(request, held),
        "people": _people(request, held),
        "how_sure": set_words.how_sure,
        "written": set_words.written,
    }
    return render(request, "criteria/set.jinja", facts)


@require_safe
def version_text(request: HttpRequest, code: str, number: int) -> HttpResponse:
    held = _version_or_404(request, code, number)
    named = f'attachment; filename="{code}.v{number}.yaml"'
    return HttpResponse(
        held.text, content_type="application/yaml; charset=utf-8", headers={"Content-Disposition": named}
    )


@require_safe
@role_required(Role.REFORM)
def version_trial(request: OfficerRequest, code: str, number: int) -> HttpResponse:
    """What the version would have made of last month, or of the period asked for."""
    held = _version_or_404(request, code, number)
    found, before = content_of(code, held.digest), _compared_with(held)
    facts = {**_named(held, found), **_tried(before or found, found, _over(request))}
    return render(request, "criteria/set_trial.jinja", facts)


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
    return HttpResponseRedirect(_address(made), status=SEE_OTHER)


@require_POST
@role_required(Role.REFORM)
@fresh_factor_required
def set_decision(request: OfficerRequest, code: str, number: int) -> HttpResponse:
    """Approve, reject or withdraw a proposal."""
    held = _version_or_404(request, code, number)
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
    return HttpResponseRedirect(_address(held), status=SEE_OTHER)


def timelines(named: Sequence[str]) -> dict[str, Timeline]:
    """Of each set that is in force or was."""
    return {code: timeline(code) for code in codes() if code in named}


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
        named = (other or one).group  # type: ignore[union-attr] -- one of them has it
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


def _lines(shown: Sequence[SetVersion], line: Timeline) -> list[Line]:
    return [_line(one, line) for one in shown if one.code == line.code]


def _line(held: SetVersion, line: Timeline | None) -> Line:
    words, tone = _state(held, line)
    return Line(held, words, tone, _address(held))


def _state(held: SetVersion, line: Timeline | None) -> tuple[str, str]:
    if held.ending:
        return (_("withdrawn"), "grey") if held.ending == "withdrawn" else (_("rejected"), "grey")
    if not held.is_approved or line is None:
        return _("proposed"), "amber"
    today = localdate(now())
    if held.effective_from > today:
        return _("to come"), "blue"
    return (_("in force"), "green") if line.dated_at(today).number == held.number else (_("over"), "grey")


def _named(held: SetVersion, found: CriteriaSet) -> dict[str, Any]:
    line = timeline(held.code) if held.code in codes() else None
    words, tone = _state(held, line)
    return {"held": held, "found": found, "words": words, "tone": tone, "here": _address(held)}


def _told(one: Criterion) -> dict[str, Any]:
    return {
        "criterion": one,
        "formula": set_words.formula(one),
        "scoring": set_words.scoring(one),
        "zero": "–" if one.is_left_out else set_words.without_cases(one.zero),
        "confidence": set_words.how_sure(one.points_confidence or one.confidence),
    }


def _compared_with(held: SetVersion) -> CriteriaSet | None:
    """The version that it follows: its base; None for the first."""
    base = version_of(held.code, held.base) if held.base else None
    return content_of(held.code, base.digest) if base else None


def _version_or_404(request: HttpRequest, code: str, number: int) -> SetVersion:
    held = version_of(code, number)
    if held is None or not (held.is_approved or _keeps_sets(request)):
        raise Http404
    return held


def _keeps_sets(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated or user.kind != "officer":
        return False
    return Role.REFORM in roles_of(officer_of(request), localdate(now()))


def _is_by(request: HttpRequest, held: SetVersion) -> bool:
    return _keeps_sets(request) and officer_of(request).code == held.proposed_by


def _people(request: HttpRequest, held: SetVersion) -> dict[str, str]:
    """The names of those who acted on a version, for the reform office only."""
    if not _keeps_sets(request):
        return {}
    who = {held.proposed_by, held.approved_by, held.ended_by}
    return dict(Officer.objects.filter(code__in=who).values_list("code", "name"))


def _text(request: HttpRequest) -> str:
    return _uploaded(request) or request.POST.get("text", "").replace("\r\n", "\n")


def _uploaded(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        return ""
    file.seek(0)
    try:
        return file.read(MOST_BYTES).decode("utf-8-sig").replace("\r\n", "\n")
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


def _address(held: SetVersion) -> str:
    return reverse("criteria:set", args=[held.code, held.number])
