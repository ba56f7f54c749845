"""Criteria sets as dated data: which versions there are, and which one counts for a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import SetVersion
from motcua.criteria.rules.periods import Period
from motcua.criteria.rules.sets import CriteriaSet, read
from motcua.criteria.rules.sets import shipped as shipped_sets
from motcua.criteria.rules.sets.reading import FOLDER
from motcua.kernel.refusals import Refusal

SYSTEM = "system"
"""Who adopted what came with the system."""


class Dated(NamedTuple):
    """An approved version: its number, its first and last day, and what it says."""

    number: int
    begins: date
    ends: date | None
    digest: str


@dataclass(frozen=True)
class Timeline:
    """The approved versions of one set, the earliest first. A later number that begins on the same day prevails."""

    code: str
    versions: Sequence[Dated]

    def dated_at(self, on: date) -> Dated:
        """The version in force on a day; before the first one began, the first.

        Refused where the set had ended and no version followed.
        """
        found = next((one for one in reversed(self.versions) if one.begins <= on), self.versions[0])
        if found.ends is not None and found.ends < on:
            raise Refusal(
                _("The criteria set “%(code)s” ended on %(day)s, and no version of it follows.")
                % {"code": self.code, "day": f"{found.ends:%d/%m/%Y}"},
                code="set-ended",
            )
        return found

    def dated_over(self, over: Period) -> Dated:
        """The version in force when the period began: what began later never changes it."""
        return self.dated_at(over.starts_at.astimezone(ZONE).date())

    def over(self, over: Period) -> CriteriaSet:
        return content_of(self.code, self.dated_over(over).digest)

    @property
    def newest(self) -> Dated:
        """The version approved last: the one that the next will follow."""
        return max(self.versions)


def timeline(code: str) -> Timeline:
    """Refused: a set that does not exist. One query."""
    rows = SetVersion.objects.filter(code=code, approved_at__isnull=False)
    columns = ("number", "effective_from", "effective_until", "digest")
    found = [Dated(*row) for row in rows.order_by("effective_from", "number").values_list(*columns)]
    if not found and code in shipped_sets():
        one = shipped_sets()[code]
        found = [Dated(1, one.effective_from, one.effective_until, one.digest)]
    if not found:
        raise Refusal(
            _("There is no criteria set “%(code)s”. Known: %(known)s.")
            % {"code": code, "known": ", ".join(codes())},
            code="unknown-set",
        )
    return Timeline(code, found)


def set_of(code: str, over: Period) -> CriteriaSet:
    """The set as it was in force when the period began. Refused: a set that does not exist, or had ended."""
    return timeline(code).over(over)


def codes() -> list[str]:
    """The sets that count, or once counted."""
    approved = SetVersion.objects.filter(approved_at__isnull=False).values_list("code", flat=True)
    return sorted({*shipped_sets(), *approved})


def versions() -> list[SetVersion]:
    """Every version that was ever proposed, by code and number; what came with the system is the first of its code."""
    rows = list(SetVersion.objects.order_by("code", "number"))
    adopted = {row.code for row in rows if row.number == 1}
    return sorted(
        [*rows, *(as_shipped(code) for code in shipped_sets() if code not in adopted)],
        key=lambda row: (row.code, row.number),
    )


def version_of(code: str, number: int) -> SetVersion | None:
    row = SetVersion.objects.filter(code=code, number=number).first()
    return as_shipped(code) if row is None and number == 1 and code in shipped_sets() else row


def as_shipped(code: str) -> SetVersion:
    """The version that came with the system, as a row that is not saved: adopted from its own first day."""
    one = shipped_sets()[code]
    adopted = datetime.combine(one.effective_from, datetime.min.time(), ZONE)
    return SetVersion(
        code=code,
        number=1,
        text=_texts()[one.digest],
        digest=one.digest,
        effective_from=one.effective_from,
        effective_until=one.effective_until,
        proposed_by=SYSTEM,
        proposed_at=adopted,
        approved_by=SYSTEM,
        approved_at=adopted,
    )


@lru_cache(maxsize=64)
def content_of(code: str, digest: str) -> CriteriaSet:
    """What a version says. By digest it never changes, so it is read once a process."""
    shipped = shipped_sets().get(code)
    if shipped is not None and shipped.digest == digest:
        return shipped
    return read(SetVersion.objects.filter(code=code, digest=digest).values_list("text", flat=True)[0])


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    texts = (path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml")))
    return {read(text).digest: text for text in texts}
