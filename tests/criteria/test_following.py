"""The counters follow the ledger: each act once, deadlines by themselves, and always what counting anew gives."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.clock.queries import now
from motcua.criteria.models import Dossier, GroupTally, MonthTally, PairTally, Step
from motcua.criteria.queries.counting import added, counts_of
from motcua.criteria.queries.scores import view
from motcua.criteria.rules.folding import INSTANT
from motcua.criteria.rules.periods import month_of
from motcua.criteria.rules.reading_counters import FILE, read
from motcua.criteria.services import follow, following, reconcile
from motcua.criteria.services.recounting import recount
from motcua.dossiers.events import (
    DossierCompleted,
    DossierExtended,
    DossierFiled,
    DossierReceived,
    DossierStopped,
    StepOpened,
    StepTaken,
    SupplementGiven,
    SupplementRequested,
)
from motcua.ledger.models import Entry
from motcua.ledger.services import append
from motcua.organizations.models import BodyKind
from tests.factories.organizations import make_body

pytestmark = pytest.mark.django_db(transaction=True)


def filed():
    return DossierFiled(
        procedure="1.001", version=1, channel="online", receiving_unit="U", applicant_kind="citizen",
        online_level="full", fee_total=0, papers=1, digitised=1, reused=0, identity_verified=True,
    )  # fmt: skip


def received(due):
    return DossierReceived(
        procedure="1.001", version=1, limit_quantity="5", limit_unit="working_days", calendar="vn", due_at=due
    )


def tell(code, event, body="B1"):
    with transaction.atomic():
        append(event, subject=code, body=body, actor="officer", at=now())


def counts(body="B1"):
    return counts_of({body: (body,)}, month_of(now()))[body]


def open_dossier(code, due, body="B1"):
    tell(code, filed(), body)
    tell(code, received(due), body)


def test_an_act_moves_the_figure_once_however_often_it_is_read():
    open_dossier("HS1", now() + timedelta(days=5))
    follow()
    follow()
    assert (counts()["received"], counts()["pending"], counts()["pending_late"]) == (1, 1, 0)
    tell("HS1", DossierCompleted(due_at=now(), document=True, electronic=True))
    follow()
    assert (counts()["finished"], counts()["pending"], counts()["finished_late"]) == (1, 0, 0)


def test_a_step_is_followed_though_its_dossier_was_told_of_earlier_in_the_batch_without_it(monkeypatch):
    open_dossier("HS1", now() + timedelta(days=5))
    tell("HS1", StepOpened(step="a", round=1, step_kind="process", role="expert", unit="U"))
    follow()
    tell("HS1", DossierExtended(old_due_at=now(), due_at=now() + timedelta(days=9), reason="x"))
    tell("HS1", StepTaken(step="a", round=1, officer="o"))
    monkeypatch.setattr(following, "AT_ONCE", 1)
    follow()
    assert Step.objects.get().officer == "o"
    assert reconcile().differences == []


def test_a_deadline_that_passes_is_counted_without_any_act():
    due = now() + timedelta(seconds=1)
    open_dossier("HS1", due)
    done = follow()
    assert counts()["pending_late"] == (done.horizon > due + INSTANT)  # a slow machine may come too late
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1.1)")
    follow()
    assert counts()["pending_late"] == 1


def test_what_is_late_and_open_stays_in_the_denominator():
    open_dossier("HS1", now() - timedelta(seconds=1))
    follow()
    make_body(code="B1")
    measured = view("B1", month_of(now()).code).score.criteria["2.1"]
    assert (measured.numerator, measured.denominator) == (0, 1)


def test_not_acting_stopping_extending_or_asking_again_afterwards_does_not_help():
    open_dossier("HS1", now() - timedelta(seconds=1))
    for act in (
        DossierExtended(old_due_at=now(), due_at=now() + timedelta(days=9), reason="workload"),
        SupplementRequested(items=("a",), respond_by=now() + timedelta(days=9)),
        SupplementGiven(items=("a",), due_at=now() + timedelta(days=9)),
        DossierStopped(reason="x"),
    ):
        tell("HS1", act)
        follow()
        found = counts()
        assert found["pending_late"] + found["finished_late"] == 1


def test_the_parts_sum_to_the_whole():
    for number in range(4):
        open_dossier(f"HS{number}", now() + timedelta(days=1), body=f"B{number % 2}")
    follow()
    parts = counts_of({"B0": ("B0",), "B1": ("B1",)}, month_of(now()))
    whole = counts_of({"all": ("B0", "B1")}, month_of(now()))["all"]
    assert added(list(parts.values())) == whole
    assert whole["received"] == 4


@pytest.mark.parametrize("many", [1, 3])
def test_a_page_of_counters_takes_two_queries_however_many_parts(many, django_assert_num_queries):
    parts, month = {f"B{number}": (f"B{number}",) for number in range(many)}, month_of(now())
    follow()
    with django_assert_num_queries(2):
        counts_of(parts, month)


@pytest.fixture
def other_counters(monkeypatch):
    """One flow counts something else, and a new one counts what passes its due moment."""
    text = FILE.read_text(encoding="utf-8")
    text = text.replace(
        'dated: received_at, where: channel == "online",', "dated: received_at, where: eligible,"
    )
    flow = "  - {code: passed, slot: 47, of: dossier, dated: received_at, where: passed(due_at), name: {vi: x, en: x}}"
    found = read(text.replace("flows:\n", f"flows:\n{flow}\n", 1))

    def put_in_force():
        for module in ("services.following", "services.reconciling", "queries.asking", "queries.counting"):
            monkeypatch.setattr(f"motcua.criteria.{module}.counters", lambda: found)

    return put_in_force


def test_other_flows_are_counted_anew_by_themselves_and_meanwhile_all_read_the_old(
    other_counters, monkeypatch
):
    open_dossier("HS1", now() + timedelta(milliseconds=400))
    open_dossier("HS2", now() - timedelta(seconds=1))
    follow()
    assert counts()["received_online"] == 2
    seen = []

    def recounted(*given):
        recount(*given)
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT sum(c01) FROM criteria_monthtally")
            seen.append(cursor.fetchone()[0])
        other.close()

    monkeypatch.setattr("motcua.criteria.services.recounting.recount", recounted)
    other_counters()
    follow()
    assert seen == [2]
    assert (counts()["received_online"], counts()["received"], counts()["passed"] >= 1) == (0, 2, True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.5)")
    follow()
    assert counts()["passed"] == 2
    follow()
    assert seen == [2]
    assert reconcile().differences == []


def test_a_changed_counter_is_found_out():
    open_dossier("HS1", now() + timedelta(days=1))
    follow()
    assert reconcile().differences == []
    MonthTally.objects.update(c00=7)
    assert any("MonthTally" in line for line in reconcile().differences)


@pytest.mark.parametrize("table", [GroupTally, PairTally])
def test_a_changed_total_is_found_out(table):
    province = make_body(kind=BodyKind.PROVINCE)
    make_body(parent=province, code="B1")
    open_dossier("HS1", now() + timedelta(days=1))
    follow()
    open_dossier("HS2", now() + timedelta(days=1))
    follow()
    assert reconcile().differences == []
    slot = "c00" if table is GroupTally else "p04"
    table.objects.update(**{slot: F(slot) + 1})
    assert any(table.__name__ in line for line in reconcile().differences)


def test_whoever_moves_in_the_tree_takes_the_totals_along():
    one, other = (make_body(kind=BodyKind.PROVINCE) for _ in range(2))
    moving = make_body(parent=one, code="B1")
    for province in (one, other):
        make_body(parent=province)
    for turn, province in enumerate((one, other)):
        moving.parent = province
        moving.save()
        open_dossier(f"HS{turn}", now() - timedelta(seconds=1))
        for _once_more in range(2):
            assert view(province.code, month_of(now()).code).counts["received"] == turn + _once_more
            follow()
        assert reconcile().differences == []
    assert GroupTally.objects.filter(c00__gt=0).count() == 2  # the other province and the nation


def test_a_changed_fact_is_found_out():
    open_dossier("HS1", now() + timedelta(days=1))
    follow()
    Dossier.objects.update(channel="counter")
    assert any("dossier" in line for line in reconcile().differences)


ACTS = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from(["open", "ask", "give", "extend", "stop", "complete", "read"])
    ),
    max_size=20,
)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_the_counters_are_what_counting_anew_gives_after_any_storm(db, acts):
    begun = Entry.objects.count()
    for number, act in acts:
        code = f"HS{begun}-{number}"
        soon = now() + timedelta(milliseconds=5)
        event = {
            "open": received(soon),
            "ask": SupplementRequested(items=("a",), respond_by=soon),
            "give": SupplementGiven(items=("a",), due_at=soon),
            "extend": DossierExtended(old_due_at=soon, due_at=soon, reason="x"),
            "stop": DossierStopped(reason="x"),
            "complete": DossierCompleted(due_at=soon, document=True, electronic=False),
        }.get(act)
        if not Entry.objects.filter(subject=code).exists():
            tell(code, filed())
        if event is None:
            follow()
        else:
            tell(code, event)
    follow()
    found = reconcile()
    assert found.entries == Entry.objects.count()
    assert found.differences == []
