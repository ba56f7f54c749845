"""Many officers take their seats at once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from motcua.identity.models import Account, AccountKind
from motcua.identity.services import give_known_secret
from motcua.kernel.vietnamese import person_sort_key
from motcua.ledger.services import append_all
from motcua.organizations.events import OfficerAppointed, OfficerEnrolled
from motcua.organizations.models import Mandate, Officer, Unit
from motcua.organizations.rules.posts import Seat
from motcua.organizations.services.bodies import SYSTEM


@transaction.atomic
def seat_officers(
    seats: Sequence[Seat], *, password: str, from_on: date, basis: str, at: datetime
) -> list[Officer]:
    """Accounts, officers and mandates for the seats that are still empty; returns the officers of these.

    All share one password hash, so that hundreds take a moment, and the demo's one-time secret: for demos only.
    Units must exist.
    """
    taken = set(Officer.objects.filter(code__in=[seat.code for seat in seats]).values_list("code", flat=True))
    empty = [seat for seat in seats if seat.code not in taken]
    units = {
        unit.code: unit
        for unit in Unit.objects.filter(code__in={s.unit for s in empty}).select_related("body")
    }
    accounts = Account.objects.bulk_create(_accounts(empty, make_password(password), at))
    give_known_secret(accounts, secret=settings.DEMO_ONE_TIME_SECRET, at=at)
    officers = Officer.objects.bulk_create(
        _officer(seat, account, units[seat.unit]) for seat, account in zip(empty, accounts, strict=True)
    )
    Mandate.objects.bulk_create(
        Mandate(officer=officer, unit=officer.unit, role=role, from_on=from_on, basis=basis)
        for seat, officer in zip(empty, officers, strict=True)
        for role in seat.post.roles
    )
    for seat in empty:
        append_all(_events(seat, from_on, basis), subject=seat.code, body=seat.body, actor=SYSTEM, at=at)
    return officers


def _accounts(seats: Sequence[Seat], hashed: str, at: datetime) -> list[Account]:
    return [
        Account(
            code=seat.code,
            kind=AccountKind.OFFICER,
            sign_in_name=seat.code.lower(),
            full_name=seat.name,
            password=hashed,
            verified_at=at,
        )
        for seat in seats
    ]


def _officer(seat: Seat, account: Account, unit: Unit) -> Officer:
    return Officer(
        code=seat.code,
        account=account,
        body=unit.body,
        unit=unit,
        name=seat.name,
        title_vi=seat.post.title_vi,
        title_en=seat.post.title_en,
        sort_key=person_sort_key(seat.name),
    )


def _events(seat: Seat, from_on: date, basis: str) -> list[OfficerEnrolled | OfficerAppointed]:
    return [
        OfficerEnrolled(officer=seat.code, unit=seat.unit),
        *(
            OfficerAppointed(officer=seat.code, role=role, unit=seat.unit, from_on=from_on, basis=basis)
            for role in seat.post.roles
        ),
    ]
