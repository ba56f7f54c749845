"""The tallies of many parts and periods in one pass are what the slow way counts, cell by cell."""

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.criteria.models import MonthTally, ProcedureTally
from motcua.criteria.queries.counting import (
    added,
    counters,
    counts_and_trend,
    counts_by_procedure,
    counts_of,
    counts_over,
)
from motcua.criteria.queries.groups import Groups, groups, owner_of
from motcua.criteria.queries.nodes import tree
from motcua.criteria.rules.periods import Period, period
from motcua.criteria.services.tallying import Moves
from motcua.criteria.services.totalling import Totals, forget, total_anew
from motcua.organizations.models import BodyKind
from tests.factories.organizations import make_body

pytestmark = pytest.mark.django_db
FIRST = period("2025-11").first
ROWS = st.dictionaries(
    st.tuples(
        st.sampled_from(["B1", "B2", "B3"]), st.sampled_from(["", "P1", "P2"]), st.integers(FIRST, FIRST + 15)
    ),
    st.dictionaries(st.sampled_from([0, 1, 2, 13, 14, 20, 33, 34, 35, 36]), st.integers(-1, 3), min_size=1),
    max_size=14,
)
PARTS = {"north": ("B1", "B2"), "south": ("B3",), "nothing": ()}
PERIODS = [
    [period("2026-11"), period("2025-12"), period("2026-10")],
    [period("2026-Q1"), period("2026-Q3")],
    [period("2025"), period("2026")],
]


def fill(rows):
    months = defaultdict(lambda: defaultdict(int))
    for (body, procedure, month), slots in rows.items():
        told = {f"c{slot:02}": n for slot, n in slots.items()}
        ProcedureTally.objects.create(body=body, procedure=procedure, month=month, **told)
        for name, n in told.items():
            months[body, month][name] += n
    for (body, month), told in months.items():
        MonthTally.objects.create(body=body, month=month, **told)


def slowly(rows, bodies, over, procedures=None):
    flows = {flow.slot: code for code, flow in counters().flows.items()}
    within, ever = defaultdict(int), defaultdict(int)
    for (body, procedure, month), slots in rows.items():
        if body not in bodies or (procedures is not None and procedure not in procedures):
            continue
        for slot, n in slots.items():
            if month < over.end:
                ever[flows[slot], body, procedure] += n
                within[flows[slot], body, procedure] += n if month >= over.first else 0
    return counters().of_cells(within, ever)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, periods=st.sampled_from(PERIODS))
def test_every_part_in_every_period_is_what_the_slow_way_counts(db, rows, periods):
    ProcedureTally.objects.all().delete()
    MonthTally.objects.all().delete()
    fill(rows)
    found = counts_over(PARTS, periods)
    narrow = counts_over(PARTS, periods, procedures=["P1"])
    by_procedure = counts_by_procedure(["B1", "B3"], periods)
    for over in periods:
        for part, bodies in PARTS.items():
            assert found[over][part] == slowly(rows, bodies, over)
            assert narrow[over][part] == slowly(rows, bodies, over, {"P1"})
        for code, counts in by_procedure[over].items():
            assert counts == slowly(rows, ("B1", "B3"), over, {code})
        assert added(list(by_procedure[over].values()) or [slowly({}, (), over)]) == slowly(
            rows, ("B1", "B3"), over
        )


def test_periods_that_overlap_are_refused():
    with pytest.raises(ValueError, match="overlap"):
        counts_over(PARTS, [period("2026-11"), period("2026")])


@pytest.mark.parametrize("only", [("received",), ("pending",), ("received", "finished", "services_used")])
def test_counters_that_were_not_asked_for_are_missing_and_the_others_are_as_ever(only):
    fill(
        {
            ("B1", "P1", FIRST - 2): {0: 3},
            ("B2", "P1", FIRST): {0: 5, 1: 2, 2: 4},
            ("B3", "P1", FIRST): {0: 9},
        }
    )
    whole = counts_of(PARTS, Period(FIRST))["north"]
    found = counts_over(PARTS, [Period(FIRST)], only=only)[Period(FIRST)]["north"]
    assert {code: whole[code] for code in found} == found
    assert set(only) <= set(found) < set(whole)


def kept():
    """As if north were a node with B1 and B2 under it, and all three stood under another one."""
    north, every = owner_of(PARTS["north"]), owner_of(("B1", "B2", "B3"))
    return Groups("", {"B1": (north, every), "B2": (north, every), "B3": (every,)}, (north, every))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, later=ROWS, periods=st.sampled_from(PERIODS))
def test_totals_that_are_kept_are_what_is_folded(db, rows, later, periods):
    ProcedureTally.objects.all().delete()
    MonthTally.objects.all().delete()
    fill(rows)
    total_anew(counters(), kept())
    assert told(periods) == told_slowly(rows, periods)
    move(later)
    both = {
        cell: {slot: rows.get(cell, {}).get(slot, 0) + later.get(cell, {}).get(slot, 0) for slot in range(47)}
        for cell in rows | later
    }
    moved = told(periods)
    assert moved == told_slowly(both, periods)
    total_anew(counters(), kept())
    assert told(periods) == moved
    forget()
    assert told(periods) == moved


def move(rows):
    """As the follower does: more of these cells, and of the totals."""
    moves, totals = Moves(counters()), Totals(counters())
    for (body, procedure, month), slots in rows.items():
        for slot, n in slots.items():
            moves.months[body, month][slot] += n
            moves.procedures[body, procedure, month][slot] += n
    totals.note(moves)
    moves.write()
    totals.write(kept())


def told(periods):
    return counts_over(PARTS | {"whole": ("B1", "B2", "B3")}, periods)


def told_slowly(rows, periods):
    parts = PARTS | {"whole": ("B1", "B2", "B3")}
    return {over: {part: slowly(rows, parts[part], over) for part in parts} for over in periods}


def test_the_groups_that_are_kept_are_the_nodes_of_the_tree(db):
    first, other = make_body(kind=BodyKind.PROVINCE), make_body(kind=BodyKind.PROVINCE)
    bodies = [make_body(parent=first).code for _ in range(2)]
    found = groups()
    assert set(found.all) == {owner_of([first.code, *bodies]), owner_of([first.code, *bodies, other.code])}
    assert found.of[other.code] == (owner_of(list(tree().below("VN"))),)
    make_body(parent=other)
    assert groups().mark != found.mark
    assert owner_of(list(tree().below(other.code))) in groups().all


@pytest.mark.parametrize("periods", [1, 13])
def test_any_number_of_periods_takes_two_queries(periods, django_assert_num_queries):
    total_anew(counters(), kept())
    with django_assert_num_queries(2):
        counts_over({"north": PARTS["north"]}, [Period(FIRST + n) for n in range(periods)])
    with django_assert_num_queries(3):
        counts_over(PARTS, [Period(FIRST + n) for n in range(periods)])


def test_where_no_totals_are_kept_it_takes_four(django_assert_num_queries):
    with django_assert_num_queries(4):
        counts_over(PARTS, [Period(FIRST)])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_a_trend_is_what_its_periods_are_one_by_one(db, rows):
    ProcedureTally.objects.all().delete()
    MonthTally.objects.all().delete()
    fill(rows)
    over = period("2026-11")
    trend = [over.back(step) for step in range(4, -1, -1)]
    now, then = counts_and_trend(PARTS, [over.previous, over], trend)
    assert now == counts_over(PARTS, [over.previous, over])
    for one in trend:
        assert then[one] == slowly(rows, ("B1", "B2", "B3"), one)


def test_a_page_of_parts_and_a_trend_takes_five_queries_and_of_a_field_three(django_assert_num_queries):
    over = Period(FIRST)
    total_anew(counters(), kept())
    with django_assert_num_queries(5):
        counts_and_trend(PARTS, [over], [over.previous, over])
    with django_assert_num_queries(3):
        counts_and_trend(PARTS, [over], [over.previous, over], procedures=["P1"])
