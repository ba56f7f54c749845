"""Whatever people do in whatever order: the house does what the regulation says, and every invariant holds."""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from motcua.catalog.rules.process import Marking, finish
from motcua.dossiers import invariants
from motcua.dossiers.models import Dossier, Task
from motcua.dossiers.services.filing import next_code
from motcua.kernel.invariants import declared
from motcua.ledger.services import append_all
from motcua.payments import invariants as money
from tests.dossiers.people import People
from tests.dossiers.sheet import OPEN

pytestmark = pytest.mark.django_db

THOROUGH = os.environ.get("MOTCUA_THOROUGH") == "1"
OURS = {invariants.__name__, money.__name__}
ACTS = ("receive", "refuse_intake", "hand_over", "collect", "deliver", "ask_for_more", "answer", "extend")
which = st.integers(min_value=0, max_value=5)


def with_one_in(*states):
    """The rule is played only while a dossier is in one of the states, or there is a step to be worked on."""
    return precondition(lambda self: any(told.state in states for told in self.people.told.values()))


class Office(RuleBasedStateMachine):
    people: People

    @initialize(online=st.booleans())
    def begin(self, online):
        self.scope = transaction.atomic()
        self.scope.__enter__()
        self.people.begin()
        self.people.file(online=online, twice=True)

    def teardown(self):
        if hasattr(self, "scope"):
            transaction.set_rollback(True)
            self.scope.__exit__(None, None, None)

    @rule(online=st.booleans())
    @precondition(lambda self: len(self.people.told) < 3)
    def file(self, online):
        self.people.file(online=online, twice=False)

    @rule(n=which, then=st.sampled_from(["rest", "hand over", "ask and answer"]))
    @with_one_in("filed")
    def receive(self, n, then):
        dossier, told = self.pick(n, "filed")
        self.people.receive(dossier, told)
        if then == "hand over":
            self.people.hand_over(dossier, told)
        elif then == "ask and answer":
            self.people.ask_for_more(dossier, told)
            self.people.at += timedelta(days=4)
            self.people.answer(dossier, told)

    @rule(n=which)
    @with_one_in("received")
    def hand_over(self, n):
        self.people.hand_over(*self.pick(n, "received"))

    @rule(n=which, by_colleague=st.booleans())
    @with_one_in("in_progress")
    def take(self, n, by_colleague):
        self.people.take(*self.pick_task(n), by_colleague=by_colleague)

    @rule(n=which, outcome=st.sampled_from(["done", "return", "refuse"]))
    @with_one_in("in_progress")
    def finish(self, n, outcome):
        self.people.finish(*self.pick_task(n), outcome=outcome)

    @rule(n=which, steps=st.integers(min_value=1, max_value=6))
    @with_one_in("in_progress")
    def work(self, n, steps):
        """Several steps one after the other, so that late ones are reached too."""
        self.people.work(*self.pick(n, "in_progress"), steps=steps)

    @rule(n=which)
    @with_one_in("in_progress")
    def send_back(self, n):
        """The review sends it back, the appraisal is taken up again, and old pages are still open somewhere."""
        dossier, told = self.pick(n, "in_progress")
        while not set(told.holders) & {"soat-xet", "ky"}:
            self.people.work(dossier, told)
        task = self.people.first_task(dossier, told)
        if told.holders[task.step] == "":
            self.people.take(task, told)
        self.people.finish(task, told, outcome="return")
        self.people.take(self.people.first_task(dossier, told), told)
        self.people.send_old_pages()

    @rule(n=which)
    @with_one_in("filed", "received", "in_progress")
    def ask_for_more(self, n):
        self.people.ask_for_more(*self.pick(n, "received", "in_progress", "filed"))

    @rule(n=which, days=st.integers(min_value=1, max_value=9))
    @with_one_in("awaiting_supplement")
    def answer(self, n, days):
        self.people.at += timedelta(days=days)
        self.people.answer(*self.pick(n, "awaiting_supplement"))

    @rule(n=which)
    @with_one_in("received", "in_progress")
    def extend(self, n):
        self.people.extend(*self.pick(n, "received", "in_progress"))

    @rule(n=which)
    @with_one_in("completed")
    def deliver(self, n):
        dossier, told = self.pick(n, "completed")
        if not told.paid:
            self.people.deliver(dossier, told)
            self.people.collect(dossier, told)
        self.people.deliver(dossier, told)

    @rule(n=which, how=st.sampled_from(["stop", "withdraw", "refuse_intake"]))
    @precondition(lambda self: len(self.people.told) > 2)
    def end_early(self, n, how):
        getattr(self.people, how)(*self.pick(n, *OPEN))

    @rule(n=which, act=st.sampled_from(ACTS))
    def try_out_of_turn(self, n, act):
        getattr(self.people, act)(*self.pick(n))

    @rule(n=which)
    def meddle(self, n):
        dossier, told = self.pick(n)
        task = dossier.tasks.select_related("dossier").filter(finished_at=None).first()
        self.people.meddle(dossier, task)

    @rule(hours=st.integers(min_value=1, max_value=90))
    def time_passes(self, hours):
        self.people.at += timedelta(hours=hours)

    @invariant()
    def everything_holds(self):
        if not self.people.is_changed:
            return
        self.people.is_changed = False
        told = self.people.told
        stands = Dossier.objects.filter(code__in=told).values_list("code", "state")
        assert dict(stands) == {code: each.state for code, each in told.items()}
        found = [f for each in declared() if each.check.__module__ in OURS for f in each.check()]
        assert found == []
        still_open = Task.objects.filter(dossier__code__in=told, finished_at=None)
        held = {(t.dossier.code, t.step, t.round): t.officer.code if t.officer else "" for t in still_open}
        assert held == {
            (code, step, each.rounds[step]): who
            for code, each in told.items()
            for step, who in each.holders.items()
        }

    def pick(self, n, *states):
        """A dossier in one of the states, if there is one; else any."""
        told = self.people.told
        codes = [code for code, each in told.items() if each.state in states] or list(told)
        code = codes[n % len(codes)]
        return Dossier.objects.get(code=code), told[code]

    def pick_task(self, n):
        dossier, told = self.pick(n, "in_progress")
        step = sorted(told.holders)[n // 3 % len(told.holders)]
        return dossier.tasks.select_related("dossier").get(step=step, finished_at=None), told


@pytest.fixture
def people():
    Office.people = People()
    return Office.people


def run(**facts):
    usual = {"max_examples": 12, "stateful_step_count": 24, "phases": [Phase.generate], "derandomize": True}
    if THOROUGH:
        usual |= {"max_examples": 500, "stateful_step_count": 60, "derandomize": False}
    quiet = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
    run_machine(Office, settings=settings(**{**usual, **quiet, **facts}))


def test_whatever_people_do_the_invariants_hold(people):
    run()


def forget_entries(events, **facts):
    return append_all([event for event in events if event.kind != "step.taken"], **facts)


def skip_a_number(body, **facts):
    next_code(body, **facts)
    return next_code(body, **facts)


def lose_the_join(net, marking, step, outcome):
    return finish(net, Marking(marking.open), step, outcome)


@pytest.mark.parametrize(
    ("place", "bug"),
    [
        ("services.processing.require_still_open", lambda case, task: None),
        ("services.processing.require_step", lambda officer, task, at: None),
        ("services.intake.require_counter", lambda officer, dossier, at: None),
        ("services.acting.append_all", forget_entries),
        ("services.filing.next_code", skip_a_number),
        ("rules.waiting.counted_due_at", lambda life, terms: life.due_at),
        ("rules.steps.finish", lose_the_join),
    ],
    ids=[
        "old page",
        "foreign step",
        "foreign counter",
        "lost entry",
        "lost number",
        "due date kept",
        "lost join",
    ],
)
def test_a_mistake_made_on_purpose_is_noticed(people, monkeypatch, place, bug):
    """A proof that lets a mistake pass proves nothing."""
    monkeypatch.setattr(f"motcua.dossiers.{place}", bug)

    with pytest.raises(Exception):  # noqa: B017, PT011 -- which one depends on the mistake
        run(report_multiple_bugs=False)
