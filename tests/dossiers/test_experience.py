from datetime import date, timedelta
from fractions import Fraction

import pytest

from motcua.dossiers.queries.experience import experience
from tests.factories.dossiers import MONDAY, make_handed_over, make_office, walk

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_experience_tells_the_working_days_from_receipt_to_decision():
    office = make_office()
    for days in (0, 1, 1, 2, 4):
        dossier = make_handed_over(office)
        walk(dossier, office, "tham-dinh", outcome="refuse", at=MONDAY + days * DAY)

    told = experience([office.version.procedure.code], date(2026, 3, 10))[office.version.procedure.code]

    assert (told.dossiers, told.median, told.ninth_of_ten, told.on_time) == (5, 1, 4, Fraction(1))


def test_experience_of_four_dossiers_is_not_told():
    office = make_office()
    for _n in range(4):
        walk(make_handed_over(office), office, "tham-dinh", outcome="refuse")

    assert experience([office.version.procedure.code], date(2026, 3, 10)) == {}


@pytest.mark.parametrize("offices", [1, 3])
def test_experience_costs_the_same_for_one_procedure_and_for_three(offices, django_assert_max_num_queries):
    made = [make_office() for _n in range(offices)]
    for office in made:
        walk(make_handed_over(office), office, "tham-dinh", outcome="refuse")
    experience([office.version.procedure.code for office in made], date(2026, 3, 10))

    with django_assert_max_num_queries(2):
        experience([office.version.procedure.code for office in made], date(2026, 3, 10))
