"""Loading the demo world: found it, let it live for a year, write down what happened."""

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.clock.rules.calendar import ZONE
from motcua.demo.rules.simulation import Simulation
from motcua.demo.services.drafts import leave_drafts
from motcua.demo.services.founding import Frame, found
from motcua.demo.services.papers import Archive, samples
from motcua.demo.services.people import openings
from motcua.demo.services.writing import Keys, write_all
from motcua.dossiers.models import Dossier
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import import_history, seal
from motcua.organizations.models import Body, Officer, Unit

DOSSIERS, SEED, DAYS = 20_000, 20240508, 365
STAGE_ENDS = time(16, 30)
EARLIEST = date(2024, 5, 8)
TRUTH = "demo-truth.json"

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """What the world has after loading. `late`: dossiers ended or still open after their due date."""

    begins: datetime
    ends: datetime
    officers: int
    accounts: int
    dossiers: int
    entries: int
    late: int
    results_signed: int


def load(
    *, at: datetime, stage: date | None = None, dossiers: int = DOSSIERS, seed: int = SEED, tell: Tell
) -> Loaded:
    """Fill an empty house. `stage`: end the history on that day instead of now. `tell` hears how far it is.

    All of it or nothing; afterwards the ledger is sealed. Raises Refusal `world-exists` in a house that has dossiers
    or bodies, `not-a-demo` outside demos, `stage-out-of-range`.
    """
    frame = _frame(at, stage, dossiers, seed)
    with _no_garbage_collection(), transaction.atomic():
        _refuse_unless_empty()
        loaded = _loaded(frame, at, tell)
    tell(_("Sealing the ledger …"))
    seal()
    return loaded


def _loaded(frame: Frame, at: datetime, tell: Tell) -> Loaded:
    tell(_("Bodies, officers, procedures, people …"))
    world = found(frame, at=at)
    keys = Keys(
        dict(Unit.objects.values_list("code", "pk")),
        dict(Officer.objects.values_list("code", "pk")),
        samples(at=frame.begins),
    )
    simulation = Simulation(world, lambda story, act: archive.issue(story, act))
    archive = Archive(world, simulation.scene.timeline)
    tell(_("A year of %(count)s dossiers …") % {"count": frame.dossiers})
    entries = import_history(chain(openings(frame.begins), simulation.records()))
    tell(_("Dossiers, steps, papers, receipts …"))
    write_all(simulation.stories, simulation.scene.means.books, keys)
    signed = archive.store(simulation.stories, dict(keys.officers))
    leave_drafts(world, at=frame.ends)
    _analyse()
    truth = simulation.truth()
    _write_truth(truth)
    people = sum(len(some) for kinds in world.people.values() for some in kinds.values())
    return Loaded(
        frame.begins,
        frame.ends,
        len(keys.officers),
        people + len(world.shown),
        len(simulation.stories),
        entries,
        truth["late"],
        signed,
    )


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Hundreds of thousands of things live to the end: looking through them again and again costs a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _frame(at: datetime, stage: date | None, dossiers: int, seed: int) -> Frame:
    if not settings.DEMO:
        raise Refusal(
            _("This is not a demo house: MOTCUA_DEMO is 0. Invented people do not belong into it."),
            code="not-a-demo",
        )
    if dossiers < 1:
        raise Refusal(_("The number of dossiers must be 1 or more."), code="too-few-dossiers")
    ends = datetime.combine(stage, STAGE_ENDS, ZONE) if stage else at.astimezone(ZONE)
    if stage and (stage < EARLIEST or ends > at):
        raise Refusal(
            _("A stage is a day from %(first)s on that is over. Choose another day.")
            % {"first": f"{EARLIEST:%d/%m/%Y}"},
            code="stage-out-of-range",
        )
    return Frame(ends - timedelta(days=DAYS), ends, dossiers, seed, stage is not None)


def _refuse_unless_empty() -> None:
    if Dossier.objects.exists() or Body.objects.exists():
        raise Refusal(
            _(
                "There is a province in this house already, and it is not overwritten. "
                "For a new one stop the server, delete the folder var/, and start again."
            ),
            code="world-exists",
        )


def _analyse() -> None:
    """So that the first page after loading is as fast as the later ones."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write_truth(truth: dict[str, object]) -> None:
    path = Path(settings.VAR) / TRUTH
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
