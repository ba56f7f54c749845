"""The page of the forecast: what it says, and to whom it shows single dossiers."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from motcua.clock.queries import now
from motcua.criteria.models import Foretelling, ForetoldDossier, ForetoldEnd
from motcua.criteria.rules.forecast.features import MATTERS, NEVER_SAID
from motcua.criteria.rules.periods import month_of
from motcua.criteria.views.foretold import NUMBERS, reasons
from motcua.organizations.models import Role
from tests.browser.checks import DASHBOARD_BYTES, assert_accessible, assert_fits
from tests.factories.dossiers import make_office
from tests.factories.identity import sign_in
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db(transaction=True)
WHY = {"matter": "waits-at-step", "push": 1.0, "number": "step_hours", "value": 53.2, "usual": 7.1}


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def foretold(office):
    """Three open dossiers of the office, one of them late; and where the office will stand."""
    made = Foretelling(model="{}", learned=900, learned_late=120, weak=False, made_by="system")
    made.at = now()
    made.save()
    body = office.body.code
    for number, (chance, late) in enumerate(((0.93, False), (0.07, False), (1.0, True)), start=1):
        ForetoldDossier.objects.create(
            code=f"HS{number}", body=body, procedure=office.version.procedure.code, unit=office.expert_unit.code,
            step="s", due_at=now() + timedelta(days=1), late=late, probability=chance, reasons=[WHY],
        )  # fmt: skip
    band = {"expected": 70.05, "low80": 67.75, "high80": 72.34, "low95": 66.0, "high95": 74.0}
    ForetoldEnd.objects.create(
        node=body, period=month_of(now()).code, set="qd766-2022", score=band, score_now=70.84, score_most=100,
        ratio={name: value / 100 for name, value in band.items()}, dossiers=574, late=60, come=90.0,
        newly_late=39.2, assumptions=["work-as-lately", "others-held"],
    )  # fmt: skip
    return made


def page_of(officer, office, more=""):
    client = Client()
    sign_in(client, officer.account)
    return client.get(f"/en/chi-so/du-bao/?cq={office.body.code}{more}")


def test_an_officer_of_the_body_sees_where_it_will_stand_and_its_likeliest_dossiers_first(office, foretold):
    said = page_of(office.specialist, office).content.decode()
    assert "70,05" in said
    assert "67,75" in said
    assert said.index("HS1") < said.index("HS2")
    assert "93%" in said
    assert "HS3" not in said  # late already
    assert "It has been at this step for 53 working hours (usual: 7)." in said
    assert str(office.expert_unit.name) in said


def test_an_officer_of_another_body_sees_the_figures_but_no_dossier(office, foretold):
    said = page_of(make_officer(), office).content.decode()
    assert "70,05" in said
    assert "HS1" not in said
    assert "only for officers of the body itself" in said
    answer = page_of(make_officer(), office, "&xuat=csv&bang=dossiers")
    assert answer.status_code == 404


def test_the_reform_office_sees_the_dossiers_of_every_body(office, foretold):
    assert "HS1" in page_of(make_officer(role=Role.REFORM), office).content.decode()


def test_the_csv_holds_every_dossier_with_its_chance(office, foretold):
    answer = page_of(office.specialist, office, "&xuat=csv&bang=dossiers")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("HS1")
    assert "0.93" in lines[1]


def test_a_long_list_shows_twenty_and_leads_to_all(office, foretold):
    ForetoldDossier.objects.bulk_create(
        ForetoldDossier(
            code=f"L{number}", body=office.body.code, procedure="1", unit="", step="", late=False,
            probability=0.5, reasons=[],
        )
        for number in range(25)
    )  # fmt: skip
    assert page_of(office.specialist, office).content.decode().count('href="/en/viec/') >= 20
    assert "HS2" not in page_of(office.specialist, office).content.decode()
    assert "HS2" in page_of(office.specialist, office, "&tat-ca=1").content.decode()


def test_without_a_forecast_or_with_too_little_to_learn_from_the_page_says_so(office):
    assert "No forecast has been made yet" in page_of(office.specialist, office).content.decode()
    made = Foretelling(model="{}", learned=9, learned_late=1, weak=True, made_by="system")
    made.at = now()
    made.save()
    said = page_of(office.specialist, office).content.decode()
    assert "not enough data" in said
    client = Client()
    sign_in(client, office.specialist.account)
    assert "Chưa đủ dữ liệu để dự báo" in client.get("/chi-so/du-bao/").content.decode()


def test_a_period_that_is_over_is_not_foretold(office, foretold):
    said = page_of(office.specialist, office, "&ky=2024-01").content.decode()
    assert "Nothing is foretold here" in said


def test_another_set_or_a_single_field_is_not_foretold(office, foretold):
    field = office.version.procedure.field.code
    for more in (f"&lv={field}", "&bo=tt01-2018"):
        said = page_of(office.specialist, office, more).content.decode()
        assert "Nothing is foretold here" in said
        assert "70,05" not in said


def test_the_index_leads_to_the_forecast(office, foretold):
    client = Client()
    sign_in(client, office.specialist.account)
    assert "/en/chi-so/du-bao/?cq=" in client.get(f"/en/chi-so/?cq={office.body.code}").content.decode()


def test_citizens_and_strangers_do_not_come_in(office):
    client = Client()
    assert client.get("/chi-so/du-bao/").status_code == 302
    sign_in(client, office.citizen)
    assert client.get("/chi-so/du-bao/").status_code == 403


def test_every_number_that_may_be_a_reason_has_words():
    assert set(NUMBERS) == set(MATTERS) - NEVER_SAID
    for name in NUMBERS:
        assert "%(" not in reasons([{**WHY, "number": name}])[0]
    assert reasons([{**WHY, "number": ""}]) == ["Không có điểm nào nổi bật."]


@pytest.mark.parametrize("width", [1366, 320])
def test_the_forecast_is_accessible_and_fits(open_page, office, foretold, live_server, width):
    page, client = open_page(), Client()
    sign_in(client, office.specialist.account)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    for language in ("", "/en"):
        assert page.goto(f"{language}/chi-so/du-bao/?cq={office.body.code}").status == 200
        assert_fits(page)
        assert_accessible(page)


def test_the_forecast_is_light(weigh, office, foretold):
    address = f"/chi-so/du-bao/?cq={office.body.code}"
    weigh(address, account=office.specialist.account).assert_within(DASHBOARD_BYTES)
