"""From a run and its sheet to what departs: the order first, then who did each step and how long it took."""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from motcua.bottlenecks.rules.conformance.aligning import How, Move
from motcua.bottlenecks.rules.conformance.runs import Deviation, Doing, Kind, Run, Sheet, Verdict
from motcua.catalog.rules.process import START, Step
from motcua.clock.rules.calendar import Calendar, OutOfCalendar
from motcua.clock.rules.counting import due_at, working_minutes
from motcua.clock.rules.limits import Pause
from motcua.dossiers.rules.life import STEP_POLICY


def conformance(run: Run, sheet: Sheet) -> Verdict:
    """Every deviation of a run: of its order first, then of each doing, in the order in which things happened.

    A step that is extra in one place and passed over in another is one deviation: out of order. A doing that is extra
    is judged by nothing else, because the sheet says nothing of it. Raises aligning.TooLong.
    """
    known = [nth for nth, doing in enumerate(run.doings) if doing.is_done and doing.step in sheet.net.steps]
    events = [(run.doings[nth].step, run.doings[nth].outcome) for nth in known]
    moves = sheet.aligner.moves(events, ended=run.ended)
    astray = {known[move.nth] for move in moves if move.how is How.EXTRA}
    strangers = {nth for nth, doing in enumerate(run.doings) if doing.step not in sheet.net.steps}
    found = [
        *_order(moves, known),
        *(Deviation(Kind.EXTRA, run.doings[n].step, n) for n in sorted(strangers)),
    ]
    opened, unjudged = _opened(run, sheet, moves, known), 0
    for nth, doing in enumerate(run.doings):
        if nth in astray or nth in strangers:
            continue
        step = sheet.net.steps[doing.step]
        found += _who(doing, step, run, nth)
        minutes = _over(doing, step, run, sheet, opened.get(nth))
        unjudged += minutes is None
        if minutes and minutes > 0:
            found.append(Deviation(Kind.OVER_LIMIT, doing.step, nth, minutes))
    return Verdict(tuple(found), unjudged)


def _order(moves: Sequence[Move], known: Sequence[int]) -> Iterator[Deviation]:
    """Extras and omissions of one step are paired, the first with the first: it was done, but in another place."""
    passed: dict[str, deque[Move]] = defaultdict(deque)
    for move in moves:
        if move.how is How.PASSED_OVER:
            passed[move.step].append(move)
    for move in moves:
        if move.how is How.EXTRA:
            kind = Kind.OUT_OF_ORDER if passed[move.step] else Kind.EXTRA
            if passed[move.step]:
                passed[move.step].popleft()
            yield Deviation(kind, move.step, known[move.nth])
    for left in passed.values():
        yield from (Deviation(Kind.SKIPPED, move.step) for move in left)


def _before(run: Run, nth: int) -> str:
    """The step that was finished just before."""
    return run.doings[nth - 1].step if nth else ""


def _opened(
    run: Run, sheet: Sheet, moves: Sequence[Move], known: Sequence[int]
) -> Mapping[int, datetime | None]:
    """Since when each doing could be worked at: what the ledger says, else when the sheet let it begin."""
    ready: dict[str, datetime | None] = {}
    last: datetime | None = None
    found: dict[int, datetime | None] = {}
    for move in moves:
        if move.how is not How.PASSED_OVER:
            last = run.doings[known[move.nth]].closed_at
        if move.how is How.IN_STEP:
            doing = run.doings[known[move.nth]]
            first = {flow.target for flow in sheet.net.out_of.get(START, ())}
            begun = ready.get(move.step) or (doing.opened_at if move.step in first else None)
            found[known[move.nth]] = doing.opened_at if doing.due_at else begun
        ready |= dict.fromkeys(move.opened, last)
    rest = {nth: doing.opened_at for nth, doing in enumerate(run.doings) if not doing.is_done}
    return found | rest


def _who(doing: Doing, step: Step, run: Run, nth: int) -> Iterator[Deviation]:
    if doing.roles is not None and step.role not in doing.roles and doing.is_done:
        yield Deviation(Kind.WRONG_ROLE, doing.step, nth, seen="+".join(sorted(doing.roles)))
    wanted = step.body or run.body
    if doing.unit and doing.unit != step.unit:
        yield Deviation(Kind.WRONG_UNIT, doing.step, nth, seen=doing.unit)
    elif doing.body and wanted and doing.body != wanted:
        yield Deviation(Kind.WRONG_UNIT, doing.step, nth, seen=doing.body)


def _over(doing: Doing, step: Step, run: Run, sheet: Sheet, opened_at: datetime | None) -> int | None:
    """Working minutes over the limit, 0 or less if it was kept; None if nobody can tell.

    The clock of a step stands while the applicant is waited for, as it does in `dossiers.rules.life`.
    """
    if step.limit is None:
        return 0
    if opened_at is None:
        return None
    if doing.due_at and doing.closed_at and doing.closed_at <= doing.due_at:
        return 0  # whatever was waited for: a wait only puts the limit off
    waits = tuple(pause for pause in run.pauses if pause.until is not None and pause.until > opened_at)
    closed_at = doing.closed_at or min([run.until, *(p.since for p in run.pauses if p.until is None)])
    try:
        due = doing.due_at if doing.due_at and not waits else None
        due = due or due_at(opened_at, step.limit, STEP_POLICY, sheet.clock, pauses=waits)
        return working_minutes(sheet.clock, due, closed_at) - _waited(sheet.clock, waits, due, closed_at)
    except OutOfCalendar:
        return None


def _waited(clock: Calendar, waits: Sequence[Pause], due: datetime, closed_at: datetime) -> int:
    """Working minutes of waits that began when the limit had run out already: nobody is late by them either."""
    after = [(max(pause.since, due), min(pause.until or closed_at, closed_at)) for pause in waits]
    return sum(working_minutes(clock, since, until) for since, until in after if since < until)
