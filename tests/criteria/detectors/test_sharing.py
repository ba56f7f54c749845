"""Dossiers that share a device, a phone, a person or a scan; and empty paper."""

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules.detectors import Table, assisted, detectors, findings
from motcua.criteria.rules.detectors.scene import Scene
from motcua.criteria.rules.detectors.sharing import shared_device
from motcua.criteria.rules.detectors.tables import microseconds
from tests.criteria.detectors.conftest import HORIZON, MONTH, completed, fact, facts, on

MOST = {code: told.limits["most"] for code, told in detectors().items() if "most" in told.limits}


def test_more_people_than_a_family_from_one_device_on_a_day_are_asked_about(ask):
    crowd = facts(MOST["shared_device"] + 1, device_mark="one")
    (found,) = ask("shared_device", [*crowd, *facts(20)])
    assert found.body == "B1"
    assert found.evidence == tuple(sorted(one.code for one in crowd))
    assert str(len(crowd)) in found.question.vi


def test_a_family_on_one_device_is_not_asked_about(ask):
    assert ask("shared_device", facts(MOST["shared_device"], device_mark="one")) == []


def test_one_person_with_many_dossiers_on_his_device_is_no_crowd(ask):
    assert ask("shared_device", facts(20, device_mark="one", applicant_mark="he")) == []


def test_a_counters_device_says_nothing(ask):
    assert ask("shared_device", facts(30, device_mark="one", channel="counter")) == []


def test_what_is_unknown_is_not_shared(ask):
    unknown = facts(30, device_mark="", phone_mark="", applicant_mark="", scans="")
    told = [
        ask(code, unknown) for code in ("shared_device", "shared_phone", "repeated_applicant", "copied_scans")
    ]
    assert told == [[], [], [], []]


def test_a_phone_is_shared_over_the_whole_period_and_at_the_counter_too(ask):
    some = [
        fact(phone_mark="one", filed_at=on(1 + n), channel="counter") for n in range(MOST["shared_phone"] + 1)
    ]
    (found,) = ask("shared_phone", some)
    assert found.count == len(some)


def test_the_same_device_at_another_body_or_on_another_day_is_counted_for_itself(ask):
    most = MOST["shared_device"]
    elsewhere = facts(most, device_mark="one") + facts(most, device_mark="one", body="B2")
    later = facts(most, device_mark="one", filed_at=on(2))
    assert ask("shared_device", elsewhere + later) == []


def test_a_series_of_one_person_for_one_procedure_is_asked_about(ask):
    series = facts(MOST["repeated_applicant"] + 1, applicant_mark="he")
    (found,) = ask("repeated_applicant", [*series, *facts(5)])
    assert found.evidence == tuple(one.code for one in series)
    spread = [replace(one, procedure=f"P{n}") for n, one in enumerate(series)]
    assert ask("repeated_applicant", spread) == []


def test_the_same_file_of_several_people_is_asked_about(ask):
    copies = facts(MOST["copied_scans"] + 1, scans="aa bb")
    (found,) = ask("copied_scans", [*copies, *facts(3, scans="cc")])
    assert found.evidence == tuple(one.code for one in copies)


def test_the_same_file_in_all_dossiers_of_one_person_is_his_own(ask):
    assert ask("copied_scans", facts(20, scans="aa", applicant_mark="he")) == []


def test_a_form_that_everybody_downloads_is_not_asked_about(ask):
    everywhere = [one for n in range(12) for one in facts(6, scans="form", body=f"B{n}")]
    assert ask("copied_scans", everywhere) == []


def test_blank_scans_beyond_mishaps_are_asked_about(ask):
    scanned = facts(200, digitised=2)
    assert ask("blank_scans", [*scanned, fact(digitised=1, blank=1)]) == []
    blank = facts(6, digitised=1, blank=1)
    (found,) = ask("blank_scans", scanned + blank)
    assert found.evidence == tuple(one.code for one in blank)


def test_what_was_filed_in_another_month_is_not_asked_about_in_this_one(ask):
    crowd = facts(9, device_mark="one", filed_at=on(30, month=9)) + facts(
        9, device_mark="two", filed_at=on(1, month=11)
    )
    assert ask("shared_device", crowd) == []


few = st.sampled_from("abc")


@given(st.lists(st.tuples(few, few, st.sampled_from("mnopqrst"), st.integers(1, 2)), max_size=60))
def test_shared_devices_are_those_found_by_hand(work, rows):
    dossiers = [
        fact(body=body, device_mark=device, applicant_mark=person, filed_at=on(day))
        for body, device, person, day in rows
    ]
    people, members = defaultdict(set), defaultdict(set)
    for one in dossiers:
        place = one.body, one.device_mark, one.filed_at
        people[place].add(one.applicant_mark)
        members[place].add(one.code)
    wanted = {
        code for place, who in people.items() if len(who) > MOST["shared_device"] for code in members[place]
    }
    scene = Scene(Table.of(dossiers), Table.of([]), MONTH, microseconds(HORIZON), work)
    found = shared_device(scene, detectors()["shared_device"].limits)
    assert {dossiers[row].code for one in found for row in one.rows.tolist()} == wanted


def test_what_looks_made_up_is_told_apart_from_what_is_only_odd(calendar):
    crowd = facts(9, device_mark="one")
    kept_waiting = facts(60, channel="counter", filed_at=on(2))
    found = findings(crowd + kept_waiting, calendar, period=MONTH, horizon=HORIZON)
    assert {one.detector for one in found} >= {"acceptance_delay", "shared_device"}
    assert assisted(found) == frozenset(one.code for one in crowd)


@pytest.mark.parametrize("minutes", [2, 9])
def test_decided_within_minutes(ask, minutes):
    usual = [completed(on(2), body="B1") for _n in range(40)]
    fast = [fact(filed_at=on(5), ended_at=on(5, minute=minutes), ending="completed") for _n in range(5)]
    (found,) = ask("short_life", usual + fast)
    assert found.evidence == tuple(one.code for one in fast)
    assert ask("short_life", usual + fast[:2]) == []


def test_a_withdrawal_within_minutes_is_the_applicants_own(ask):
    withdrawn = [fact(filed_at=on(5), ended_at=on(5, minute=3), ending="withdrawn") for _n in range(9)]
    assert ask("short_life", withdrawn) == []
