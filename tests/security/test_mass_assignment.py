"""Fields that no form offers, sent all the same, change nothing."""

import re
from datetime import UTC, datetime

import pytest

from motcua.dossiers.models import Dossier, Draft
from motcua.ledger.models import Entry
from tests.security.world import draft_of

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def extra(world):
    """What somebody would like to decide himself."""
    return {
        "due_at": "2030-01-01", "received_at": "2020-01-01", "filed_at": "2020-01-01", "at": "2020-01-01",
        "paused_at": "2020-01-01", "ended_at": "2020-01-01", "moved_at": "2020-01-01", "occurred_at": "2020-01-01",
        "state": "delivered", "channel": "online", "status": "10", "marking": "{}", "sections_done": "[]",
        "code": "H49.T1-200101-0001", "id": "1", "pk": "1", "account": world.people["neighbour"].pk,
        "account_id": world.people["neighbour"].pk, "officer": world.people["foreign"].pk, "by": "CB-000001",
        "actor": "CB-000001", "body": "H49.T2", "body_id": "1", "receiving_unit": "1", "version": "1",
        "applicant_name": "Kẻ Mạo Danh", "applicant_id_number": "022185999999", "name": "Kẻ Mạo Danh",
        "id_number": "022185999999", "full_name": "Kẻ Mạo Danh", "amount": "1", "fee": "0", "fee_total": "0",
        "is_staff": "1", "is_superuser": "1", "role": "leader", "kind": "officer", "verified_at": "2020-01-01",
        "number": "1", "token": "x", "signed_at": "2020-01-01", "outcome": "refuse", "round": "9",
    }  # fmt: skip


def facts(row):
    return {f.attname: getattr(row, f.attname) for f in type(row)._meta.concrete_fields}


def test_filing_decides_nothing_but_what_the_form_asks(world, extra):
    office, client = world.office, world.client("owner")
    draft = draft_of(office)
    before = facts(Draft.objects.get(pk=draft.pk))
    where = f"/nop/ho-so/{draft.code}/"
    contact = {"phone": "0987654321", "email": "", "address": "Tổ 2, phường Bãi Cháy"}
    for page, told in (
        ("nguoi-nop/", contact),
        ("phan/cong-trinh/", {"dia_diem": "Tổ 9", "loai": "khac"}),
        ("nhan-ket-qua/", {"result_by": "counter"}),
    ):
        now = Draft.objects.get(pk=draft.pk)
        assert client.post(where + page, {**extra, **told, "revision": now.revision}).status_code == 303
    after = facts(Draft.objects.get(pk=draft.pk))
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {
        "applicant",
        "answers",
        "result_by",
        "revision",
        "saved_at",
        "sections_done",
        "expires_at",
    }
    assert {n: after["applicant"].get(n) for n in ("name", "id_number")} == {
        "name": office.citizen.full_name,
        "id_number": office.citizen.id_number,
    }
    assert not set(extra) & set(after["answers"])
    filing = client.get(f"{where}kiem-tra/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', filing)[1]
    assert client.post(f"{where}kiem-tra/", {**extra, "key": key, "declared": "1"}).status_code == 303
    filed = Dossier.objects.get(draft=draft)
    assert (filed.state, filed.channel, filed.account, filed.body) == (
        "filed",
        "online",
        office.citizen,
        office.body,
    )
    assert (filed.applicant_name, filed.received_at, filed.due_at) == (office.citizen.full_name, None, None)
    assert filed.filed_at.year > LONG_AGO.year + 1


def test_receiving_decides_no_moment(world, extra):
    where = f"/viec/{world.filed.code}/tiep-nhan/"
    assert world.client("counter").post(where, extra).status_code == 303
    received = Dossier.objects.get(pk=world.filed.pk)
    assert received.state == "received"
    assert received.received_by == world.office.counter
    assert received.received_at > world.filed.filed_at
    assert received.due_at.year < 2030
    last = Entry.objects.filter(subject=received.code).latest("pk")
    assert last.actor == world.office.counter.code
    assert last.occurred_at == received.received_at


def test_a_counter_filing_is_never_an_online_one(world, extra):
    where = f"/quay/{world.at_counter.code}/nop/"
    assert world.client("counter").post(where, {**extra, "key": "once"}).status_code == 303
    filed = Dossier.objects.get(draft=world.at_counter)
    assert (filed.channel, filed.account, filed.receiving_unit) == (
        "counter",
        None,
        world.office.counter.unit,
    )


def test_finishing_a_step_moves_nothing_else(world, extra):
    before = facts(Dossier.objects.get(pk=world.working.pk))
    where = f"/viec/{world.working.code}/buoc/tham-dinh/xong/"
    assert world.client("specialist").post(where, {**extra, "checklist": "0"}).status_code == 303
    after = facts(Dossier.objects.get(pk=world.working.pk))
    assert {name for name in before if before[name] != after[name]} <= {"marking", "moved_at", "revision"}
    task = world.working.tasks.get(step="tham-dinh")
    assert (task.outcome, task.round, task.finished_by) == ("done", 1, world.office.specialist)


@pytest.mark.parametrize(
    ("page", "told"),
    [("rut/", {"text": "Tôi đổi ý"}), ("bo-sung/", {"dia_diem": "Tổ 9, phường Hồng Gai"})],
)
def test_an_applicants_acts_leave_code_people_and_channel_alone(world, extra, page, told):
    before = facts(Dossier.objects.get(pk=world.asked.pk))
    world.client("owner").post(f"/ho-so/{world.asked.code}/{page}", {**extra, **told})
    after = facts(Dossier.objects.get(pk=world.asked.pk))
    fixed = set(before) - {
        "state",
        "paused_at",
        "ended_at",
        "moved_at",
        "revision",
        "marking",
        "answers",
        "due_at",
    }
    assert {name for name in fixed if before[name] != after[name]} == set()
    assert after["due_at"].year < 2030


def test_an_account_cannot_be_changed_by_its_owner(world, extra):
    before = facts(world.office.citizen)
    client = world.client("owner")
    for where in ("/tai-khoan/", "/tai-khoan/khoa/", "/tai-khoan/phien/", "/dang-nhap/ma/"):
        client.post(where, {**extra, "scopes": ["tasks:write", "dossiers:write"], "expires_on": "31/12/2026"})
    world.office.citizen.refresh_from_db()
    after = facts(world.office.citizen)
    assert {name for name in before if before[name] != after[name]} <= {"last_login"}


def test_a_citizens_token_is_never_good_for_tasks(world):
    sent = {"name": "x", "scopes": ["tasks:write"], "expires_on": "31/12/2026"}
    assert world.client("owner").post("/tai-khoan/khoa/", sent).status_code == 422
