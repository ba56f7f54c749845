from datetime import time
from fractions import Fraction
from typing import Any

import pytest
import yaml

from motcua.catalog.rules.changes import diff
from motcua.catalog.rules.document import fees_due, papers_asked
from motcua.catalog.rules.problems import Unreadable
from motcua.catalog.rules.reading import read, read_text
from motcua.organizations.models import Role, UnitKind
from tests.catalog.making import ASSIGN, DELIVER, DRAFT, SHEET, SIGN, document, in_english  # noqa: F401

pytestmark = pytest.mark.usefixtures("in_english")

LONG = {"quantity": "9", "unit": "working_days"}
FORM = [
    {
        "section": "chung",
        "title": {"vi": "Chung"},
        "fields": [
            {
                "code": "loai",
                "label": {"vi": "Loại"},
                "kind": "radio",
                "options": [{"value": "nha-o", "label": {"vi": "Nhà ở"}}],
            },
            {"code": "moi", "label": {"vi": "Mới"}, "kind": "checkbox", "show_if": {"loai": "nha-o"}},
        ],
    }
]
PAPER = {"code": "don", "name": {"vi": "Đơn"}}


def problems(**parts: Any) -> str:
    with pytest.raises(Unreadable) as unreadable:
        read(document(**parts))
    return str(unreadable.value)


def test_read_gives_the_document_that_was_written() -> None:
    read_document = read(document(form=FORM, papers=[{**PAPER, "when": {"moi": True}}]))
    assert read_document.time_limit.limit.quantity == Fraction(5)
    assert papers_asked(read_document, {"moi": True})[0].code == "don"
    assert papers_asked(read_document, {"moi": False}) == ()
    assert fees_due(read_document, {}) == ()


def test_read_keeps_policies() -> None:
    policy = {"cutoff": "15:00", "supplement": "reset", "max_supplements": 0}
    policy_read = read(
        document(limit={"quantity": "5", "unit": "working_days", "policy": policy})
    ).time_limit.policy
    assert (policy_read.cutoff, policy_read.supplement, policy_read.max_supplements) == (time(15), "reset", 0)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"process": [{**ASSIGN, "role": "king"}]}, "process[0].role: “king” is not one of: one_stop"),
        ({"process": [{**ASSIGN, "next": "gone"}]}, "process[0].next: There is no step “gone”"),
        (
            {"process": [{**ASSIGN, "outcomes": {"done": "gone"}}]},
            "process[0].outcomes.done: There is no step",
        ),
        ({"process": [ASSIGN, ASSIGN]}, "“phan-cong” is taken"),
        ({"process": [{**ASSIGN, "step": "end"}]}, "“end” is taken"),
        (
            {"process": [{**ASSIGN, "limit": LONG}, DRAFT, {**SIGN, "outcomes": {"done": "end"}}]},
            "legal limit gives 5",
        ),
        ({"process": [ASSIGN, {**SIGN, "outcomes": {"done": "end"}}]}, "kind “draft”; there are 0"),
        (
            {"process": [{**SIGN, "outcomes": {"done": "du-thao"}}, DRAFT]},
            "put the draft before the signature",
        ),
        (
            {
                "process": [
                    {**DRAFT, "outcomes": {"done": "ky", "skip": "end"}},
                    {**SIGN, "outcomes": {"done": "end"}},
                ]
            },
            "end without “ky”",
        ),
        (
            {"process": [{**ASSIGN, "outcomes": {"done": "phat-hanh", "refuse": "phat-hanh"}}, DELIVER]},
            "cannot refuse",
        ),
        ({"process": [{**ASSIGN, "outcomes": {"done": "phan-cong"}}]}, "can never end"),
        ({"result": {"name": "x", "document": False}}, "but the result is no document"),
        ({"papers": [PAPER, PAPER]}, "papers[1].code: The code “don” is used twice"),
        ({"papers": [{**PAPER, "when": {"no": "x"}}]}, "“no”, which is not asked"),
        ({"form": FORM, "papers": [{**PAPER, "when": {"loai": "kho"}}]}, "never answered “kho”"),
        ({"effective": {"from": "2025-02-30"}}, "not written as it must be"),
        ({"effective": {"from": "2025-07-01", "until": "2025-06-30"}}, "ends before it begins"),
        ({"online": {"eligible": False, "level": "full"}}, "not marked as fit"),
        ({"subjects": []}, "subjects: This may not be empty"),
        ({"code": 12}, "code: “12” should be text"),
        ({"colour": "red"}, "“colour” is not known here"),
        ({"name": {"en": "x"}}, "“vi” is missing"),
        (
            {"process": [{"step": "x", "role": "head", "name": "x", "colour": 1}]},
            "process[0]: “colour” is not known",
        ),
    ],
)
def test_read_says_where_and_what_to_do(parts: dict[str, Any], said: str) -> None:
    assert said in problems(**parts)


def test_read_text_names_the_line() -> None:
    text = yaml.safe_dump(
        document(process=[{**ASSIGN, "role": "king"}, *SHEET[1:]]), allow_unicode=True, sort_keys=False
    )
    with pytest.raises(Unreadable) as unreadable:
        read_text(text)
    (problem,) = unreadable.value.problems
    assert text.splitlines()[(problem.line or 0) - 1].strip() == "role: king"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 1",
        "a: [",
        "a: 1\na: 2",
        "a: &x 1\nb: *x",
        "[" * 100_000,
        "a: \x00",
        "x" * 400_001,
        "a: 1\n---\nb: 2",
        "? [1]\n: 2",
    ],
)
def test_read_text_refuses_bad_files_in_words(text: str) -> None:
    with pytest.raises(Unreadable):
        read_text(text)


def test_read_text_takes_numbers_and_words_as_they_stand() -> None:
    text = yaml.safe_dump(document(), allow_unicode=True).replace("1.000001", "1.000010").replace("'", "")
    assert read_text(text)[1].code == "1.000010"


def test_schema_knows_the_roles_and_units_of_the_house() -> None:
    for value in ("one_stop", "specialist", "head", "leader", "clerk"):
        assert value in Role.values
        read(document(process=[{**ASSIGN, "role": value}, *SHEET[1:]]))
    for value in UnitKind.values:
        read(document(process=[{**ASSIGN, "unit": value}, *SHEET[1:]]))


def test_diff_names_what_changed_by_codes() -> None:
    old = document(papers=[PAPER, {**PAPER, "code": "cu"}])
    new = document(papers=[{**PAPER, "count": 2}, {**PAPER, "code": "moi"}], level="province")
    assert [(change.where, change.kind) for change in diff(old, new)] == [
        ("level", "changed"),
        ("papers.don.count", "added"),
        ("papers.moi", "added"),
        ("papers.cu", "removed"),
    ]
