"""A scenario's text: what is read, and what is refused with its line."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.bottlenecks.rules.whatif.changes import Batch, Limit, Merge, Officers, Paper
from motcua.bottlenecks.rules.whatif.scenario import World, check, read, written
from motcua.catalog.rules.problems import Unreadable

TEXT = """\
body: H49.13
procedure: "2.000205"
period: 2026-12
changes:
  - {change: limit, step: ky, hours: 2}
  - {change: merge, first: tham-dinh, second: du-thao}
  - {change: officer, unit: H49.13-LD, role: leader, count: 2, starts_on: 2026-12-07}
  - {change: officer, unit: H49.13-LD, role: leader, from_unit: H49.13-NV, from_role: head}
  - {change: paper, procedure: "2.000205", paper: giay}
  - {change: batch, unit: H49.13-LD, role: leader, weekdays: daily}
  - {change: batch, unit: H49.13-NV, role: head, weekdays: [tue, thu]}
"""
WORLD = World(
    procedures={"2.000205": frozenset({"ky", "tham-dinh", "du-thao"})},
    papers={"2.000205": frozenset({"giay"})},
    desks={("H49.13-LD", "leader"): 2, ("H49.13-NV", "head"): 1},
    batched=frozenset({("H49.13-LD", "leader")}),
    today=date(2026, 11, 23),
)


def faults(text: str, world: World | None = None) -> list[tuple[int | None, str]]:
    with pytest.raises(Unreadable) as told:
        check(read(text), world or WORLD)
    return [(problem.line, problem.where) for problem in told.value.problems]


def test_every_kind_of_change_is_read() -> None:
    found = read(TEXT)
    check(found, WORLD)
    assert [change for _where, change in found.changes] == [
        Limit("ky", 120.0),
        Merge("tham-dinh", "du-thao"),
        Officers("H49.13-LD", "leader", 2, date(2026, 12, 7)),
        Officers("H49.13-LD", "leader", 1, None, ("H49.13-NV", "head")),
        Paper("2.000205", "giay"),
        Batch("H49.13-LD", "leader"),
        Batch("H49.13-NV", "head", frozenset({1, 3})),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("period: 2026-12", "period: 2026-13", 3),
        ("period: 2026-12", "perod: 2026-12", None),
        ("change: limit", "change: limmit", 5),
        ("hours: 2", "hours: 0", 5),
        ("hours: 2", "hours: two", 5),
        ("hours: 2", "hours: 2, days: 1", 5),
        ("hours: 2", "hour: 2", 5),
        ("second: du-thao", "second: tham-dinh", 6),
        ("count: 2", "count: 0", 7),
        ("count: 2", "count: 21", 7),
        ("2026-12-07", "2026-12-32", 7),
        (", from_role: head", "", 8),
        (", paper: giay", "", 9),
        ("weekdays: daily", "weekdays: weekly", 10),
        ("[tue, thu]", "[tue, thursday]", 11),
    ],
)
def test_a_wrong_key_or_value_is_refused_with_its_line(old: str, new: str, line: int | None) -> None:
    assert TEXT.count(old) == 1
    found = faults(TEXT.replace(old, new))
    assert line is None or line in {one for one, _where in found}


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('procedure: "2.000205"\nperiod', 'procedure: "2.000204"\nperiod', 2),
        ("period: 2026-12", "period: 2026-10", 3),
        ("period: 2026-12", "period: 2027-12", 3),
        ("step: ky", "step: kys", 5),
        ("first: tham-dinh", "first: tham-tra", 6),
        ("2026-12-07", "2027-01-04", 7),
        ("count: 2", "count: 2, from_unit: H49.13-NV, from_role: head", 7),
        (
            "unit: H49.13-LD, role: leader, from_unit: H49.13-NV",
            "unit: H49.13-LD, role: leader, from_unit: X",
            8,
        ),
        ("paper: giay", "paper: giay_to", 9),
        ("unit: H49.13-LD, role: leader, weekdays", "unit: H49.13-NV, role: head, weekdays", 10),
        ("unit: H49.13-NV, role: head, weekdays", "unit: H49.13-NV, role: clerk, weekdays", 11),
    ],
)
def test_what_the_bodies_do_not_have_is_refused_with_its_line(old: str, new: str, line: int) -> None:
    assert TEXT.count(old) == 1
    assert faults(TEXT.replace(old, new), WORLD)[0][0] == line


def test_every_fault_is_told_at_once() -> None:
    text = TEXT.replace("hours: 2", "hours: 0").replace("count: 2", "count: 0").replace("weekdays: daily", "")
    assert [line for line, _where in faults(text)] == [5, 7, 10]


def test_without_a_change_there_is_nothing_to_try() -> None:
    assert faults("body: H49\nperiod: 2026-12\nchanges: []\n") == [(3, "changes")]


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)


@settings(max_examples=60, deadline=None)
@given(body=NAMES, step=NAMES, minutes=st.integers(1, 5000), unit=NAMES, count=st.integers(1, 20))
def test_what_the_form_writes_is_read_as_it_was_meant(
    body: str, step: str, minutes: int, unit: str, count: int
) -> None:
    changes: list[dict[str, Any]] = [
        {"change": "limit", "step": step, "hours": minutes, "procedure": ""},
        {"change": "officer", "unit": unit, "role": "leader", "count": count, "starts_on": None},
    ]
    found = read(written({"body": body, "procedure": "", "period": "2026-12", "changes": changes}))
    assert found.body == body
    assert [change for _where, change in found.changes] == [
        Limit(step, 60.0 * minutes),
        Officers(unit, "leader", count),
    ]
