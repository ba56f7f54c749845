"""What is counted: that flows say what their names say, and that moves, stocks and pairs add up."""

from collections import Counter
from dataclasses import replace

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.catalog.rules.problems import Unreadable
from motcua.criteria.rules import reading_counters
from motcua.criteria.rules.counters import MOST_SLOTS
from motcua.criteria.rules.counters_columnar import entries
from motcua.criteria.rules.folding import INSTANT, midnight_after
from tests.criteria.rules.making import (
    BEGIN,
    DAY,
    declarations,
    declared,
    dossier,
    dossiers,
    facts,
    moments,
    offer,
    offers,
    on,
    petition,
    petitions,
)
from tests.criteria.rules.tables import microseconds, table_of

COUNTERS = reading_counters.shipped()
TEXT = reading_counters.FILE.read_text(encoding="utf-8")
MONTH = (BEGIN, BEGIN + 31 * DAY)
NOW = on(25)


def counted(*several, horizon=NOW, period=MONTH):
    return COUNTERS.counted(several, *period, horizon)


def october(code, *several, horizon=NOW):
    return counted(*several, horizon=horizon)[code]


def received(day, due, ended=None, **columns):
    """A dossier as folding would tell it: late once its due moment has passed while it was open."""
    end = on(ended) if ended else None
    late = on(due) + INSTANT
    late_day = midnight_after(on(due))
    return dossier(
        received_at=on(day),
        due_at=on(due),
        ended_at=end,
        late_at=late if end is None or end >= late else None,
        late_day_at=late_day if end is None or end >= late_day else None,
        **columns,
    )


# -- what flows count -------------------------------------------------------------------------------------------------


def test_a_dossier_late_and_still_open_counts_against_the_rate():
    counts = counted(received(2, 10))
    assert (counts["pending"], counts["pending_late"], counts["finished"]) == (1, 1, 0)


def test_a_dossier_is_not_late_before_its_moment_has_come():
    assert october("pending_late", received(2, 10), horizon=on(10)) == 0
    assert october("pending_late", received(2, 10), horizon=on(11)) == 1


def test_a_dossier_finished_late_is_late_and_no_longer_pending():
    counts = counted(received(2, 10, ended=12))
    assert (counts["pending"], counts["pending_late"]) == (0, 0)
    assert (counts["finished"], counts["finished_late"], counts["finished_late_day"]) == (1, 1, 1)


def test_later_on_the_due_day_is_late_by_the_instant_and_not_by_the_date():
    fact = replace(received(2, 10, ended=10), ended_at=on(10, 15), late_at=on(10) + INSTANT)
    counts = counted(fact)
    assert (counts["finished_late"], counts["finished_late_day"], counts["finished_early"]) == (1, 0, 0)


def test_early_is_on_a_day_before_the_due_day():
    assert october("finished_early", received(2, 10, ended=9)) == 1
    assert october("finished_early", received(2, 10, ended=10)) == 0


def test_what_was_refused_at_intake_is_neither_received_nor_finished():
    counts = counted(dossier(refused_at_intake_at=on(3), ended_at=on(3)))
    assert (counts["received"], counts["finished"], counts["pending"]) == (0, 0, 0)


def test_a_dossier_pending_since_september_is_pending_in_october_and_not_received_in_it():
    fact = received(-5, 30)
    assert (october("pending", fact), october("received", fact)) == (1, 0)


def test_online_without_its_electronic_result_does_not_count_once_a_document_is_due():
    online = received(2, 10, ended=9, channel="online")
    assert october("received_online_electronic", online) == 1
    assert october("received_online_electronic", replace(online, document=True)) == 0
    assert october("received_online_electronic", replace(online, document=True, electronic=True)) == 1


def test_paid_online_counts_only_what_cost_something():
    paid = received(2, 10, fee=5000, paid_online=True, paid_at=on(3))
    assert october("received_paid_online", paid) == 1
    assert october("received_paid_online", replace(paid, fee=0)) == 0
    assert october("received_paid_online", replace(paid, paid_at=None)) == 0


def test_the_grades_of_the_nine_indices():
    assert october("contact_grades", received(2, 10, ended=9)) == 2
    assert october("contact_grades", received(2, 10, ended=9, supplements=1)) == 1
    assert october("contact_grades", received(2, 10, ended=9, supplements=2)) == 0
    assert october("attitude_grades", received(2, 10, ended=9)) == 2
    assert october("attitude_grades", received(2, 10, ended=10)) == 1
    assert october("attitude_grades", received(2, 10, ended=9, petitions=1)) == 0
    assert october("attitude_grades", received(2, 10, ended=12)) == 0


def test_a_petition_late_and_unanswered_is_at_fault_once_time_has_passed():
    waiting = petition(sent=on(2), late_at=on(12))
    assert october("petitions_at_fault", waiting, horizon=on(12)) == 0
    assert october("petitions_at_fault", waiting, horizon=on(13)) == 1
    assert COUNTERS.next_change(waiting, on(12)) == on(12)


def test_a_petition_at_fault_in_three_ways_counts_once():
    assert october("petitions_at_fault", petition(sent=on(2), late_at=on(3), liked=False, reopened=2)) == 1


def test_a_service_is_offered_from_its_first_moment_up_to_its_last():
    fact = offer(begins=on(5), ends_at=on(15), online_level="full")
    assert [october("online_services", fact, horizon=on(day)) for day in (5, 10, 15, 16)] == [0, 1, 1, 0]


def test_a_new_version_takes_the_place_of_the_old_one():
    counts = counted(offer(begins=on(-30), ends_at=on(5), fee=True), offer(begins=on(5), fee=False))
    assert (counts["offered"], counts["fee_procedures"]) == (1, 0)


def test_a_service_is_used_if_it_is_offered_online_and_somebody_filed_online():
    filed = received(2, 10, channel="online")
    online = offer(online_level="full")
    assert october("services_used", filed, online) == 1
    assert october("services_used", filed, filed, online) == 1
    assert october("services_used", filed) == 0
    assert october("services_used", filed, replace(online, online_level="none")) == 0
    assert october("services_used", replace(filed, procedure="1.2"), online) == 0
    assert october("services_used", replace(filed, body="B2"), online) == 0


def test_one_late_decision_of_several_makes_the_procedure_late():
    on_time = offer(begins=on(-9), decided_at=on(3), decision_on_time=True)
    late = offer(begins=on(-8), decided_at=on(4), decision_on_time=False)
    counts = counted(on_time, late, offer("1.2", decided_at=on(4), decision_on_time=True))
    assert (counts["procedures_decided"], counts["procedures_decided_late"]) == (2, 1)


def test_a_declared_figure_counts_its_amount_under_its_name():
    counts = counted(declared("synchronised", 40), declared("reported_national", 50))
    assert (counts["synchronised"], counts["reported_national"], counts["communes"]) == (40, 50, 0)


# -- that they add up -------------------------------------------------------------------------------------------------


def moved(before, after, horizon_before, horizon_after):
    moves = Counter(COUNTERS.contributions(after, horizon_after))
    moves.subtract(COUNTERS.contributions(before, horizon_before))
    return moves


@given(
    steps=st.lists(
        st.tuples(st.one_of(st.lists(dossiers, max_size=1), st.just([])), st.integers(0, 9)), max_size=8
    )
)
def test_new_minus_old_act_by_act_comes_to_a_full_count(steps):
    """Each act changes the one dossier or lets time pass; the moves in between sum to counting it at the end."""
    kept, horizon, total = dossier(), BEGIN - 50 * DAY, Counter()
    for changed, days in steps:
        after, later = (changed[0] if changed else kept), horizon + days * DAY
        total.update(moved(kept, after, horizon, later))
        kept, horizon = after, later
    assert {cell: amount for cell, amount in total.items() if amount} == COUNTERS.contributions(kept, horizon)


@given(fact=facts, horizon=moments, days=st.integers(0, 30))
def test_between_now_and_the_next_change_time_changes_nothing(fact, horizon, days):
    later = horizon + days * DAY
    following = COUNTERS.next_change(fact, horizon)
    if following is None or later <= following:
        assert COUNTERS.contributions(fact, later) == COUNTERS.contributions(fact, horizon)


@given(several=st.lists(facts, max_size=25))
def test_a_parent_is_the_sum_of_its_bodies(several):
    whole = counted(*several)
    parts = [counted(*(fact for fact in several if fact.body == body)) for body in ("B1", "B2", "B3")]
    assert whole == {code: sum(part[code] for part in parts) for code in whole}


@given(several=st.lists(dossiers, max_size=25))
def test_pending_is_who_came_and_has_not_gone(several):
    known = [
        fact
        for fact in several
        if fact.received_at is None or not fact.ended_at or fact.received_at <= fact.ended_at
    ]
    open_now = [
        fact
        for fact in known
        if fact.received_at is not None
        and fact.received_at < min(NOW, MONTH[1])
        and (fact.ended_at is None or fact.ended_at >= min(NOW, MONTH[1]))
    ]
    assert october("pending", *known) == len(open_now)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    several=st.one_of(
        [st.lists(kind, min_size=1, max_size=40) for kind in (dossiers, petitions, offers, declarations)]
    ),
    horizon=moments,
)
def test_the_columns_count_what_the_functions_count(several, horizon):
    table, connection = table_of(several)
    for flow in COUNTERS.by_kind[several[0].kind]:
        pairs = entries(flow, table, microseconds(horizon))
        columns = {
            f"{what}{n}": one for n, pair in enumerate(pairs) for what, one in zip("ma", pair, strict=True)
        }
        sql = ibis.to_sql(table.select(table.row, **columns).order_by("row"), dialect="duckdb")
        found = [row[1:] for row in connection.execute(sql).fetchall()]
        for fact, row in zip(several, found, strict=True):
            told = [(row[n], row[n + 1]) for n in range(0, len(row), 2) if row[n + 1]]
            assert told == [(microseconds(at), amount) for at, amount in flow.entries(fact, horizon)], (
                flow.code
            )


def test_what_stands_behind_a_figure_is_told_by_its_flows():
    assert COUNTERS.flows_of("pending_late") == ("became_late", "finished_late")
    assert COUNTERS.flows_of("services_used") == ("received_online", "offers_online")
    assert COUNTERS.flows_of("received") == ("received",)


# -- the file ---------------------------------------------------------------------------------------------------------


def test_every_flow_has_a_slot_of_its_own_and_there_are_slots_for_all():
    slots = [flow.slot for flow in COUNTERS.flows.values()]
    assert len(slots) == len(set(slots))
    assert max(slots) < MOST_SLOTS


def test_every_counter_is_named_in_both_languages():
    for code in COUNTERS.names:
        assert COUNTERS.name_of(code).vi
        assert COUNTERS.name_of(code).en


def test_the_digest_changes_with_what_is_counted_and_not_with_what_it_is_called():
    renamed = reading_counters.read(TEXT.replace("Dossiers filed online", "Filed by the web"))
    changed = reading_counters.read(TEXT.replace('channel == "online"', 'channel == "post"'))
    assert renamed.digest == COUNTERS.digest
    assert changed.digest != COUNTERS.digest


FAULTS = [
    ("slot: 7,", "slot: 6,", "Slot 6 is not free"),
    ("slot: 7,", "slot: 48,", "Slot 48 is not free"),
    ("retired_slots: []", "retired_slots: [0]", "Slot 0 is not free"),
    ("dated: late_at,", "dated: late,", "“late” is not a moment"),
    ("where: eligible,", "where: elligible,", "At character 1: “elligible” is not a column"),
    ("of: received - finished,", "of: received - finishd,", "At character 12: “finishd” is not a counter"),
    ("of: received - finished,", 'of: "max(received, finished)",', "not additive"),
    ("of: [received_online]", "of: [recieved_online]", "Did you mean “received_online”"),
    ("among: fee_procedures,", "among: fee_procedure,", "Did you mean “fee_procedures”"),
    ("- {code: became_late,", "- {code: finished_late,", "“finished_late” stands here twice"),
    ("of: petition, dated: sent_at,", "of: step, dated: sent_at,", "“step” is not one of"),
    (
        "numerator: finished - finished_late\n",
        "nominator: finished - finished_late\n",
        "“nominator” is not known",
    ),
]


@pytest.mark.parametrize(("before", "after", "message"), FAULTS)
def test_a_fault_in_the_file_is_told_with_its_line(before, after, message):
    assert before in TEXT
    with pytest.raises(Unreadable) as caught:
        reading_counters.read(TEXT.replace(before, after, 1))
    told = next(problem for problem in caught.value.problems if message in str(problem))
    at_fault = "slot: 0," if before == "retired_slots: []" else before
    assert told.line == TEXT[: TEXT.index(at_fault)].count("\n") + 1
