"""The templates of reports, their blocks and their periods, read from data."""

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from motcua.criteria.rules.frozen import digest_of
from motcua.kernel.bilingual import Text
from motcua.kernel.refusals import Refusal
from motcua.reports.rules.causes import Classes
from motcua.reports.rules.definitions import Block, Definition
from motcua.reports.rules.periods import SPANS, BadPeriodError, Cut, Period, last_closed, on_grid, span_of

DATA = Path(__file__).resolve().parents[1] / "data"


@cache
def definitions() -> dict[str, Definition]:
    """Every template by its code, in the order of their names."""
    files = sorted((DATA / "reports").glob("*.yaml"))
    found = [Definition.of(_read(file)) for file in files]
    return {one.code: one for one in sorted(found, key=lambda one: one.name.vi)}


@cache
def blocks() -> dict[str, Block]:
    return {code: Block.of(code, told) for code, told in _read(DATA / "blocks.yaml").items()}


@cache
def cuts() -> tuple[Cut, ...]:
    return tuple(
        Cut(
            grid,
            told["effective_from"],
            told["closing_day"],
            Text.of(told["name"]),
            told["basis"]["text"],
            told["basis"]["confidence"],
        )
        for grid, several in _read(DATA / "periods.yaml").items()
        for told in several
    )


@cache
def classes() -> Classes:
    told = _read(DATA / "causes.yaml")
    return Classes(
        {code: Text.of(name) for code, name in told["classes"].items()},
        told["declared"],
        told["steps"],
        told["waiting"],
        told["nothing"],
    )


def definition(said: str) -> Definition:
    """By its code, however its points and capitals are written: `II.06a` too. Refused: one that there is not."""
    code = re.sub(r"[^a-z0-9-]", "", said.lower())
    if code not in definitions():
        raise Refusal(
            _("There is no report “%(name)s”. Known: %(known)s.")
            % {"name": said, "known": ", ".join(definitions())},
            code="unknown-report",
            fields={"definition": "unknown"},
        )
    return definitions()[code]


def block(code: str) -> Block:
    if code not in blocks():
        raise Refusal(
            _("There is no block “%(name)s”. Choose from the list.") % {"name": code},
            code="unknown-block",
            fields={"blocks": "unknown"},
        )
    return blocks()[code]


def digest(of: Definition, chosen: tuple[str, ...]) -> str:
    """Of the template with these blocks, the cut-off days and the classes of causes: everything that data decides."""
    told = {
        "definition": of.content,
        "blocks": {code: _read(DATA / "blocks.yaml")[code] for code in chosen},
        "periods": _read(DATA / "periods.yaml"),
        "causes": _read(DATA / "causes.yaml"),
    }
    return digest_of(_plain(told))


def period_of(said: str, grid: str) -> Period:
    """Refused: what is no period, or a grid that there is not."""
    try:
        return on_grid(span_of(said), _grid(grid), cuts())
    except BadPeriodError as error:
        raise Refusal(
            _(
                "“%(said)s” is no period of reports. Write a month as 2026-10, a quarter as 2026-Q4, "
                "a half-year as 2026-H2, a year as 2026."
            )
            % {"said": said},
            code="bad-period",
            fields={"period": "unknown"},
        ) from error


def closed_period(of: str, grid: str, at: datetime) -> Period:
    """The last period of a length that was over. Refused: an unknown length or grid."""
    if of not in SPANS:
        raise Refusal(
            _("Choose month, quarter, half-year or year."), code="bad-span", fields={"span": "unknown"}
        )
    return last_closed(SPANS[of], _grid(grid), cuts(), at)


def grids() -> dict[str, Cut]:
    """The grids, each by the cut that is in force last."""
    return {cut.grid: cut for cut in sorted(cuts(), key=lambda cut: cut.effective_from)}


def _grid(said: str) -> str:
    if said not in grids():
        raise Refusal(
            _("There are no periods “%(grid)s”. Known: %(known)s.")
            % {"grid": said, "known": ", ".join(grids())},
            code="unknown-grid",
            fields={"grid": "unknown"},
        )
    return said


@cache
def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(said) for name, said in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
