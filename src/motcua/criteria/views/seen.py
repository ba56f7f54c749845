"""What an address of the index asks for, and the addresses that lead on from it.

cq  body (or VN)       ky  period: 2026-10, 2026-Q4, 2026     lv  field        bo  criteria set
ss  compared with: previous, year-before
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.clock.queries import now
from motcua.criteria.queries.fields import fields
from motcua.criteria.queries.scores import DEFAULT_SET, PREVIOUS, YEAR_BEFORE, View, view
from motcua.criteria.rules.periods import Period, month_of
from motcua.kernel.bilingual import Text

MONTHS, QUARTERS, YEARS = 13, 5, 2
TREND = 13
MOST_LISTED = 80
"""A node with more bodies than these lists only those above, beside and directly below it."""


@lru_cache(maxsize=1_000)
def _path(language: str | None, name: str, args: tuple[str, ...]) -> str:
    """The path of a page in a language: a heat table asks for the same few hundreds of times."""
    return reverse(name, args=args)


@dataclass(frozen=True)
class Asked:
    """The view that was asked for, and the words of the address that asked."""

    view: View
    words: dict[str, str]

    def address(self, name: str = "index", *args: str, **changes: str) -> str:
        """The address of a page about the same, with some words changed; empty ones are left out."""
        said = {word: value for word, value in (self.words | changes).items() if value}
        return f"{_path(get_language(), f'criteria:{name}', args)}?{urlencode(said)}"


def asked(request: HttpRequest, *, past: int = 0, compared: str = "") -> Asked:
    """Read the address. Refused: an unknown body, period, field or set."""
    said = request.GET
    words = {
        "cq": said.get("cq") or _own(request),
        "ky": said.get("ky") or month_of(now()).code,
        "lv": said.get("lv", ""),
        "bo": said.get("bo", ""),
        "ss": said.get("ss", "") if said.get("ss") in (PREVIOUS, YEAR_BEFORE) else "",
    }
    found = view(
        words["cq"],
        words["ky"],
        by=words["bo"] or DEFAULT_SET,
        field=words["lv"],
        compared=words["ss"] or compared,
        past=past,
    )
    return Asked(found, words)


def frame(asked: Asked) -> dict[str, Any]:
    """What every page of the index shows: where one stands, the filters, and what the figures rest on."""
    seen = asked.view
    return {
        "asked": asked,
        "seen": seen,
        "path": [(node, asked.address(cq=node.code)) for node in seen.tree.above(seen.node.code)],
        "index": asked.address(),
        "choices": choices(asked),
        "basis": basis(seen),
    }


def choices(asked: Asked) -> dict[str, list[dict[str, Any]]]:
    """The options of the filters."""
    seen = asked.view
    named = fields()
    return {
        "periods": [{"value": over.code, "label": name_of(over)} for over in periods(month_of(now()))],
        "bodies": [{"value": code, "label": seen.tree[code].name} for code in _bodies(seen)],
        "fields": [
            {"value": "", "label": _("All fields")},
            *({"value": code, "label": name} for code, name in named.items()),
        ],
        "comparisons": [
            {"value": PREVIOUS, "label": _("The period before")},
            {"value": YEAR_BEFORE, "label": _("The same period a year before")},
        ],
    }


def periods(month: Period) -> list[Period]:
    """The months, quarters and years that may be chosen, the newest first."""
    quarter, year = Period(month.first // 3 * 3, 3), Period(month.first // 12 * 12, 12)
    return [
        *(month.back(step) for step in range(MONTHS)),
        *(quarter.back(step) for step in range(QUARTERS)),
        *(year.back(step) for step in range(YEARS)),
    ]


def name_of(over: Period) -> str:
    """A period as people say it."""
    year, month = divmod(over.first, 12)
    if over.count == 1:
        return _("Month %(month)s/%(year)s") % {"month": month + 1, "year": year}
    if over.count == 3:
        return _("Quarter %(quarter)s/%(year)s") % {"quarter": month // 3 + 1, "year": year}
    return _("Year %(year)s") % {"year": year}


def basis(seen: View) -> list[tuple[str, str]]:
    """What the figures of a page rest on: for tiles, tables and files alike."""
    told = [
        (_("Criteria set"), f"{seen.by.code} · {seen.by.digest[:12]}"),
        (_("Data as of"), f"{localtime(seen.horizon):%d/%m/%Y %H:%M:%S}" if seen.horizon else "–"),
        (_("Reporting period"), name_of(seen.over)),
    ]
    if seen.field:
        told.append((_("Field"), str(fields().get(seen.field, seen.field))))
    return told


def title_of(seen: View) -> Text:
    return seen.node.name


def _bodies(seen: View) -> list[str]:
    tree = seen.tree
    if len(tree.nodes) <= MOST_LISTED:
        return list(tree.nodes)
    path = [node.code for node in tree.above(seen.node.code)]
    beside = tree.children(seen.node.parent) if seen.node.parent else ()
    return list(dict.fromkeys([*path, *tree.children(seen.node.code), *beside]))


def _own(request: Any) -> str:
    """The whole province for those of the province, else the officer's own body."""
    body = request.officer.body
    return str(body.parent.code if body.parent else body.code)
