"""A frozen report as a file: workbook, Word document, PDF, JSON. All say the same, in Vietnamese."""

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

from motcua.kernel.spreadsheets import XLSX
from motcua.reports.models import ReportRun
from motcua.reports.rules.frozen import Told
from motcua.reports.tables.document import document
from motcua.reports.tables.paper import paper
from motcua.reports.tables.workbook import workbook

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Kind(NamedTuple):
    """How a file is made of what a report says, its version and its digest."""

    media_type: str
    write: Callable[[Told], bytes]


def _document(told: Told) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()


KINDS: Mapping[str, Kind] = {
    "xlsx": Kind(XLSX, workbook),
    "docx": Kind(DOCX, document),
    "pdf": Kind("application/pdf", paper),
    "json": Kind("application/json", _document),
}


def file_of(run: ReportRun, kind: str, content: Told | None = None) -> bytes:
    """The version as a file; `content`: only this part of what it says. KeyError for an unknown kind."""
    told = content or run.content or {}
    frozen = {
        "version": run.version,
        "digest": run.digest,
        "made_at": run.made_at and run.made_at.isoformat(),
    }
    return KINDS[kind].write({**told, "frozen": frozen})


def name_of(run: ReportRun, kind: str) -> str:
    return f"{run.definition}-{run.body}-{run.period}-v{run.version}.{kind}".lower()
