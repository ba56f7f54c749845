"""The shape of a procedure document, as its JSON Schema says it, told in sentences."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from motcua.catalog.rules.problems import Problem, gettext_noop, path_of
from motcua.kernel.sentences import Sentence

SCHEMA = Path(__file__).parent.parent / "data" / "schema" / "procedure.schema.json"
_KINDS = {
    "string": Sentence(gettext_noop("text")),
    "integer": Sentence(gettext_noop("a whole number")),
    "boolean": Sentence(gettext_noop("true or false")),
    "array": Sentence(gettext_noop("a list")),
    "object": Sentence(gettext_noop("names and values")),
}


_EMPTY = gettext_noop("This may not be empty: write something here.")
_LONG = gettext_noop("This is too long: %(wanted)s at most.")
_BOUNDS = gettext_noop("%(value)s is out of bounds: the bound is %(wanted)s.")
_WRITING = gettext_noop("“%(value)s” is not written as it must be (%(wanted)s).")
_OTHERS = {
    **dict.fromkeys(("minLength", "minItems", "minProperties"), _EMPTY),
    **dict.fromkeys(("maxLength", "maxItems", "maxProperties"), _LONG),
    **dict.fromkeys(("minimum", "maximum"), _BOUNDS),
    **dict.fromkeys(("pattern", "format"), _WRITING),
    "uniqueItems": gettext_noop("The same value stands here twice: keep one."),
}


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker(["date"]))


def problems(content: Mapping[str, Any]) -> list[Problem]:
    """What the document's shape lacks or has too much, in the order of its parts."""
    errors = sorted(
        _validator().iter_errors(dict(content)), key=lambda error: [str(part) for part in error.absolute_path]
    )
    return [problem for error in errors for problem in _told(error)]


def _told(error: ValidationError) -> Iterator[Problem]:
    if error.validator in ("anyOf", "oneOf") and error.context:
        yield from _told(_closest(error))
        return
    where, wanted = path_of(error.absolute_path), cast(Any, error.validator_value)
    if error.validator == "required":
        missing = next((name for name in wanted if error.message.startswith(repr(name))), "")
        yield Problem(gettext_noop("“%(name)s” is missing: write it here."), {"name": missing}, where)
    elif error.validator == "additionalProperties":
        known = cast(Any, error.schema).get("properties", {})
        for name in sorted(set(cast(Any, error.instance)) - set(known)):
            message = gettext_noop("“%(name)s” is not known here: check the spelling, or remove it.")
            yield Problem(message, {"name": str(name)[:60]}, where)
    else:
        message, params = _one(str(error.validator), wanted)
        yield Problem(message, {"value": _short(error.instance), **params}, where)


def _closest(error: ValidationError) -> ValidationError:
    """Of several allowed shapes, the complaint about the one that was meant: the deepest."""
    return max(
        error.context or [error], key=lambda inner: (len(inner.absolute_path), inner.validator != "type")
    )


def _one(validator: str, wanted: Any) -> tuple[str, dict[str, str]]:
    if validator == "type":
        kind = wanted if isinstance(wanted, str) else wanted[0]
        return gettext_noop("“%(value)s” should be %(kind)s."), {"kind": str(_KINDS[kind])}
    if validator == "enum":
        return gettext_noop("“%(value)s” is not one of: %(wanted)s."), {"wanted": ", ".join(map(str, wanted))}
    return _OTHERS.get(validator, gettext_noop("“%(value)s” does not belong here.")), {"wanted": str(wanted)}


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"
