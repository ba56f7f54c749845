"""Who may give, act and see; what is refused and why; how often the lists ask the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.directives.models import Directive
from motcua.directives.queries.boards import Tab, board, counts
from motcua.directives.queries.duties import duty_of
from motcua.directives.rules.states import State
from motcua.directives.services import accept, ask_extension, contest, grant_extension, report, start, uphold
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Role
from tests.directives.making import (
    PERIOD,
    REASON,
    about,
    count_up_to,
    due_in,
    make_directive,
    make_province,
    month,
    order,
    tell_months,
)
from tests.factories.identity import make_account, sign_in
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return make_province(peers=1)


def client_of(officer):
    client = Client()
    sign_in(client, officer.account)
    return client


def typed(province, **change):
    return {
        "title": "Số hóa hồ sơ", "task": "Số hóa ngay khi tiếp nhận.", "lead_unit": province.unit.code, "lead": "",
        "due_on": f"{due_in(15):%d/%m/%Y}", **change,
    }  # fmt: skip


def test_only_those_with_a_right_give_and_only_down_their_line(province):
    reform = make_officer(role=Role.REFORM, body=province.peers[0])
    way = f"/chi-dao/moi/?ct={province.body.code}"
    for officer, status in (
        (province.director, 303), (province.chairman, 303), (reform, 303), (province.stranger, 422),
        (province.specialist, 403),
    ):  # fmt: skip
        assert client_of(officer).post(way, typed(province)).status_code == status, officer.title_vi
    assert Directive.objects.count() == 3
    head = client_of(province.head)
    assert head.post(way, typed(province)).status_code == 422  # to himself
    assert head.post(way, typed(province, lead=province.specialist.code)).status_code == 303


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lead_unit": ""}, "Choose the unit that leads"),
        ({"title": " "}, "Say what has to be done"),
        ({"due_on": "31/02/2027"}, "Write the day as"),
        ({"due_on": "01/01/2020"}, "must lie after today"),
        ({"due_on": "27/12/2026"}, "Nobody works on"),
        ({"lead": "nobody"}, "Choose an officer of the lead unit"),
        ({"criterion": "4.2", "period": "2026-01"}, "Write the rate"),
        ({"criterion": "4.2", "target": "90"}, "Say in which period"),
        ({"criterion": "9.9", "period": "2026-01", "target": "90"}, "no criterion of"),
        ({"criterion": "4.2", "period": "2026-01", "target": "60"}, "must be higher than what was found"),
        ({"criterion": "4.2", "period": "2020-01", "target": "90"}, "Nothing was counted"),
        ({"criterion": "4.2", "period": "soon", "target": "90"}, "is no period"),
    ],
)
def test_a_directive_that_cannot_stand_is_refused_in_words_and_what_was_typed_is_kept(province, change, said):
    tell_months([(province.body, 12 * 2026, 100, 70)])
    count_up_to(now())
    way = f"/en/chi-dao/moi/?ct={province.body.code}"
    answer = client_of(province.director).post(way, typed(province, **change))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Số hóa ngay khi tiếp nhận." in page
    assert not Directive.objects.exists()


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_page(province):
    way = f"/en/chi-dao/moi/?ct={province.body.code}"
    page = client_of(province.director).post(
        way, typed(province, criterion="4.2", target="90", lead_unit="", due_on="01/01/2020")
    ).text  # fmt: skip
    told = page.split("<h1>")[0]
    said = [
        told.index(one)
        for one in ("Choose the unit that leads", "must lie after today", "Say in which period")
    ]
    assert said == sorted(said)
    assert "There are 3 things to mend" in told


def test_the_form_proposes_the_units_and_the_aim_that_the_address_and_the_set_name(province):
    tell_months([(province.body, 12 * 2026, 100, 70)])
    count_up_to(now())
    finding = f"/chi-dao/moi/?cq={province.body.code}&tc=4.2&ky={PERIOD}&dv={province.unit.code}&vi=Vì+ai"
    page = client_of(province.director).get(finding).text
    assert f'<option value="{province.unit.code}" selected' in page
    assert "Vì ai</textarea>" in page

    assert 'value="80"' in page


def test_the_finding_is_measured_anew_and_frozen(province):
    tell_months([(province.body, 12 * 2026, 100, 70)])
    count_up_to(now())
    way = f"/chi-dao/moi/?cq={province.body.code}&tc=4.2&ky={PERIOD}"
    client_of(province.director).post(
        way, typed(province, criterion="4.2", period=PERIOD, target="90", found_numerator="1")
    )
    directive = Directive.objects.get()
    assert (directive.found_numerator, directive.found_denominator, directive.body) == (
        70,
        100,
        province.body.code,
    )
    told = Entry.objects.get(subject=directive.code).data
    assert (told["numerator"], told["denominator"], told["target"]) == (70, "100.0000", "90")


def test_nobody_acts_in_the_place_of_another(province):
    directive = make_directive(province)
    for verb, officer in (
        (accept, province.director), (accept, province.stranger), (accept, province.specialist), (start, province.head),
    ):  # fmt: skip
        with pytest.raises(Refusal) as no:
            verb(directive, by=officer, at=now())
        assert no.value.code in ("not-yours", "not-now")
    accept(directive, by=province.head, at=now())
    assert Directive.objects.get().state == State.ACCEPTED


def test_a_task_is_contested_once_with_a_reason(province):
    directive = make_directive(province)
    with pytest.raises(Refusal, match="ít nhất"):
        contest(directive, reason="không", by=province.head, at=now())
    contest(directive, reason=REASON, by=province.head, at=now())
    uphold(directive, reason=REASON, by=province.director, at=now())
    with pytest.raises(Refusal) as no:
        contest(directive, reason=REASON, by=province.head, at=now())
    assert no.value.code == "contested-before"


def test_more_time_is_asked_for_once_by_the_lead_and_granted_by_the_giver(province):
    directive = make_directive(province)
    accept(directive, by=province.head, at=now())
    for to, code in ((due_in(10), "not-later"), (due_in(15), "not-later")):
        with pytest.raises(Refusal) as no:
            ask_extension(directive, to=to, reason=REASON, by=province.head, at=now())
        assert no.value.code == code
    ask_extension(directive, to=due_in(20), reason=REASON, by=province.head, at=now())
    with pytest.raises(Refusal) as no:
        grant_extension(directive, by=province.head, at=now())
    assert no.value.code == "not-yours"
    grant_extension(directive, by=province.director, at=now())
    assert Directive.objects.get().due_on == due_in(20)
    with pytest.raises(Refusal) as no:
        ask_extension(directive, to=due_in(30), reason=REASON, by=province.head, at=now())
    assert no.value.code == "extended-before"


def test_a_late_report_says_how_late(province):
    at = now() - timedelta(days=60)
    directive = make_directive(province, at=at, due_on=due_in(5, at))
    for verb in (accept, start):
        verb(directive, by=province.head, at=now())
    report(directive, evidence=REASON, by=province.head, at=now())
    assert Entry.objects.get(kind="directive.reported").data["late_working_days"] > 20


def test_the_ledger_and_the_numbers_have_no_gaps_and_tell_nothing_that_was_written(province):
    codes = [make_directive(province).code for _ in range(3)]
    year = localdate(now()).year
    assert codes == [f"CD-{year}-{number:04}" for number in (1, 2, 3)]
    contest(Directive.objects.get(code=codes[0]), reason=REASON, by=province.head, at=now())
    assert not [entry for entry in Entry.objects.all() if "thẩm định" in str(entry.data)]


def test_a_directive_is_seen_in_its_line_only(province):
    directive = make_directive(province, supporting=(province.stranger.unit,))
    way = f"/chi-dao/{directive.code}/"
    outsider = make_officer(role=Role.LEADER, body=province.peers[0])
    for officer, status in (
        (province.director, 200), (province.head, 200), (province.deputy, 200), (province.chairman, 200),
        (province.stranger, 200), (province.specialist, 404), (outsider, 404),
    ):  # fmt: skip
        assert client_of(officer).get(way).status_code == status
    assert client_of(province.stranger).post(f"{way}nhan/").status_code == 409  # supporting is not leading
    citizen = Client()
    sign_in(citizen, make_account())
    assert citizen.get(way).status_code == 403
    assert Client().get(way).status_code == 302


def test_a_page_offers_what_its_reader_may_do_and_says_whose_turn_it_is(province):
    directive = make_directive(province)
    way = f"/chi-dao/{directive.code}/"
    for officer, offered in ((province.head, True), (province.director, False)):
        page = client_of(officer).get(way).content.decode()
        assert ("nhan/" in page) is offered
        assert "Bên chủ trì" in page
    assert client_of(province.head).post(f"{way}khong-co/").status_code == 404
    answer = client_of(province.head).post(f"{way}khong-nhan/", {"text": "ngắn"})
    assert answer.status_code == 422
    assert "contest-text-error" in answer.content.decode()


def test_the_tabs_hold_whose_turn_it_is(province):
    at = now() - timedelta(days=40)
    late = make_directive(province, at=at, due_on=due_in(5, at))
    make_directive(province)
    on = localdate(now())
    of_head, of_director = (counts(duty_of(one, on), on) for one in (province.head, province.director))
    assert (of_head[Tab.MINE], of_head[Tab.GIVEN], of_head[Tab.OVERDUE]) == (2, 0, 1)
    assert (of_director[Tab.MINE], of_director[Tab.GIVEN], of_director[Tab.ALL]) == (0, 2, 2)
    assert list(board(duty_of(province.head, on), Tab.OVERDUE, on)) == [late]
    assert board(duty_of(province.stranger, on), Tab.ALL, on).count() == 0


def test_the_list_as_a_file_holds_the_same_lines_and_no_formula(province):
    make_directive(province, title="=1+1")
    answer = client_of(province.director).get("/chi-dao/?xem=tat-ca&xuat=csv")
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv")
    assert len(text.splitlines()) == 2
    assert ",'=1+1," in text


def test_the_pages_ask_the_database_as_often_for_three_as_for_one(province):
    tell_months([(province.body, month(back), 100, 70) for back in range(24)])
    count_up_to(now())
    client, asked = client_of(province.director), []
    for _ in range(3):
        made = make_directive(province, about=about(province, "4.2", PERIOD), target=90)
        client.get("/chi-dao/?xem=tat-ca")
        with CaptureQueriesContext(connection) as listed:
            client.get("/chi-dao/?xem=tat-ca")
        with CaptureQueriesContext(connection) as shown:
            client.get(f"/chi-dao/{made.code}/")
        asked.append((len(listed), len(shown)))
    assert asked[0] == asked[2]
    assert asked[0][0] <= 12


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "elsewhere"}, {"state": "reported"}, {"state": "measuring"}, {"asked": "granted"},
        {"criterion": "4.2"}, {"inconclusive": True},
    ],
    ids=str,
)  # fmt: skip
def test_the_database_keeps_out_what_the_rules_would_never_make(province, wrong):
    directive = make_directive(province)
    with pytest.raises(IntegrityError), transaction.atomic():
        Directive.objects.filter(pk=directive.pk).update(**wrong)


def test_an_order_to_a_unit_beside_the_line_is_refused(province):
    with pytest.raises(Refusal) as no:
        make_directive(province, by=province.stranger)
    assert no.value.code == "not-your-line"
    assert order(province).lead_unit == province.unit
