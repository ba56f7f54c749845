"""Lists of recommendations, each content counted once; who has which part in one.

For reports and the picture of all of them: `for_bodies(codes, on)` gives the recommendations that come from these
bodies, those of the same content as one line that names all bodies behind it.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When

from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.directives.queries.duties import Duty
from motcua.directives.rules.lateness import working_days_after
from motcua.kernel.bilingual import Text
from motcua.organizations.models import Body
from motcua.organizations.queries import power_to_sign
from motcua.reviews.models import Recommendation
from motcua.reviews.queries.keeping import keeps, of_line
from motcua.reviews.queries.registers import Receiver, answers_now, receivers
from motcua.reviews.rules.recommendations import OPEN, PUBLIC, WAITING, Part, State


class Tab(StrEnum):
    """`?xem=`: which list."""

    OVERDUE = "qua-han"
    WAITING = "cho-tra-loi"
    DRAFTS = "du-thao"
    OPEN = "dang-theo-doi"
    ALL = "tat-ca"


@dataclass(frozen=True)
class Line:
    """A recommendation in a list. `bodies`: all that ask for it, the main one first.

    `days`: working days left for the answer, negative: late by so many; None: no answer is owed.
    """

    recommendation: Recommendation
    bodies: tuple[Body, ...]
    days: int | None

    @property
    def is_late(self) -> bool:
        return self.days is not None and self.days < 0

    @property
    def receiver(self) -> Receiver:
        return receivers()[self.recommendation.receiver]


def tabs_of(on: date) -> dict[Tab, Q]:
    return {
        Tab.OVERDUE: is_overdue(on),
        Tab.WAITING: Q(state__in=WAITING),
        Tab.DRAFTS: Q(state=State.DRAFTED),
        Tab.OPEN: Q(state__in=OPEN),
        Tab.ALL: Q(),
    }


def is_overdue(on: date) -> Q:
    return Q(state__in=WAITING, answer_due_on__lt=on, main=None)


def visible_to(duty: Duty) -> Q:
    """What was sent is seen by every officer, a draft by those of its body and those who command it."""
    return ~Q(state=State.DRAFTED) & Q(sent_on__isnull=False) | of_line(duty) | Q(drafted_by=duty.officer)


def counts(duty: Duty, on: date) -> dict[Tab, int]:
    """How many each list holds, what was merged counted once: one query."""
    asked = {tab.name: Count("pk", filter=which) for tab, which in tabs_of(on).items()}
    found = Recommendation.objects.filter(visible_to(duty), main=None).aggregate(**asked)
    return {tab: found[tab.name] for tab in Tab}


def listed(
    duty: Duty, tab: Tab, on: date, *, state: str = "", receiver: str = "", body: str = ""
) -> QuerySet[Recommendation]:
    """The list, each content once, unanswered ones first. `body`: of whoever asks, alone or with others."""
    rows = everything(on).filter(visible_to(duty), tabs_of(on)[tab])
    if state:
        rows = rows.filter(state=state)
    if receiver:
        rows = rows.filter(receiver=receiver)
    if body:
        rows = rows.filter(asked_by([body]))
    return rows


def everything(on: date) -> QuerySet[Recommendation]:
    """Each content once, with whoever asks for it, unanswered ones first."""
    late = Case(When(is_overdue(on), then=Value(0)), default=Value(1))
    rows = Recommendation.objects.filter(main=None).select_related("body", "drafted_by")
    rows = rows.prefetch_related(_carried()).annotate(late=late)
    return rows.order_by("late", F("answer_due_on").asc(nulls_last=True), "-pk")


def asked_by(codes: Collection[str]) -> Q:
    carried = Recommendation.objects.filter(body__code__in=codes, main__isnull=False)
    return Q(body__code__in=codes) | Q(pk__in=carried.values("main"))


def for_bodies(codes: Collection[str], on: date, *, sent: bool = False) -> list[Line]:
    """What these bodies recommend, each content once, withdrawn ones left out. `sent`: drafts left out too."""
    rows = everything(on).filter(asked_by(codes)).exclude(state=State.WITHDRAWN)
    return list(lines(rows.exclude(state=State.DRAFTED) if sent else rows, on))


def published(receiver: str = "") -> QuerySet[Recommendation]:
    """What everybody may read: what was sent, the newest first, with the answers that came."""
    rows = Recommendation.objects.filter(state__in=PUBLIC, main=None).select_related("body")
    if receiver:
        rows = rows.filter(receiver=receiver)
    return rows.prefetch_related(_carried(), "notes").order_by("-sent_on", "-pk")


def overdue(on: date) -> QuerySet[Recommendation]:
    return everything(on).filter(is_overdue(on))


def whole() -> QuerySet[Recommendation]:
    """With everybody who is named on its page."""
    return Recommendation.objects.select_related(
        "body__parent", "drafted_by__unit", "drafted_by__body", "sent_by__unit", "sent_by__body", "main__body"
    ).prefetch_related(_carried())


def mergeable(one: Recommendation, duty: Duty) -> list[Recommendation]:
    """Others to the same receiver that could stand for this one: of bodies that he keeps as well."""
    rows = Recommendation.objects.filter(receiver=one.receiver, main=None, state__in=OPEN).exclude(pk=one.pk)
    return [other for other in rows.select_related("body").order_by("-pk") if keeps(duty, other.body)]


def parts_in(one: Recommendation, duty: Duty, at: datetime) -> frozenset[Part]:
    parts = set()
    if keeps(duty, one.body) or one.drafted_by_id == duty.officer.pk:
        parts.add(Part.KEEPER)
    if one.drafted_by_id == duty.officer.pk:
        parts.add(Part.DRAFTER)
    if power_to_sign(duty.officer, one.body, at) is not None:
        parts.add(Part.SIGNER)
    return frozenset(parts)


def lines(rows: Iterable[Recommendation], on: date) -> Iterator[Line]:
    """Each with the working days of its answer, by the calendar of its body."""
    known: dict[str, Calendar] = {}
    for one in rows:
        code = one.body.calendar
        works = known.setdefault(code, known[code] if code in known else calendar(code))
        owed = State(one.state) in WAITING and one.answer_due_on is not None
        days = working_days_after(works, on, one.answer_due_on) if owed and one.answer_due_on else None
        yield Line(one, bodies_of(one), days)


def bodies_of(one: Recommendation) -> tuple[Body, ...]:
    """Who asks for it, each body once."""
    found = {body.pk: body for body in (one.body, *(other.body for other in one.carried.all()))}
    return tuple(found.values())


def receiver_today(one: Recommendation, on: date) -> Text | None:
    """Who answers now, if its receiver is gone."""
    receiver = receivers()[one.receiver]
    follower = answers_now(receiver, on)
    return None if follower.code == receiver.code else follower.name


def _carried() -> "Prefetch[str]":
    return Prefetch("carried", Recommendation.objects.select_related("body").order_by("pk"))
