"""One applicant's dossiers and drafts, in lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, Q

from motcua.dossiers.models import OPEN_STATES, Dossier, Draft, State
from motcua.dossiers.queries.progress import Status, parts_of
from motcua.identity.models import Account
from motcua.kernel.bilingual import Text

PER_PAGE = 20
MOST_DRAFTS = 20
ENDED_STATES = tuple(state for state in State if state not in OPEN_STATES)
GROUPS: dict[str, Sequence[State]] = {
    "all": tuple(State),
    "yours": (State.AWAITING_SUPPLEMENT,),
    "open": OPEN_STATES,
    "ended": ENDED_STATES,
}


class Row(NamedTuple):
    code: str
    state: State
    procedure: Text
    body: Text
    filed_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    paused_at: datetime | None
    respond_by: datetime | None


@dataclass(frozen=True)
class Begun:
    """A draft and how many of its parts are done."""

    draft: Draft
    done: int
    total: int


def counts_of(account: Account) -> dict[str, int]:
    """How many dossiers each group holds, in one query."""
    own = Dossier.objects.filter(account=account)
    return own.aggregate(**{name: Count("pk", filter=Q(state__in=states)) for name, states in GROUPS.items()})


def dossiers_of(account: Account, group: str, *, page: int) -> list[Row]:
    """One page of them, those that wait for the applicant first, then the newest."""
    first = (page - 1) * PER_PAGE
    rows = (
        Dossier.objects.filter(account=account, state__in=GROUPS[group])
        .order_by(F("paused_at").desc(nulls_last=True), "-filed_at", "-pk")
        .values_list(
            "code",
            "state",
            "version__procedure__name_vi",
            "version__procedure__name_en",
            "body__name_vi",
            "body__name_en",
            "filed_at",
            "due_at",
            "ended_at",
            "paused_at",
            "supplement__respond_by",
        )[first : first + PER_PAGE]
    )
    return [_row(row) for row in rows]


def drafts_of(account: Account) -> list[Begun]:
    """What was begun and not filed, the newest first."""
    drafts = (
        Draft.objects.filter(account=account, dossier=None)
        .select_related("version__procedure", "body")
        .prefetch_related("attachments")
        .order_by("-saved_at")[:MOST_DRAFTS]
    )
    begun = []
    for draft in drafts:
        parts = parts_of(draft)
        begun.append(Begun(draft, sum(part.status == Status.DONE for part in parts), len(parts)))
    return begun


def _row(columns: tuple[Any, ...]) -> Row:
    code, state, name_vi, name_en, body_vi, body_en, *moments = columns
    return Row(code, State(state), Text(name_vi, name_en), Text(body_vi, body_en), *moments)
