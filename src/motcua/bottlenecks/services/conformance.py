"""Deciding about a departure from a sheet: it is to be corrected, or the sheet is to say what is really done.

Adopting opens the catalogue's own draft: another editor publishes it, and the catalogue checks it like any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.bottlenecks.events import DeviationDecided
from motcua.bottlenecks.models import Decision, DeviationDecision
from motcua.bottlenecks.queries.conformance.deciding import rights
from motcua.bottlenecks.rules.conformance.adopting import Change, NotAdoptable, adopted
from motcua.bottlenecks.rules.conformance.norms import in_force
from motcua.catalog.models import EditDraft, Version
from motcua.catalog.queries.drafts import draft_of, known_codes, newest_version
from motcua.catalog.rules.problems import Unreadable
from motcua.catalog.rules.reading import read
from motcua.catalog.services.editing import open_draft, save_draft
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Officer


@dataclass(frozen=True)
class Seen:
    """The pattern that is decided about, as it was seen; `number`: how many decisions about it had been read."""

    procedure: str
    version: int
    step: str
    kind: str
    body: str
    period: str
    dossiers: int
    runs: int
    number: int = 0


@transaction.atomic
def correct(seen: Seen, *, reason: str, by: Officer, at: datetime) -> DeviationDecision:
    """The sheet stands, the work is to follow it. Whoever answers for the body's work says so.

    Raises Refusal: `not-yours`, `no-reason`, `decided-meanwhile`.
    """
    if not rights(by, seen.body, localdate(at)).corrects:
        raise Refusal(
            _("Heads and leaders of the body and the reform office decide this. Ask one of them."),
            code="not-yours",
        )
    return _decided(seen, Decision.CORRECTED, reason, {}, by=by, at=at)


@transaction.atomic
def adopt(
    seen: Seen, change: Change, *, reason: str, by: Officer, at: datetime
) -> tuple[DeviationDecision, EditDraft]:
    """The sheet is to say what is really done: the draft of its next version, with this change made.

    Raises Refusal: `not-yours`, `no-reason`, `decided-meanwhile`, `newer-version`, `draft-there`, `cannot-say`, and
    `no-sheet` with every fault that the catalogue finds, such as steps that together pass the legal limit.
    """
    if not rights(by, seen.body, localdate(at)).adopts:
        raise Refusal(_("Catalogue editors open drafts of sheets. Ask one of them."), code="not-yours")
    content = _content(seen, change, at)
    kept = _decided(seen, Decision.ADOPTED, reason, change.told(), by=by, at=at)
    draft, is_new = open_draft(seen.procedure, by=by, at=at)
    if not is_new:
        raise _draft_there(seen)
    return kept, save_draft(draft, content=content, revision=draft.revision, by=by, at=at)


def _content(seen: Seen, change: Change, at: datetime) -> Mapping[str, Any]:
    newest = newest_version(seen.procedure)
    if newest is None or newest.number != seen.version:
        raise Refusal(
            _("A later version of this sheet has been published. Look at how dossiers keep to that one."),
            code="newer-version",
        )
    if draft_of(seen.procedure) is not None:
        raise _draft_there(seen)
    try:
        content = adopted(newest.document, change)
    except NotAdoptable as no:
        raise Refusal(
            _("A sheet cannot say this about “%(step)s”. Change the draft by hand, or have it corrected.")
            % {"step": str(no)},
            code="cannot-say",
        ) from no
    content["effective"] = {"from": _first_day(newest, at).isoformat(), "until": None}
    _check(content)
    return content


def _draft_there(seen: Seen) -> Refusal:
    return Refusal(
        _("A draft of %(procedure)s is being worked on. Publish it or throw it away first.")
        % {"procedure": seen.procedure},
        code="draft-there",
    )


def _first_day(newest: Version, at: datetime) -> date:
    """Tomorrow, or the day after the newest version's first day: what is published binds nobody's past."""
    return max(localdate(at), newest.effective_from) + timedelta(1)


def _check(content: Mapping[str, Any]) -> None:
    try:
        read(content, known=known_codes())
    except Unreadable as unreadable:
        raise Refusal(
            _("The sheet would not hold together: %(problem)s") % {"problem": unreadable.problems[0]},
            code="no-sheet",
            fields={problem.where: str(problem) for problem in reversed(unreadable.problems)},
        ) from unreadable


def _decided(
    seen: Seen,
    decision: Decision,
    reason: str,
    change: Mapping[str, str],
    *,
    by: Officer,
    at: datetime,
) -> DeviationDecision:
    least = in_force(localdate(at)).reason_least_letters
    if len(" ".join(reason.split())) < least:
        raise Refusal(
            _("Say it so that others can follow: %(number)s letters at least.") % {"number": least},
            code="no-reason",
            fields={"reason": "short"},
        )
    try:
        with transaction.atomic():
            kept = DeviationDecision.objects.create(
                procedure=seen.procedure,
                version=seen.version,
                step=seen.step,
                kind=seen.kind,
                body=seen.body,
                number=seen.number + 1,
                decision=decision,
                reason=reason.strip(),
                change=dict(change),
                period=seen.period,
                runs=seen.runs,
                dossiers=seen.dossiers,
                decided_by=by,
                decided_at=at,
            )
    except IntegrityError as taken:
        raise Refusal(
            _("Somebody has decided about this in the meantime. Load the page again."),
            code="decided-meanwhile",
        ) from taken
    told = DeviationDecided(
        seen.version, seen.step, seen.kind, str(decision), seen.period, seen.dossiers, seen.runs
    )
    append(told, subject=seen.procedure, body=seen.body, actor=by.code, at=at)
    return kept
