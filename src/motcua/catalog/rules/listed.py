"""The list of procedures as a table: one row a procedure, checked row by row."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from motcua.kernel.sentences import Sentence, gettext_noop

COLUMNS = ("code", "code_status", "name_vi", "field", "level", "eligible", "online")
LEVELS = ("province", "zone", "commune")
ONLINE_LEVELS = ("none", "partial", "full")
CODE_STATUSES = ("verified", "unverified", "demo")
_YES_NO = {
    "yes": True,
    "no": False,
    "true": True,
    "false": False,
    "có": True,
    "không": False,
    "x": True,
    "": False,
}


@dataclass(frozen=True)
class Listed:
    """A procedure as the list knows it."""

    code: str
    code_status: str
    name_vi: str
    name_en: str
    field: str
    level: str
    subjects: tuple[str, ...]
    life_events: tuple[str, ...]
    eligible: bool
    online_level: str


@dataclass(frozen=True)
class RowError:
    """`row` counts as the spreadsheet does: the headers are row 1."""

    row: int
    column: str
    error: Sentence


def rows_of(
    table: Iterable[Mapping[str, str]], *, fields: Collection[str]
) -> tuple[list[Listed], list[RowError]]:
    """The good rows and the errors of the others.

    A row with an error is left out whole; empty rows are passed over.
    """
    good: dict[str, Listed] = {}
    errors: list[RowError] = []
    for number, row in enumerate(table, start=2):
        cells = {name: str(value or "").strip() for name, value in row.items() if name}
        if not any(cells.values()):
            continue
        wrong = [RowError(number, column, error) for column, error in _wrong(cells, fields, good)]
        errors += wrong
        if not wrong:
            good[cells["code"]] = _listed(cells)
    return list(good.values()), errors


def _wrong(
    cells: Mapping[str, str], fields: Collection[str], seen: Collection[str]
) -> Iterable[tuple[str, Sentence]]:
    yield from _wrong_words(cells)
    if cells.get("code") in seen:
        message = gettext_noop("The code “%(code)s” is used twice: give one of them another code.")
        yield "code", Sentence(message, {"code": cells["code"]})
    if cells.get("field") and cells["field"] not in fields:
        message = gettext_noop("There is no field “%(code)s”: use a code of the list of fields.")
        yield "field", Sentence(message, {"code": cells["field"]})
    yield from _wrong_eligible(cells)


def _wrong_words(cells: Mapping[str, str]) -> Iterable[tuple[str, Sentence]]:
    for column in COLUMNS:
        if column not in cells:
            yield column, Sentence(gettext_noop("The column is missing: add it to the table."))
        elif not cells[column] and column != "eligible":
            yield column, Sentence(gettext_noop("This may not be empty: write something here."))
    for column, allowed in (("level", LEVELS), ("online", ONLINE_LEVELS), ("code_status", CODE_STATUSES)):
        if cells.get(column) and cells[column] not in allowed:
            message = gettext_noop("“%(value)s” is not one of: %(wanted)s.")
            yield column, Sentence(message, {"value": cells[column], "wanted": ", ".join(allowed)})
    for column, most in (("code", 32), ("name_vi", 400), ("name_en", 400)):
        if len(cells.get(column, "")) > most:
            yield (
                column,
                Sentence(gettext_noop("This is too long: %(wanted)s at most."), {"wanted": str(most)}),
            )


def _wrong_eligible(cells: Mapping[str, str]) -> Iterable[tuple[str, Sentence]]:
    eligible = _YES_NO.get(cells.get("eligible", "").lower())
    if eligible is None:
        yield "eligible", Sentence(gettext_noop("Write yes or no."))
    elif cells.get("online") == "full" and not eligible:
        message = gettext_noop(
            "It offers full online service but is not marked as fit for it: set “eligible: true”."
        )
        yield "eligible", Sentence(message)


def _listed(cells: Mapping[str, str]) -> Listed:
    return Listed(
        code=cells["code"],
        code_status=cells["code_status"],
        name_vi=cells["name_vi"],
        name_en=cells.get("name_en", ""),
        field=cells["field"],
        level=cells["level"],
        subjects=tuple(cells.get("subjects", "").split()),
        life_events=tuple(cells.get("life_events", "").split()),
        eligible=_YES_NO[cells["eligible"].lower()],
        online_level=cells["online"],
    )
