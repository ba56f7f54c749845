"""What went on around steps: requests to applicants, other agencies, who was there to take them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate

from motcua.bottlenecks.rules.fairness.hands import Span, gaps, joined
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import Dossier, Step
from motcua.ledger.models import Entry
from motcua.organizations.models import Mandate, Unit

ASKED, GIVEN = "supplement.requested", "supplement.given"
CONSULTED = "consult"


@dataclass(frozen=True)
class Surroundings:
    """`asked`: spans by dossier in which an applicant was asked for more. `consulted`: of each dossier, spans with the
    body of the consulted unit. `bodies`: the body of each unit. `channels`: of each dossier. `posts`: who held which
    role in a unit, from day to day.
    """

    asked: Mapping[str, list[Span]]
    consulted: Mapping[str, list[tuple[Span, str]]]
    bodies: Mapping[str, str]
    channels: Mapping[str, str]
    posts: "Posts"


class Posts:
    """Who held which role in which unit when."""

    def __init__(self, held: Iterable[tuple[str, str, str, date, date | None]]) -> None:
        self._held: dict[tuple[str, str], list[tuple[str, Span]]] = defaultdict(list)
        for unit, role, officer, first, last in held:
            self._held[unit, role].append((officer, _days(first, last)))
        self._known: dict[tuple[str, str, date], frozenset[str]] = {}

    def on(self, unit: str, role: str, at: datetime) -> frozenset[str]:
        """Who could take a step of the role on that day."""
        asked = (unit, role, localdate(at))
        if asked not in self._known:
            rows = self._held.get((unit, role), ())
            self._known[asked] = frozenset(who for who, span in rows if span.since <= at < span.until)
        return self._known[asked]

    def without(self, unit: str, role: str, whole: Span, officer: str | None = None) -> list[Span]:
        """When the officer (None: everybody) had no mandate. Nothing where none is known of at all: what was never
        written down excuses nobody and accuses nobody.
        """
        rows = self._held.get((unit, role), ())
        held = [span for who, span in rows if officer in (None, who)]
        if not held or any(one.since <= whole.since and whole.until <= one.until for one in held):
            return []
        return gaps(whole, joined(held))


def surroundings(codes: Collection[str], until: datetime) -> Surroundings:
    """Of these dossiers, as known up to a moment. Five queries."""
    bodies = dict(Unit.objects.values_list("code", "body__code"))
    mandates = Mandate.objects.values_list("unit__code", "role", "officer__code", "from_on", "until_on")
    known = Dossier.objects.filter(code__in=codes).values_list("code", "channel")
    return Surroundings(
        asked=_asked(codes, until),
        consulted=_consulted(codes, until, bodies),
        bodies=bodies,
        channels=dict(known),
        posts=Posts(mandates),
    )


def _asked(codes: Collection[str], until: datetime) -> dict[str, list[Span]]:
    """A request that was never answered lasts up to the end of what is looked at."""
    rows = Entry.objects.filter(kind__in=(ASKED, GIVEN), occurred_at__lt=until)
    open_since: dict[str, datetime] = {}
    found: dict[str, list[Span]] = defaultdict(list)
    for code, kind, at in rows.order_by("occurred_at", "pk").values_list("subject", "kind", "occurred_at"):
        if code not in codes:
            continue
        if kind == ASKED:
            open_since.setdefault(code, at)
        elif code in open_since:
            found[code].append(Span(open_since.pop(code), at))
    for code, since in open_since.items():
        found[code].append(Span(since, until))
    return found


def _consulted(
    codes: Collection[str], until: datetime, bodies: Mapping[str, str]
) -> dict[str, list[tuple[Span, str]]]:
    found: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    rows = Step.objects.filter(step_kind=CONSULTED, code__in=codes)
    told: Any = rows.values_list("code", "unit", "opened_at", "closed_at")
    for code, unit, opened_at, closed_at in told:
        found[code].append((Span(opened_at, closed_at or until), bodies.get(unit, "")))
    return found


def _days(first: date, last: date | None) -> Span:
    """A mandate holds on its first and its last day."""
    ends = datetime.max.replace(tzinfo=ZONE) if last is None else datetime.combine(last, time(), ZONE)
    return Span(datetime.combine(first, time(), ZONE), ends if last is None else ends + timedelta(days=1))
