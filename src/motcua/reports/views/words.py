"""What pages say of reports: periods, states, lengths, cells."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from motcua.kernel import charts
from motcua.reports.models import ReportRun, State
from motcua.reports.queries.definitions import definitions, grids
from motcua.reports.rules.frozen import Content, Told, text_in
from motcua.reports.tables.shapes import decimal

TONES = {State.WAITING: "blue", State.READY: "green", State.REFUSED: "red"}


def span_words() -> dict[str, str]:
    return {"month": _("Month"), "quarter": _("Quarter"), "half": _("Half-year"), "year": _("Year")}


def period_words(code: str) -> str:
    """`2026-Q4` as people say it."""
    year, _dash, part = code.partition("-")
    if not part:
        return _("Year %(year)s") % {"year": year}
    if part[0] == "Q":
        return _("Quarter %(quarter)s/%(year)s") % {"quarter": part[1], "year": year}
    if part[0] == "H":
        return _("Half %(half)s of %(year)s") % {"half": part[1], "year": year}
    return _("Month %(month)s/%(year)s") % {"month": int(part), "year": year}


def shown(run: ReportRun, bodies: dict[str, Any]) -> Told:
    """A version as a line of a list."""
    of = definitions().get(run.definition)
    return {
        "run": run,
        "title": run.saved.title if run.saved else (of.name if of else run.definition),
        "form": of.form if of else "",
        "body": bodies.get(run.body, run.body),
        "period": period_words(run.period),
        "grid": grids()[run.grid].name if run.grid in grids() else run.grid,
        "state": State(run.state).label,
        "tone": TONES[State(run.state)],
    }


def cell(told: Any, kind: str) -> Any:
    """A frozen cell in the language of the page."""
    if told is None:
        return "–"
    if kind == "day":
        return f"{date.fromisoformat(told):%d/%m/%Y}"
    if kind == "decimal":
        return decimal(told)
    if kind == "count":
        return charts.whole(told)
    return text_in(told) if isinstance(told, dict) else told


def drawn(content: Content) -> Told:
    """What a report says, ready for its page: heads over heads, cells as text."""
    return {
        "form": content["form"],
        "name": text_in(content["name"]),
        "body": text_in(content["body"]["name"]),
        "above": text_in(content["above"]),
        "recipient": text_in(content["recipient"]),
        "period": period_words(content["period"]["code"]),
        "from_on": date.fromisoformat(content["period"]["from_on"]),
        "until_on": date.fromisoformat(content["period"]["until_on"]),
        "horizon": content["horizon"],
        "provisional": content["provisional"],
        "blocks": [_block(one) for one in content["blocks"]],
    }


def _block(told: Content) -> Told:
    columns = told.get("columns", [])
    return {
        "code": told["code"],
        "title": text_in(told["title"]),
        "unit": text_in(told.get("unit")),
        "reason": text_in(told.get("reason")),
        "text": told.get("text"),
        "edited": told.get("edited", False),
        "label": text_in(told["label"]["name"]) if columns else "",
        "groups": _groups(columns),
        "columns": [
            {
                "name": text_in(one["name"]),
                "number": one.get("number"),
                "is_number": one["kind"] in ("count", "decimal"),
            }
            for one in columns
        ],
        "rows": [_row(one, columns) for one in told.get("rows", ())],
        "notes": _notes(told),
    }


def _groups(columns: list[Told]) -> list[Told]:
    """Heads over several columns, with how many each stands over."""
    found: list[Told] = []
    for one in columns:
        name = text_in(one.get("group"))
        if found and found[-1]["name"] == name:
            found[-1]["over"] += 1
        else:
            found.append({"name": name, "over": 1})
    return found if any(one["name"].vi for one in found) else []


def _row(told: Content, columns: list[Told]) -> Told:
    return {
        "number": told["number"],
        "label": text_in(told["label"]),
        "depth": told["depth"],
        "cells": [cell(told["cells"].get(one["key"]), one["kind"]) for one in columns],
    }


def _notes(told: Content) -> list[Any]:
    notes: list[Any] = [text_in(one) for one in told.get("notes", ())]
    notes += [
        f"({one['number']}) {text_in(one['reason'])}" for one in told.get("columns", ()) if one.get("reason")
    ]
    if told.get("checks"):
        notes.append(_("Checked in every row: %(checks)s.") % {"checks": "; ".join(told["checks"])})
    if told.get("basis"):
        sure = _("found in a source") if told["confidence"] == "found" else ""
        sure = _("unsure") if told["confidence"] == "unsure" else sure
        notes.append(_("Basis: %(text)s") % {"text": told["basis"]} + (f" ({sure})" if sure else ""))
    return notes


def number_in(request: HttpRequest, name: str) -> int | None:
    """A whole number that was typed; None where it is none."""
    said = request.POST.get(name, "").strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else None
