"""Dossiers counted over a period, as they stood at its end: whole numbers, one question for every body and field.

Facts only grow: an end that came after the period had not come at its end, and a moment of lateness that has passed is
never taken back. So the facts of today tell how a dossier stood then; what is told later about then makes the next
version of the report, which says what changed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.fields.json import KeyTextTransform

from motcua.catalog.models import Procedure
from motcua.clock.queries import calendar
from motcua.clock.rules.counting import add_working_minutes
from motcua.criteria.models import Dossier, microseconds
from motcua.dossiers.queries.norms import norms
from motcua.ledger.models import Entry
from motcua.organizations.models import Body, Unit
from motcua.reports.rules.counting import Counts, Leaf

_DAY = 86_400_000_000
_ZONE = 7 * 3_600_000_000
"""The legal zone is seven hours ahead, all year."""


@dataclass(frozen=True)
class Window:
    """From `begins` up to, not including, `ends`; of a period that is not over, `ends` is the horizon."""

    begins: datetime
    ends: datetime

    @property
    def edges(self) -> tuple[int, int]:
        return microseconds(self.begins), microseconds(self.ends)


def counted(bodies: Collection[str], window: Window) -> dict[Leaf, Counts]:
    """Every measure by body and field. Three queries, and two more if online filings wait for reception."""
    begins, ends = window.edges
    rows = (
        Dossier.objects.filter(_concerned(begins, ends), body__in=list(bodies))
        .annotate(ended_day=_day("ended_at"), due_day=_day("due_at"))
        .values_list("body", "procedure")
        .annotate(
            **{f"n_{name}": Count("code", filter=which) for name, which in measures(begins, ends).items()}
        )
        .order_by()
    )
    names = list(measures(begins, ends))
    fields = fields_of()
    found: dict[Leaf, dict[str, int]] = defaultdict(lambda: dict.fromkeys(names, 0))
    for body, procedure, *counts in rows:
        leaf = found[Leaf(body, fields.get(procedure, ""))]
        for name, count in zip(names, counts, strict=True):
            leaf[name] += count
    _add_outside(found, bodies, window, fields)
    _add_awaiting(found, bodies, window, fields)
    return dict(found)


def measures(begins: int, ends: int) -> dict[str, Q]:
    """What each measure counts, between two moments in microseconds. Bounds: the first counts, the last does not."""
    here = Q(received_at__lt=ends)
    new = here & Q(received_at__gte=begins)
    alive = Q(ended_at=None) | Q(ended_at__gte=begins)
    ended = Q(received_at__isnull=False, ended_at__gte=begins, ended_at__lt=ends)
    late = ended & Q(late_at__lte=F("ended_at"))
    kept = ended & (Q(late_at=None) | Q(late_at__gt=F("ended_at")))
    before = Q(due_at__isnull=False, ended_day__lt=F("due_day"))
    standing = here & (Q(ended_at=None) | Q(ended_at__gte=ends))
    online = new & Q(channel="online")
    gone = Q(ended_at__gte=begins, ended_at__lt=ends)
    turned_away = Q(refused_at_intake_at__gte=begins, refused_at_intake_at__lt=ends)
    paid = Q(paid_at__gte=begins, paid_at__lt=ends)
    return {
        "total": here & alive,
        "carried_over": Q(received_at__lt=begins) & alive,
        "online": online,
        "direct_or_post": new & ~Q(channel="online"),
        "online_full": online & Q(online_level="full"),
        "online_partial": online & Q(online_level="partial"),
        "online_other": online & ~Q(online_level__in=["full", "partial"]),
        "post": new & Q(channel="post"),
        "direct": new & ~Q(channel__in=["online", "post"]),
        "resolved": ended,
        "early": kept & before,
        "on_time": kept & (Q(due_at=None) | Q(ended_day__gte=F("due_day"))),
        "late": late,
        "late_with_apology": late & Q(extended=True),
        "late_without_apology": late & Q(extended=False),
        "pending": standing,
        "pending_in_time": standing & (Q(late_at=None) | Q(late_at__gte=ends)),
        "pending_late": standing & Q(late_at__lt=ends),
        "refused": turned_away | gone & Q(ending="refused", refused_at_intake_at=None),
        "stopped": gone & Q(ending="stopped"),
        "withdrawn": gone & Q(ending="withdrawn"),
        "paid": paid,
        "paid_online": paid & Q(paid_online=True),
        "paid_direct": paid & Q(paid_online=False),
    }


OUTSIDE = "outside"
AWAITING = ("awaiting", "awaiting_in_time", "awaiting_late")


def fields_of() -> dict[str, str]:
    """The field of every procedure that the catalogue has."""
    return dict(Procedure.objects.values_list("code", "field__code"))


def late_dossiers(bodies: Collection[str], window: Window) -> QuerySet[Dossier]:
    """Resolved late in the period, or late and still pending at its end; the oldest deadline first."""
    by = measures(*window.edges)
    rows = Dossier.objects.filter(by["late"] | by["pending_late"], body__in=list(bodies))
    return rows.order_by("due_at", "code")


def _concerned(begins: int, ends: int) -> Q:
    """Whatever some measure may count; wider than needed: a fact that fits nowhere is still seen by the checks."""
    open_then = Q(ended_at=None) | Q(ended_at__gte=begins)
    moved = Q(received_at__gte=begins) | Q(refused_at_intake_at__gte=begins) | Q(paid_at__gte=begins)
    return Q(filed_at__lt=ends) & open_then | moved


def _day(name: str) -> "ExpressionWrapper[CombinedExpression]":
    """The day of a moment in the legal zone, as a number. The numbers go as eight bytes: four cannot hold them."""
    zone, day = (Value(number, output_field=BigIntegerField()) for number in (_ZONE, _DAY))
    return ExpressionWrapper((F(name) + zone) / day, output_field=BigIntegerField())


def _add_outside(
    found: dict[Leaf, dict[str, int]], bodies: Collection[str], window: Window, fields: Mapping[str, str]
) -> None:
    """Of those received in the period: handed in at a counter of another body than the one that decides (NĐ
    118/2025/NĐ-CP: boundaries do not matter). The ledger says at which counter each was filed; a counter that the house
    does not know counts as the body's own.
    """
    begins, ends = window.edges
    new = Dossier.objects.filter(received_at__gte=begins, received_at__lt=ends, body__in=list(bodies))
    counter = Unit.objects.filter(code=KeyTextTransform("receiving_unit", OuterRef("data")))
    elsewhere = Entry.objects.filter(
        Exists(counter.exclude(body__code=OuterRef("body"))),
        kind="dossier.filed",
        subject__in=new.exclude(channel="online").values("code"),
    )
    for leaf in found.values():
        leaf[OUTSIDE] = 0
    rows = new.filter(code__in=elsewhere.values("subject")).values_list("body", "procedure")
    for body, procedure, many in rows.annotate(many=Count("code")).order_by():
        found[Leaf(body, fields.get(procedure, ""))][OUTSIDE] += many


def _add_awaiting(
    found: dict[Leaf, dict[str, int]], bodies: Collection[str], window: Window, fields: Mapping[str, str]
) -> None:
    """Filed, and neither received nor refused nor taken back at the period's end; late past the hours of the norm."""
    rows = list(_awaiting(bodies, microseconds(window.ends)))
    due = _answers_due(rows)
    for leaf in found.values():
        leaf.update(dict.fromkeys(AWAITING, 0))
    for body, procedure, filed_at in rows:
        leaf = found.setdefault(Leaf(body, fields.get(procedure, "")), defaultdict(int))
        late = due[body, filed_at] < window.ends
        leaf["awaiting"] += 1
        leaf["awaiting_late" if late else "awaiting_in_time"] += 1


def _awaiting(bodies: Collection[str], ends: int) -> Iterator[tuple[str, str, datetime]]:
    waits = (
        Q(filed_at__lt=ends)
        & (Q(received_at=None) | Q(received_at__gte=ends))
        & (Q(refused_at_intake_at=None) | Q(refused_at_intake_at__gte=ends))
        & (Q(ended_at=None) | Q(ended_at__gte=ends))
    )
    rows: Any = Dossier.objects.filter(waits, body__in=list(bodies))
    yield from rows.values_list("body", "procedure", "filed_at")  # moments, by their field


def _answers_due(rows: Collection[tuple[str, str, datetime]]) -> dict[tuple[str, datetime], datetime]:
    """By when each filing has to be answered, by the calendar of its body."""
    if not rows:
        return {}
    named = dict(Body.objects.filter(code__in={row[0] for row in rows}).values_list("code", "calendar"))
    works = {code: calendar(code) for code in {*named.values(), "vn-standard"}}
    return {
        (body, filed): add_working_minutes(
            works[named.get(body, "vn-standard")],
            filed,
            60 * norms((filed + timedelta(hours=7)).date()).intake_answer_working_hours,
        )
        for body, _procedure, filed in rows
    }
