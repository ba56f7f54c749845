"""The clock's exceptions: the one supplement (form 02) and the one apology with a new appointment (form 04)."""

from dataclasses import replace
from datetime import datetime

from motcua.clock.rules.calendar import Calendar
from motcua.clock.rules.counting import add_working_minutes
from motcua.clock.rules.limits import Pause
from motcua.dossiers.events import DossierExtended, SupplementGiven, SupplementRequested
from motcua.dossiers.rules.breaches import Breach
from motcua.dossiers.rules.life import (
    AWAITING_SUPPLEMENT,
    FILED,
    IN_PROGRESS,
    RECEIVED,
    SUPPLEMENT_CAUSE,
    Act,
    Life,
    Terms,
    at_moment,
    counted_due_at,
    require,
    step_due_at,
)
from motcua.dossiers.rules.norms import Norms


def request_supplement(
    life: Life, terms: Terms, *, items: tuple[str, ...], respond_by: datetime, at: datetime
) -> Act:
    """Ask once for all that is missing; the clock stops until the answer (NĐ 61/2018 Đ15.3, Đ19.4)."""
    life = at_moment(life, at)
    require(life, FILED, RECEIVED, IN_PROGRESS)
    if life.supplements >= terms.policy.max_supplements:
        raise Breach("supplement-used", most=terms.policy.max_supplements)
    if not items:
        raise Breach("supplement-empty")
    if respond_by <= at:
        raise Breach("respond-by-passed")
    life = replace(life, state=AWAITING_SUPPLEMENT, paused_at=at, supplements=life.supplements + 1)
    return Act(life, (SupplementRequested(items=items, respond_by=respond_by),))


def answer_supplement(life: Life, terms: Terms, *, items: tuple[str, ...], at: datetime) -> Act:
    """The applicant's answer: the clock goes on without the wait, or begins again where the policy says so."""
    life = at_moment(life, at)
    require(life, AWAITING_SUPPLEMENT)
    if life.paused_at is None:
        raise Breach("wrong-state", state=life.state)
    if life.received_at is None:  # asked before receipt: no clock runs yet
        return Act(replace(life, state=FILED, paused_at=None), (SupplementGiven(items=items),))
    life = replace(
        life,
        state=IN_PROGRESS if life.steps else RECEIVED,
        paused_at=None,
        pauses=(*life.pauses, Pause(since=life.paused_at, until=at, cause=SUPPLEMENT_CAUSE)),
        reset_at=at,
    )
    life = replace(life, due_at=counted_due_at(life, terms))
    net = terms.document.net
    steps = tuple(
        replace(s, due_at=step_due_at(net.steps[s.step].limit, s.opened_at, life, terms)) for s in life.steps
    )
    return Act(replace(life, steps=steps), (SupplementGiven(items=items, due_at=life.due_at),))


def extend(life: Life, terms: Terms, norms: Norms, *, to: datetime, reason: str, at: datetime) -> Act:
    """Apologise and give a new date, once, and early enough before the old one (NĐ 61/2018 Đ19.9)."""
    life = at_moment(life, at)
    require(life, RECEIVED, IN_PROGRESS)
    if life.extensions >= terms.policy.max_extensions:
        raise Breach("extension-used", most=terms.policy.max_extensions)
    if life.due_at is None:
        raise Breach("not-received")
    latest = last_moment_to_extend(life.due_at, norms, terms.calendar)
    if at > latest:
        raise Breach("extension-too-late", latest=latest)
    if to <= life.due_at:
        raise Breach("extension-not-later", due=life.due_at)
    event = DossierExtended(old_due_at=life.due_at, due_at=to, reason=reason)
    return Act(replace(life, due_at=to, extended_to=to, extensions=life.extensions + 1), (event,))


def last_moment_to_extend(due_at: datetime, norms: Norms, calendar: Calendar) -> datetime:
    """An apology comes so many working days before the due date that it moves (NĐ 61/2018 Đ19.9)."""
    minutes_of_a_day = sum(closes - opens for opens, closes in calendar.full_day)
    return add_working_minutes(calendar, due_at, -norms.apology_working_days_before_due * minutes_of_a_day)
