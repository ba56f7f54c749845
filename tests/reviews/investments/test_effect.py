"""The effect of an investment is the one that a directive on the same figure would show over the same months."""

from decimal import Decimal
from fractions import Fraction

import pytest

from motcua.clock.queries import now
from motcua.directives.services import accept, measure, report, start
from motcua.directives.services import look as look_at_directive
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.reviews.models import Investment
from motcua.reviews.queries.effects import effect_of
from motcua.reviews.queries.investments import spoiled
from motcua.reviews.services.investment_measuring import look, watch
from tests.directives.making import (
    REASON,
    count_up_to,
    due_in,
    make_directive,
    make_province,
    month,
    tell_months,
)
from tests.reviews.investments.making import CONTRACTED, about, in_month, in_use, tell_history

pytestmark = pytest.mark.django_db
SHOWN = (
    "method",
    "compared",
    "before",
    "after",
    "expected",
    "gain",
    "low",
    "high",
    "verdict",
    "from",
    "months",
)


@pytest.fixture
def province():
    return make_province()


def directive_on(province, at):
    """Given, done and taken for measuring within the same month."""
    made = make_directive(province, at=at, due_on=due_in(5, at), **about(province))
    accept(made, by=province.head, at=at)
    start(made, by=province.head, at=at)
    report(made, evidence=REASON, by=province.head, at=at)
    return measure(made, by=province.director, at=at)


@pytest.mark.parametrize("better_from", [6, -1])
def test_it_is_that_of_a_directive_over_the_same_months(province, better_from):
    tell_history(province, better_from=better_from)
    told = directive_on(province, in_month(7))
    one = in_use(province, at=in_month(7), **about(province))
    assert look_at_directive(told, at=in_month(3)) == look(one, at=in_month(3))
    told.refresh_from_db()
    one.refresh_from_db()
    assert {name: told.measured[name] for name in SHOWN} == {name: one.measured[name] for name in SHOWN}


def test_what_worked_has_points_with_an_interval_and_a_price(province):
    tell_history(province, better_from=6)
    one = in_use(province, at=in_month(7), **about(province))
    assert look(one, at=now()).value == "met"
    one.refresh_from_db()
    effect = effect_of(one)
    criterion_points = 12  # 4.2 of qd766-2022 is linear up to its threshold
    gain = Fraction(Decimal(one.measured["gain"])) / 100
    assert effect.points.low < effect.points.points < effect.points.high
    assert 0 < effect.points.points <= gain * criterion_points
    assert effect.price.one == int(CONTRACTED / effect.points.points)
    assert effect.price.least < effect.price.one < effect.price.most
    entry = Entry.objects.get(kind="investment.measured")
    assert Decimal(entry.data["points"]) == Decimal(one.measured["points"])
    assert entry.actor == "system"


def test_what_did_nothing_has_no_price_and_is_not_looked_at_again(province):
    tell_history(province, better_from=-1)
    one = in_use(province, at=in_month(9), **about(province))
    assert watch(at=now()).measured == {one.code: "not-met"}
    one.refresh_from_db()
    assert (effect_of(one).price, one.ready_on) == (None, None)
    assert watch(at=now()).measured == {}
    with pytest.raises(Refusal) as no:
        look(one, at=now())
    assert no.value.code == "nothing-to-measure"


def test_what_was_reached_is_watched_and_its_loss_is_seen(province):
    tell_history(province, better_from=10, worse_from=5)
    one = in_use(province, at=in_month(11), **about(province))
    assert watch(at=in_month(7)).measured == {one.code: "met"}
    assert watch(at=in_month(7)).measured == {}  # one look a window
    assert watch(at=in_month(4)).measured == {one.code: "lost"}
    one.refresh_from_db()
    assert effect_of(one).watch.value == "lost"
    assert one.measured["verdict"] == "met"  # what it brought then stays on record
    assert one.state == "in_use"


def test_a_window_with_too_few_cases_grows_and_is_measured_later(province):
    tell_months([(province.body, month(back), 4, 3 * (back < 11)) for back in range(31)])
    count_up_to(now())
    one = in_use(province, at=in_month(11), **about(province))
    assert watch(at=in_month(7)).measured == {one.code: "too-few"}
    one.refresh_from_db()
    assert one.window_months == 6
    assert watch(at=in_month(7)).measured == {}
    assert watch(at=in_month(4)).measured[one.code] != "too-few"


def test_the_measure_waits_until_its_months_are_over_and_counted(province):
    tell_history(province, better_from=6)
    one = in_use(province, at=in_month(7), **about(province))
    with pytest.raises(Refusal) as no:
        look(one, at=in_month(4))
    assert no.value.code == "window-running"
    count_up_to(in_month(4))
    assert watch(at=in_month(3)).waiting == [one.code]


def test_a_body_that_mends_the_same_thing_is_no_peer(province):
    tell_history(province, better_from=6)
    one = in_use(province, at=in_month(7), **about(province))
    assert spoiled(one) == frozenset()
    at, peer = in_month(7), province.peers[0]
    found = about(province)["about"]._replace(body=peer.code)
    unit = province.stranger.unit
    make_directive(
        province, by=province.chairman, at=at, lead_unit=unit, due_on=due_in(5, at), about=found, target=Decimal(80)
    )  # fmt: skip
    assert spoiled(one) == {peer.code}
    look(one, at=now())
    one.refresh_from_db()
    assert one.measured["compared"] == len(province.peers) - 1


def test_an_investment_that_names_no_figure_is_in_use_and_never_measured(province):
    one = in_use(province, at=in_month(7))
    assert (one.ready_on, Investment.objects.get().criterion) == (None, "")
    assert watch(at=now()).measured == {}
