"""A province of the demo, lived in plain memory, with the causes that the generator plants or without any."""

from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction

from motcua.bottlenecks.queries.diagnosis.reading import names
from motcua.bottlenecks.rules.diagnosis.rounds import Row, timed
from motcua.bottlenecks.rules.diagnosis.suspecting import Ground
from motcua.bottlenecks.rules.diagnosis.suspecting.ground import Filed
from motcua.criteria.models import microseconds
from motcua.criteria.rules.folding import Known, Told
from motcua.demo.rules import settings as told_to_generator
from motcua.demo.rules.simulation import Simulation
from motcua.demo.services.founding import Frame, found
from motcua.ledger.rules.chain import Record

NOBODY = {"officer": "nobody", "unit": "nowhere", "procedure": "none"}


@contextmanager
def planting_nothing():
    """The generator plants nothing: every cause is about somebody who does not exist."""
    read = told_to_generator._read
    rows = [{name: NOBODY.get(name, value) for name, value in row.items()} for row in read("causes")]
    told_to_generator._read = lambda name: rows if name == "causes" else read(name)
    forget_causes()
    try:
        yield
    finally:
        told_to_generator._read = read
        forget_causes()


def forget_causes():
    for remembered in (told_to_generator.causes, told_to_generator.cause, told_to_generator.causes_at_units):
        remembered.cache_clear()


class Lived(NamedTuple):
    """What was written down in a year, and what was planted in it."""

    records: list[Record]
    truth: dict


def lived(world):
    """A year of it: the same events as the house writes, no row of a dossier."""
    simulation = Simulation(world, lambda story, act: None)
    records = list(simulation.records())
    return Lived(records, simulation.truth())


def two_years(at, *, dossiers, seed):
    """The year with the causes that the generator plants, the same without any, and the names of units."""
    frame = Frame(at - timedelta(days=365), at, dossiers, seed, staged=False)
    with transaction.atomic():
        world, known = found(frame, at=at), names()
        planted = lived(world)
        with planting_nothing():
            honest = lived(world)
        transaction.set_rollback(True)
    return planted, honest, known


def ground(records, known, at):
    facts = Known({})
    for one in records:
        facts.fold(Told(one.kind, one.subject, one.body, one.actor, one.recorded_at, one.data))
    rows = [
        Row(
            step.code, step.step, step.round, step.body, step.procedure, step.step_kind, step.role, step.unit,
            step.officer, step.outcome, microseconds(step.opened_at),
            *map(_moment, (step.due_at, step.taken_at, step.closed_at)),
        )
        for step in facts.steps.values()
    ]  # fmt: skip
    clock = known.calendars["H49"]
    begins = clock.worked_before(*clock.place_of(at - timedelta(days=365)))
    return Ground(
        timed(rows, known.calendars, microseconds(at)),
        [_filed(one) for one in facts.dossiers.values()],
        frozenset(known.calendars),
        known.bodies,
        begins,
        begins,
        clock.day_minutes,
    )


def _moment(at):
    return None if at is None else microseconds(at)


def _filed(one):
    asked = bool(one.supplements) or one.refused_at_intake_at is not None or one.ending == "refused"
    unpaid = None
    if one.fee and one.ending == "completed":
        unpaid = one.paid_at is None or one.paid_at > one.ended_at
    return Filed(one.code, one.body, one.procedure, asked, unpaid)
