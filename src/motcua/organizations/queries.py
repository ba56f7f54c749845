"""Who holds which role where, on a day; which unit does what; who may sign."""

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Expression, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.kernel.questions import Given, Question
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import (
    DELIVERIES,
    Body,
    Delegation,
    Mail,
    Mandate,
    Officer,
    Role,
    Unit,
    UnitKind,
)
from motcua.organizations.rules.mail_servers import MailServer, server_of
from motcua.organizations.rules.mails import Delivery


@dataclass(frozen=True)
class SigningPower:
    """Why somebody may sign: his own mandate (both None), or a delegation, named, by a leader."""

    delegation: str | None = None
    delegator: str | None = None


_UNITS = Question(lambda: Unit.objects.filter(body=Given("body")).order_by("pk"))


def in_force(on: date | Expression) -> Q:
    """Mandates that hold on the day, first and last day included."""
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))


def roles_of(officer: Officer, on: date) -> frozenset[str]:
    held = Mandate.objects.filter(in_force(on), officer=officer).values_list("role", flat=True)
    return frozenset(held)


def holds(officer: Officer, role: str, unit: Unit, on: date) -> bool:
    """Whether the officer may act in that role for that unit on the day."""
    return Mandate.objects.filter(in_force(on), officer=officer, role=role, unit=unit).exists()


def mandates_of(officer: Officer, on: date) -> QuerySet[Mandate]:
    return (
        Mandate.objects.filter(in_force(on), officer=officer)
        .select_related("unit__body")
        .order_by("role", "pk")
    )


def officers_with(role: str, unit: Unit, on: date) -> QuerySet[Officer]:
    """Active officers who hold the role in the unit on the day, by given name."""
    held = Mandate.objects.filter(in_force(on), role=role, unit=unit)
    return (
        Officer.objects.filter(mandates__in=held, account__is_active=True)
        .distinct()
        .order_by("sort_key", "pk")
    )


def unit_for(body: Body, kind: str, field_code: str = "") -> Unit:
    """The unit of that kind; among expert divisions the one of the field, else one that handles every field.

    Raises Refusal `no-unit` when the body has none.
    """
    return unit_among(_UNITS(body=body.pk), body, kind, field_code)


def units_of(bodies: Sequence[Body]) -> list[Unit]:
    """The units of these bodies, the oldest first: one query."""
    if len(bodies) == 1:
        return _UNITS(body=bodies[0].pk)
    return list(Unit.objects.filter(body__in=bodies).order_by("pk"))


def unit_among(units: Iterable[Unit], body: Body, kind: str, field_code: str = "") -> Unit:
    """`unit_for`, of units that were read before."""
    units = [unit for unit in units if (unit.body_id, unit.kind) == (body.pk, kind)]
    named = [unit for unit in units if field_code and field_code in unit.fields]
    open_to_all = [unit for unit in units if not unit.fields]
    if chosen := named or open_to_all or (units if kind != UnitKind.EXPERT or not field_code else []):
        return chosen[0]
    raise Refusal(
        _("%(body)s has no unit for this work. Ask the operator to add one.") % {"body": body.name},
        code="no-unit",
    )


def power_to_sign(officer: Officer, body: Body, at: datetime) -> SigningPower | None:
    """Own power as a leader of the body, else a delegation in force by one who is; else None."""
    on = localdate(at)
    leads = Mandate.objects.filter(in_force(on), role=Role.LEADER, unit__body=body)
    if leads.filter(officer=officer).exists():
        return SigningPower()
    lent = (
        delegations_in_force(at)
        .filter(delegate=officer, delegator__in=leads.values("officer"))
        .values_list("code", "delegator__code")
        .first()
    )
    return SigningPower(*lent) if lent else None


def delegations_in_force(at: datetime | Expression) -> QuerySet[Delegation]:
    """From the first moment to the last, the last not included; revoked ones ended when they were revoked."""
    unrevoked = Q(revoked_at=None) | Q(revoked_at__gt=at)
    return Delegation.objects.filter(unrevoked, from_at__lte=at, until_at__gt=at).order_by("pk")


def delegations_by(officer: Officer) -> QuerySet[Delegation]:
    return Delegation.objects.filter(delegator=officer).select_related("delegate").order_by("-from_at", "-pk")


def delegations_to(officer: Officer) -> QuerySet[Delegation]:
    return Delegation.objects.filter(delegate=officer).select_related("delegator").order_by("-from_at", "-pk")


def seats_of(body: Body, on: date) -> QuerySet[Officer]:
    """Active officers of the body who hold a role on the day, unit by unit, as their codes stand."""
    held = Mandate.objects.filter(in_force(on), unit__body=body).values("officer")
    seated = Officer.objects.filter(pk__in=held, account__is_active=True)
    return seated.select_related("unit").order_by("unit__pk", "code")


def mail_server() -> MailServer | None:
    """None: nothing can be sent, for none is set up, or wrongly (`mail_fault`)."""
    try:
        return server_of(os.environ)
    except ValueError:
        return None


def mail_fault() -> str:
    """What is wrong with the settings of the mail server; "" where nothing is."""
    try:
        server_of(os.environ)
    except ValueError as wrong:
        return str(wrong)
    return ""


def addresses_of(officers: Collection[Officer], bodies: Collection[Body], on: date) -> dict[str, str]:
    """The address of each by its code, "" where there is none: the officer's own; of a body the one of its records
    office, else of a clerk, else of a leader. One query, none without bodies.
    """
    found = {one.code: one.email for one in officers}
    wanted = {body.pk: body.code for body in bodies if not body.email}
    found |= {body.code: body.email for body in bodies}
    if not wanted:
        return found
    held = Mandate.objects.filter(
        in_force(on),
        role__in=[Role.CLERK, Role.LEADER],
        unit__body__in=wanted,
        officer__account__is_active=True,
    ).exclude(officer__email="")
    for body, address in held.order_by("role", "pk").values_list("unit__body", "officer__email"):
        found[wanted[body]] = found[wanted[body]] or address
    return found


@dataclass(frozen=True)
class Told:
    """What became of the letters about something: `words` and how many, those that need somebody first."""

    count: int
    lines: tuple[tuple[str, int], ...]
    has_server: bool

    @property
    def nothing_sent(self) -> bool:
        return bool(self.count) and not any(words == str(_SENT) for words, _many in self.lines)


_SENT = dict(DELIVERIES)[Delivery.SENT.value]


def told_by_mail(about: str) -> Told:
    """One query."""
    rows = Mail.objects.filter(about=about).values_list("state").annotate(many=Count("pk"))
    many = dict(rows)
    lines = tuple((str(words), many[state]) for state, words in DELIVERIES if state in many)
    return Told(sum(many.values()), lines, mail_server() is not None)


def mails(state: str = "") -> QuerySet[Mail]:
    """The newest first."""
    rows = Mail.objects.select_related("officer__body", "body").order_by("-written_at", "-pk")
    return rows.filter(state=state) if state else rows


def mails_by_state() -> dict[str, int]:
    return dict(Mail.objects.values_list("state").annotate(many=Count("pk")).order_by())
