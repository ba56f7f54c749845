"""Saving a report to make it again, by hand or by itself after each period, and dropping it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.criteria.queries.nodes import tree
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.reports.events import ReportDropped, ReportKept
from motcua.reports.models import MOST_DAYS_AFTER, SavedReport
from motcua.reports.queries.definitions import block, closed_period, definition


@dataclass(frozen=True)
class Kept:
    """What is saved."""

    title: str
    definition: str
    body: str
    grid: str
    span: str
    blocks: tuple[str, ...]
    days_after: int | None = None


@transaction.atomic
def keep(kept: Kept, *, by: str, at: datetime, saved: SavedReport | None = None) -> SavedReport:
    """Save a report, or save it anew. Refused: without a title or a block, and what the data do not know."""
    _check(kept, at)
    told = {
        "title": kept.title.strip(),
        "definition": kept.definition,
        "body": kept.body,
        "grid": kept.grid,
        "span": kept.span,
        "blocks": list(kept.blocks),
        "days_after": kept.days_after,
        "owner": by,
        "kept_at": at,
    }
    if saved is None:
        made = SavedReport.objects.create(**told)
    else:
        made = _held(saved)
        for name, value in told.items():
            setattr(made, name, value)
        made.save()
    append(_told(made), subject=f"report:{made.definition}:{made.body}", body=made.body, actor=by, at=at)
    return made


@transaction.atomic
def drop(saved: SavedReport, *, by: str, at: datetime) -> SavedReport:
    """Take it off the list; the versions that were made stay."""
    made = _held(saved)
    made.dropped_at = at
    made.save(update_fields=["dropped_at"])
    subject = f"report:{made.definition}:{made.body}"
    append(ReportDropped(saved=made.pk), subject=subject, body=made.body, actor=by, at=at)
    return made


def _held(saved: SavedReport) -> SavedReport:
    held = SavedReport.objects.select_for_update().get(pk=saved.pk)
    if held.dropped_at is not None:
        raise Refusal(_("This report was taken off the list. Put it together anew."), code="dropped")
    return held


def _check(kept: Kept, at: datetime) -> None:
    if not kept.title.strip():
        raise Refusal(_("Give the report a title."), code="no-title", fields={"title": "empty"})
    if not kept.blocks:
        raise Refusal(_("Choose at least one block."), code="no-block", fields={"blocks": "empty"})
    definition(kept.definition)
    tree()[kept.body]  # refused where nobody of that code is measured
    closed_period(kept.span, kept.grid, at)
    for code in kept.blocks:
        block(code)
    if kept.days_after is not None and not 0 <= kept.days_after <= MOST_DAYS_AFTER:
        raise Refusal(
            _("Write how many days after the period, from 0 to %(most)s.") % {"most": MOST_DAYS_AFTER},
            code="days-after",
            fields={"days_after": "out-of-bounds"},
        )


def _told(made: SavedReport) -> ReportKept:
    return ReportKept(
        saved=made.pk,
        name=made.definition,
        grid=made.grid,
        span=made.span,
        blocks=tuple(made.blocks),
        days_after=made.days_after,
    )
