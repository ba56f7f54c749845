"""What a body or an officer does more often than others do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules.detectors import Table, findings
from motcua.criteria.rules.detectors.refiling import first_of_pairs
from motcua.criteria.rules.detectors.scene import Scene
from motcua.criteria.rules.detectors.tables import microseconds
from motcua.criteria.rules.facts import StepFact
from tests.criteria.detectors.conftest import HORIZON, MONTH, completed, fact, facts, on


def received(body, many, **told):
    return facts(many, body=body, received_at=on(1, 10), **told)


def others(make, bodies=10):
    """Ten more bodies where one dossier in twenty is so."""
    return [one for n in range(bodies) for one in make(f"N{n}")]


def test_a_body_that_asks_far_more_often_than_its_peers_is_asked_why(ask):
    def usual(body):
        return received(body, 95) + received(body, 5, supplements=1)

    much = received("B1", 75) + received("B1", 25, supplements=1)
    (found,) = ask("pause_share", others(usual) + much)
    assert (found.body, found.count, found.of) == ("B1", 25, 100)
    assert found.expected == pytest.approx(5, abs=1)
    assert ask("pause_share", others(usual)) == []


def test_a_body_is_only_compared_with_those_that_do_the_same(ask):
    """A procedure that asks a lot everywhere is no reason to ask the body that has only this one."""

    def usual(body):
        return received(body, 95) + [
            one for _n in range(5) for one in received(body, 1, procedure="hard", supplements=1)
        ]

    special = received("B1", 40, procedure="hard", supplements=1)
    assert ask("pause_share", others(usual) + special) == []


def test_a_procedure_that_nobody_else_has_cannot_be_compared(ask):
    alone = received("B1", 80, procedure="own", supplements=1)
    assert ask("pause_share", others(lambda body: received(body, 100)) + alone) == []


def test_an_officer_is_compared_over_the_steps_that_he_took(ask):
    dossiers, steps = [], []
    for number in range(12):
        for place in range(60):
            asks = place < (20 if number == 0 else 3)
            one = fact(
                received_at=on(1, 10),
                supplements=int(asks),
                asker=f"C{number}" if asks else "",
                body=f"B{number % 3}",
            )
            dossiers.append(one)
            steps.append(
                StepFact(
                    one.code,
                    "tham-dinh",
                    1,
                    one.body,
                    "P1",
                    "process",
                    "specialist",
                    "U",
                    on(1),
                    officer=f"C{number}",
                )
            )
    by_officer = [one for one in ask("pause_share", dossiers, steps=steps) if one.about]
    assert [(one.about, one.body, one.count, one.of) for one in by_officer] == [("C0", "B0", 20, 60)]
    assert "C0" not in by_officer[0].question.vi + by_officer[0].question.en


def test_a_dossier_counts_once_for_an_officer_however_many_steps_he_had(ask):
    dossiers, steps = [], []
    for number in range(12):
        for place in range(60):
            asks, who = place < (8 if number == 0 else 3), f"C{number}"
            one = fact(
                received_at=on(1, 10), supplements=int(asks), asker=who if asks else "", body=f"B{number}"
            )
            dossiers.append(one)
            for name in ("tham-dinh", "thuc-dia", "du-thao"):
                told = (one.code, name, 1, one.body, "P1", "process", "specialist", "U", on(1))
                steps.append(StepFact(*told, officer=who))
    assert ask("pause_share", dossiers, steps=steps) == []


def refused(body, many, *, again, day=6):
    """Refused dossiers, and as many of them filed again two days later."""
    first = [fact(body=body, received_at=on(2), ended_at=on(day), ending="refused") for _n in range(many)]
    second = [
        fact(body=body, filed_at=on(day + 2), applicant_mark=one.applicant_mark) for one in first[:again]
    ]
    return first + second


def test_refused_and_filed_again_is_found_with_both_codes(ask):
    def usual(body):
        return [completed(on(2), body=body) for _n in range(97)] + refused(body, 3, again=2)

    much = [completed(on(2), body="B1") for _n in range(80)] + refused("B1", 20, again=18)
    (found,) = ask("refuse_refile", others(usual) + much)
    assert (found.body, found.count) == ("B1", 18)
    assert len(found.evidence) == 36


days = st.integers(1, 28)
tangled = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("PQ"), days, st.integers(0, 9), st.booleans()),
    max_size=14,
)


@given(tangled)
def test_pairs_are_those_found_by_hand(work, rows):
    dossiers = [
        fact(
            applicant_mark=person,
            procedure=procedure,
            filed_at=on(day, 9) + timedelta(seconds=place),
            ended_at=on(day, 9) + timedelta(days=life, hours=1) if is_refused else None,
            ending="refused" if is_refused else "",
        )
        for place, (person, procedure, day, life, is_refused) in enumerate(rows)
    ]
    wanted = set()
    for one in dossiers:
        if one.ended_at and MONTH.starts_at <= one.ended_at < MONTH.ends_at:
            later = [
                other
                for other in dossiers
                if (other.applicant_mark, other.procedure) == (one.applicant_mark, one.procedure)
                and one.ended_at <= other.filed_at <= one.ended_at + timedelta(days=30)
            ]
            if later:
                wanted.add((one.code, min(later, key=lambda other: other.filed_at).code))
    scene = Scene(Table.of(dossiers), Table.of([]), MONTH, microseconds(HORIZON), work)
    first, second = first_of_pairs(scene, 30)
    assert {(dossiers[a].code, dossiers[b].code) for a, b in zip(first, second, strict=True)} == wanted


def test_a_burst_of_closures_in_the_last_days_is_asked_about(ask):
    def usual(body):
        return [completed(on(1 + n % 20), timedelta(days=2), body=body) for n in range(60)] + [
            fact(body=body, ended_at=on(5 + n * 5), ending="stopped") for n in range(5)
        ]

    burst = usual("B1") + [fact(body="B1", ended_at=on(30, 15), ending="stopped") for _n in range(25)]
    (found,) = ask("period_end_burst", others(usual) + burst)
    assert (found.body, found.about) == ("B1", "closures")
    assert "refused or stopped" in found.question.en


def test_before_the_period_is_over_its_last_days_cannot_be_judged(ask):
    burst = [fact(ended_at=on(30, 15), ending="stopped") for _n in range(25)]
    assert ask("period_end_burst", burst, horizon=on(30, 16)) == []


def test_payments_of_the_least_amount_are_held_against_the_peers(ask):
    def usual(body):
        return [fact(body=body, fee=10_000 * (1 + n % 4), paid_at=on(2), paid_online=True) for n in range(80)]

    least = [replace(one, body="B1", code=f"L{n}", fee=10_000) for n, one in enumerate(usual("B1"))]
    (found,) = ask("minimum_payments", others(usual) + least)
    assert (found.body, found.count, found.of) == ("B1", 80, 80)
    assert found.expected == pytest.approx(20, abs=4)


def test_where_a_procedure_costs_the_same_for_all_its_least_is_no_sign(ask):
    flat = [fact(body=f"B{n % 5}", fee=10_000, paid_at=on(2), paid_online=True) for n in range(400)]
    assert ask("minimum_payments", flat) == []


def test_corrections_are_held_against_the_peers(ask):
    def usual(body):
        return [completed(on(2), body=body) for _n in range(98)] + [
            completed(on(2), body=body, corrections=1)
        ] * 2

    much = [completed(on(2), body="B1") for _n in range(80)] + [
        completed(on(2), body="B1", corrections=2)
    ] * 20
    (found,) = ask("correction_rate", others(usual) + much)
    assert (found.body, found.count, found.of) == ("B1", 20, 100)


def test_filings_that_wait_too_long_are_asked_about_also_while_they_still_wait(ask, calendar):
    quick = [fact(filed_at=on(1), received_at=on(1, 10)) for _n in range(60)]
    slow = [fact(filed_at=on(1), received_at=on(6)) for _n in range(12)]
    waiting = facts(12, filed_at=on(1))
    turned_away = [fact(filed_at=on(1), refused_at_intake_at=on(1, 14)) for _n in range(10)]
    (found,) = ask("acceptance_delay", quick + slow + waiting + turned_away)
    assert found.evidence == tuple(sorted(one.code for one in slow + waiting))
    assert ask("acceptance_delay", quick + turned_away) == []


def test_a_filing_in_the_evening_is_not_late_in_the_morning(ask):
    evening = [fact(filed_at=on(1, 22), received_at=on(2, 16)) for _n in range(60)]
    assert ask("acceptance_delay", evening) == []


def test_one_busy_month_in_a_small_office_asks_nobody(calendar):
    """Three dossiers cannot be told from chance, whatever happened to them."""
    some = [completed(on(2), corrections=1, supplements=1) for _n in range(3)]
    assert findings(some, calendar, period=MONTH, horizon=HORIZON) == []
