"""A province of the demo, lived in plain memory, with the causes that the generator plants or without any."""

from datetime import timedelta

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

NOBODY = {"officer": "nobody", "unit": "nowhere", "procedure": "none"}


def honest(monkeypatch):
    """The generator plants nothing: every cause is about somebody who does not exist."""
    rows = told_to_generator._read("causes")
    without = [{name: NOBODY.get(name, value) for name, value in row.items()} for row in rows]
    read = told_to_generator._read
    monkeypatch.setattr(told_to_generator, "_read", lambda name: without if name == "causes" else read(name))
    told_to_generator.causes.cache_clear()


def lived(at, *, dossiers, seed):
    """A year of it, as (entries, truth, names): the same events as the house writes, no row of a dossier."""
    frame = Frame(at - timedelta(days=365), at, dossiers, seed, staged=False)
    with transaction.atomic():
        simulation = Simulation(found(frame, at=at), lambda story, act: None)
        records, known = list(simulation.records()), names()
        truth = simulation.truth()
        transaction.set_rollback(True)
    return records, truth, known


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
