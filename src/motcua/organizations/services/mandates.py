"""Roles are given and taken, each by a decision and from a day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.models import Account, AccountKind
from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal
from motcua.kernel.vietnamese import person_sort_key
from motcua.ledger.services import append
from motcua.organizations.events import OfficerAppointed, OfficerDismissed, OfficerEnrolled
from motcua.organizations.models import Mandate, Officer, Unit
from motcua.organizations.services.bodies import actor_code


@transaction.atomic
def enroll(
    account: Account, unit: Unit, *, code: str, title: Text, by: Officer | None, at: datetime
) -> Officer:
    """Makes an officer of the account, without a role at first. Raises Refusal `not-an-officer`."""
    if account.kind != AccountKind.OFFICER:
        raise Refusal(
            _("Only an account for officers can serve in a unit. Open one first."), code="not-an-officer"
        )
    officer = Officer.objects.create(
        code=code,
        account=account,
        body=unit.body,
        unit=unit,
        name=account.full_name,
        title_vi=title.vi,
        title_en=title.en,
        sort_key=person_sort_key(account.full_name),
    )
    enrolled = OfficerEnrolled(officer=code, unit=unit.code)
    append(enrolled, subject=code, body=unit.body.code, actor=actor_code(by), at=at)
    return officer


@transaction.atomic
def appoint(
    officer: Officer,
    role: str,
    unit: Unit,
    *,
    from_on: date,
    until_on: date | None,
    basis: str,
    by: Officer | None,
    at: datetime,
) -> Mandate:
    """Gives the role in the unit from the first day to the last, both included.

    Raises Refusal `mandate-overlaps` when he holds it on one of those days, `other-body` when the unit is
    not of his body, `ends-before-it-begins`.
    """
    Officer.objects.select_for_update().get(pk=officer.pk)
    if unit.body_id != officer.body_id:
        raise Refusal(
            _("An officer serves in units of his own body. Choose another unit."), code="other-body"
        )
    if until_on and until_on < from_on:
        raise Refusal(_("The last day is before the first. Correct the dates."), code="ends-before-it-begins")
    same = Mandate.objects.filter(officer=officer, role=role, unit=unit).exclude(until_on__lt=from_on)
    if (same.filter(from_on__lte=until_on) if until_on else same).exists():
        raise Refusal(
            _("The officer holds this role on some of these days. End that mandate first."),
            code="mandate-overlaps",
        )
    mandate = Mandate.objects.create(
        officer=officer, role=role, unit=unit, from_on=from_on, until_on=until_on, basis=basis
    )
    event = OfficerAppointed(
        officer=officer.code, role=role, unit=unit.code, from_on=from_on, until_on=until_on, basis=basis
    )
    append(event, subject=officer.code, body=unit.body.code, actor=actor_code(by), at=at)
    return mandate


@transaction.atomic
def dismiss(mandate: Mandate, *, until_on: date, basis: str, by: Officer | None, at: datetime) -> Mandate:
    """Ends the role with its last day. Raises Refusal `mandate-ended`, `ends-before-it-begins`."""
    if until_on < mandate.from_on:
        raise Refusal(_("The last day is before the first. Correct the dates."), code="ends-before-it-begins")
    if (
        not Mandate.objects.filter(pk=mandate.pk, until_on=mandate.until_on)
        .exclude(until_on__lt=until_on)
        .update(until_on=until_on)
    ):
        raise Refusal(_("This mandate has ended already. Open the page again."), code="mandate-ended")
    mandate.until_on = until_on
    officer, unit = mandate.officer, mandate.unit
    event = OfficerDismissed(
        officer=officer.code, role=mandate.role, unit=unit.code, until_on=until_on, basis=basis
    )
    append(event, subject=officer.code, body=unit.body.code, actor=actor_code(by), at=at)
    return mandate
