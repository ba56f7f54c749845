"""The pages of the catalogue say what the documents say, in both languages, and fit every window."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import translation

from motcua.catalog.models import Procedure, Version
from motcua.catalog.queries import experience
from motcua.catalog.queries.experience import Experience
from motcua.catalog.services.publishing import publish
from tests.catalog.province import AT

pytestmark = pytest.mark.django_db
PERMIT, BIRTH, LISTED = "1.009978", "1.001193", "2.000908"


def page_text(client, name, *args, english=False):
    response = client.get(("/en" if english else "") + reverse(name, args=args))
    translation.activate("vi")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture(autouse=True)
def vietnamese():
    """An English request leaves its language behind; addresses here are Vietnamese."""
    with translation.override("vi"):
        yield


@pytest.fixture
def provider():
    def tells(codes, _on):
        return {code: Experience(120, Fraction(3), Fraction(9, 2), Fraction(9, 10)) for code in codes}

    experience.register(tells)
    yield
    experience._providers.remove(tells)


@pytest.mark.usefixtures("shipped")
def test_procedure_page_answers_how_long_what_cost_and_with_what(client):
    text = page_text(client, "catalog:procedure", PERMIT)

    for said in (
        "Gia hạn giấy phép xây dựng",
        "5 ngày làm việc",
        "10.000\u00a0₫",
        "Bản chính giấy phép xây dựng",
        "50/2014/QH13",
        "Ban Quản lý Khu kinh tế",
        "Thẩm định hồ sơ",
        "Nộp trực tuyến",
        "1022",
        "cần kiểm tra",
    ):
        assert said in text


@pytest.mark.usefixtures("shipped")
def test_procedure_page_speaks_english(client):
    text = page_text(client, "catalog:procedure", PERMIT, english=True)

    for said in ("Extension of a construction permit", "5 working days", "File online", "The permit issued"):
        assert said in text


@pytest.mark.usefixtures("shipped")
def test_procedure_page_says_when_a_paper_or_fee_is_asked_for(client):
    text = page_text(client, "catalog:procedure", BIRTH)

    assert "Có Giấy chứng sinh" in text
    assert "Quá 60 ngày" in text


@pytest.mark.usefixtures("shipped")
def test_procedure_page_lets_choose_the_commune(client):
    text = page_text(client, "catalog:procedure", BIRTH)

    assert '<option value="H49.101"' in text
    assert 'name="co-quan"' in page_text(client, "catalog:procedure", PERMIT)


@pytest.mark.usefixtures("shipped", "provider")
def test_procedure_page_tells_how_long_it_really_takes(client):
    text = page_text(client, "catalog:procedure", PERMIT)

    assert "4,5" in text
    assert "90,0%" in text


@pytest.mark.usefixtures("shipped")
def test_procedure_that_is_only_listed_says_so_and_cannot_be_filed(client):
    text = page_text(client, "catalog:procedure", LISTED)

    assert "Nộp trực tuyến" not in text
    assert "1022" in text


@pytest.mark.usefixtures("shipped")
def test_procedure_without_online_service_sends_to_the_counter(client):
    assert "/nop/" not in page_text(client, "catalog:procedure", "2.001035")


@pytest.mark.usefixtures("shipped")
def test_withdrawn_procedure_keeps_its_page(client):
    Procedure.objects.filter(code=PERMIT).update(withdrawn_on=date(2026, 1, 15))
    text = page_text(client, "catalog:procedure", PERMIT)

    assert "15/01/2026" in text
    assert "Nộp trực tuyến" not in text


@pytest.mark.usefixtures("shipped")
def test_suspended_procedure_says_since_when(client):
    day = date.today() - timedelta(days=10)
    Version.objects.filter(procedure__code=PERMIT).update(effective_until=day)

    assert f"{day:%d/%m/%Y}" in page_text(client, "catalog:procedure", PERMIT)


@pytest.mark.usefixtures("shipped")
def test_procedure_not_yet_in_force_says_from_when(client):
    day = date.today() + timedelta(days=10)
    document = Version.objects.get(procedure__code=PERMIT).document
    coming = {**document, "code": "DEMO.9999", "effective": {"from": day.isoformat(), "until": None}}
    publish(coming, by="CB-000001", at=AT)

    assert f"{day:%d/%m/%Y}" in page_text(client, "catalog:procedure", "DEMO.9999")


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("code", ["1.00997", "khong-co", "%00", "<b>", "…", "a" * 300])
def test_unknown_code_is_answered_with_a_page_that_helps(client, code):
    for name in ("catalog:procedure", "catalog:sheet"):
        response = client.get(reverse(name, args=[code]))

        assert response.status_code == 404
        assert "Tìm" in response.content.decode()
        assert "<b>" not in response.content.decode().split("<main")[1].replace("<b>1022", "")


@pytest.mark.usefixtures("shipped")
def test_unknown_code_offers_codes_that_look_like_it(client):
    text = client.get(reverse("catalog:procedure", args=["1.00997"])).content.decode()

    assert reverse("catalog:procedure", args=[PERMIT]) in text


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("code", [PERMIT, "DEMO.0001", LISTED])
def test_procedure_page_asks_few_queries_however_much_it_says(client, code, django_assert_max_num_queries):
    client.get(reverse("catalog:procedure", args=[code]))

    with django_assert_max_num_queries(7):  # one of them asks the dossiers how long it really took
        client.get(reverse("catalog:procedure", args=[code]))


@pytest.mark.usefixtures("shipped")
def test_every_shipped_procedure_has_its_pages_in_both_languages(client):
    for code in Version.objects.values_list("procedure__code", flat=True):
        for english in (False, True):
            page_text(client, "catalog:procedure", code, english=english)
            page_text(client, "catalog:sheet", code, english=english)


@pytest.mark.usefixtures("shipped")
def test_internal_procedure_shows_the_sheet_in_force(client):
    text = page_text(client, "catalog:sheet", "DEMO.0001")

    for said in ("QT-DEMO.0001", "3a", "3d", "Báo cáo thẩm định", "Sở số 11", "7 ngày làm việc", "BM-03"):
        assert said in text


@pytest.mark.usefixtures("shipped")
def test_lists_by_field_and_of_internal_procedures_lead_on(client):
    assert "?linh-vuc=ho-tich" in page_text(client, "catalog:fields")
    assert "?doi-song=birth" in page_text(client, "catalog:fields")
    assert reverse("catalog:sheet", args=[PERMIT]) in page_text(client, "catalog:iso")


@pytest.mark.usefixtures("shipped")
def test_looking_changes_nothing(client):
    before = Procedure.objects.count(), Version.objects.count()
    for name, args in (("catalog:search", []), ("catalog:procedure", [PERMIT]), ("catalog:sheet", [PERMIT])):
        assert client.post(reverse(name, args=args)).status_code == 405

    assert (Procedure.objects.count(), Version.objects.count()) == before


def test_empty_catalogue_offers_other_ways(client):
    assert "1022" in page_text(client, "catalog:search")
    assert "1022" in page_text(client, "catalog:iso")


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("bpmn", b"<?xml")])
def test_internal_procedure_can_be_downloaded(client, kind, begins):
    address = reverse("catalog:sheet_file", args=["DEMO.0001", kind])

    assert address in page_text(client, "catalog:sheet", "DEMO.0001")
    response = client.get(address)
    assert response.content.startswith(begins)
    assert f"QT-DEMO.0001.{kind}" in response.headers["Content-Disposition"]
    assert client.get(reverse("catalog:sheet_file", args=["khong-co", kind])).status_code == 404


@pytest.mark.usefixtures("shipped")
def test_limit_of_the_same_day_is_said_as_the_law_says_it(client):
    assert "nhận sau 15:00" in page_text(client, "catalog:procedure", BIRTH)
