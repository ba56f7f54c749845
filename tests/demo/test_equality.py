"""The history says what the services would have said: sampled dossiers are done again through them."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from motcua.clock.queries import now
from motcua.criteria.queries.counting import counters
from motcua.criteria.rules.declared_tables import figure_of
from motcua.criteria.rules.declaring import figures
from motcua.criteria.rules.folding import DECLARED
from motcua.criteria.services.declaring import declare
from motcua.demo.rules.simulation import Simulation
from motcua.demo.services.founding import Frame, found
from motcua.demo.services.papers import samples
from motcua.results.events import ResultIssued
from tests.demo.replaying import Replay

DOSSIERS = 160
A_CASE_OF_EACH = (
    "answer_supplement", "stop", "extend", "withdraw", "refuse_intake", "pay_online", "collect", "rate", "sign",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Bodies, officers, procedures and people, taken away again when this file is through."""
    with django_db_blocker.unblock(), transaction.atomic():
        at = now()
        frame = Frame(at - timedelta(days=365), at, DOSSIERS, 7, staged=False)
        samples(at=frame.begins)
        yield found(frame, at=at)
        transaction.set_rollback(True)


def sign_nothing(story, act):
    return ResultIssued(number="", sha256="", electronic=True)


@pytest.fixture(scope="module")
def simulation(world):
    simulation = Simulation(world, sign_nothing, keep_acts=True)
    simulation.written = {}
    for record in simulation.records():
        entry = (record.kind, record.actor, record.body, record.occurred_at, dict(record.data))
        simulation.written.setdefault(record.subject, []).append(entry)
    return simulation


def sampled(stories):
    """Two dossiers for each verb, and some more."""
    chosen = {}
    for verb in A_CASE_OF_EACH:
        for story in [s for s in stories if verb in {act.verb for act in s.acts}][:2]:
            chosen[story.code] = story
    for story in [*stories[::50], *[s for s in stories if s.shown][-3:]]:
        chosen[story.code] = story
    return list(chosen.values())


def comparable(entries):
    """Numbers and digests are given anew by every house; all else must be the same."""
    left_out = {
        "dossier.filed": ("scans",),
        "result.issued": ("number", "sha256"),
        "invoice.settled": ("receipt",),
    }
    return [
        (kind, actor, body, at, {k: v for k, v in data.items() if k not in left_out.get(kind, ())})
        for kind, actor, body, at, data in entries
    ]


def test_the_services_write_the_same_entries(db, simulation):
    different = []
    for story in sampled(simulation.stories):
        told, done = comparable(simulation.written[story.code]), comparable(Replay(story).run())
        if told != done:
            different.append(
                (story.code, [pair for pair in zip(told, done, strict=False) if pair[0] != pair[1]])
            )
    assert different == []


def test_the_sample_has_a_case_of_each_verb(simulation):
    verbs = Counter(act.verb for story in sampled(simulation.stories) for act in story.acts)
    assert set(A_CASE_OF_EACH) - set(verbs) <= {"stop", "withdraw"}  # rare ones may lack in a small world


def test_the_same_seed_gives_the_same_history(simulation, world):
    again = {}
    for record in Simulation(world, sign_nothing).records():
        again.setdefault(record.subject, []).append(record.kind)
    assert again == {code: [entry[0] for entry in entries] for code, entries in simulation.written.items()}


def test_the_verb_declares_the_same_figures(db, simulation):
    """Of the province, and of three bodies: what bounds another figure first, as the simulation says it."""
    told = [
        (at, code, actor, body, data)
        for code, entries in simulation.written.items()
        for kind, actor, body, at, data in entries
        if kind == DECLARED
    ]
    bodies = {"H49", *sorted({body for _at, _code, _actor, body, _data in told})[1:4]}
    sample = sorted((one for one in told if one[3] in bodies), key=lambda one: one[0])
    assert {data["name"] for *_others, data in sample} == set(figures(counters()))
    for at, code, actor, body, data in sample:
        figure = figure_of({**{name: str(value) for name, value in data.items()}, "body": body})
        entry = declare(figure, by=actor, at=at)
        assert (entry.subject, entry.occurred_at, entry.data) == (code, at, data)
