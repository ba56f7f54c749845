"""Criteria sets on the screen: what counts, for everybody; proposals are shown to the reform office only."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.clock.queries import now
from motcua.criteria.models import SetVersion
from motcua.criteria.queries.formulas import fraction
from motcua.criteria.queries.sets import Timeline, codes, content_of, timeline, version_of, versions
from motcua.criteria.rules.sets import CriteriaSet, Criterion
from motcua.criteria.rules.sets.checks import written
from motcua.criteria.rules.sets.differences import differences
from motcua.criteria.views import set_words
from motcua.criteria.views.saying import how_sure
from motcua.organizations.access import officer_of
from motcua.organizations.models import Officer, Role
from motcua.organizations.queries import roles_of


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
    held = version_or_404(request, code, number)
    found, before = content_of(code, held.digest), compared_with(held)
    facts = {
        **named(held, found),
        "groups": [(group, [_told(one) for one in group.criteria]) for group in found.groups],
        "changes": differences(before, found) if before else [],
        "rows": set_words.told(differences(before, found)) if before else [],
        "summary": set_words.summary(differences(before, found)) if before else "",
        "before": before,
        "may_decide": held.is_open and _keeps_sets(request),
        "is_own": held.is_open and _is_by(request, held),
        "people": _people(request, held),
        "how_sure": how_sure,
        "written": written,
    }
    return render(request, "criteria/set.jinja", facts)


@require_safe
def version_text(request: HttpRequest, code: str, number: int) -> HttpResponse:
    held = version_or_404(request, code, number)
    named = f'attachment; filename="{code}.v{number}.yaml"'
    return HttpResponse(
        held.text, content_type="application/yaml; charset=utf-8", headers={"Content-Disposition": named}
    )


def timelines(named: Sequence[str]) -> dict[str, Timeline]:
    """Of each set that is in force or was."""
    return {code: timeline(code) for code in codes() if code in named}


def _lines(shown: Sequence[SetVersion], line: Timeline) -> list[Line]:
    return [_line(one, line) for one in shown if one.code == line.code]


def _line(held: SetVersion, line: Timeline | None) -> Line:
    words, tone = _state(held, line)
    return Line(held, words, tone, address(held))


def _state(held: SetVersion, line: Timeline | None) -> tuple[str, str]:
    if held.ending:
        return (_("withdrawn"), "grey") if held.ending == "withdrawn" else (_("rejected"), "grey")
    if not held.is_approved or line is None:
        return _("proposed"), "amber"
    today = localdate(now())
    if held.effective_from > today:
        return _("to come"), "blue"
    return (_("in force"), "green") if line.dated_at(today).number == held.number else (_("over"), "grey")


def named(held: SetVersion, found: CriteriaSet) -> dict[str, Any]:
    line = timeline(held.code) if held.code in codes() else None
    words, tone = _state(held, line)
    return {"held": held, "found": found, "words": words, "tone": tone, "here": address(held)}


def _told(one: Criterion) -> dict[str, Any]:
    return {
        "criterion": one,
        "formula": fraction(one),
        "scoring": set_words.scoring(one),
        "zero": "–" if one.is_left_out else set_words.without_cases(one.zero),
        "confidence": how_sure(one.points_confidence or one.confidence),
    }


def compared_with(held: SetVersion) -> CriteriaSet | None:
    """The version that it follows: its base; None for the first."""
    base = version_of(held.code, held.base) if held.base else None
    return content_of(held.code, base.digest) if base else None


def version_or_404(request: HttpRequest, code: str, number: int) -> SetVersion:
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


def address(held: SetVersion) -> str:
    return reverse("criteria:set", args=[held.code, held.number])
