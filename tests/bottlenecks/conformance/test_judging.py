"""Wrong role, wrong unit, over the limit; and that whatever the engine itself does is in order."""

from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.bottlenecks.rules.conformance import Deviation, Doing, Kind, Run, Sheet, conformance
from motcua.bottlenecks.rules.conformance.telling import Around, Place, in_one_instant, run_of, waits_of
from motcua.catalog.rules.reading import read
from motcua.catalog.rules.sheet import net_of
from motcua.clock.queries import shipped_calendar
from motcua.clock.rules.counting import add_working_minutes, working_minutes
from motcua.clock.rules.limits import Pause
from motcua.criteria.rules.facts import DossierFact
from motcua.criteria.rules.folding import Known, Told
from motcua.dossiers.events import DossierFiled
from motcua.dossiers.rules import endings, intake, steps, waiting
from motcua.dossiers.rules.breaches import Breach
from motcua.dossiers.rules.life import FILED, Life, Terms
from tests.catalog.making import document
from tests.catalog.processes import sheets

CLOCK = shipped_calendar("vn-standard")
MONDAY = datetime(2026, 1, 5, 1, tzinfo=UTC)  # 08:00 in Vietnam
DAY = {"quantity": "1", "unit": "working_days"}
ROWS = [
    {"step": "a", "name": {"vi": "A"}, "role": "head", "limit": DAY},
    {"step": "b", "name": {"vi": "B"}, "role": "leader", "unit": "leadership", "limit": DAY},
]
SHEET = Sheet(net_of(ROWS), CLOCK)
HEAD, LEADER = frozenset({"head"}), frozenset({"leader", "reform"})


def doing(step, opened, minutes, **more):
    """Closed after so many working minutes."""
    return Doing(
        step, "done", opened_at=opened, closed_at=add_working_minutes(CLOCK, opened, minutes), **more
    )


def run(*doings, pauses=(), ended=True):
    return Run("H49", doings, ended, until=MONDAY + timedelta(days=60), body="H49.13", pauses=pauses)


def found(*doings, **more):
    return list(conformance(run(*doings, **more), SHEET).deviations)


def a(minutes=60, **more):
    return doing("a", MONDAY, minutes, due_at=add_working_minutes(CLOCK, MONDAY, 480), **more)


def b(minutes=60, **more):
    opened = a().closed_at
    return doing("b", opened, minutes, due_at=add_working_minutes(CLOCK, opened, 480), **more)


def test_a_step_done_by_who_did_not_hold_the_role_is_told_with_the_roles_that_he_held():
    assert found(a(roles=LEADER), b(roles=LEADER)) == [
        Deviation(Kind.WRONG_ROLE, "a", 0, seen="leader+reform")
    ]
    assert found(a(roles=HEAD), b()) == []


def test_a_step_that_lay_with_another_kind_of_unit_or_another_body_is_told():
    assert found(a(unit="records"), b(unit="leadership")) == [
        Deviation(Kind.WRONG_UNIT, "a", 0, seen="records")
    ]
    assert found(a(unit="expert", body="H49.99"), b()) == [Deviation(Kind.WRONG_UNIT, "a", 0, seen="H49.99")]


def test_a_step_over_its_limit_is_told_with_the_working_minutes():
    assert found(a(), b(minutes=540)) == [Deviation(Kind.OVER_LIMIT, "b", 1, minutes=60)]
    assert found(a(), b(minutes=480)) == []


def test_the_wait_for_the_applicant_is_not_over_the_limit():
    since = add_working_minutes(CLOCK, MONDAY, 30)
    wait = Pause(since, since + timedelta(days=10), "supplement")
    late = working_minutes(CLOCK, wait.since, wait.until)
    after = doing("b", doing("a", MONDAY, 60 + late).closed_at, 60)
    assert found(a(60 + late), after, pauses=(wait,)) == []
    over = found(a(60 + late), after)
    assert [one.kind for one in over] == [Kind.OVER_LIMIT]


def test_a_step_that_lies_open_is_over_once_its_limit_has_passed():
    lying = Doing("a", opened_at=MONDAY, due_at=add_working_minutes(CLOCK, MONDAY, 480))
    (one,) = found(lying, ended=False)
    assert one == Deviation(Kind.OVER_LIMIT, "a", 0, minutes=one.minutes)
    assert one.minutes == working_minutes(CLOCK, lying.due_at, MONDAY + timedelta(days=60))
    waiting_still = (Pause(MONDAY + timedelta(hours=1), None, "supplement"),)
    assert found(lying, ended=False, pauses=waiting_still) == []


def test_without_moments_of_opening_a_step_runs_from_the_one_before_it():
    first = Doing("a", "done", opened_at=MONDAY, closed_at=add_working_minutes(CLOCK, MONDAY, 60))
    second = Doing("b", "done", closed_at=add_working_minutes(CLOCK, first.closed_at, 500))
    assert found(first, second) == [Deviation(Kind.OVER_LIMIT, "b", 1, minutes=20)]


def test_a_limit_that_nobody_can_count_is_said_to_be_unjudged():
    first = Doing("a", "done", closed_at=MONDAY)
    assert conformance(run(first, b()), SHEET).unjudged == 1
    then = datetime(1950, 1, 2, tzinfo=UTC)
    old = Doing("a", "done", opened_at=then, closed_at=then)
    assert conformance(run(old, b()), SHEET).unjudged == 1


# what the engine itself does

PLACES = {"U-expert": Place("expert", "B"), "U-other": Place("expert", "B")}


class Living:
    """Acts of the engine, chosen at random, told as entries of the ledger."""

    def __init__(self, rows, choose):
        parsed = read(document(process=rows, limit={"quantity": "90", "unit": "working_days"},
                               result={"name": {"vi": "X"}, "document": False}))  # fmt: skip
        self.choose, self.at, self.told = choose, MONDAY, []
        self.terms = Terms(
            parsed, CLOCK, CLOCK.code, "U-receiving", dict.fromkeys(parsed.net.steps, "U-expert")
        )
        self.told.append((DossierFiled("P", 1, "online", "U", "citizen", "full", 0, 1, 1, 0, True), self.at))
        self.life = Life(FILED, MONDAY)
        self.do(intake.receive(self.life, self.terms, version=1, at=self.at))
        self.do(intake.hand_over(self.life, self.terms, at=self.at))

    def do(self, act):
        self.life = act.life
        self.told += [(event, self.at) for event in act.events]

    def go_on(self):
        """One more act, if the rules allow it."""
        self.at += timedelta(minutes=self.choose(st.integers(0, 3000)))
        acts = {"ask": self.ask, "answer": self.answer, "withdraw": self.withdraw}
        with suppress(Breach):
            acts.get(self.choose(st.sampled_from(["step"] * 6 + [*acts])), self.step)()

    def ask(self):
        later = self.at + timedelta(99)
        self.do(waiting.request_supplement(self.life, self.terms, items=("x",), respond_by=later, at=self.at))

    def answer(self):
        self.do(waiting.answer_supplement(self.life, self.terms, items=("x",), at=self.at))

    def withdraw(self):
        self.do(endings.withdraw(self.life, at=self.at))

    def step(self):
        if not self.life.steps:
            return
        step = self.choose(st.sampled_from(self.life.steps)).step
        outcome = self.choose(st.sampled_from(self.terms.document.net.steps[step].outcomes))
        self.do(steps.take_step(self.life, step=step, officer="o", at=self.at))
        self.do(steps.finish_step(self.life, self.terms, step=step, outcome=outcome, officer="o", at=self.at,
                                  opinion="agree", reasons=("r",)))  # fmt: skip

    def run(self):
        """What the ledger tells of it, folded."""
        known, order, waits = Known({}), {}, []
        for sequence, (event, at) in enumerate(self.told):
            plain = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(event).items()}
            known.fold(Told(event.kind, "H49", "B", "o", at, plain))
            if event.kind == "step.finished":
                order["H49", event.step, event.round] = sequence
            if event.kind.startswith("supplement.") or event.kind == "dossier.withdrawn":
                waits.append((event.kind, at))
        fact = known.dossiers["H49"]
        around = Around(PLACES, lambda step: None, self.at, {"H49": waits_of(waits)}, order)
        return run_of(fact, list(known.steps.values()), around)[0]


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_whatever_the_engine_does_is_in_order_and_over_its_limit_exactly_where_it_was_late(data):
    rows = data.draw(sheets(most=4))
    for row in rows:
        for one in row.get("branches", [row]):
            one["limit"] = DAY
    living = Living(rows, data.draw)
    for _ in range(14):
        living.go_on()
    made = living.run()
    verdict = conformance(made, Sheet(living.terms.document.net, CLOCK))
    assert verdict.unjudged == 0
    over = {one.nth: one.minutes for one in verdict.deviations if one.kind is Kind.OVER_LIMIT}
    assert len(over) == len(verdict.deviations)
    for nth, one in enumerate(made.doings):
        end = one.closed_at or made.until
        own = sum(working_minutes(CLOCK, max(p.since, one.opened_at), min(p.until or end, end))
                  for p in made.pauses if p.since < end and (p.until or end) > one.opened_at)  # fmt: skip
        spent = working_minutes(CLOCK, one.opened_at, end) - own
        assert over.get(nth, 0) == max(0, spent - 480)


def test_steps_of_one_instant_are_told_apart_by_the_ledger():
    fact = DossierFact("H49", "B", "P", MONDAY, ending="completed", ended_at=MONDAY)
    rows = [{"step": s, "name": {"vi": s}, "role": "head"} for s in "ab"]
    known = Known({})
    known.dossiers["H49"] = fact
    for step, kind in product("ab", ("step.opened", "step.finished")):
        data = {"step": step, "round": 1, "step_kind": "process", "role": "head", "unit": "U-expert",
                "outcome": "done"}  # fmt: skip
        known.fold(Told(kind, "H49", "B", "o", MONDAY, data))
    facts = list(reversed(known.steps.values()))
    assert in_one_instant(facts)
    order = {("H49", "a", 1): 1, ("H49", "b", 1): 3}
    made, told = run_of(fact, facts, Around(PLACES, lambda step: None, MONDAY, {}, order))
    assert [one.step for one in made.doings] == [one.step for one in told] == ["a", "b"]
    assert conformance(made, Sheet(net_of(rows), CLOCK)).deviations == ()


@pytest.mark.parametrize("quantity", [Fraction(1, 2), Fraction(3, 2)])
def test_a_limit_is_counted_as_the_engine_counts_it(quantity):
    limit = {"quantity": str(float(quantity)), "unit": "working_days"}
    sheet = Sheet(net_of([{**ROWS[0], "limit": limit}]), CLOCK)
    minutes = int(quantity * 480)
    for spent, over in ((minutes, []), (minutes + 1, [Deviation(Kind.OVER_LIMIT, "a", 0, 1)])):
        assert list(conformance(run(doing("a", MONDAY, spent)), sheet).deviations) == over
