"""One act on a directive, sent from its page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.clock.queries import now
from motcua.directives import services
from motcua.directives.forms import WHICH_DAY, ActForm, errors_in
from motcua.directives.models import Directive
from motcua.directives.queries.duties import duty_of, parts_in
from motcua.directives.queries.stories import verdict_in_words
from motcua.directives.rules.states import Act
from motcua.directives.services.acting import Evidence
from motcua.directives.views.acting_words import ACTS, FORMS, MEASURE_NOW
from motcua.directives.views.one import page, visible
from motcua.files.receiving import SENT_BEFORE, received
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required
from motcua.organizations.models import Officer, Unit

SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
ACCEPTS = ["pdf", "image", "docx", "xlsx"]
STALE = {"not-now", "not-yours", "somebody-was-faster"}
Verb = Callable[..., Directive]
PLAIN: dict[Act, Verb] = {
    Act.ACCEPT: services.accept,
    Act.START: services.start,
    Act.MEASURE: services.measure,
    Act.GRANT_EXTENSION: services.grant_extension,
}
REASONED: dict[Act, Verb] = {
    Act.CONTEST: services.contest,
    Act.UPHOLD: services.uphold,
    Act.REFUSE_EXTENSION: services.refuse_extension,
    Act.SEND_BACK: services.send_back,
    Act.CONFIRM: services.confirm,
    Act.WITHDRAW: services.withdraw,
}


@require_POST
@officer_required
def act(request: OfficerRequest, code: str, act: str) -> HttpResponse:
    at = now()
    duty = duty_of(request.officer, localdate(at))
    directive = visible(duty, code)
    if act != MEASURE_NOW and act not in ACTS:
        raise Http404
    form = ActForm(request.POST)
    if not form.is_valid():
        return _again(request, directive, act, at, errors_in(form))
    try:
        messages.success(
            request,
            _look(directive, duty, at) if act == MEASURE_NOW else _do(request, directive, act, form, at),
        )
    except Refusal as refusal:
        field = next(iter(refusal.fields), "")
        return _again(request, directive, act, at, [(field, str(refusal))], stale=refusal.code in STALE)
    return HttpResponseRedirect(reverse("directives:one", args=[code]), status=SEE_OTHER)


def _do(request: OfficerRequest, directive: Directive, slug: str, form: ActForm, at: datetime) -> str:
    act, said = ACTS[slug], form.cleaned_data
    told: dict[str, Any] = {"by": request.officer, "at": at}
    if act in PLAIN:
        PLAIN[act](directive, **told)
    elif act in REASONED:
        REASONED[act](directive, reason=said["text"], **told)
    elif act is Act.REASSIGN:
        unit, lead = _new_lead(said)
        services.reassign(directive, to=unit, lead=lead, reason=said["text"], **told)
    elif act is Act.REPORT:
        services.report(directive, evidence=said["text"], file=_file(request, at), **told)
    else:
        if said["due_on"] is None:
            raise Refusal(str(WHICH_DAY), code="no-day", fields={"due_on": "empty"})
        services.ask_extension(directive, to=said["due_on"], reason=said["text"], **told)
    return _("Done: %(act)s.") % {"act": FORMS[act].label}


def _new_lead(said: dict[str, Any]) -> tuple[Unit, Officer | None]:
    unit = Unit.objects.select_related("body").filter(code=said["lead_unit"]).first()
    if unit is None:
        raise Refusal(_("Choose the unit that leads."), code="no-unit", fields={"lead_unit": "unknown"})
    lead = Officer.objects.filter(code=said["lead"]).first() if said["lead"] else None
    if said["lead"] and lead is None:
        raise Refusal(_("Choose an officer of the lead unit."), code="no-officer", fields={"lead": "unknown"})
    return unit, lead


def _look(directive: Directive, duty: Any, at: datetime) -> str:
    if not parts_in(directive, duty):
        raise Refusal(_("Only the lead and the giver ask for the measure."), code="not-yours")
    return _("Measured: %(verdict)s.") % {"verdict": verdict_in_words(services.look(directive, at=at).value)}


def _file(request: OfficerRequest, at: datetime) -> Evidence | None:
    if not request.FILES.getlist("file") and not any(request.POST.getlist("file" + SENT_BEFORE)):
        return None
    stored = received(request, "file", owner=request.officer.account.code, accepts=ACCEPTS, limit=1, at=at)
    return Evidence(*stored[0])


def _again(
    request: OfficerRequest,
    directive: Directive,
    slug: str,
    at: datetime,
    errors: list[tuple[str, str]],
    *,
    stale: bool = False,
) -> HttpResponse:
    """The page as it stands now, with what was typed."""
    act = ACTS.get(slug)
    typed = (
        {f"{act}-{name}": request.POST.get(name, "") for name in ("text", "due_on", "lead_unit", "lead")}
        if act
        else {}
    )
    duty = duty_of(request.officer, localdate(at))
    fresh = visible(duty, directive.code)
    placed = [(f"{act}-{field}" if field else "", words) for field, words in errors]
    status = CONFLICT if stale else UNPROCESSABLE
    return page(request, fresh, duty, at, typed=typed, errors=placed, status=status)
