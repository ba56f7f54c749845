"""A procedure's form as JSON Schema, for other systems that file through the API."""

from typing import Any

from motcua.catalog.rules.document import Document, Field

_KINDS: dict[str, dict[str, Any]] = {
    "number": {"type": "integer"},
    "money": {"type": "integer", "minimum": 0},
    "date": {"type": "string", "format": "date"},
    "year": {"type": "integer", "minimum": 1800, "maximum": 2199},
    "checkbox": {"type": "boolean"},
    "phone": {"type": "string", "pattern": "^0[0-9]{9,10}$"},
    "email": {"type": "string", "format": "email"},
    "id_number": {"type": "string", "pattern": "^[0-9]{12}$"},
    "tax_code": {"type": "string", "pattern": "^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$"},
}


def form_schema(document: Document) -> dict[str, Any]:
    """JSON Schema (2020-12) of the clean answers.

    A question that depends on another is required where it is shown.
    """
    fields = [field for section in document.sections for field in section.fields]
    depending = [_where_shown(field) for field in fields if field.show_if]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": document.name.vi,
        "type": "object",
        "additionalProperties": False,
        "properties": {field.code: _property(field) for field in fields},
        "required": [field.code for field in fields if field.required and not field.show_if],
        **({"allOf": depending} if depending else {}),
    }


def _property(field: Field) -> dict[str, Any]:
    schema = {"title": field.label.vi, **_KINDS.get(field.kind, {"type": "string"})}
    if field.options:
        schema["oneOf"] = [{"const": option.value, "title": option.label.vi} for option in field.options]
    if schema["type"] == "string":
        schema["maxLength"] = field.max_length
    if schema["type"] == "integer":
        schema |= {"minimum": field.minimum} if field.minimum is not None else {}
        schema |= {"maximum": field.maximum} if field.maximum is not None else {}
    if field.kind == "checkbox" and field.required:
        schema["const"] = True
    if field.hint.vi:
        schema["description"] = field.hint.vi
    return schema


def _where_shown(field: Field) -> dict[str, Any]:
    shown = {code: {"enum": _spellings(value)} for code, value in field.show_if}
    rule: dict[str, Any] = {
        "if": {"properties": shown, "required": list(shown)},
        "else": {"properties": {field.code: False}},
    }
    return rule | ({"then": {"required": [field.code]}} if field.required else {})


def _spellings(value: str) -> list[Any]:
    """A condition knows values as text; an answer may be the tick or the number that reads so."""
    ticks: dict[str, Any] = {"true": True, "false": False}
    numbers = [int(value)] if value.lstrip("-").isdecimal() else []
    return [value, *([ticks[value]] if value in ticks else []), *numbers]
