"""What the shape of a procedure document cannot say: that its parts fit together."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from motcua.catalog.rules import process_checks
from motcua.catalog.rules.document import said
from motcua.catalog.rules.problems import Problem, gettext_noop

Plain = Mapping[str, Any]
_CHOICES = ("select", "radio")


def problems(plain: Plain, known: Mapping[str, Collection[str]]) -> list[Problem]:
    """Every problem of meaning in a document of the right shape.

    `known`: codes of `fields`, `bodies` if given.
    """
    found = [*_dates(plain), *_online(plain), *_codes(plain), *_questions(plain), *_conditions(plain)]
    return [*found, *_outside(plain, known), *process_checks.problems(plain)]


def _dates(plain: Plain) -> Iterator[Problem]:
    begin, until = plain["effective"]["from"], plain["effective"].get("until")
    wrong = [name for name, value in (("from", begin), ("until", until)) if value and not _is_date(value)]
    for name in wrong:
        message = gettext_noop("“%(value)s” is no day of the calendar: write it as 2025-07-01.")
        yield Problem(message, {"value": plain["effective"][name]}, f"effective.{name}")
    if until and not wrong and until < begin:
        message = gettext_noop("The version ends before it begins: correct one of the two dates.")
        yield Problem(message, {}, "effective.until")


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _online(plain: Plain) -> Iterator[Problem]:
    if plain["online"]["level"] == "full" and not plain["online"]["eligible"]:
        message = gettext_noop(
            "It offers full online service but is not marked as fit for it: set “eligible: true”."
        )
        yield Problem(message, {}, "online.eligible")


def _codes(plain: Plain) -> Iterator[Problem]:
    """Papers, questions and fees are found by their codes: each code once."""
    for part in ("papers", "fees"):
        yield from twice((f"{part}[{i}].code", row["code"]) for i, row in enumerate(plain.get(part, ())))
    sections = plain.get("form", ())
    yield from twice((f"form[{i}].section", row["section"]) for i, row in enumerate(sections))
    yield from twice((f"{where}.code", row["code"]) for where, row in _asked(plain))
    drafted = plain["result"].get("fields", ())
    yield from twice((f"result.fields[{i}].code", row["code"]) for i, row in enumerate(drafted))


def twice(named: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """One problem for each (where, code) whose code was met before."""
    seen: set[str] = set()
    for where, code in named:
        if code in seen:
            message = gettext_noop("The code “%(code)s” is used twice: give one of them another code.")
            yield Problem(message, {"code": code}, where)
        seen.add(code)


def _asked(plain: Plain) -> Iterator[tuple[str, Plain]]:
    """The questions of the form, each with its place."""
    for i, section in enumerate(plain.get("form", ())):
        yield from ((f"form[{i}].fields[{j}]", row) for j, row in enumerate(section["fields"]))


def _questions(plain: Plain) -> Iterator[Problem]:
    drafted = ((f"result.fields[{i}]", row) for i, row in enumerate(plain["result"].get("fields", ())))
    for where, row in [*_asked(plain), *drafted]:
        choice, options = row.get("kind", "text") in _CHOICES, row.get("options", ())
        if choice and not options:
            yield Problem(gettext_noop("A question of choice needs its “options”: list them."), {}, where)
        if options and not choice:
            message = gettext_noop(
                "Only a select or radio question has “options”: change the kind, or remove them."
            )
            yield Problem(message, {}, where)
        yield from twice((f"{where}.options[{i}]", option["value"]) for i, option in enumerate(options))
        if row.get("minimum", 0) > row.get("maximum", row.get("minimum", 0)):
            yield Problem(gettext_noop("The minimum is above the maximum: correct one of them."), {}, where)


def _conditions(plain: Plain) -> Iterator[Problem]:
    """A question may depend on an earlier one; papers and fees on any.

    The value must be one that can be given.
    """
    asked: dict[str, Plain] = {}
    for where, row in _asked(plain):
        yield from _condition(f"{where}.show_if", row.get("show_if", {}), asked)
        asked[row["code"]] = row
    for part in ("papers", "fees"):
        for i, row in enumerate(plain.get(part, ())):
            yield from _condition(f"{part}[{i}].when", row.get("when", {}), asked)
    drafted: dict[str, Plain] = {}
    for i, row in enumerate(plain["result"].get("fields", ())):
        yield from _condition(f"result.fields[{i}].show_if", row.get("show_if", {}), drafted)
        drafted[row["code"]] = row


def _condition(where: str, condition: Plain, asked: Mapping[str, Plain]) -> Iterator[Problem]:
    for code, value in condition.items():
        if code not in asked:
            message = gettext_noop(
                "It depends on “%(code)s”, which is not asked before it: name an earlier question."
            )
            yield Problem(message, {"code": code}, where)
        elif said(value) not in (allowed := _values(asked[code]) or [said(value)]):
            message = gettext_noop("“%(code)s” is never answered “%(value)s”: use one of %(allowed)s.")
            yield Problem(message, {"code": code, "value": said(value), "allowed": ", ".join(allowed)}, where)


def _values(row: Plain) -> Sequence[str]:
    """The answers that a question can have, if they are few."""
    if row.get("kind") == "checkbox":
        return ("true", "false")
    return [option["value"] for option in row.get("options", ())]


def _outside(plain: Plain, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Codes of other lists: fields and bodies."""
    if "fields" in known and plain["field"] not in known["fields"]:
        message = gettext_noop("There is no field “%(code)s”: use a code of the list of fields.")
        yield Problem(message, {"code": plain["field"]}, "field")
    if "bodies" not in known:
        return
    for where, row in process_checks.step_rows(plain["process"]):
        if row.get("body") and row["body"] not in known["bodies"]:
            message = gettext_noop("There is no body “%(code)s”: use the code of a body that exists.")
            yield Problem(message, {"code": row["body"]}, f"{where}.body")
