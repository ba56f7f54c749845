import pytest

from motcua.catalog.models import Procedure
from tests.factories.dossiers import make_filed, make_office

pytestmark = pytest.mark.django_db


def test_home_of_a_new_site_has_no_empty_boxes(client):
    page = client.get("/").content.decode()
    assert "<h2>" in page
    assert "(0)" not in page


@pytest.mark.parametrize("procedures", [1, 3])
def test_home_asks_the_same_few_questions_however_long_the_lists(
    client, django_assert_num_queries, procedures
):
    for _number in range(procedures):
        make_filed(make_office())
    with django_assert_num_queries(4):
        client.get("/")


def test_home_names_what_is_most_asked_for(client):
    office = make_office()
    make_filed(office)
    assert office.version.procedure.name_vi in client.get("/").content.decode()


def test_withdrawn_procedure_is_counted_nowhere(client):
    office = make_office()
    Procedure.objects.update(withdrawn_on="2025-01-01")
    assert office.version.procedure.name_vi not in client.get("/").content.decode()
