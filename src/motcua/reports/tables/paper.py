"""A report as PDF: A4 landscape, PDF/UA-1, Typst with the bundled typeface. Given the same report, the same bytes."""

import json
import threading
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from motcua.reports.rules.frozen import Told
from motcua.reports.tables.shapes import (
    NUMBERS,
    Head,
    digest,
    heads,
    lines,
    notes,
    period,
    state,
    subject,
    texts,
    title,
    vi,
)
from motcua.results.rendering import FONTS, VIETNAM, glyphs
from motcua.results.rules.glyphs import printable

TEMPLATES = Path(__file__).resolve().parents[1] / "typst"


class _Threads(threading.local):
    """One compiler for each thread: it keeps fonts and templates warm, and is not shared."""

    def __init__(self) -> None:
        self.compiler = typst.Compiler(root=TEMPLATES, font_paths=[FONTS], ignore_system_fonts=True)


_threads = _Threads()


def paper(report: Told) -> bytes:
    """The report as PDF; characters that the typeface lacks become □."""
    pdf = _threads.compiler.compile(
        input=TEMPLATES / "report.typ",
        sys_inputs={"d": json.dumps(_facts(report), ensure_ascii=False)},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.fromisoformat(report["horizon"]).astimezone(VIETNAM).replace(microsecond=0),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no single document.")
    return pdf


def _facts(report: Told) -> Told:
    told = {
        "above": vi(report["above"]).upper(),
        "body": vi(report["body"]["name"]).upper(),
        "form": report["form"],
        "title": title(report),
        "subject": subject(report),
        "period": period(report),
        "recipient": vi(report["recipient"]),
        "state": state(report),
        "digest": digest(report),
        "blocks": [_block(place, one) for place, one in enumerate(report["blocks"], start=1)],
    }
    shown: Told = _shown(told)
    return shown


def _block(place: int, block: Told) -> Told:
    told: Told = {
        "title": f"{place}. {vi(block['title'])}",
        "reason": vi(block.get("reason")),
        "text": block.get("text", "").splitlines(),
        "unit": vi(block.get("unit")),
        "notes": notes(block) if "columns" in block else [],
        "rows": [],
    }
    if "columns" not in block:
        return told
    columns = heads(block)
    return told | {
        "heads": [{"name": one.name, "number": one.number, "group": one.group} for one in columns],
        "groups": _groups(columns),
        "numbered": any(one.number for one in columns),
        "widths": [_width(one) for one in columns],
        "align": [_align(one) for one in columns],
        "rows": [
            {"cells": texts(line, columns), "depth": line.depth, "bold": line.is_bold}
            for line in lines(block)
        ],
    }


def _groups(columns: list[Head]) -> list[Told]:
    """Heads over several columns: name and how many they stand over; no name: the column's own head takes both rows."""
    if not any(one.group for one in columns):
        return []
    found: list[Told] = []
    for name, several in groupby(columns, key=lambda one: one.group):
        many = len(list(several))
        found += [{"name": name, "over": many}] if name else [{"name": "", "over": 1}] * many
    return found


def _width(one: Head) -> str:
    return "auto" if one.key == "tt" else f"{one.weight}fr"


def _align(one: Head) -> str:
    return "right" if one.kind in NUMBERS else "center" if one.key == "tt" or one.kind == "day" else "left"


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shown(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_shown(one) for one in value]
    return printable(value, glyphs()) if isinstance(value, str) else value
