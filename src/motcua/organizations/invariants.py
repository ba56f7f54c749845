"""What must hold of officers and of lent powers."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate

from motcua.kernel.invariants import invariant
from motcua.organizations.models import Delegation, Mandate, Officer, Role
from motcua.organizations.queries import in_force


@invariant("powers to sign are lent only within a body")
def delegations_stay_in_the_body() -> Iterator[str]:
    strayed = Delegation.objects.exclude(delegator__body=F("delegate__body"))
    for code in strayed.values_list("code", flat=True):
        yield f"delegation {code} goes to an officer of another body"


@invariant("the same power to sign is not lent twice at a time")
def delegations_do_not_overlap() -> Iterator[str]:
    other = Delegation.objects.filter(
        Q(revoked_at=None) | Q(revoked_at__gt=OuterRef("from_at")),
        delegator=OuterRef("delegator"),
        from_at__lte=OuterRef("from_at"),
        until_at__gt=OuterRef("from_at"),
    ).exclude(pk=OuterRef("pk"))
    begun = Delegation.objects.filter(Q(revoked_at=None) | Q(revoked_at__gt=F("from_at")))
    for code in begun.filter(Exists(other)).values_list("code", flat=True):
        yield f"delegation {code} begins while the same power is lent already"


@invariant("whoever lent a power to sign held it")
def delegators_held_the_power() -> Iterator[str]:
    for lent in Delegation.objects.select_related("delegator"):
        leads = Mandate.objects.filter(
            in_force(localdate(lent.from_at)), role=Role.LEADER, officer=lent.delegator
        )
        if not leads.filter(unit__body=lent.delegator.body_id).exists():
            yield f"delegation {lent.code} lends a power that {lent.delegator.code} did not hold"


@invariant("officers serve in their own body")
def officers_serve_in_their_own_body() -> Iterator[str]:
    for code in Officer.objects.exclude(unit__body=F("body")).values_list("code", flat=True):
        yield f"officer {code} sits in a unit of another body"
    for code in Mandate.objects.exclude(unit__body=F("officer__body")).values_list(
        "officer__code", flat=True
    ):
        yield f"officer {code} holds a role in another body"
