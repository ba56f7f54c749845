"""What a criteria set must fulfil as a whole: points that sum, codes that are there once, bands in order."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from motcua.catalog.rules.problems import gettext_noop
from motcua.criteria.rules.expressions.errors import nearest
from motcua.criteria.rules.sets.model import Bands, CriteriaSet, Criterion, Grades, Ratio, Steps, Zero
from motcua.criteria.rules.written import Book

_GROUP = gettext_noop("The criteria of this group give %(sum)s points, the group says %(said)s.")
_TOTAL = gettext_noop("The groups give %(sum)s points, the set says %(said)s.")
_TWICE = gettext_noop("“%(code)s” stands here twice: keep one.")
_TIMES = gettext_noop(
    "“%(name)s” is not a criterion of this set that is a plain ratio. Did you mean “%(nearest)s”?"
)
_ORDER = gettext_noop("Ratings go from the best down to one that begins at 0.")
_DATES = gettext_noop("The set ends before it begins.")
_POINTS = gettext_noop("Points may not be below 0.")
_GRADES = gettext_noop("The best grade (%(best)s) must be the most points (%(points)s).")
_LAST_YEAR = gettext_noop("LAST_YEAR goes with a ratio only.")
_EMPTY = gettext_noop("A set needs a group with a criterion.")


def check(found: CriteriaSet, book: Book) -> None:
    """Note what is wrong with a set that could be read."""
    if found.effective_until is not None and found.effective_until < found.effective_from:
        book.note("effective.until", _DATES)
    _check_points(found, book)
    _check_codes([(group.code, f"groups[{place}].code") for place, group in enumerate(found.groups)], book)
    places = list(_placed(found))
    _check_codes([(criterion.code, f"{where}.code") for criterion, where in places], book)
    for criterion, where in places:
        _check_criterion(found, criterion, where, book)
    _check_bands(found.bands, "bands.steps", book)
    if found.staff_bands:
        _check_bands(found.staff_bands, "staff_bands.steps", book)


def _placed(found: CriteriaSet) -> Iterable[tuple[Criterion, str]]:
    for number, group in enumerate(found.groups):
        for place, criterion in enumerate(group.criteria):
            yield criterion, f"groups[{number}].criteria[{place}]"


def _check_points(found: CriteriaSet, book: Book) -> None:
    for place, group in enumerate(found.groups):
        total = sum((criterion.points for criterion in group.criteria), Fraction(0))
        if total != group.points:
            book.note(f"groups[{place}].points", _GROUP, sum=written(total), said=written(group.points))
    total = sum((group.points for group in found.groups), Fraction(0))
    if total != found.total:
        book.note("total", _TOTAL, sum=written(total), said=written(found.total))
    if not any(group.criteria for group in found.groups):
        book.note("groups", _EMPTY)


def _check_codes(placed: Sequence[tuple[str, str]], book: Book) -> None:
    seen: set[str] = set()
    for code, where in placed:
        if code in seen:
            book.note(where, _TWICE, code=code)
        seen.add(code)


def _check_criterion(found: CriteriaSet, criterion: Criterion, where: str, book: Book) -> None:
    if criterion.points < 0:
        book.note(f"{where}.points", _POINTS)
    _check_times(found, criterion, where, book)
    scoring = criterion.scoring
    if isinstance(scoring, Grades) and scoring.best != criterion.points:
        best, points = written(scoring.best), written(criterion.points)
        book.note(f"{where}.scoring", _GRADES, best=best, points=points)
    if (
        isinstance(scoring, Steps)
        and max((step.points for step in scoring.of), default=None) != criterion.points
    ):
        best = written(max((step.points for step in scoring.of), default=Fraction(0)))
        book.note(f"{where}.scoring", _GRADES, best=best, points=written(criterion.points))
    if criterion.zero is Zero.LAST_YEAR and not isinstance(scoring, Ratio):
        book.note(f"{where}.zero", _LAST_YEAR)


def _check_times(found: CriteriaSet, criterion: Criterion, where: str, book: Book) -> None:
    if not criterion.times:
        return
    plain = [
        one.code
        for one in found
        if isinstance(one.scoring, Ratio) and not one.times and not one.is_left_out and one is not criterion
    ]
    if criterion.times not in plain or not isinstance(criterion.scoring, Ratio):
        near = nearest(criterion.times, plain)
        book.note(f"{where}.times", _TIMES, name=criterion.times, nearest=near)


def _check_bands(bands: Bands, where: str, book: Book) -> None:
    limits = [band.at_least for band in bands.of]
    if limits != sorted(set(limits), reverse=True) or limits[-1] != 0:
        book.note(where, _ORDER)


def written(number: Fraction) -> str:
    """A number as people write it in such a file: 6, 0.8, else 1/3."""
    if number.denominator == 1:
        return str(number.numerator)
    plain = f"{float(number):g}"
    return plain if Fraction(plain) == number else str(number)
