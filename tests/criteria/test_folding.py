"""What becomes late, and that nothing done afterwards makes it good."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.folding import INSTANT, Known, ProcedureFacts, Told, midnight_after

DAY = timedelta(days=1)
BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=ZONE)
FILED = {
    "procedure": "1.1", "version": 1, "channel": "online", "online_level": "full", "papers": 2, "digitised": 1,
    "reused": 0, "identity_verified": True, "fee_total": 0,
}  # fmt: skip


def told(kind, at, subject="HS1", **data):
    return Told(kind, subject, "B1", "officer-1", at, data)


def folded(*entries):
    known = Known({("1.1", 1): ProcedureFacts(eligible=True)})
    for entry in (told("dossier.filed", BEGIN, **FILED), *entries):
        known.fold(entry)
    return known


def received(due=BEGIN + 5 * DAY, at=BEGIN):
    return told("dossier.received", at, due_at=due.isoformat())


def dossier(*entries):
    return folded(*entries).dossiers["HS1"]


def is_late(fact, at):
    return fact.late_at is not None and fact.late_at <= at


def test_a_dossier_that_ends_at_its_due_moment_is_on_time():
    due = BEGIN + 5 * DAY
    fact = dossier(received(due), told("dossier.completed", due, document=True, electronic=True))
    assert (fact.ended_at, fact.late_at) == (due, None)
    assert fact.electronic


def test_a_dossier_that_ends_an_instant_later_is_late():
    due = BEGIN + 5 * DAY
    fact = dossier(received(due), told("dossier.completed", due + INSTANT))
    assert fact.late_at == due + INSTANT


def test_by_calendar_date_the_whole_due_day_is_in_time():
    due = BEGIN + 5 * DAY
    fact = dossier(received(due), told("dossier.completed", due + timedelta(hours=3)))
    assert fact.late_at is not None
    assert fact.late_day_at is None
    assert midnight_after(due).hour == 0
    late = dossier(received(due), told("dossier.completed", due + DAY))
    assert late.late_day_at == midnight_after(due)


def test_an_open_dossier_is_late_from_its_due_moment_on_without_any_act():
    fact = dossier(received(BEGIN + DAY))
    assert not is_late(fact, BEGIN + DAY)
    assert is_late(fact, BEGIN + DAY + INSTANT)


def test_the_clock_stands_while_the_citizen_is_asked():
    asked = dossier(received(BEGIN + DAY), told("supplement.requested", BEGIN + timedelta(hours=1)))
    assert asked.late_at is None
    answered = dossier(
        received(BEGIN + DAY),
        told("supplement.requested", BEGIN + timedelta(hours=1)),
        told("supplement.given", BEGIN + 9 * DAY, due_at=(BEGIN + 10 * DAY).isoformat()),
    )
    assert not is_late(answered, BEGIN + 10 * DAY)
    assert is_late(answered, BEGIN + 10 * DAY + INSTANT)


def test_a_second_request_makes_it_late_at_once():
    second = BEGIN + 2 * DAY
    fact = dossier(
        received(),
        told("supplement.requested", BEGIN + timedelta(hours=1)),
        told("supplement.given", BEGIN + DAY, due_at=(BEGIN + 9 * DAY).isoformat()),
        told("supplement.requested", second),
    )
    assert fact.late_at == fact.late_day_at == second


@pytest.mark.parametrize(
    "cure",
    [
        [
            told("supplement.requested", BEGIN + 6 * DAY),
            told("supplement.given", BEGIN + 8 * DAY, due_at=(BEGIN + 20 * DAY).isoformat()),
        ],
        [told("dossier.extended", BEGIN + 6 * DAY, due_at=(BEGIN + 20 * DAY).isoformat())],
        [told("dossier.withdrawn", BEGIN + 6 * DAY)],
        [told("dossier.stopped", BEGIN + 6 * DAY)],
        [told("dossier.corrected", BEGIN + 6 * DAY)],
    ],
)  # fmt: skip
def test_nothing_done_after_the_due_moment_makes_it_good(cure):
    fact = dossier(received(BEGIN + 5 * DAY), *cure)
    assert fact.late_at == BEGIN + 5 * DAY + INSTANT


def test_what_was_recorded_counts_not_what_was_said():
    entry = told("dossier.completed", BEGIN + 9 * DAY, occurred_at=BEGIN.isoformat())
    assert dossier(received(BEGIN + 5 * DAY), entry).ended_at == BEGIN + 9 * DAY


def test_the_first_end_stays_the_end():
    fact = dossier(
        received(),
        told("dossier.completed", BEGIN + DAY, document=True),
        told("dossier.stopped", BEGIN + 2 * DAY),
    )
    assert (fact.ended_at, fact.ending, fact.document) == (BEGIN + DAY, "completed", True)


def test_a_petition_about_a_dossier_is_told_of_both():
    known = folded(
        told(
            "petition.sent",
            BEGIN,
            "PA1",
            about="conduct",
            due_at=(BEGIN + 15 * DAY).isoformat(),
            dossier="HS1",
        )
    )
    assert known.dossiers["HS1"].petitions == 1
    assert known.petitions["PA1"].procedure == "1.1"


def test_a_petition_that_was_passed_on_counts_where_it_lies():
    known = folded(
        told("petition.sent", BEGIN, "PA1", about="conduct", due_at=(BEGIN + DAY).isoformat()),
        told("petition.transferred", BEGIN, "PA1", to_body="B2"),
        told("petition.answered", BEGIN + 2 * DAY, "PA1", on_time=True),
    )
    fact = known.petitions["PA1"]
    assert (fact.body, fact.late_at) == ("B2", BEGIN + DAY + INSTANT)


def test_a_step_keeps_who_took_it_and_when_it_closed():
    step = {"step": "tham-dinh", "round": 1}
    known = folded(
        received(),
        told("step.opened", BEGIN, **step, step_kind="process", role="specialist", unit="B1.P1"),
        told("step.taken", BEGIN + DAY, **step, officer="cb-7"),
        told("step.finished", BEGIN + 2 * DAY, **step, outcome="done"),
    )
    fact = known.steps["HS1", "tham-dinh", 1]
    assert (fact.officer, fact.taken_at, fact.closed_at) == ("cb-7", BEGIN + DAY, BEGIN + 2 * DAY)


ACTS = st.sampled_from(["supplement.requested", "supplement.given", "dossier.extended", "dossier.stopped"])


@given(st.lists(st.tuples(ACTS, st.integers(1, 400), st.integers(1, 400)), max_size=8))
def test_once_late_is_late_for_ever_whatever_follows(acts):
    at, entries = BEGIN, [received()]
    for kind, wait, grace in acts:
        at += timedelta(hours=wait)
        entries.append(told(kind, at, due_at=(at + timedelta(hours=grace)).isoformat()))
        before, after = dossier(*entries[:-1]), dossier(*entries)
        if is_late(before, at):
            assert after.late_at == before.late_at
