"""The power to sign is lent for dated periods, never passed on."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.events import DelegationRevoked, SigningDelegated
from motcua.organizations.models import Delegation, Mandate, Officer, Role
from motcua.organizations.queries import in_force

CODE_BYTES = 5


@transaction.atomic
def delegate(
    delegator: Officer,
    to: Officer,
    *,
    from_at: datetime,
    until_at: datetime,
    basis: str,
    by: Officer,
    at: datetime,
) -> Delegation:
    """Lends the delegator's own power to sign for his body, from the first moment until the last.

    Raises Refusal: `not-own-power` (only the leader himself lends, and only what his own mandate gives
    on every day of the period: no chain), `to-himself`, `other-body`, `inactive`, `no-basis`, `period`,
    `delegation-overlaps`.
    """
    _check_people(delegator, to, by)
    _check_period(from_at, until_at, basis, at)
    _check_own_power(delegator, from_at, until_at)
    Officer.objects.select_for_update().get(pk=delegator.pk)
    lent = Delegation.objects.filter(
        delegator=delegator, revoked_at=None, from_at__lt=until_at, until_at__gt=from_at
    )
    if lent.exists():
        raise Refusal(
            _("The power is lent on some of these days already. Revoke that or choose other days."),
            code="delegation-overlaps",
            fields={"from_at": "overlaps"},
        )
    made = Delegation.objects.create(
        code=f"UQ-{secrets.token_hex(CODE_BYTES).upper()}",
        delegator=delegator,
        delegate=to,
        from_at=from_at,
        until_at=until_at,
        basis=basis,
    )
    event = SigningDelegated(
        delegation=made.code,
        delegator=delegator.code,
        delegate=to.code,
        from_at=from_at,
        until_at=until_at,
        basis=basis,
    )
    append(event, subject=made.code, body=delegator.body.code, actor=by.code, at=at)
    return made


@transaction.atomic
def revoke_delegation(delegation: Delegation, *, by: Officer, at: datetime) -> Delegation:
    """Ends the delegation now. What was signed under it before stays good.

    Raises Refusal: `not-own-power` unless the delegator himself revokes, `delegation-over` when it has ended.
    """
    if by.pk != delegation.delegator_id:
        raise Refusal(_("Only the leader who lent the power can take it back."), code="not-own-power")
    live = Delegation.objects.filter(pk=delegation.pk, revoked_at=None, until_at__gt=at)
    if not live.update(revoked_at=at, revoked_by=by):
        raise Refusal(
            _("This delegation has ended already. There is nothing to revoke."), code="delegation-over"
        )
    delegation.revoked_at, delegation.revoked_by = at, by
    event = DelegationRevoked(
        delegation=delegation.code, delegator=by.code, delegate=delegation.delegate.code
    )
    append(event, subject=delegation.code, body=by.body.code, actor=by.code, at=at)
    return delegation


def _check_people(delegator: Officer, to: Officer, by: Officer) -> None:
    if by.pk != delegator.pk:
        raise Refusal(_("A leader lends only his own power to sign."), code="not-own-power")
    if to.pk == delegator.pk:
        raise Refusal(
            _("Choose another officer: the power is yours already."), code="to-himself", fields={"to": "self"}
        )
    if to.body_id != delegator.body_id:
        raise Refusal(
            _("The power can be lent only inside the same body. Choose an officer of yours."),
            code="other-body",
            fields={"to": "other-body"},
        )
    if not to.account.is_active:
        raise Refusal(
            _("This officer's account is closed. Choose another officer."),
            code="inactive",
            fields={"to": "inactive"},
        )


def _check_period(from_at: datetime, until_at: datetime, basis: str, at: datetime) -> None:
    if until_at <= from_at or until_at <= at:
        raise Refusal(
            _("The delegation must end after it begins, and not in the past. Correct the dates."),
            code="period",
            fields={"until_at": "period"},
        )
    if from_at < at:
        raise Refusal(
            _("A delegation cannot begin in the past. Let it begin now or later."),
            code="period",
            fields={"from_at": "past"},
        )
    if not basis.strip():
        raise Refusal(
            _("Give the number of the decision that delegates the power."),
            code="no-basis",
            fields={"basis": "empty"},
        )


def _check_own_power(delegator: Officer, from_at: datetime, until_at: datetime) -> None:
    own = Mandate.objects.filter(officer=delegator, role=Role.LEADER, unit__body=delegator.body)
    begins, ends = localdate(from_at), localdate(until_at)
    if not own.filter(in_force(begins)).filter(in_force(ends)).exists():
        raise Refusal(
            _("You lend only a power that is your own on all of these days. A lent power is not passed on."),
            code="not-own-power",
        )
