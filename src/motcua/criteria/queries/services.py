"""Full online service: which procedures that are fit for it are offered so. Procedures are counted once, however many
bodies offer them: such a number is not the sum of the bodies', and so it is no counter.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterable
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import BooleanField, Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from motcua.criteria.models import Offer, Reader, microseconds
from motcua.criteria.queries.groups import owner_of
from motcua.criteria.rules.folding import INSTANT


class Offered(NamedTuple):
    """Of so many different procedures fit for full online service, so many are offered in full by somebody."""

    full: int
    eligible: int

    @property
    def ratio(self) -> Fraction | None:
        return Fraction(self.full, self.eligible) if self.eligible else None


class Service(NamedTuple):
    """One procedure fit for full online service: by how many bodies it is offered, and by how many in full."""

    procedure: str
    bodies: int
    full: int


def offered(bodies: Collection[str], at: datetime, procedures: Collection[str] = ()) -> Offered:
    """As offered just before a moment: the end of a period, or the horizon. No `procedures`: all of them.

    One query, where somebody has asked before between the same two changes of what is offered.
    """
    mark = Reader.objects.values_list("offers", flat=True).first()
    if not mark:
        return _counted(bodies, at, procedures)
    changes = _changes(mark)
    passed = bisect_left(changes, at)
    if passed == 0:
        return Offered(0, 0)
    since = changes[passed - 1]
    about = "\n".join((mark, f"{since}", owner_of(bodies), *sorted(procedures)))
    key = f"offered-{hashlib.sha256(about.encode()).hexdigest()}"
    known: Offered | None = cache.get(key)
    if known is None:
        known = _counted(bodies, since + INSTANT, procedures)
        cache.set(key, known, timeout=None)
    return known


@lru_cache(maxsize=2)
def _changes(mark: str) -> tuple[datetime, ...]:
    """The moments at which anything begins or ends to be offered."""
    begins: Iterable[Any] = Offer.objects.values_list("begins_at", flat=True).distinct()
    ends: Iterable[Any] = (
        Offer.objects.filter(ends_at__isnull=False).values_list("ends_at", flat=True).distinct()
    )
    return tuple(sorted({*begins, *ends}))


def _counted(bodies: Collection[str], at: datetime, procedures: Collection[str]) -> Offered:
    by_procedure = (
        _standing(bodies, at, procedures)
        .values("procedure")
        .annotate(fully=Count("pk", filter=Q(online_level="full")))
        .order_by()
    )
    found = by_procedure.aggregate(
        full=Count("procedure", filter=Q(fully__gt=0)), eligible=Count("procedure")
    )
    return Offered(found["full"], found["eligible"])


def services(bodies: Collection[str], at: datetime, procedures: Collection[str] = ()) -> list[Service]:
    """The procedures behind it, those that nobody offers in full first."""
    rows = (
        _standing(bodies, at, procedures)
        .values_list("procedure")
        .annotate(bodies=Count("pk"), full=Count("pk", filter=Q(online_level="full")))
        .order_by("full", "procedure")
    )
    return [Service(*row) for row in rows]


def _standing(bodies: Collection[str], at: datetime, procedures: Collection[str]) -> QuerySet[Offer]:
    moment = microseconds(at)
    of_bodies = RawSQL("body = ANY(%s)", [list(bodies)], BooleanField())  # one parameter, not one for each
    rows = Offer.objects.filter(
        of_bodies,
        Q(ends_at=None) | Q(ends_at__gte=moment),
        eligible=True,
        begins_at__lt=moment,
    )
    return rows.filter(procedure__in=list(procedures)) if procedures else rows
