"""From what was written to a `Document`: parsed once, at the border, and checked whole."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from motcua.catalog.rules import checks, shape, source
from motcua.catalog.rules.document import (
    Basis,
    Document,
    Fee,
    Field,
    Option,
    Paper,
    ResultKind,
    Section,
    TimeLimit,
    said,
)
from motcua.catalog.rules.problems import Unreadable
from motcua.catalog.rules.sheet import limit_of, net_of
from motcua.clock.rules.limits import CountFrom, Limit, Policy, Rounding, SupplementMode
from motcua.kernel.bilingual import Text


def read(content: Mapping[str, Any], *, known: Mapping[str, Collection[str]] | None = None) -> Document:
    """The document that a mapping (YAML or JSON) says. `known` may list the codes of `fields` and `bodies`.

    Raises `Unreadable` with every problem found: of the shape first; if the shape is right, of the meaning.
    """
    plain = to_plain(content)
    if wrong := shape.problems(plain):
        raise Unreadable(wrong)
    if wrong := checks.problems(plain, known or {}):
        raise Unreadable(wrong)
    return trusted(plain)


def read_text(
    text: str, *, known: Mapping[str, Collection[str]] | None = None
) -> tuple[dict[str, Any], Document]:
    """The mapping and the document of a YAML text; problems carry the line on which they stand."""
    written = source.parse(text)
    try:
        return dict(written.content), read(written.content, known=known)
    except Unreadable as unreadable:
        lined = (replace(problem, line=written.line_of(problem.where)) for problem in unreadable.problems)
        raise Unreadable(sorted(lined, key=lambda problem: problem.line or 0)) from unreadable


def to_plain(value: Any) -> Any:
    """The same content as JSON knows it: dates and times of a YAML reader become text."""
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def trusted(plain: Mapping[str, Any]) -> Document:
    """The document of a mapping that was checked when it was published."""
    online, effective = plain["online"], plain["effective"]
    until = effective.get("until")
    return Document(
        code=plain["code"],
        code_status=plain["code_status"],
        name=Text.of(plain["name"]),
        field_code=plain["field"],
        level=plain["level"],
        subjects=tuple(plain["subjects"]),
        online_level=online["level"],
        eligible=online["eligible"],
        effective_from=date.fromisoformat(effective["from"]),
        effective_until=date.fromisoformat(until) if until else None,
        decision=plain.get("decision", ""),
        time_limit=_time_limit(plain["limit"]),
        bases=tuple(_basis(row) for row in plain.get("basis", ())),
        papers=tuple(_paper(row) for row in plain.get("papers", ())),
        sections=tuple(_section(row) for row in plain.get("form", ())),
        fees=tuple(_fee(row) for row in plain.get("fees", ())),
        net=net_of(plain["process"]),
        result=_result(plain["result"]),
        requirements=Text.of(plain.get("requirements", "")),
        steps_text=Text.of(plain.get("steps_text", "")),
        keywords=tuple(plain.get("keywords", ())),
        life_events=tuple(plain.get("life_events", ())),
    )


def _time_limit(row: Mapping[str, Any]) -> TimeLimit:
    limit = limit_of(row)
    assert isinstance(limit, Limit)
    return TimeLimit(
        limit, _policy(row.get("policy", {})), row.get("article", ""), row.get("confidence", "unsure")
    )


def _policy(row: Mapping[str, Any]) -> Policy:
    usual = Policy()
    cutoff = row.get("cutoff")
    return Policy(
        count_from=CountFrom(row.get("count_from", usual.count_from)),
        cutoff=time.fromisoformat(cutoff) if cutoff else None,
        supplement=SupplementMode(row.get("supplement", usual.supplement)),
        rounding=Rounding(row.get("rounding", usual.rounding)),
        max_supplements=row.get("max_supplements", usual.max_supplements),
        max_extensions=row.get("max_extensions", usual.max_extensions),
    )


def _basis(row: Mapping[str, Any]) -> Basis:
    return Basis(
        row["number"], Text.of(row["title"]), row.get("articles", ""), row.get("confidence", "unsure")
    )


def _paper(row: Mapping[str, Any]) -> Paper:
    return Paper(
        code=row["code"],
        name=Text.of(row["name"]),
        kind=row.get("kind", "copy"),
        count=row.get("count", 1),
        required=row.get("required", True),
        when=_conditions(row.get("when")),
        hint=Text.of(row.get("hint", "")),
        form_number=row.get("form", ""),
        reusable_from=row.get("reusable_from", ""),
        accepts=tuple(row.get("accepts", ("pdf", "image"))),
    )


def _section(row: Mapping[str, Any]) -> Section:
    return Section(row["section"], Text.of(row["title"]), _fields(row["fields"]))


def _fields(rows: Sequence[Mapping[str, Any]]) -> tuple[Field, ...]:
    return tuple(_field(row) for row in rows)


def _field(row: Mapping[str, Any]) -> Field:
    kind = row.get("kind", "text")
    return Field(
        code=row["code"],
        label=Text.of(row["label"]),
        kind=kind,
        required=row.get("required", True),
        hint=Text.of(row.get("hint", "")),
        options=tuple(Option(item["value"], Text.of(item["label"])) for item in row.get("options", ())),
        show_if=_conditions(row.get("show_if")),
        prefill=row.get("prefill", ""),
        minimum=row.get("minimum"),
        maximum=row.get("maximum"),
        max_length=row.get("max_length", 5000 if kind == "textarea" else 500),
    )


def _fee(row: Mapping[str, Any]) -> Fee:
    return Fee(
        code=row["code"],
        name=Text.of(row["name"]),
        kind=row["kind"],
        amount=row["amount"],
        basis=row.get("basis", ""),
        confidence=row.get("confidence", "unsure"),
        when=_conditions(row.get("when")),
    )


def _result(row: Mapping[str, Any]) -> ResultKind:
    return ResultKind(
        name=Text.of(row["name"]),
        document=row.get("document", True),
        template=row.get("template", "quyet_dinh"),
        symbol=row.get("symbol", "QĐ"),
        register=row.get("register", ""),
        reusable_as=row.get("reusable_as", ""),
        valid_months=row.get("valid_months"),
        fields=_fields(row.get("fields", ())),
    )


def _conditions(row: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    return tuple((code, said(value)) for code, value in (row or {}).items())
