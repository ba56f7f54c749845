"""The parts of a procedure document, and the cells of each kind of row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.catalog.rules.editing.cells import Cell
from motcua.catalog.rules.editing.places import HEAD, NoSuchPlace, Place, address_of
from motcua.kernel.sentences import gettext_noop

TITLE_VI, TITLE_EN = gettext_noop("Name in Vietnamese"), gettext_noop("Name in English")
CODE_HINT = gettext_noop("Small letters without marks, figures, and _ or -; answers are kept under it")
CONDITION_HINT = gettext_noop("One line each: code of a question = value, for example loai = nha-o")
LABEL = (Cell("label.vi", TITLE_VI, required=True), Cell("label.en", TITLE_EN))
NAME = (Cell("name.vi", TITLE_VI, required=True), Cell("name.en", TITLE_EN))
CODE = Cell("code", gettext_noop("Code"), required=True, hint=CODE_HINT)
LIMIT = (
    Cell("limit.quantity", gettext_noop("Time allowed"), "decimal"),
    Cell("limit.unit", gettext_noop("Counted in"), "choice", "units_of_time"),
)


@dataclass(frozen=True)
class Spec:
    """A kind of row. `lists`: the lists of rows inside it, by name."""

    title: str
    cells: tuple[Cell, ...]
    lists: tuple[str, ...] = ()


HEADS = Spec(
    gettext_noop("Name, limit and dates"),
    (
        *NAME,
        Cell("code_status", gettext_noop("The code is"), "choice", "code_statuses", required=True),
        Cell("field", gettext_noop("Field"), "choice", "fields", required=True),
        Cell("level", gettext_noop("Level"), "choice", "levels", required=True),
        Cell("subjects", gettext_noop("For whom"), "several", "subjects", required=True),
        Cell("life_events", gettext_noop("What happens in life"), "several", "life_events"),
        Cell(
            "keywords", gettext_noop("Words people search by"), "lines", hint=gettext_noop("One on each line")
        ),
        Cell("online.eligible", gettext_noop("Fit for full online service"), "yes"),
        Cell("online.level", gettext_noop("Online"), "choice", "online_levels", required=True),
        Cell("effective.from", gettext_noop("In force from"), "day", required=True),
        Cell("effective.until", gettext_noop("In force until"), "day"),
        Cell("decision", gettext_noop("Decision that announces it"), "long"),
        Cell("limit.quantity", gettext_noop("Legal time limit"), "decimal", required=True),
        Cell("limit.unit", gettext_noop("Counted in"), "choice", "units_of_time", required=True),
        Cell("limit.article", gettext_noop("Article that sets the limit")),
        Cell(
            "limit.confidence", gettext_noop("How sure the limit is"), "choice", "confidences", usual="unsure"
        ),
        Cell(
            "limit.policy.count_from",
            gettext_noop("The limit begins"),
            "choice",
            "count_from",
            usual="next_working_day",
        ),
        Cell(
            "limit.policy.cutoff",
            gettext_noop("Received from this hour on counts as the next working day"),
            hint=gettext_noop("For example 15:00; empty: no such hour"),
        ),
        Cell(
            "limit.policy.supplement",
            gettext_noop("A request for missing papers"),
            "choice",
            "supplements",
            usual="suspend",
        ),
        Cell(
            "limit.policy.rounding", gettext_noop("The limit ends"), "choice", "roundings", usual="end_of_day"
        ),
        Cell("limit.policy.max_supplements", gettext_noop("Supplement requests at most"), "number", usual=1),
        Cell("limit.policy.max_extensions", gettext_noop("Extensions at most"), "number", usual=1),
        Cell("requirements.vi", gettext_noop("Who may ask, in Vietnamese"), "long"),
        Cell("requirements.en", gettext_noop("Who may ask, in English"), "long"),
        Cell("steps_text.vi", gettext_noop("What happens, in Vietnamese"), "long"),
        Cell("steps_text.en", gettext_noop("What happens, in English"), "long"),
    ),
)
BASIS = Spec(
    gettext_noop("Legal text"),
    (
        Cell("number", gettext_noop("Number of the text"), required=True),
        Cell("title.vi", gettext_noop("Title in Vietnamese"), required=True),
        Cell("title.en", gettext_noop("Title in English")),
        Cell("articles", gettext_noop("Articles")),
        Cell("confidence", gettext_noop("How sure it is"), "choice", "confidences", usual="unsure"),
    ),
)
PAPER = Spec(
    gettext_noop("Paper"),
    (
        *NAME,
        CODE,
        Cell("kind", gettext_noop("Kind"), "choice", "paper_kinds", usual="copy"),
        Cell("count", gettext_noop("How many"), "number", usual=1),
        Cell("required", gettext_noop("It must be handed in"), "yes", usual=True),
        Cell("when", gettext_noop("Asked only if"), "pairs", hint=CONDITION_HINT),
        Cell("form", gettext_noop("Number of the form")),
        Cell("hint.vi", gettext_noop("Advice in Vietnamese")),
        Cell("hint.en", gettext_noop("Advice in English")),
        Cell("accepts", gettext_noop("Files accepted"), "several", "accepts", usual=("pdf", "image")),
        Cell("reusable_from", gettext_noop("Kind of earlier result that may stand for it")),
    ),
)
SECTION = Spec(
    gettext_noop("Section of the form"),
    (
        Cell("title.vi", gettext_noop("Title in Vietnamese"), required=True),
        Cell("title.en", gettext_noop("Title in English")),
        Cell("section", gettext_noop("Code"), required=True, hint=CODE_HINT),
    ),
    ("fields",),
)
QUESTION = Spec(
    gettext_noop("Question"),
    (
        *LABEL,
        CODE,
        Cell("kind", gettext_noop("Kind"), "choice", "field_kinds", usual="text"),
        Cell("required", gettext_noop("It must be answered"), "yes", usual=True),
        Cell(
            "options",
            gettext_noop("Answers to choose from"),
            "options",
            hint=gettext_noop("One on each line: value = Vietnamese | English"),
        ),
        Cell("show_if", gettext_noop("Asked only if"), "pairs", hint=CONDITION_HINT),
        Cell("hint.vi", gettext_noop("Advice in Vietnamese")),
        Cell("hint.en", gettext_noop("Advice in English")),
        Cell("prefill", gettext_noop("Filled from the account"), "choice", "prefills"),
        Cell("minimum", gettext_noop("Minimum"), "number"),
        Cell("maximum", gettext_noop("Maximum"), "number"),
        Cell("max_length", gettext_noop("Characters at most"), "number"),
    ),
)
FEE = Spec(
    gettext_noop("Fee or charge"),
    (
        *NAME,
        CODE,
        Cell("kind", gettext_noop("Kind"), "choice", "fee_kinds", required=True),
        Cell("amount", gettext_noop("Amount"), "amount", required=True),
        Cell("basis", gettext_noop("Text that sets it")),
        Cell("confidence", gettext_noop("How sure it is"), "choice", "confidences", usual="unsure"),
        Cell("when", gettext_noop("Asked only if"), "pairs", hint=CONDITION_HINT),
    ),
)
_STEP = (
    *NAME,
    Cell("step", gettext_noop("Code"), required=True, hint=CODE_HINT),
    Cell("role", gettext_noop("Carried out by"), "choice", "roles", required=True),
    Cell("unit", gettext_noop("Unit"), "choice", "units", usual="expert"),
)
_WORK = (
    *LIMIT,
    Cell(
        "checklist",
        gettext_noop("Checklist"),
        "texts",
        hint=gettext_noop("One on each line: Vietnamese | English"),
    ),
    Cell("form", gettext_noop("Number of the form")),
    Cell("output.vi", gettext_noop("Output in Vietnamese")),
    Cell("output.en", gettext_noop("Output in English")),
)
STEP = Spec(
    gettext_noop("Step"),
    (
        *_STEP,
        Cell("kind", gettext_noop("Kind"), "choice", "step_kinds", usual="process"),
        Cell("body", gettext_noop("Another body does it"), "choice", "bodies"),
        *_WORK,
        Cell("way.done", gettext_noop("When done, go to"), "choice", "targets_done"),
        Cell("way.return", gettext_noop("May be sent back to"), "choice", "targets"),
        Cell("way.refuse", gettext_noop("May be refused, then go to"), "choice", "targets"),
        Cell(
            "way.other",
            gettext_noop("Other ways out"),
            "pairs",
            hint=gettext_noop("One on each line: name of the outcome = code of a step, or end"),
        ),
    ),
)
BRANCH = Spec(
    gettext_noop("Unit that is asked"),
    (*_STEP, Cell("body", gettext_noop("Another body is asked"), "choice", "bodies"), *_WORK),
)
CONSULT = Spec(
    gettext_noop("Consultation of several units at once"),
    (
        Cell("consult", gettext_noop("Code"), required=True, hint=CODE_HINT),
        Cell("next", gettext_noop("When all have answered, go to"), "choice", "targets_next"),
    ),
    ("branches",),
)
RESULT = Spec(
    gettext_noop("Result"),
    (
        *NAME,
        Cell("document", gettext_noop("The result is a signed document"), "yes", usual=True),
        Cell("template", gettext_noop("Template"), usual="quyet_dinh"),
        Cell("symbol", gettext_noop("Letters in its number"), usual="QĐ"),
        Cell("register", gettext_noop("Register")),
        Cell("reusable_as", gettext_noop("Kind under which it may be used again")),
        Cell("valid_months", gettext_noop("Valid for how many months"), "number"),
    ),
    ("fields",),
)
LISTS = {
    "basis": gettext_noop("Legal basis"),
    "papers": gettext_noop("Papers"),
    "form": gettext_noop("The form"),
    "fees": gettext_noop("Fees and charges"),
    "process": gettext_noop("Steps of the internal procedure"),
    "fields": gettext_noop("Questions"),
    "branches": gettext_noop("Units that are asked"),
}
ADDED = {
    "basis": gettext_noop("Add a legal text"),
    "papers": gettext_noop("Add a paper"),
    "form": gettext_noop("Add a section"),
    "fees": gettext_noop("Add a fee or charge"),
    "process": gettext_noop("Add a step"),
    "fields": gettext_noop("Add a question"),
    "branches": gettext_noop("Add a unit"),
}
_ROWS = {"basis": BASIS, "papers": PAPER, "form": SECTION, "fees": FEE, "process": STEP}
_INNER = {"fields": QUESTION, "branches": BRANCH}


def is_list(place: Place) -> bool:
    """Whether rows stand there, as far as the address says."""
    match place:
        case (str(name),):
            return name in _ROWS
        case ("form", int(), "fields") | ("result", "fields") | ("process", int(), "branches"):
            return True
    return False


def spec_of(place: Place, row: Mapping[str, Any]) -> Spec:
    """The kind of the row that stands there. Raises `NoSuchPlace` for an address that was made up."""
    if place == HEAD:
        return HEADS
    if place == ("result",):
        return RESULT
    match place:
        case ("process", int()) if "consult" in row:
            return CONSULT
        case (str(name), int()) if name in _ROWS:
            return _ROWS[name]
        case ("form", int(), "fields", int()) | ("result", "fields", int()):
            return QUESTION
        case ("process", int(), "branches", int()):
            return BRANCH
    raise NoSuchPlace(address_of(place))


def code_of(row: Mapping[str, Any]) -> str:
    """What tells the row from its neighbours."""
    names = ("code", "step", "consult", "section", "number")
    return str(next((row[name] for name in names if name in row), ""))
