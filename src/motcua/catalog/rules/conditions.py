"""Conditions of papers, fees and questions, as the question and the answer that they name."""

from typing import NamedTuple

from motcua.catalog.rules.document import Document
from motcua.kernel.bilingual import Text


class Condition(NamedTuple):
    question: Text
    answer: Text


def named(document: Document, when: tuple[tuple[str, str], ...]) -> tuple[Condition, ...]:
    """Each (question, answer) of a condition in the words of the form; codes stand where the form has no words."""
    fields = {field.code: field for section in document.sections for field in section.fields}
    conditions = []
    for code, value in when:
        field = fields.get(code)
        options = {option.value: option.label for option in field.options} if field else {}
        conditions.append(Condition(field.label if field else Text(code), options.get(value, Text(value))))
    return tuple(conditions)
