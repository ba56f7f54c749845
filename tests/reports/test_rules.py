"""Periods with their cut-off days, sums between columns, rows that nest, numbers of rows, causes."""

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.facts import StepFact
from motcua.reports.queries.definitions import blocks, classes, cuts, definitions
from motcua.reports.rules.causes import cause_of
from motcua.reports.rules.checks import carried_faults, check_of, faults
from motcua.reports.rules.counting import Leaf, nested
from motcua.reports.rules.definitions import Block
from motcua.reports.rules.frozen import changes
from motcua.reports.rules.numbering import numbered, roman
from motcua.reports.rules.periods import SPANS, BadPeriodError, Span, last_closed, on_grid, span_of

CUTS = cuts()


@pytest.mark.parametrize(
    ("said", "from_on", "until_on"),
    [
        ("2026-10", date(2026, 9, 15), date(2026, 10, 14)),
        ("2026-01", date(2025, 12, 15), date(2026, 1, 14)),
        ("2026-Q1", date(2025, 12, 15), date(2026, 3, 14)),
        ("2026-Q4", date(2026, 9, 15), date(2026, 12, 14)),
        ("2026-H1", date(2025, 12, 15), date(2026, 6, 14)),
        ("2026-H2", date(2026, 6, 15), date(2026, 12, 14)),
        ("2026", date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_a_period_that_is_cut_off_ends_on_day_14_and_the_next_begins_on_day_15(said, from_on, until_on):
    found = on_grid(span_of(said), "cut-off", CUTS)
    assert (found.code, found.from_on, found.until_on) == (said, from_on, until_on)


def test_a_calendar_period_has_whole_months_and_leap_days():
    assert on_grid(span_of("2028-02"), "calendar", CUTS).until_on == date(2028, 2, 29)
    assert on_grid(span_of("2026-Q4"), "calendar", CUTS).from_on == date(2026, 10, 1)


@given(
    st.integers(2021 * 12, 2090 * 12),
    st.sampled_from(sorted(SPANS.values())),
    st.sampled_from(["cut-off", "calendar"]),
)
def test_periods_follow_each_other_without_a_gap_and_are_read_as_they_are_written(month, count, grid):
    span = Span(month // count * count, count)
    this, before = on_grid(span, grid, CUTS), on_grid(span.previous, grid, CUTS)
    assert before.until_on + timedelta(days=1) == this.from_on
    assert before.ends_at == this.starts_at
    assert span_of(span.code) == span


@given(
    st.datetimes(datetime(2021, 1, 1), datetime(2080, 1, 1)),
    st.sampled_from(sorted(SPANS.values())),
    st.sampled_from(["cut-off", "calendar"]),
)
def test_the_last_closed_period_is_over_and_the_one_after_it_is_not(moment, count, grid):
    at = moment.replace(tzinfo=ZONE)
    found = last_closed(count, grid, CUTS, at)
    after = on_grid(Span(found.span.first + count, count), grid, CUTS)
    assert found.ends_at <= at < after.ends_at


def test_on_the_fourteenth_the_month_still_runs_and_on_the_fifteenth_it_is_over():
    evening, midnight = datetime(2026, 10, 14, 23, 59, tzinfo=ZONE), datetime(2026, 10, 15, tzinfo=ZONE)
    assert last_closed(1, "cut-off", CUTS, evening).code == "2026-09"
    assert last_closed(1, "cut-off", CUTS, midnight).code == "2026-10"


@pytest.mark.parametrize("said", ["2026-13", "2026-Q5", "2026-H3", "26-10", "", "2026-10-01", "٢٠٢٦", "1999"])
def test_what_is_no_period_is_not_read(said):
    with pytest.raises(BadPeriodError):
        span_of(said)


def test_a_check_says_in_which_row_it_fails_and_by_how_much():
    rows = [("Đất đai", {3: 10, 4: 4, 5: 6}), ("Xây dựng", {3: 9, 4: 4, 5: 6})]
    (fault,) = faults(rows, [check_of("3 = 4 + 5")])
    assert (fault.row, fault.check, fault.found, fault.expected) == ("Xây dựng", "(3) = (4) + (5)", 9, 10)


@pytest.mark.parametrize("said", ["3 = ", "3 == 4", "3 = 4 - 5", "x = 4", "3=4"])
def test_what_is_no_check_is_not_read(said):
    with pytest.raises(ValueError, match=re.escape(said)):
        check_of(said)


def test_what_was_left_must_be_carried_over_row_by_row_also_where_a_row_went_or_came():
    before = {"a": {11: 3}, "b": {11: 2}}
    now = {"a": ("A", {6: 3}), "c": ("C", {6: 1})}
    found = carried_faults(now, before, 11, 6)
    assert [(one.row, one.found, one.expected) for one in found] == [("C", 1, 0), ("b", 0, 2)]


LEAVES = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")).map(lambda pair: Leaf(*pair)),
    st.fixed_dictionaries({"n": st.integers(0, 9), "m": st.integers(0, 9)}),
)


@given(LEAVES, st.permutations(["level", "body", "field"]).map(lambda rows: rows[:2]))
def test_every_row_is_the_sum_of_the_leaves_that_lie_under_it(leaves, rows):
    levels = {"A": "province", "B": "province", "C": "commune"}.get
    for row in nested(leaves, rows, levels, lambda path: path):
        under = [
            counts
            for leaf, counts in leaves.items()
            if all(
                {"level": levels(leaf.body), "body": leaf.body, "field": leaf.field}[kind] == part
                for kind, part in zip(rows, row.path, strict=False)
            )
        ]
        assert all(row.counts.get(name, 0) == sum(one[name] for one in under) for name in "nm")


def test_rows_are_numbered_as_forms_number_them():
    assert numbered([1, 2, 3, 3, 2, 1, 2]) == ["I", "1", "1.1", "1.2", "2", "II", "1"]
    assert [roman(number) for number in (1, 4, 9, 14, 40)] == ["I", "IV", "IX", "XIV", "XXXX"]


def step(kind="process", *, opened=0, due=60, taken=10, closed=200):
    start = datetime(2026, 10, 1, 8, tzinfo=ZONE)
    at = [None if said is None else start + timedelta(minutes=said) for said in (opened, due, taken, closed)]
    return StepFact("HS", kind, 1, "B", "P", kind, "expert", "U", at[0], at[1], at[2], "o", at[3])


def minutes(a, b):
    return int((b - a).total_seconds() // 60)


@pytest.mark.parametrize(
    ("reason", "steps", "cause", "declared"),
    [
        ("coordination", [step("sign")], "coordination", True),
        ("system", [], "facilities", True),
        ("complexity", [step()], "other", True),
        ("", [step("sign")], "staff", False),
        ("", [step("consult"), step(closed=70)], "coordination", False),
        ("", [step(taken=150)], "workload", False),
        ("", [step(taken=None, closed=None)], "workload", False),
        ("", [step(taken=20)], "other", False),
        ("", [step(closed=50)], "other", False),
        ("", [], "other", False),
        ("no-such-reason", [step("sign")], "staff", False),
    ],
)
def test_a_late_dossier_has_the_cause_that_its_body_said_else_the_one_that_its_steps_say(
    reason, steps, cause, declared
):
    until = datetime(2026, 10, 2, 8, tzinfo=ZONE)
    found = cause_of(reason, steps, until, classes(), minutes)
    assert (found.code, found.is_declared) == (cause, declared)


def test_every_template_and_block_reads_and_says_where_it_comes_from():
    assert {"ii06a", "ii07a", "don-vi-2026", "giai-trinh-766", "mot-cua-thang", "cchc-quy"} == set(
        definitions()
    )
    for one in definitions().values():
        assert one.basis.text
        assert set(one.blocks) <= set(blocks())
        assert set(one.spans) <= set(SPANS)
    assert [str(check) for check in blocks()["ii06a"].checks] == [
        "(3) = (4) + (5) + (6)",
        "(7) = (8) + (9) + (10)",
        "(11) = (12) + (13)",
        "(3) = (7) + (11)",
    ]
    assert definitions()["ii07a"].basis.confidence == "unsure"


def test_a_block_whose_check_names_a_column_that_is_not_counted_does_not_read():
    told = {
        "kind": "counted",
        "title": {"vi": "x"},
        "rows": ["field"],
        "columns": [{"number": 3, "measure": "total", "group": {"vi": "g"}, "name": {"vi": "n"}}],
        "checks": ["3 = 4"],
    }
    with pytest.raises(ValueError, match="bad"):
        Block.of("bad", told)


def test_changes_name_cell_by_cell_what_a_new_version_says_differently():
    def report(cells, text=""):
        rows = [{"key": key, "label": {"vi": key}, "cells": {"3": cell}} for key, cell in cells.items()]
        table = {
            "code": "t",
            "title": {"vi": "T"},
            "columns": [{"key": "3", "name": {"vi": "Tổng"}}],
            "rows": rows,
        }
        return {"blocks": [table, {"code": "w", "title": {"vi": "W"}, "text": text}]}

    found = list(changes(report({"a": 1, "b": 2}, "cũ"), report({"a": 1, "b": 3, "c": 4}, "mới")))
    assert [(one.row.vi, one.before, one.after) for one in found] == [
        ("b", 2, 3),
        ("c", None, 4),
        ("W", "cũ", "mới"),
    ]
    assert list(changes(report({"a": 1}), report({"a": 1}))) == []
