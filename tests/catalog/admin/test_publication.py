"""Two persons let a version hold, from today or later; the version before it ends the day before."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from motcua.catalog.models import EditDraft, Version
from motcua.clock.queries import now
from motcua.ledger.models import Entry
from motcua.organizations.models import Role
from tests.catalog.admin.conftest import CODE, HOME
from tests.catalog.admin.test_editing import save
from tests.factories.identity import make_account, sign_in
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db
PUBLISH = f"{HOME}cong-bo/"


def revision() -> int:
    return EditDraft.objects.get().revision


def in_days(days: int) -> date:
    return localdate(now()) + timedelta(days)


def test_publish_takes_a_second_person_and_closes_the_version_before(desk, anna, binh):
    save(desk, "head", effective__from=f"{in_days(3):%d/%m/%Y}")
    save(desk, "papers/0", name__vi="Đơn mới")
    assert "đã lưu bản dự thảo này lần cuối" in desk.get(PUBLISH).content.decode()
    refused = desk.post(PUBLISH, {"revision": revision()})
    assert refused.status_code == 409
    assert Version.objects.count() == 1

    text = binh[1].get(PUBLISH).content.decode()
    assert "Đơn mới" in text
    assert binh[1].post(PUBLISH, {"revision": revision()}).status_code == 303
    first, second = Version.objects.order_by("number")
    assert (first.effective_until, second.effective_from) == (in_days(2), in_days(3))
    assert second.document["papers"][0]["name"]["vi"] == "Đơn mới"
    assert not EditDraft.objects.exists()
    entry = Entry.objects.filter(kind="procedure.published").latest("pk")
    assert (entry.subject, entry.actor, entry.data["version"]) == (CODE, binh[0].code, 2)


def test_publish_refuses_a_first_day_that_is_past(desk, binh):
    save(desk, "head", effective__from=f"{in_days(-1):%d/%m/%Y}")
    assert binh[1].post(PUBLISH, {"revision": revision()}).status_code == 409
    assert Version.objects.count() == 1


def test_publish_refuses_what_was_saved_since_the_page_was_read(desk, binh):
    save(desk, "head", effective__from=f"{in_days(1):%d/%m/%Y}")
    read = revision()
    save(desk, "papers/0", name__vi="Đơn khác")
    assert binh[1].post(PUBLISH, {"revision": read}).status_code == 409
    assert Version.objects.count() == 1


def test_publish_refuses_a_draft_that_is_not_in_order(desk, binh):
    save(desk, "head", effective__from=f"{in_days(1):%d/%m/%Y}", limit__quantity="1")
    text = binh[1].get(PUBLISH).content.decode()
    assert 'value="publish"' not in text
    assert binh[1].post(PUBLISH, {"revision": revision()}).status_code == 409


def test_publish_refuses_what_says_nothing_new(desk, binh):
    answer = binh[1].post(PUBLISH, {"revision": revision()})
    assert "không có gì để công bố" in answer.content.decode()


PAGES = ["/quan-tri/thu-tuc/", "/quan-tri/nhap/", HOME, f"{HOME}sua/papers/0/", f"{HOME}toan-van/", PUBLISH]


def test_the_pages_and_acts_are_for_editors_only(client, desk):
    assert {client.get(address).status_code for address in PAGES} == {302}
    sign_in(client, make_account())
    assert {client.get(address).status_code for address in PAGES} == {403}
    sign_in(client, make_officer(role=Role.LEADER).account)
    for address in PAGES:
        answer = client.get(address)
        assert (answer.status_code, "“Biên tập thủ tục” mà bạn không có" in answer.content.decode()) == (
            403,
            True,
        )
    for act in ("mo/", "bo/", "sap-xep/", "cong-bo/", "toan-van/", "sua/papers/0/"):
        assert client.post(f"{HOME}{act}", {"revision": 1}).status_code == 403
    assert EditDraft.objects.get().revision == 1


def test_publish_asks_for_the_second_factor_again(client, desk):
    officer = make_officer(role=Role.CATALOGUE)
    sign_in(client, officer.account, factor=False)
    assert client.post(PUBLISH, {"revision": 1}).status_code == 303
    assert Version.objects.count() == 1
