"""The pages: what they show to whom, what is sent from them, and how often they ask the database."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from motcua.bottlenecks.models import DeviationDecision
from motcua.catalog.models import EditDraft
from motcua.organizations.models import Role
from tests.bottlenecks.conformance.office import CODE, PERIOD, STRAIGHT, make_office, went
from tests.factories.identity import sign_in
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db
REASON = "Bước ký luôn cần hai ngày làm việc."


@pytest.fixture
def office():
    made = make_office()
    went(made)
    for _ in range(2):
        went(made, minutes={"ky": 700})
    went(made, (*STRAIGHT[:3], "du-thao", "ky", "phat-hanh"))
    return made


def client_of(officer):
    client = Client()
    sign_in(client, officer.account)
    return client


def asked(office, path="", **more):
    said = {"cq": office.body.code, "ky": PERIOD} | more
    return f"/en/chan-doan/quy-trinh/{path}?" + "&".join(f"{k}={v}" for k, v in said.items())


OVER = f"{CODE}/1/ky/over-limit/"


def test_the_page_tells_how_dossiers_kept_to_their_sheets_and_what_was_returned(office):
    page = client_of(office.reader).get(asked(office)).content.decode()
    assert "4 dossiers were in hand" in page
    assert "100,0% kept to the order" in page.replace("\u202f", "").replace(" %", "%") or "100" in page
    assert f"/en/chan-doan/quy-trinh/{OVER}" in page
    assert "2 / 4" in re.sub(r"\s+", " ", page)
    assert "Signature → back to Draft" in page
    assert "Not decided" in page


def test_every_table_is_a_file_too(office):
    client = client_of(office.reader)
    for name, first in (("lech", "Signature"), ("quay-lai", "Draft")):
        answer = client.get(asked(office, xuat="csv", bang=name))
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(rows) == 2, name
        assert first in rows[1]
    assert client.get(asked(office, xuat="csv", bang="unheard-of")).status_code == 404
    rows = client.get(asked(office, OVER, xuat="csv", bang="ho-so")).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3


def test_only_who_may_sees_the_name_of_who_was_late(office):
    for officer, sees in ((office.reader, False), (office.head, False), (office.chairman, True)):
        page = client_of(officer).get(asked(office, OVER)).content.decode()
        assert (office.leader.name in page) is sees, officer


def test_a_head_has_it_corrected_and_is_led_to_the_directive(office):
    client = client_of(office.head)
    sent = client.post(asked(office, OVER), {"act": "correct", "number": "0", "reason": REASON}, follow=True)
    page = sent.content.decode()
    assert "To be corrected" in page
    assert f"/en/chi-dao/moi/?cq={office.body.code}&amp;ct={office.body.code}" in page
    assert "To be corrected" in client.get(asked(office)).content.decode()
    again = client.post(asked(office, OVER), {"act": "correct", "number": "0", "reason": REASON})
    assert again.status_code == 422
    assert DeviationDecision.objects.count() == 1


def test_an_editor_opens_the_draft_with_the_new_limit(office):
    client = client_of(office.editor)
    sent = client.post(asked(office, OVER), {"act": "adopt", "number": "0", "reason": REASON, "limit": "1,5"})
    assert (sent.status_code, sent["Location"]) == (303, f"/en/quan-tri/thu-tuc/{CODE}/")
    (row,) = [row for row in EditDraft.objects.get().content["process"] if row["step"] == "ky"]
    assert row["limit"]["quantity"] == "1.5"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"limit": "four"}, "Write the limit in working days"),
        ({"limit": "3"}, "but the legal limit gives 5"),
        ({"limit": "1.5", "reason": "x"}, "Say it so that others can follow"),
        ({"limit": "1.5", "number": "7"}, "in the meantime"),
    ],
)
def test_what_cannot_be_adopted_is_said_and_what_was_typed_stays(office, typed, said):
    sent = client_of(office.editor).post(
        asked(office, OVER), {"act": "adopt", "number": "0", "reason": REASON} | typed
    )
    assert sent.status_code == 422
    assert said in sent.content.decode()
    assert f'value="{typed.get("limit", "")}"' in sent.content.decode()
    assert not DeviationDecision.objects.exists()


def test_others_see_no_form_and_are_refused_if_they_send_one(office):
    client = client_of(office.reader)
    assert 'name="act"' not in client.get(asked(office, OVER)).content.decode()
    sent = client.post(asked(office, OVER), {"act": "correct", "number": "0", "reason": REASON})
    assert sent.status_code == 422
    assert not DeviationDecision.objects.exists()


def test_addresses_of_nothing_are_not_found(office):
    client = client_of(office.reader)
    assert client.get(asked(office, f"{CODE}/1/ky/unheard-of/")).status_code == 404
    assert client.get(asked(office, f"{CODE}/1/du-thao/skipped/")).status_code == 404


def test_the_number_of_questions_does_not_grow_with_the_dossiers(office):
    client = client_of(office.chairman)
    client.get(asked(office))
    counts = []
    for _ in range(2):
        for _ in range(3):
            went(office, minutes={"ky": 900, "du-thao": 600})
            went(office, (*STRAIGHT[:3], "du-thao", "ky", "phat-hanh"))
        with CaptureQueriesContext(connection) as queries:
            client.get(asked(office))
            client.get(asked(office, OVER))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_of_queues_tells_that_there_is_too_little(office):
    page = client_of(office.reader).get(f"/en/chan-doan/hang-doi/?cq={office.body.code}").content.decode()
    assert "Too little has come in" in page


def test_both_pages_speak_vietnamese(office):
    client = client_of(make_officer(role=Role.REFORM, body=office.top))
    with translation.override("vi"):
        page = client.get(asked(office).removeprefix("/en")).content.decode()
        assert "Lệch so với quy trình" in page
        page = client.get(asked(office, OVER).removeprefix("/en")).content.decode()
        assert "Yêu cầu chấn chỉnh" in page
