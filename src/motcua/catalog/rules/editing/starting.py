"""What a new row, and a procedure that has no version yet, begin with."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from motcua.catalog.rules.editing.places import Place, rows_at

Plain = dict[str, Any]
_DAYS = {"unit": "working_days"}
_USUAL_PROCESS: tuple[Plain, ...] = (
    {
        "step": "phan-cong",
        "name": {"vi": "Phân công thụ lý", "en": "Assignment"},
        "role": "head",
        "limit": {"quantity": "0.5", **_DAYS},
    },
    {
        "step": "tham-dinh",
        "name": {"vi": "Thẩm định hồ sơ", "en": "Appraisal"},
        "role": "specialist",
        "limit": {"quantity": "2", **_DAYS},
        "outcomes": {"done": "du-thao", "refuse": "end"},
    },
    {
        "step": "du-thao",
        "name": {"vi": "Dự thảo kết quả", "en": "Draft of the result"},
        "kind": "draft",
        "role": "specialist",
        "limit": {"quantity": "0.5", **_DAYS},
    },
    {
        "step": "soat-xet",
        "name": {"vi": "Soát xét", "en": "Review"},
        "kind": "approve",
        "role": "head",
        "limit": {"quantity": "0.5", **_DAYS},
        "outcomes": {"done": "ky", "return": "tham-dinh"},
    },
    {
        "step": "ky",
        "name": {"vi": "Ký", "en": "Signature"},
        "kind": "sign",
        "role": "leader",
        "unit": "leadership",
        "limit": {"quantity": "0.5", **_DAYS},
        "outcomes": {"done": "phat-hanh", "return": "tham-dinh"},
    },
    {
        "step": "phat-hanh",
        "name": {"vi": "Phát hành, chuyển trả kết quả", "en": "Issue"},
        "kind": "deliver",
        "role": "clerk",
        "unit": "records",
        "limit": {"quantity": "0.5", **_DAYS},
    },
)


def beginning(said: Mapping[str, Any], *, on: date) -> Plain:
    """A document of what the list says of a procedure, with the usual process, in force from `on`."""
    return {
        **said,
        "subjects": list(said.get("subjects") or ["citizen"]),
        "effective": {"from": on.isoformat()},
        "limit": {"quantity": "5", **_DAYS},
        "papers": [],
        "form": [],
        "fees": [],
        "process": [deepcopy(row) for row in _USUAL_PROCESS],
        "result": {"name": {"vi": "Kết quả giải quyết", "en": "Result"}},
    }


def new_row(content: Plain, place: Place, *, kind: str = "") -> Plain:
    """An empty row for a list, with a code that is free. `kind` consult: a consultation among the steps."""
    name = str(place[-1])
    if name == "form":
        return {
            "section": _free(_codes(content.get("form", []), "section"), "muc"),
            "fields": [],
        }
    if name == "process" and kind == "consult":
        return {"consult": _free(_step_codes(content), "lay-y-kien"), "branches": []}
    if name in ("process", "branches"):
        return {"step": _free(_step_codes(content), "buoc"), "role": "specialist"}
    if name == "fields" and place[0] == "form":
        asked = [row for section in content.get("form", []) for row in section.get("fields", [])]
        return {"code": _free(_codes(asked, "code"), "cau_hoi")}
    if name == "basis":
        return {}
    base = {"papers": "giay_to", "fees": "khoan_thu", "fields": "noi_dung"}[name]
    return {"code": _free(_codes(rows_at(content, place), "code"), base)}


def _codes(rows: Collection[Mapping[str, Any]], name: str) -> set[str]:
    return {str(row.get(name, "")) for row in rows}


def _step_codes(content: Plain) -> set[str]:
    rows = content.get("process", [])
    branches = [branch for row in rows for branch in row.get("branches", [])]
    return _codes(rows, "step") | _codes(rows, "consult") | _codes(branches, "step")


def _free(taken: Collection[str], base: str) -> str:
    number, sign = 1, "_" if "_" in base else "-"
    while f"{base}{sign}{number}" in taken:
        number += 1
    return f"{base}{sign}{number}"
