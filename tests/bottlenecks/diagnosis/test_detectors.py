"""Each detector finds its own signature, and is silent without it."""

import random
from datetime import date, datetime
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.bottlenecks.benchmarks.causes import judged
from motcua.bottlenecks.rules.diagnosis import Cause, Reason
from motcua.bottlenecks.rules.diagnosis.norms import Norms, in_force
from motcua.bottlenecks.rules.diagnosis.suspecting import Ground, suspected
from motcua.bottlenecks.rules.diagnosis.suspecting.chances import at_least
from motcua.bottlenecks.rules.diagnosis.suspecting.ground import Filed
from motcua.clock.rules.calendar import ZONE
from tests.bottlenecks.diagnosis.making import ALWAYS, rounds, row

DAY = 1440
NORMS: Norms = in_force(date(2026, 1, 1))


def work(
    unit, *, wait, limit=600, days=120, kind="sign", role="leader", each_day=1, body="B", officer="", seed=0
):
    """Rounds that arrive every day, each waiting `wait(day, random)` minutes and worked on for five."""
    rng, rows = random.Random(f"{unit}{seed}"), []
    for day in range(days):
        for number in range(each_day):
            opened = day * DAY + 60 + 40 * number
            taken = opened + wait(day, rng)
            rows.append(
                row(
                    f"{unit}-{day}-{number}",
                    "s",
                    opened,
                    taken=taken,
                    closed=taken + 5,
                    limit=limit,
                    kind=kind,
                    role=role,
                    unit=unit,
                    body=body,
                    officer=officer or f"{unit}-1",
                )  # fmt: skip
            )
    return rows


def usual(day, rng):
    return rng.randrange(20, 200)


def ground(rows, *, dossiers=(), bodies=None):
    units = {one.unit for one in rows}
    told = rounds(*rows)
    return Ground(
        told, dossiers, frozenset({"B"}), bodies or dict.fromkeys(units, "B"), 0, 0, ALWAYS.day_minutes
    )


def found(rows, **more):
    return [(cause.reason, cause.where) for cause in suspected(ground(rows, **more), NORMS)]


HONEST = [one for number in range(6) for one in work(f"U{number}", wait=usual)]


def test_honest_units_have_no_cause():
    assert found(HONEST) == []


def test_a_unit_that_signs_on_two_weekdays_gathers_batches():
    def until_tuesday_or_thursday(day, rng):
        """The first of 2026 was a Thursday; work is taken at eight on the next Tuesday or Thursday."""
        ahead = next(n for n in range(1, 8) if (day + n + 3) % 7 in (1, 3))
        return ahead * DAY

    told = found([*HONEST, *work("U9", wait=until_tuesday_or_thursday)])
    assert [(reason, where["unit"]) for reason, where in told] == [(Reason.BATCH, "U9")]


def test_what_was_gathered_until_it_was_mended_is_told_with_its_end():
    def mended_on_day_70(day, rng):
        ahead = next(n for n in range(1, 8) if (day + n + 3) % 7 in (1, 3))
        return ahead * DAY if day < 70 else usual(day, rng)

    (cause,) = suspected(ground([*HONEST, *work("U9", wait=mended_on_day_70)]), NORMS)
    assert (cause.reason, cause.where["unit"]) == (Reason.BATCH, "U9")
    until = datetime.fromtimestamp(cause.numbers["until"] / 1_000_000, ZONE).date()
    assert date(2026, 2, 22) < until < date(2026, 3, 12)


def test_who_has_work_on_two_weekdays_only_gathers_nothing():
    rows = [
        one
        for one in work("U9", wait=lambda day, rng: 700)
        if (one.opened // (DAY * 60_000_000)) % 7 in (1, 3)
    ]
    assert Reason.BATCH not in {reason for reason, _ in found([*HONEST, *rows])}


def test_an_officer_who_is_away_while_work_waits_is_absent():
    def away(day, rng):
        return (70 - day) * DAY if 50 <= day < 70 else usual(day, rng)

    ((reason, where),) = found([*HONEST, *work("U9", wait=away)])
    assert (reason, where["officer"]) == (Reason.ABSENCE, "U9-1")


def test_who_always_lets_work_lie_long_is_not_absent():
    rows = work("U9", wait=lambda day, rng: rng.randrange(8, 30) * DAY, limit=90_000, days=30)
    assert found([*HONEST, *rows]) == []


def queue(unit, *, minutes, gap, count=400, limit=600):
    """One officer, one thing at a time, in the order of arrival."""
    free, rows = 0, []
    for number in range(count):
        opened = number * gap
        taken = max(opened, free)
        free = taken + minutes
        rows.append(
            row(
                f"{unit}-{number}", "s", opened, taken=taken, closed=free, limit=limit, unit=unit, officer="x"
            )
        )
    return rows


def test_one_officer_with_more_than_he_can_do_is_overloaded():
    ((reason, where),) = found([*HONEST, *queue("U9", minutes=130, gap=120)])
    assert (reason, where["officer"]) == (Reason.OVERLOAD, "x")


def test_what_lies_untaken_before_an_overloaded_officer_is_told_with_what_he_took_up():
    waiting = [
        row(f"W-{n}", "s", 50_000 + n, taken=None, closed=None, limit=600, unit="U9", officer="")
        for n in range(7)
    ]
    told = suspected(ground([*HONEST, *queue("U9", minutes=130, gap=120), *waiting]), NORMS)
    (cause,) = [one for one in told if one.reason is Reason.OVERLOAD]
    assert (cause.numbers["taken"], cause.numbers["untaken"]) == (400, 7)


def test_an_officer_who_is_busy_but_keeps_up_is_not():
    assert found([*HONEST, *queue("U9", minutes=100, gap=120)]) == []


def test_a_slow_opinion_is_an_agencys_or_the_bodys_own():
    others = [one for n in range(5) for one in work(f"C{n}", wait=usual, kind="consult", role="specialist")]
    slow = work("C9", wait=lambda day, rng: 2_000 + usual(day, rng), kind="consult", role="specialist")
    rows = [*others, *slow]
    units = dict.fromkeys({one.unit for one in rows}, "B")
    assert [one[0] for one in found(rows)] == [Reason.OPINION]
    assert [one[0] for one in found(rows, bodies=units | {"C9": "A"})] == [Reason.AGENCY]


def test_a_queue_before_the_signature_without_a_narrower_cause_is_told_as_that():
    rows = [*HONEST, *work("U9", wait=lambda day, rng: 900 + rng.randrange(400), each_day=3)]
    assert [(reason, where["unit"]) for reason, where in found(rows)] == [(Reason.SIGNATURE, "U9")]


def filed(procedure, hits, of):
    return [Filed(f"{procedure}-{n}", "B", procedure, n < hits, n < hits) for n in range(of)]


def test_a_procedure_whose_papers_are_often_wrong_and_whose_fee_comes_late_is_named():
    dossiers = [one for n in range(8) for one in filed(f"P{n}", 6, 100)] + filed("P9", 45, 100)
    told = suspected(ground(HONEST, dossiers=dossiers), NORMS)
    assert {(cause.reason, cause.where["procedure"]) for cause in told} == {
        (Reason.PAPER, "P9"), (Reason.PAYMENT, "P9"),
    }  # fmt: skip
    assert {len(cause.dossiers) for cause in told} == {45}


def test_few_dossiers_of_a_procedure_prove_nothing():
    dossiers = [one for n in range(8) for one in filed(f"P{n}", 6, 100)] + filed("P9", 9, 19)
    assert suspected(ground(HONEST, dossiers=dossiers), NORMS) == ()


def test_a_stretch_in_which_nobody_could_work_is_a_fault_of_the_system():
    busy = [one for n in range(20) for one in work(f"U{n}", wait=usual, each_day=30, days=20)]
    whole = [one for one in busy if not DAY * 10 < (one.taken - row().opened) / 60_000_000 < DAY * 10 + 1_400]
    whole = [
        one for one in whole if not DAY * 10 < (one.closed - row().opened) / 60_000_000 < DAY * 10 + 1_400
    ]
    reasons = {reason for reason, _ in found(whole)}
    assert Reason.SYSTEM in reasons


@given(st.integers(1, 40), st.data())
def test_the_tail_of_the_binomial_is_exact(of, data):
    count, percent = data.draw(st.integers(0, of)), data.draw(st.integers(1, 99))
    chance = Fraction(percent, 100)
    exact = sum(comb(of, hits) * chance**hits * (1 - chance) ** (of - hits) for hits in range(count, of + 1))
    assert at_least(count, of, percent / 100) == pytest.approx(float(exact), rel=1e-9)


def test_a_finding_at_the_wrong_place_is_invented_and_the_right_one_missed():
    truth = [{"code": "c", "kind": "batch", "unit": "U1", "late_codes": ["1", "2"]}]
    wrong = judged([Cause(Reason.BATCH, {"unit": "U2"}, {}, 0.0)], truth)
    assert (wrong["precision"], wrong["recall"], wrong["missed"], len(wrong["invented"])) == (
        0.0,
        0.0,
        ["c"],
        1,
    )
    right = judged([Cause(Reason.BATCH, {"unit": "U1"}, {}, 0.0, ("1",))], truth)
    assert (right["precision"], right["recall"], right["late_dossiers_named"]) == (1.0, 1.0, {"c": 0.5})
