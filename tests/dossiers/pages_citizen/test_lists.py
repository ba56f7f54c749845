"""My dossiers and drafts, and what the pages ask of the database."""

import pytest

from motcua.dossiers import services
from motcua.dossiers.queries.belongings import PER_PAGE
from motcua.dossiers.queries.secrets import secret_of
from tests.dossiers.pages_citizen.counting import queries_of
from tests.factories.dossiers import (
    MONDAY,
    make_draft,
    make_file,
    make_filed,
    make_handed_over,
    make_received,
)
from tests.factories.identity import sign_in


def queries_of_page(client, address):
    def read():
        assert client.get(address).status_code == 200

    return queries_of(read)


def test_list_asks_the_same_whatever_it_shows(office, citizen):
    make_filed(office)
    make_draft(office)
    one = queries_of_page(citizen, "/ho-so/")
    for _number in range(2):
        make_received(office)
        make_draft(office)
    assert queries_of_page(citizen, "/ho-so/") == one
    assert one <= 10


@pytest.mark.parametrize("way", ["giay-to/", "giay-to/don/", "kiem-tra/", ""])
def test_draft_pages_ask_the_same_for_many_files(office, citizen, way):
    draft = make_draft(office)
    address = f"/nop/ho-so/{draft.code}/{way}"
    one = queries_of_page(citizen, address)
    for number in range(2):
        services.attach(draft, paper="don", file=make_file(), name=f"{number}.pdf", at=MONDAY)
    assert queries_of_page(citizen, address) == one
    assert one <= 25


def test_dossier_pages_stay_within_their_queries(office, citizen):
    dossier = make_handed_over(office)
    assert queries_of_page(citizen, f"/ho-so/{dossier.code}/") <= 25
    assert queries_of_page(citizen, f"/tra-cuu/{dossier.code}/{secret_of(dossier.code)}/") <= 25


def test_list_is_paged_and_sorted_into_groups(office, citizen):
    for _number in range(PER_PAGE + 1):
        make_filed(office)
    withdrawn = make_filed(office)
    services.withdraw(withdrawn, by=office.citizen, at=MONDAY)
    first, second = citizen.get("/ho-so/").content.decode(), citizen.get("/ho-so/?page=2").content.decode()
    assert first.count('class="files"') == 1
    assert "Trang 1" in first
    assert "Trang 2" in second
    ended = citizen.get("/ho-so/?nhom=ended").content.decode()
    assert withdrawn.code in ended
    assert ended.count("nộp ngày") == 1


@pytest.mark.parametrize("asked", ["page=0", "page=99999999999", "page=x", "nhom=khac", "page=-1"])
def test_hand_made_questions_are_answered_with_a_page(office, citizen, asked):
    assert citizen.get(f"/ho-so/?{asked}").status_code == 200


def test_list_shows_only_own_dossiers(office, stranger):
    dossier, draft = make_filed(office), make_draft(office)
    page = stranger.get("/ho-so/").content.decode()
    assert dossier.code not in page
    assert draft.code not in page
    assert "Bạn chưa nộp hồ sơ nào." in page


def test_officer_is_told_that_this_is_for_citizens(office, client):
    sign_in(client, office.counter.account)
    assert client.get("/ho-so/").status_code == 403
