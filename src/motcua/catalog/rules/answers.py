"""The answers to a form:

What was typed goes in; clean values, and a sentence for each answer to mend, come out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from motcua.catalog.rules.document import Document, Field, holds
from motcua.catalog.rules.values import Wrong, parse, tidy
from motcua.kernel.sentences import Sentence, gettext_noop

Cleaned = dict[str, Any]
Errors = dict[str, Sentence]
_TICKED = {"true", "on", "1", "yes"}
_UNTICKED = {"false", "off", "0", "no", ""}


def check_answers(
    document: Document, section: str | None, answers: Mapping[str, Any]
) -> tuple[Cleaned, Errors]:
    """The clean answers of one section (or of all, if None), and what is wrong by question.

    Questions that other answers hide are dropped; so is what nobody asked. Conditions may look at answers of
    other sections. An optional question left empty has no value; a tick box always is true or false.
    Raises `KeyError` if there is no such section.
    """
    asked = [part for part in document.sections if section in (None, part.code)]
    if not asked:
        if section is None:
            return {}, {}
        raise KeyError(section)
    context, _errors = check_fields(
        (field for part in document.sections if part not in asked for field in part.fields), answers
    )
    return check_fields((field for part in asked for field in part.fields), answers, context)


def check_fields(
    fields: Iterable[Field], answers: Mapping[str, Any], context: Mapping[str, Any] | None = None
) -> tuple[Cleaned, Errors]:
    """The same for any row of questions, such as those of the result.

    `context`: clean answers known before.
    """
    cleaned: Cleaned = {}
    errors: Errors = {}
    for field in fields:
        if not holds(field.show_if, {**(context or {}), **cleaned}):
            continue
        try:
            value = _value(field, answers.get(field.code))
        except Wrong as wrong:
            errors[field.code] = wrong.sentence
            continue
        if value is not None:
            cleaned[field.code] = value
    return cleaned, errors


def _value(field: Field, given: Any) -> str | int | bool | None:
    if field.kind == "checkbox":
        return _tick(field, given)
    text = "" if given is None else tidy(given, field)
    if text:
        return parse(field, text)
    if field.required:
        raise Wrong(gettext_noop("Choose an answer.") if field.options else gettext_noop("Write an answer."))
    return None


def _tick(field: Field, given: Any) -> bool:
    said = "" if given is None else str(given).strip().lower()
    if said not in _TICKED | _UNTICKED:
        raise Wrong(gettext_noop("Tick the box or leave it empty."))
    if field.required and said in _UNTICKED:
        raise Wrong(gettext_noop("Tick the box to go on."))
    return said in _TICKED
