"""A leader lends his power to sign, sees to whom, and takes it back."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.clock.queries import now
from motcua.identity.access import fresh_factor_required
from motcua.kernel.refusals import Refusal
from motcua.organizations.access import OfficerRequest, officer_required, role_required
from motcua.organizations.forms import DelegationForm
from motcua.organizations.models import Delegation, Officer, Role
from motcua.organizations.queries import delegations_by, delegations_to, roles_of
from motcua.organizations.services import delegate, revoke_delegation

SEE_OTHER, UNPROCESSABLE = 303, 422
FIELD_OF = {"from_at": "from_on", "until_at": "until_on"}


class Line(NamedTuple):
    code: str
    name: str
    from_at: datetime
    until_at: datetime
    basis: str
    state: str
    tone: str

    @property
    def live(self) -> bool:
        return self.tone in ("green", "blue")


@require_http_methods(["GET", "POST"])
@officer_required
def delegations(request: OfficerRequest) -> HttpResponse:
    """Every officer sees what is lent to him; a leader also lends."""
    at = now()
    leads = Role.LEADER in roles_of(request.officer, localdate(at))
    return (
        _lend(request, at)
        if request.method == "POST"
        else _page(request, at, DelegationForm(), [], leads=leads)
    )


@role_required(Role.LEADER)
@fresh_factor_required
def _lend(request: OfficerRequest, at: datetime) -> HttpResponse:
    form = DelegationForm(request.POST)
    if not form.is_valid():
        return _page(request, at, form, [(name, str(said[0])) for name, said in form.errors.items()])
    facts = form.cleaned_data
    to = Officer.objects.select_related("account").filter(code=facts["to"], body=request.officer.body).first()
    if not to:
        return _page(request, at, form, [("to", _("Choose an officer of your body."))])
    begins = (
        max(_midnight(facts["from_on"]), at)
        if facts["from_on"] == localdate(at)
        else _midnight(facts["from_on"])
    )
    try:
        delegate(
            request.officer,
            to,
            from_at=begins,
            until_at=_midnight(facts["until_on"] + timedelta(days=1)),
            basis=facts["basis"],
            by=request.officer,
            at=at,
        )
    except Refusal as refusal:
        field = next(iter(refusal.fields), "")
        return _page(request, at, form, [(FIELD_OF.get(field, field), str(refusal))])
    messages.success(request, _("The power to sign is lent to %(name)s.") % {"name": to.name})
    return HttpResponseRedirect(reverse("organizations:delegations"), status=SEE_OTHER)


@require_POST
@role_required(Role.LEADER)
def revoke(request: OfficerRequest, code: str) -> HttpResponse:
    """Taking back asks for no second factor: it must be quick."""
    delegation = get_object_or_404(Delegation, code=code, delegator=request.officer)
    try:
        revoke_delegation(delegation, by=request.officer, at=now())
        messages.success(request, _("The delegation is revoked."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("organizations:delegations"), status=SEE_OTHER)


def _page(
    request: OfficerRequest,
    at: datetime,
    form: DelegationForm,
    errors: list[tuple[str, str]],
    *,
    leads: bool = True,
) -> HttpResponse:
    me = request.officer
    peers = Officer.objects.filter(body=me.body, account__is_active=True).exclude(pk=me.pk)
    facts: dict[str, Any] = {
        "leads": leads,
        "given": [_line(d, d.delegate.name, at) for d in delegations_by(me)],
        "held": [_line(d, d.delegator.name, at) for d in delegations_to(me)],
        "peers": _options(peers) if leads else [],
        "form": form,
        "errors": errors,
    }
    return render(request, "organizations/delegations.jinja", facts, status=UNPROCESSABLE if errors else 200)


def _options(peers: Any) -> list[dict[str, str]]:
    rows = peers.order_by("sort_key", "pk").values_list("code", "name", "title_vi")
    return [{"value": code, "label": f"{name} – {title}"} for code, name, title in rows]


def _line(lent: Delegation, name: str, at: datetime) -> Line:
    if lent.revoked_at:
        state, tone = _("Revoked"), "grey"
    elif lent.until_at <= at:
        state, tone = _("Over"), "grey"
    elif lent.from_at > at:
        state, tone = _("To come"), "blue"
    else:
        state, tone = _("In force"), "green"
    return Line(lent.code, name, lent.from_at, lent.revoked_at or lent.until_at, lent.basis, state, tone)


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
