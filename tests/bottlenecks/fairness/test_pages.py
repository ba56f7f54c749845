"""Who sees whose figures, what stands beside them, and how an officer contests his own."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.bottlenecks.models import Contest, FairFigure
from motcua.bottlenecks.services.contesting import contest_figure, correct_figure, uphold_figure
from motcua.bottlenecks.services.fairness import weigh
from motcua.clock.queries import now
from motcua.clock.rules.calendar import ZONE
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from tests.bottlenecks.fairness.making import MORNING, PERIOD, REASON, busy_office, counted, work
from tests.factories.identity import sign_in
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db
TOGETHER, OWN = "/chan-doan/cong-bang/", "/chan-doan/cua-toi/"


@pytest.fixture
def office():
    office = busy_office()
    weigh(PERIOD, at=now())
    return office


def page_of(officer, address, *, client=None):
    client = client or Client()
    sign_in(client, officer.account)
    return client.get(address)


def figure_of(officer):
    return FairFigure.objects.get(kind="officer", holder=officer.code, period=PERIOD)


def contested(office, steps=()):
    return contest_figure(
        figure_of(office.officers[0]), reason=REASON, steps=steps, by=office.officers[0], at=now()
    )


def test_figures_are_made_of_every_officer_and_unit(office):
    first, second = figure_of(office.officers[0]), figure_of(office.officers[1])
    assert (first.steps, first.over, second.over) == (40, 20, 0)
    assert first.adjusted > second.adjusted
    assert first.low <= first.adjusted <= first.high
    assert (
        FairFigure.objects.get(kind="unit", holder=office.unit.code).adjusted is None
    )  # no units to compare with


def test_the_prompt_stands_only_where_it_was_decided_and_says_what_it_means(office):
    officer = office.officers[0]
    FairFigure.objects.update(asks=False)
    assert "Nên trao đổi</" not in page_of(office.head, TOGETHER).content.decode()
    FairFigure.objects.filter(holder=officer.code).update(asks=True)
    shown = page_of(office.head, TOGETHER).content.decode()
    assert shown.count("Nên trao đổi</") == 1
    assert shown.index(officer.name) < shown.index("Nên trao đổi</")
    assert "cao hơn mức chung từ 3 điểm phần trăm trở lên" in shown
    assert "nhiều nhất khoảng 5 trường hợp" in shown


def test_an_outlier_of_many_months_is_asked_about(office):
    for number, one in enumerate(office.officers):
        for month in (35, 63):
            opened = MORNING - timedelta(days=month)
            work(one, 20, hours=3.4 if number == 0 else 2, opened_at=opened, prefix=f"M{month}")
    counted()
    weigh(PERIOD, at=now())
    assert [one.holder for one in FairFigure.objects.filter(asks=True)] == [office.officers[0].code]


def test_the_database_refuses_a_prompt_without_a_figure(office):
    with pytest.raises(IntegrityError, match="fairfigure_asks_only_if_told"):
        FairFigure.objects.filter(holder=office.unit.code).update(asks=True)


def test_making_them_again_gives_the_same(office):
    before = list(FairFigure.objects.order_by("holder", "role").values_list("holder", "adjusted", "low"))
    weigh(PERIOD, at=now())
    assert (
        list(FairFigure.objects.order_by("holder", "role").values_list("holder", "adjusted", "low")) == before
    )


def test_a_period_that_was_not_counted_is_refused(office):
    with pytest.raises(Refusal) as refused:
        weigh("2027", at=now())
    assert refused.value.code == "not-counted-yet"


@pytest.mark.parametrize("who", ["head", "leader", "reform"])
def test_who_answers_for_officers_sees_their_names(office, who):
    shown = page_of(getattr(office, who), f"{TOGETHER}?cq={office.body.code}").content.decode()
    assert office.officers[0].name in shown
    assert "không phải bảng xếp hạng" in shown


def test_an_officer_does_not_see_the_figures_of_others(office):
    answer = page_of(office.officers[0], TOGETHER)
    assert answer.status_code == 403
    assert office.officers[1].name not in answer.content.decode()


def test_the_head_of_another_body_does_not_see_them(office):
    assert page_of(office.stranger, f"{TOGETHER}?cq={office.body.code}").status_code == 404


def test_officers_are_listed_by_name_not_by_value(office):
    shown = page_of(office.head, TOGETHER).content.decode()
    places = [shown.index(one.name) for one in sorted(office.officers, key=lambda one: one.sort_key)]
    assert places == sorted(places)


def test_below_the_least_number_only_too_few_is_said(office):
    few = make_officer(office.unit)
    work(few, 29, hours=3.4)
    counted()
    weigh(PERIOD, at=now())
    assert figure_of(few).adjusted is None
    own = page_of(few, OWN).content.decode()
    assert "Quá ít: 29 bước" in own
    assert "Gửi đề nghị xem lại" not in own


def test_an_officer_sees_his_own_with_the_dossiers_behind(office):
    shown = page_of(office.officers[0], OWN).content.decode()
    assert f"LATE-{office.officers[0].code}-0" in shown
    assert f"HS-{office.officers[1].code}-0" not in shown


def test_the_list_needs_the_same_queries_for_more_officers(office):
    asked = []
    for more in (1, 3):
        for _number in range(more):
            work(make_officer(office.unit), 31)
        weigh(PERIOD, at=now())
        client = Client()
        page_of(office.head, TOGETHER, client=client)
        with CaptureQueriesContext(connection) as queries:
            client.get(TOGETHER)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_contesting_through_the_pages_and_the_answer_stand_beside_the_figure(office):
    officer, client = office.officers[0], Client()
    sign_in(client, officer.account)
    step = f"LATE-{officer.code}-0|tham-dinh|1"
    sent = {"period": PERIOD, "role": "specialist", "reason": REASON, "steps": [step]}
    assert client.post("/chan-doan/cua-toi/de-nghi-xem-lai/", sent).status_code == 303
    (held,) = Contest.objects.all()
    assert held.steps == [[f"LATE-{officer.code}-0", "tham-dinh", 1]]
    assert REASON in page_of(office.leader, TOGETHER).content.decode()
    head = Client()
    sign_in(head, office.head.account)
    answer = {"answer": "sua", "reason": "Đã kiểm tra, hồ sơ chờ trích đo như cán bộ nêu."}
    assert head.post(f"/chan-doan/cong-bang/tra-loi/{held.pk}/", answer).status_code == 303
    weigh(PERIOD, at=now())
    assert (figure_of(officer).steps, figure_of(officer).over, figure_of(officer).set_aside) == (39, 19, 1)
    shown = page_of(office.leader, TOGETHER).content.decode()
    assert REASON in shown
    assert "Đã kiểm tra, hồ sơ chờ trích đo" in shown
    assert list(
        Entry.objects.filter(subject=held.subject).order_by("sequence").values_list("kind", flat=True)
    ) == [
        "figure.contested",
        "figure.corrected",
    ]


def test_a_figure_corrected_as_a_whole_is_not_shown_any_more(office):
    correct_figure(
        contested(office), reason="Số liệu không dùng được cho vị trí này.", by=office.head, at=now()
    )
    own = page_of(office.officers[0], OWN).content.decode()
    assert "Không sử dụng: đã sửa theo đề nghị xem lại" in own


def test_an_upheld_figure_stands_with_its_reason(office):
    reason = "Đã xem lại, các bước này do cán bộ giữ."
    uphold_figure(contested(office), reason=reason, by=office.leader, at=now())
    assert reason in page_of(office.officers[0], OWN).content.decode()


def test_nobody_answers_his_own_contest(office):
    with pytest.raises(Refusal) as refused:
        uphold_figure(contested(office), reason=REASON, by=office.officers[0], at=now())
    assert refused.value.code == "not-yours"


def test_the_database_refuses_an_answer_by_the_officer_himself(office):
    held = contested(office)
    with pytest.raises(IntegrityError, match="contest_is_answered_by_another"):
        Contest.objects.filter(pk=held.pk).update(
            state="upheld", answer="x", answered_by=held.officer, answered_at=now()
        )


@pytest.mark.parametrize("who", ["stranger", "reform"])
def test_somebody_outside_his_line_does_not_answer(office, who):
    held, client = contested(office), Client()
    sign_in(client, getattr(office, who).account)
    sent = {"answer": "sua", "reason": REASON}
    assert client.post(f"/chan-doan/cong-bang/tra-loi/{held.pk}/", sent).status_code == 403


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": "sai"}, "no-reason"),
        ({"steps": [("HS-UNKNOWN", "tham-dinh", 1)]}, "other-step"),
        ({"by": 1}, "not-yours"),
    ],
)
def test_a_contest_that_cannot_stand_is_refused(office, change, code):
    asked = {"reason": REASON, "steps": (), "at": now(), **change}
    asked["by"] = office.officers[asked.get("by", 0)]
    with pytest.raises(Refusal) as refused:
        contest_figure(figure_of(office.officers[0]), **asked)
    assert refused.value.code == code


def test_a_figure_is_contested_once_and_answered_once(office):
    held = contested(office)
    with pytest.raises(Refusal) as again:
        contested(office)
    assert again.value.code == "contested-before"
    uphold_figure(held, reason=REASON, by=office.head, at=now())
    with pytest.raises(Refusal) as twice:
        correct_figure(held, reason=REASON, by=office.head, at=now())
    assert twice.value.code == "not-now"


def test_a_refused_contest_keeps_what_was_typed(office):
    client = Client()
    sign_in(client, office.officers[0].account)
    answer = client.post(
        "/chan-doan/cua-toi/de-nghi-xem-lai/", {"period": PERIOD, "role": "specialist", "reason": "quá ngắn"}
    )
    assert answer.status_code == 422
    assert "quá ngắn" in answer.content.decode()


def test_the_answer_is_due_in_five_working_days(office):
    monday = datetime(2026, 3, 2, 9, tzinfo=ZONE)
    held = contest_figure(figure_of(office.officers[0]), reason=REASON, by=office.officers[0], at=monday)
    assert held.due_on == date(2026, 3, 9)


def test_the_file_has_the_lines_of_the_page(office):
    told = page_of(office.head, f"{TOGETHER}?xuat=csv").content.decode("utf-8-sig").splitlines()
    assert len(told) == 1 + FairFigure.objects.filter(unit=office.unit.code).count()
