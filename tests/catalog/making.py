"""Procedure documents made plainly."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from motcua.catalog.models import ProcedureField

ASSIGN = {
    "step": "phan-cong",
    "name": {"vi": "Phân công"},
    "role": "head",
    "limit": {"quantity": "0.5", "unit": "working_days"},
}
APPRAISE = {
    "step": "tham-dinh",
    "name": {"vi": "Thẩm định", "en": "Appraisal"},
    "role": "specialist",
    "limit": {"quantity": "2", "unit": "working_days"},
    "checklist": [{"vi": "Đủ giấy tờ", "en": "Papers whole"}, {"vi": "Đúng quy hoạch"}],
    "form": "BM-02",
    "outcomes": {"done": "lay-y-kien", "refuse": "end"},
}
CONSULT = {
    "consult": "lay-y-kien",
    "branches": [
        {"step": "yk-a", "name": {"vi": "Ý kiến A"}, "role": "specialist", "body": "H49.14"},
        {"step": "yk-b", "name": {"vi": "Ý kiến B"}, "role": "specialist", "unit": "records"},
    ],
}
DRAFT = {
    "step": "du-thao",
    "name": {"vi": "Dự thảo"},
    "kind": "draft",
    "role": "specialist",
    "output": {"vi": "Dự thảo"},
}
SIGN = {
    "step": "ky",
    "name": {"vi": "Ký"},
    "kind": "sign",
    "role": "leader",
    "unit": "leadership",
    "outcomes": {"done": "phat-hanh", "return": "tham-dinh"},
}
DELIVER = {
    "step": "phat-hanh",
    "name": {"vi": "Phát hành"},
    "kind": "deliver",
    "role": "clerk",
    "unit": "records",
}
SHEET = [ASSIGN, APPRAISE, CONSULT, DRAFT, SIGN, DELIVER]


def document(**parts: Any) -> dict[str, Any]:
    """A procedure that holds together, with what a test wants otherwise."""
    return {
        "code": "1.000001",
        "code_status": "demo",
        "name": {"vi": "Cấp giấy phép thử", "en": "A trial permit"},
        "field": "xay-dung",
        "level": "zone",
        "subjects": ["citizen"],
        "online": {"eligible": True, "level": "full"},
        "effective": {"from": "2025-07-01", "until": None},
        "limit": {"quantity": "5", "unit": "working_days"},
        "process": [dict(row) for row in SHEET],
        "result": {"name": {"vi": "Giấy phép", "en": "Permit"}},
        **parts,
    }


def make_field(code: str = "xay-dung") -> ProcedureField:
    return ProcedureField.objects.get_or_create(code=code, defaults={"name_vi": "Xây dựng", "sort_key": "x"})[
        0
    ]


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences are compared in the language in which they are written."""
    with override("en"):
        yield
