"""The language of conditions and amounts: what it takes, what it refuses and where, and that it means one thing."""

from datetime import datetime

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.expressions import BadExpressionError, amount, condition, linear
from motcua.criteria.rules.expressions.columnar import column
from motcua.criteria.rules.expressions.plain import function
from motcua.criteria.rules.facts import DossierFact
from tests.criteria.rules.making import DAY, dossier, dossiers, moments, on, petition
from tests.criteria.rules.tables import microseconds, table_of

HORIZON = on(20)


def holds(text, fact, horizon=HORIZON):
    return function(condition(text, fact.kind))(fact, horizon)


def said(text, fact):
    return function(amount(text, fact.kind))(fact, HORIZON)


def refused(text, kind="dossier"):
    with pytest.raises(BadExpressionError) as caught:
        condition(text, kind)
    return caught.value


# -- what it means ----------------------------------------------------------------------------------------------------


def test_a_comparison_with_something_absent_is_false_whichever_it_is():
    fact = dossier(ended_at=on(3))
    for sign in ("==", "!=", "<", "<=", ">", ">="):
        assert not holds(f"late_at {sign} ended_at", fact)
        assert not holds(f"ended_at {sign} late_at", fact)
    assert not holds("stars in (1, 2)", fact)
    assert not holds("stars not in (1, 2)", fact)


def test_the_opposite_of_such_a_comparison_is_true():
    assert holds("not late_at <= ended_at", dossier(ended_at=on(3)))


def test_absent_is_asked_for_by_name():
    fact = dossier(received_at=on(2))
    assert holds("received_at is not None and ended_at is None", fact)
    assert not holds("received_at is None or ended_at is not None", fact)


def test_moments_are_compared_as_instants_whatever_their_zone():
    fact = dossier(received_at=on(2).astimezone(tz=None), ended_at=on(2))
    assert holds("received_at == ended_at", fact)


def test_days_are_those_of_the_legal_zone():
    evening = datetime(2026, 10, 5, 23, 59, tzinfo=ZONE)
    night = datetime(2026, 10, 6, 0, 1, tzinfo=ZONE)
    assert holds("day(received_at) < day(ended_at)", dossier(received_at=evening, ended_at=night))
    assert holds("day(received_at) == day(ended_at)", dossier(received_at=night, ended_at=night + DAY / 2))


def test_a_moment_has_passed_once_the_horizon_lies_after_it():
    fact = petition(late_at=on(5))
    assert not holds("passed(late_at)", fact, on(5))
    assert holds("passed(late_at)", fact, on(5, 10))
    assert not holds("passed(late_at)", petition(), on(5))


def test_minutes_are_whole_and_absent_if_an_end_is():
    fact = dossier(received_at=on(2), ended_at=on(2, 11))
    assert said("minutes(received_at, ended_at)", fact) == 120
    assert said("minutes(received_at, ended_at)", dossier(received_at=on(2))) is None


def test_amounts_add_multiply_and_choose():
    fact = dossier(papers=3, reused=1, supplements=1)
    assert said("2 * papers - reused", fact) == 5
    assert said("2 if supplements == 0 else 1 if supplements == 1 else 0", fact) == 1
    assert said("-papers", fact) == -3


def test_a_chain_of_comparisons_is_all_of_them():
    assert holds("1 <= stars <= 2", dossier(stars=2))
    assert not holds("1 <= stars <= 2", dossier(stars=3))


# -- what it refuses --------------------------------------------------------------------------------------------------


def test_an_unknown_column_is_named_with_the_nearest_known_one_and_its_place():
    error = refused("eligible and recieved_at is not None")
    assert error.position == 14
    assert str(error.sentence) == ("“recieved_at” is not a column of dossier. Did you mean “received_at”?")


def test_places_count_characters_and_not_bytes():
    text = 'applicant_mark == "Đỗ Ước" and nothing'
    assert refused(text).position == text.index("nothing") + 1


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("__import__('os').system('x')", 1),
        ("received_at.year == 2026", 1),
        ("[x for x in (1,)]", 1),
        ("papers == (lambda: 1)()", 11),
        ("papers ** 9 == 1", 1),
        ("papers / 2 == 1", 1),
        ("~papers == 1", 1),
        ("max(papers, reused) == 1", 1),
        ("day(papers) == day(received_at)", 5),
        ("stars is 3", 10),
        ("stars == None", 10),
        ("f'{papers}' == channel", 1),
        ("papers == 1.5", 11),
        ("papers in ()", 11),
        ("papers in papers", 11),
        ("1 in (1, 2)", 1),
        ("papers", 1),
        ("channel", 1),
        ("channel < 'post'", 1),
        ("eligible < verified", 1),
        ("papers == '1'", 11),
        ("received_at == 0", 16),
        ("eligible == 1", 13),
        ("not papers", 5),
        ("papers == 99999999999999999999", 11),
        ("papers ==", 10),
        ("papers == 1; eligible", 12),
        ("", 1),
    ],
)
def test_what_is_not_on_the_list_is_refused_at_its_place(text, position):
    assert refused(text).position == position


def test_a_word_that_a_column_never_holds_is_refused():
    error = refused('channel == "onlin"')
    assert error.position == 12
    assert "counter" in str(error.sentence)


def test_a_truth_that_may_be_absent_must_be_compared():
    assert "liked == True" in str(refused("liked", "petition").sentence)
    assert holds("liked == False", petition(liked=False))
    assert not holds("liked == False", petition())


def test_a_text_too_long_or_nested_too_deeply_is_refused_and_not_suffered():
    refused("papers == 1 or " * 100 + "eligible")
    refused("(" * 400 + "eligible" + ")" * 400)


# -- sums of counters -------------------------------------------------------------------------------------------------


def test_a_sum_of_counters_keeps_its_terms():
    total = linear("2 * early + (finished - early) - late", {"early", "finished", "late"})
    assert total.terms == (("early", 1), ("finished", 1), ("late", -1))
    assert total.of({"early": 2, "finished": 9, "late": 1}) == 10


def test_a_counter_that_was_not_counted_is_not_taken_for_nothing():
    with pytest.raises(KeyError):
        linear("finished", {"finished"}).of({})


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("finishd - late", 1, "“finished”"),
        ("max(finished, late)", 1, "max(finished, late) is not additive"),
        ("finished / late", 1, "not additive"),
        ("finished * late", 1, "not additive"),
        ("finished + 1", 12, "bare number"),
        ("finished - finished", 1, "bare number"),
        ("finished if late else late", 1, "not additive"),
    ],
)
def test_what_would_not_sum_over_parts_is_refused(text, position, word):
    with pytest.raises(BadExpressionError) as caught:
        linear(text, {"finished", "late"})
    assert caught.value.position == position
    assert word in str(caught.value.sentence)


# -- one meaning ------------------------------------------------------------------------------------------------------


class Perhaps:
    """A value that may be absent, as an obvious oracle: every comparison asks first."""

    def __init__(self, value):
        self.value = value

    def _ask(self, other, ask):
        other = other.value if isinstance(other, Perhaps) else other
        return self.value is not None and other is not None and ask(self.value, other)

    def __eq__(self, other):
        return self._ask(other, lambda one, two: one == two)

    def __ne__(self, other):
        return self._ask(other, lambda one, two: one != two)

    def __lt__(self, other):
        return self._ask(other, lambda one, two: one < two)

    def __le__(self, other):
        return self._ask(other, lambda one, two: one <= two)

    def __gt__(self, other):
        return self._ask(other, lambda one, two: one > two)

    def __ge__(self, other):
        return self._ask(other, lambda one, two: one >= two)

    def __bool__(self):
        return bool(self.value)

    __hash__ = None


def by_the_oracle(text, fact):
    names = {name: Perhaps(getattr(fact, name)) for name in DossierFact.__slots__}
    names["day"] = lambda moment: Perhaps(moment.value and moment.value.astimezone(ZONE).date())
    names["passed"] = lambda moment: moment < HORIZON
    return bool(eval(text, {"__builtins__": {}}, names))  # the tests' own texts


MOMENTS = st.sampled_from(["received_at", "due_at", "late_at", "ended_at"])
ATOMS = st.one_of(
    st.sampled_from(
        ["eligible", "document", "passed(late_at)", "stars == 3", "stars != 3", "papers < stars"]
    ),
    st.sampled_from(['channel == "online"', 'channel != "post"', "eligible == document", "1 <= stars <= 3"]),
    st.builds("{} {} {}".format, MOMENTS, st.sampled_from(["<", "<=", "==", "!="]), MOMENTS),
    st.builds("day({}) < day({})".format, MOMENTS, MOMENTS),
)
TEXTS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("(not {})".format, inner),
    ),
    max_leaves=6,
)


@settings(max_examples=300)
@given(text=TEXTS, fact=dossiers)
def test_the_plain_function_says_what_an_obvious_reading_says(text, fact):
    assert function(condition(text, "dossier"))(fact, HORIZON) is by_the_oracle(text, fact)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(TEXTS, min_size=5, max_size=10), facts=st.lists(dossiers, min_size=1, max_size=30))
def test_the_column_says_for_every_row_what_the_plain_function_says(texts, facts):
    table, connection = table_of(facts)
    conditions = [condition(text, "dossier") for text in texts]
    columns = {str(n): column(one, table, microseconds(HORIZON)) for n, one in enumerate(conditions)}
    sql = ibis.to_sql(table.select(table.row, **columns).order_by("row"), dialect="duckdb")
    found = [row[1:] for row in connection.execute(sql).fetchall()]
    assert found == [tuple(function(one)(fact, HORIZON) for one in conditions) for fact in facts]


@settings(deadline=None)
@given(begin=moments, end=moments)
def test_minutes_round_down_on_both_sides_of_zero(begin, end):
    fact = dossier(received_at=begin, ended_at=end)
    table, connection = table_of([fact])
    minutes = column(amount("minutes(received_at, ended_at)", "dossier"), table, 0)
    sql = ibis.to_sql(table.select(minutes=minutes), dialect="duckdb")
    assert connection.execute(sql).fetchall() == [(said("minutes(received_at, ended_at)", fact),)]
