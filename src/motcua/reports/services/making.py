"""Making a report: its numbers are counted, checked and frozen with the moment up to which they were counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.criteria.models import Reader
from motcua.criteria.queries.nodes import NATION, tree
from motcua.criteria.rules.frozen import digest_of
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.reports.events import ReportFrozen
from motcua.reports.models import ReportRun, SavedReport, State
from motcua.reports.queries.definitions import block, definition, digest, period_of
from motcua.reports.queries.making import composed, faults, report_before
from motcua.reports.queries.runs import versions
from motcua.reports.queries.scenes import Scene
from motcua.reports.queries.tables import told_of
from motcua.reports.rules.definitions import Definition
from motcua.reports.rules.frozen import Told
from motcua.reports.rules.periods import Period

MOST_FAULTS_TOLD = 3


@dataclass(frozen=True)
class Asked:
    """A report of a body over a period. No `grid`, no `blocks`: the template's own."""

    definition: str
    body: str
    period: str
    grid: str = ""
    blocks: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    saved: SavedReport | None = None


@transaction.atomic
def ask(asked: Asked, *, by: str, at: datetime) -> ReportRun:
    """Put a report on the list of those that are to be made. Refused: what could never be made."""
    # no entry: nothing is said yet; the ledger is told when the numbers are frozen
    of, over = _checked(asked, at)
    return ReportRun.objects.create(
        saved=asked.saved,
        definition=of.code,
        body=asked.body,
        grid=over.grid,
        period=over.code,
        asked={"blocks": list(asked.blocks or of.blocks), "texts": dict(asked.texts)},
        asked_by=by,
        asked_at=at,
    )


@transaction.atomic
def issue(asked: Asked, *, by: str, at: datetime) -> ReportRun:
    """Ask for a report and make it at once. Refused: nothing stays of it."""
    return make(ask(asked, by=by, at=at), at=at)


@transaction.atomic
def make(run: ReportRun, *, at: datetime) -> ReportRun:
    """Freeze a report that was asked for, as its next version. Refused, and nothing kept: columns that do not add up.

    The period may be running: then the version is provisional, counted up to now. Where nothing at all would differ
    from the version before, that one is given back.
    """
    reader = _standing()
    held = ReportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.state == State.READY:
        return held
    of = definition(held.definition)
    known = tree()
    scene = Scene(known, known[held.body], period_of(held.period, held.grid), reader.horizon, at)
    chosen = tuple(held.asked["blocks"])
    content = composed(of, scene, chosen, held.asked["texts"])
    _add_up(content, of, scene)
    if same := _same(held, content):
        held.delete()
        return same
    _freeze(held, content, scene, digest(of, chosen), at)
    append(_told(held), subject=_subject(held), body=held.body, actor=held.asked_by, at=at)
    return held


def previewed(asked: Asked, *, at: datetime) -> tuple[Told, list[str]]:
    """What the report would say now, and what does not add up in it; nothing is kept.

    Refused: what could never be made.
    """
    of, over = _checked(asked, at)
    reader = Reader.objects.first()
    if reader is None:
        raise _not_counted()
    known = tree()
    scene = Scene(known, known[asked.body], over, reader.horizon, at)
    content = composed(of, scene, asked.blocks or of.blocks, asked.texts)
    return content, [told_of(fault) for fault in faults(content, report_before(of, scene))]


def attempt(run: ReportRun, *, at: datetime) -> ReportRun:
    """Make it, or keep why it could not be made: for reports that nobody waits for."""
    try:
        return make(run, at=at)
    except Refusal as refusal:
        # no entry: nothing was issued
        ReportRun.objects.filter(pk=run.pk).exclude(state=State.READY).update(
            state=State.REFUSED, words=str(refusal)
        )
        run.refresh_from_db()
        return run


def _checked(asked: Asked, at: datetime) -> tuple[Definition, Period]:
    of = definition(asked.definition)
    over = period_of(asked.period, asked.grid or of.grid)
    known = tree()
    if asked.body == NATION or known[asked.body].code not in known.nodes:
        raise Refusal(
            _("A report is made by a body. Choose a province or one of its bodies."),
            code="unknown-body",
            fields={"body": "unknown"},
        )
    if over.starts_at > at:
        raise Refusal(
            _("The period %(period)s has not begun.") % {"period": over.code},
            code="not-begun",
            fields={"period": "to-come"},
        )
    for code in asked.blocks:
        block(code)
    return of, over


def _standing() -> Reader:
    """Where the facts stand, held there: who follows the ledger waits until the numbers are frozen."""
    reader = Reader.objects.select_for_update().first()
    if reader is None:
        raise _not_counted()
    return reader


def _not_counted() -> Refusal:
    return Refusal(
        _("Nothing has been counted yet: let `motcua criteria follow --once` read the ledger first."),
        code="nothing-counted",
    )


def _add_up(content: Told, of: Definition, scene: Scene) -> None:
    found = faults(content, report_before(of, scene))
    if not found:
        return
    told = " ".join(told_of(fault) for fault in found[:MOST_FAULTS_TOLD])
    raise Refusal(
        _("The report is not issued: its columns do not add up (%(number)s places).") % {"number": len(found)}
        + f" {told}",
        code="does-not-add-up",
    )


def _same(run: ReportRun, content: Told) -> ReportRun | None:
    newest = versions(run).first()
    return newest if newest is not None and newest.digest == digest_of(content) else None


def _freeze(run: ReportRun, content: Told, scene: Scene, asks: str, at: datetime) -> None:
    same = ReportRun.objects.filter(
        saved=run.saved, definition=run.definition, body=run.body, grid=run.grid, period=run.period
    )
    run.version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    run.state, run.words = State.READY, ""
    run.content, run.digest, run.definition_digest = content, digest_of(content), asks
    run.horizon, run.provisional, run.made_at = scene.horizon, scene.is_provisional, max(at, run.asked_at)
    run.save()


def _subject(run: ReportRun) -> str:
    return f"report:{run.definition}:{run.body}"


def _told(run: ReportRun) -> ReportFrozen:
    assert run.version is not None
    assert run.horizon is not None
    return ReportFrozen(
        report=run.pk,
        name=run.definition,
        grid=run.grid,
        period=run.period,
        version=run.version,
        horizon=run.horizon,
        provisional=run.provisional,
        definition=run.definition_digest,
        digest=run.digest,
    )
