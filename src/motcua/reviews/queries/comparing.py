"""Two versions of a report side by side: every text and every figure that either of them has."""

from collections.abc import Iterator
from typing import NamedTuple

from motcua.ledger.models import Entry
from motcua.reviews.models import Report, Version
from motcua.reviews.queries.duties import Duty
from motcua.reviews.rules.drafting import BY, Texts
from motcua.reviews.rules.figures import Figure, Figures, from_json


class Pair(NamedTuple):
    """`what`: the kind of the text; `of`: its criterion or question, empty for what is said of the whole."""

    what: str
    of: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after

    @property
    def is_day(self) -> bool:
        return self.what == BY


class Moved(NamedTuple):
    """One criterion in both; None: it stands in one of them only."""

    before: Figure | None
    after: Figure | None

    @property
    def line(self) -> Figure:
        line = self.after or self.before
        assert line is not None
        return line

    @property
    def differs(self) -> bool:
        one, other = self.before, self.after
        return (
            one is None
            or other is None
            or (one.numerator, one.denominator, one.points)
            != (other.numerator, other.denominator, other.points)
        )


def numbers_seen(report: Report, duty: Duty) -> list[int]:
    """The versions that this reader may see, the oldest first: who only called, those that were sent to him."""
    every = list(range(1, report.version + 1))
    if report.body_id in duty.writes or not duty.is_caller_of(report.call):
        return every
    sent = Entry.objects.filter(subject=report.code, kind="review.report_sent")
    return sorted({data["version"] for data in sent.values_list("data", flat=True)})


def version_of(report: Report, number: int) -> Version:
    return report.versions.get(number=number)


def figures_beside(before: Version, after: Version) -> list[Moved]:
    """In the order of the later version; what it no longer has at the end."""
    old, new = _lines(from_json(before.figures)), _lines(from_json(after.figures))
    codes = [*new, *(code for code in old if code not in new)]
    return [Moved(old.get(code), new.get(code)) for code in codes]


def texts_beside(before: Texts, after: Texts) -> list[Pair]:
    return list(_pairs(before, after))


def _pairs(before: Texts, after: Texts) -> Iterator[Pair]:
    for name in [*after, *(one for one in before if one not in after)]:
        what, _dash, of = name.partition("-")
        yield Pair(what, of, before.get(name, ""), after.get(name, ""))


def _lines(figures: Figures) -> dict[str, Figure]:
    return {line.criterion: line for line in figures.lines}
