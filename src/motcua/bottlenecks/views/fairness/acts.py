"""Contesting one's own figure, and answering who did."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.bottlenecks.models import Contest, FairFigure
from motcua.bottlenecks.queries.fairness.readers import may_answer
from motcua.bottlenecks.queries.fairness.reading import OFFICER
from motcua.bottlenecks.services.contesting import contest_figure, correct_figure, uphold_figure
from motcua.bottlenecks.views.fairness import own, together
from motcua.clock.queries import now
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required

SEE_OTHER, UNPROCESSABLE = 303, 422


@require_POST
@officer_required
def contest(request: OfficerRequest) -> HttpResponse:
    at = now()
    asked = {name: request.POST.get(name, "") for name in ("period", "role", "reason")}
    figure = get_object_or_404(
        FairFigure, kind=OFFICER, holder=request.officer.code, period=asked["period"], role=asked["role"]
    )
    try:
        made = contest_figure(
            figure, reason=asked["reason"], steps=_steps(request), by=request.officer, at=at
        )
    except Refusal as refusal:
        typed = {**asked, "steps": request.POST.getlist("steps")}
        field = f"reason-{figure.role}"
        return own.page(
            request,
            at,
            asked=figure.period,
            typed=typed,
            errors=[(field, str(refusal))],
            status=UNPROCESSABLE,
        )
    messages.success(
        request, _("Contested. An answer is due by %(day)s.") % {"day": f"{made.due_on:%d/%m/%Y}"}
    )
    return HttpResponseRedirect(f"{reverse('bottlenecks:own-figures')}?ky={made.period}", status=SEE_OTHER)


@require_POST
@officer_required
def answer(request: OfficerRequest, pk: int) -> HttpResponse:
    at = now()
    held = get_object_or_404(Contest.objects.select_related("officer__unit__body"), pk=pk)
    if not may_answer(request.officer, held.officer, localdate(at)):
        raise PermissionDenied(
            _("The head of the officer's unit or a leader above answers, never the officer himself.")
        )
    verb = {"giu-nguyen": uphold_figure, "sua": correct_figure}.get(request.POST.get("answer", ""))
    if verb is None:
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        verb(held, reason=reason, by=request.officer, at=at)
    except Refusal as refusal:
        typed = {f"answer-{pk}": reason}
        return together.page(
            request, at, typed=typed, errors=[(f"answer-{pk}", str(refusal))], status=UNPROCESSABLE
        )
    messages.success(request, _("Answered. It stands beside the figure from now on."))
    return HttpResponseRedirect(reverse("bottlenecks:fairness"), status=SEE_OTHER)


def _steps(request: OfficerRequest) -> list[tuple[str, str, int]]:
    """Ticked steps; what is no step is refused as one that is not his."""
    found = []
    for said in request.POST.getlist("steps"):
        code, _bar, rest = said.partition("|")
        step, _bar, number = rest.partition("|")
        found.append((code, step, int(number) if number.isdecimal() else 0))
    return found
