"""Publishing: a score is frozen with everything that it was computed from."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.events import RunPublished
from motcua.criteria.models import Basis, Figures, Reader, Run, SetVersion
from motcua.criteria.queries.counting import counters, counts_of
from motcua.criteria.queries.nodes import Tree, tree
from motcua.criteria.queries.runs import (
    basis,
    calendar_digest,
    catalogue_digest,
    covering_head,
    places,
    subject_of,
)
from motcua.criteria.queries.sets import content_of, timeline
from motcua.criteria.rules.frozen import Scored, digest_of, figures
from motcua.criteria.rules.periods import Period
from motcua.criteria.services.setting import adopt
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Head
from motcua.ledger.queries import Freshness, freshness, latest_head
from motcua.ledger.services import append


class _Ground(NamedTuple):
    """What all runs of one publication rest on."""

    reader: Reader
    head: Head
    version: SetVersion
    facts: str
    rests_on: str
    catalogue: str
    calendar: str


@transaction.atomic
def publish(bodies: Collection[str], over: Period, code: str, *, by: str, at: datetime) -> list[Run]:
    """Publish and freeze the scores of these bodies in a period by a set: one run each, on the same figures.

    The set's version is the one in force when the period began. Refused: a body that is not measured, a period to
    come, a ledger whose counted part is not sealed yet, or that was not sealed for four hours (trust.md 2.2).
    """
    known = tree()
    for body in bodies:
        known[body]  # refused where nobody of that code is measured
    reader = _standing(over, at)
    head = _sealed(reader, at)
    version = _version(code, over, at)
    scored, rests_on = _counted(known, over, version)
    facts = digest_of(scored.figures)
    Figures.objects.get_or_create(digest=facts, defaults={"document": scored.figures})
    ground = _Ground(reader, head, version, facts, rests_on, catalogue_digest(), calendar_digest())
    return [_freeze(body, over, scored, ground, by, at) for body in bodies]


def _standing(over: Period, at: datetime) -> Reader:
    """Where the counters stand, held there: who follows the ledger waits until the runs are written."""
    reader = Reader.objects.select_for_update().first()
    if reader is None or not reader.entry:
        raise Refusal(
            _("Nothing has been counted yet: let `motcua criteria follow --once` read the ledger first."),
            code="nothing-counted",
        )
    if over.starts_at > at:
        raise Refusal(_("The period %(period)s has not begun.") % {"period": over.code}, code="not-begun")
    return reader


def _sealed(reader: Reader, at: datetime) -> Head:
    head = covering_head(reader.entry)
    if head is None:
        raise Refusal(
            _("What was counted last is not sealed yet. Seal the ledger, then publish."), code="not-sealed"
        )
    if freshness(latest_head(), at) is Freshness.SUSPENDED:
        raise Refusal(
            _("The ledger was not sealed for four hours: no score is published until it is."),
            code="sealing-suspended",
        )
    return head


def _version(code: str, over: Period, at: datetime) -> SetVersion:
    dated = timeline(code).dated_over(over)
    adopt(code, at=at)
    return SetVersion.objects.get(code=code, number=dated.number)


def _counted(known: Tree, over: Period, version: SetVersion) -> tuple[Scored, str]:
    by = content_of(version.code, version.digest)
    alone = {code: (code,) for code in known.nodes}
    year = Period(over.first // 12 * 12 - 12, 12)
    document = figures(by, places(known), counts_of(alone, over), counts_of(alone, year), counters())
    rests_on, packed = basis()
    Basis.objects.get_or_create(digest=rests_on, defaults={"packed": packed})
    return Scored(by, document, over.count, counters()), rests_on


def _freeze(body: str, over: Period, scored: Scored, ground: _Ground, by: str, at: datetime) -> Run:
    reader, head, version = ground.reader, ground.head, ground.version
    horizon = reader.horizon.astimezone(ZONE).isoformat(timespec="microseconds")
    run = Run.objects.create(
        body=body,
        period=over.code,
        set_version=version,
        catalogue=ground.catalogue,
        calendar=ground.calendar,
        transaction=reader.transaction,
        entry=reader.entry,
        tree_size=head.tree_size,
        root=bytes(head.root).hex(),
        horizon=reader.horizon,
        facts=ground.facts,
        rests_on=ground.rests_on,
        answer=scored.answer(body, period=over.code, version=version.number, horizon=horizon),
        published_at=at,
        published_by=by,
    )
    append(_told(run), subject=subject_of(run), body=body, actor=by, at=at)
    return run


def _told(run: Run) -> RunPublished:
    return RunPublished(
        run=run.number,
        period=run.period,
        version=run.set_version.number,
        digest=run.set_version.digest,
        facts=run.facts,
        rests_on=run.rests_on,
        answer=digest_of(run.answer),
        catalogue=run.catalogue,
        calendar=run.calendar,
        transaction=run.transaction,
        last=run.entry,
        horizon=run.horizon,
        tree_size=run.tree_size,
        root=run.root,
    )
