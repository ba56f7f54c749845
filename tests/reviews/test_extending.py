"""The day of a call is moved; bodies and callers are told by e-mail of what concerns them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.criteria.models import MonthTally
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Mail
from motcua.organizations.rules.mails import Delivery
from motcua.organizations.services.posting import post
from motcua.reviews import services
from motcua.reviews.services.sending import remind_due
from motcua.schedule.rules.weeks import Week
from tests.factories.identity import sign_in
from tests.organizations.mail_server import serving
from tests.reviews.calling import WHY, drafted, make_call, make_province, report_of, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    made = make_province(peers=2)
    tell(made)
    for place, body in enumerate((made.top, made.body, *made.peers)):
        body.email = f"vt{place}@quangninh.gov.vn"
        body.save()
    return made


@pytest.fixture
def server(monkeypatch):
    with serving(monkeypatch) as running:
        yield running


def taken(server):
    server.taken.clear()
    post(now)
    return {one["To"]: one for one in server.taken}


def client_of(officer):
    client = Client()
    sign_in(client, officer.account)
    return client


def test_a_call_is_told_to_every_body_that_is_asked_and_to_nobody_else(province, server):
    call = make_call(province, bodies=(province.body, province.peers[0]))
    letters = taken(server)
    assert set(letters) == {"vt1@quangninh.gov.vn", "vt2@quangninh.gov.vn"}
    said = letters["vt1@quangninh.gov.vn"].get_body().get_content()
    assert f"/ra-soat/{call.code}/{province.body.code}/" in said
    assert f"{call.before_on:%d/%m/%Y}" in said
    assert taken(server) == {}


def test_an_extension_moves_the_day_says_why_and_tells_all(province, server):
    call = make_call(province)
    taken(server)
    later = call.before_on + timedelta(days=7)
    call = services.extend(call, later, reason=WHY, by=province.chairman, at=now())
    assert call.before_on == later
    letters = taken(server)
    assert len(letters) == 3
    said = letters["vt3@quangninh.gov.vn"]
    assert said["Subject"].strip() == f"Gia hạn rà soát {call.code}: gửi trước {later:%d/%m/%Y}"
    assert WHY in said.get_body().get_content()
    (told,) = Entry.objects.filter(kind="review.extended").values_list("data", flat=True)
    assert told["to_on"] == later.isoformat()


@pytest.mark.parametrize(
    ("days", "reason", "code"), [(0, WHY, "deadline"), (-20, WHY, "deadline"), (5, "bận", "no-reason")]
)
def test_an_extension_to_an_earlier_day_or_without_a_reason_is_refused(province, days, reason, code):
    call = make_call(province)
    with pytest.raises(Refusal) as no:
        services.extend(
            call, call.before_on + timedelta(days=days), reason=reason, by=province.chairman, at=now()
        )
    assert no.value.code == code


def test_only_who_called_extends_and_only_what_is_open(province):
    call = make_call(province)
    later = call.before_on + timedelta(days=3)
    with pytest.raises(Refusal) as no:
        services.extend(call, later, reason=WHY, by=province.director, at=now())
    assert no.value.code == "not-your-call"
    services.close(call, by=province.chairman, at=now())
    with pytest.raises(Refusal) as no:
        services.extend(call, later, reason=WHY, by=province.chairman, at=now())
    assert no.value.code == "closed-before"


def test_the_page_extends_and_keeps_what_was_typed(province):
    call = make_call(province)
    client = client_of(province.chairman)
    there = f"/ra-soat/{call.code}/viec/gia-han/"
    later = f"{call.before_on + timedelta(days=7):%d/%m/%Y}"
    refused = client.post(there, {"before_on": later, "reason": "vì bận"})
    assert refused.status_code == 422
    assert "vì bận" in refused.content.decode()
    assert f'value="{later}"' in refused.content.decode()
    assert client.post(there, {"before_on": "31/02/2027", "reason": WHY}).status_code == 422
    assert client.post(there, {"before_on": later, "reason": WHY}).status_code == 303
    assert WHY in client.get(f"/ra-soat/{call.code}/").content.decode()
    assert (
        WHY
        in client_of(province.director).get(f"/ra-soat/{call.code}/{province.body.code}/").content.decode()
    )


def test_a_reminder_is_told_once_a_day_to_who_has_not_sent(province, server):
    call = make_call(province, before_on=localdate(now()) + timedelta(days=2))
    taken(server)
    services.remind(report_of(call, province.body), by=province.chairman, at=now())
    remind_due(at=now())
    subjects = [one["Subject"].strip() for one in taken(server).values()]
    assert all(one.startswith("Nhắc báo cáo rà soát") for one in subjects)
    assert len(subjects) == Mail.objects.filter(kind="review.reminded", state=Delivery.SENT).count()


def test_a_report_that_is_due_stands_in_the_week_of_its_body(province):
    call = make_call(province)
    last = call.before_on - timedelta(days=1)
    page = client_of(province.director).get(f"/lich-cong-tac/?tuan={Week.of(last).code}").content.decode()
    assert call.code in page
    assert "Ngày cuối gửi báo cáo" in page


def test_two_versions_stand_side_by_side(province):
    call = make_call(province)
    report = drafted(province, call)
    client = client_of(province.head)
    there = f"/ra-soat/{call.code}/{province.body.code}/so-sanh/"
    assert client.get(there).status_code == 404, "there is one version alone"
    text = "Thiếu máy quét tại bộ phận một cửa."
    services.edit(report, {"general": text}, by=province.head, at=now())
    tell_better(province)
    drafted(province, call)
    page = client.get(there).content.decode()
    assert "Phiên bản 1" in page
    assert "60%" in page
    assert "80%" in page
    assert client.get(f"{there}?cu=2&moi=1").status_code == 200
    assert client.get(f"{there}?cu=1&moi=9").status_code == 404
    assert client_of(province.chairman).get(there).status_code == 404, "nothing was sent to him"
    assert client_of(province.stranger).get(there).status_code == 403
    assert "so-sanh" in client.get(f"/ra-soat/{call.code}/{province.body.code}/").content.decode()


def tell_better(province):
    MonthTally.objects.all().delete()
    tell(province, good=80)
