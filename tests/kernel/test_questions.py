"""A question gives what the query set gives that it was composed of."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.kernel.questions import Given, Question
from motcua.ledger.models import Now
from motcua.organizations.models import Body, Officer, Unit
from tests.factories.organizations import make_body, make_officer

OF_UNIT = Question(
    lambda: (
        Officer.objects.select_related("body", "unit")
        .defer("body__address")
        .filter(Q(unit=Given("unit")) | Q(code=Given("code")))
        .annotate(asked_at=Now(), place=F("unit__fields"))
        .order_by("pk")
    )
)
PAIRS = Question(
    lambda: Unit.objects.filter(body__code=Given("body")).order_by("pk").values_list("code", "fields")
)
CODES = Question(lambda: Body.objects.filter(code=Given("code")).values_list("code", flat=True)[:1])
LOCKED = Question(lambda: Body.objects.select_for_update().filter(pk=Given("pk")))


@pytest.mark.django_db
def test_a_question_gives_whole_models_with_what_belongs_to_them(django_assert_num_queries):
    officer, other = make_officer(), make_officer()
    officer.unit.fields = ["dat-dai", "xay-dung"]
    officer.unit.save()

    with django_assert_num_queries(1):
        first, second = OF_UNIT(unit=officer.unit_id, code=other.code)
        assert (first, first.unit, first.body, second) == (officer, officer.unit, officer.body, other)
        assert first.unit.fields == ["dat-dai", "xay-dung"] == first.place
    assert abs(first.asked_at - datetime.now(UTC)) < timedelta(hours=1)
    with django_assert_num_queries(1):  # deferred stays deferred
        assert first.body.address == officer.body.address
    assert OF_UNIT(unit=-1, code="") == []


@pytest.mark.django_db
def test_a_question_gives_rows_and_single_columns():
    officer = make_officer()

    units = Unit.objects.filter(body=officer.body).order_by("pk")
    assert PAIRS(body=officer.body.code) == [(unit.code, unit.fields) for unit in units] != []
    assert CODES(code=officer.body.code) == [officer.body.code]


@pytest.mark.django_db
@settings(max_examples=50, deadline=None)
@given(code=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30))
def test_any_text_is_a_value_and_never_sql(code):
    assert CODES(code=code) == list(Body.objects.filter(code=code).values_list("code", flat=True))


@pytest.mark.django_db
def test_a_question_is_the_same_sql_whatever_is_told():
    with CaptureQueriesContext(connection) as asked:
        make_body(), CODES(code="a"), CODES(code="b")
    assert [query["sql"].replace("'b'", "'a'") for query in asked.captured_queries[-2:]] == [
        asked.captured_queries[-2]["sql"]
    ] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{}, {"code": None}, {"code": "a", "other": "b"}, {"other": "b"}])
def test_a_question_wants_exactly_its_values(values):
    with pytest.raises(TypeError, match="wants"):
        CODES(**values)


@pytest.mark.django_db(transaction=True)
def test_a_question_that_locks_locks_and_belongs_into_a_transaction():
    body = make_body()
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        assert LOCKED(pk=body.pk) == [body]
    assert "FOR UPDATE" in asked.captured_queries[0]["sql"]
    with pytest.raises(transaction.TransactionManagementError):
        LOCKED(pk=body.pk)


@pytest.mark.django_db(transaction=True)
def test_a_question_is_asked_by_many_at_once_each_on_his_own_connection():
    codes = [make_body().code for _n in range(8)]

    def asks(code):
        try:
            return [CODES(code=code) for _time in range(50)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(asks, codes)) == [[[code]] * 50 for code in codes]
