"""Reports are made, checked, frozen, made again; what does not add up is never issued."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import Dossier, Reader
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.reports.invariants import reports_say_what_they_said
from motcua.reports.models import ReportRun, State
from motcua.reports.queries.definitions import definitions
from motcua.reports.queries.runs import run_before, versions
from motcua.reports.queries.sharing import outside, shared
from motcua.reports.rules.frozen import changes
from motcua.reports.services import Asked, Kept, ask, attempt, drop, issue, share
from motcua.reports.services import keep as keep_report
from motcua.reports.tasks import make_due
from tests.reports.making import (
    AT,
    HORIZON,
    OCTOBER,
    counted_up_to,
    fact,
    keep,
    make_province,
    on,
    past_the_guard,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    """One dossier carried over and resolved late, one new and early, one new and pending; one in the commune."""
    province = make_province()
    here, there = province.authority.code, province.commune.code
    keep(
        fact(
            here,
            received_at=on(9, 1),
            due_at=on(9, 10),
            late_at=on(9, 10),
            ended_at=on(9, 20),
            ending="completed",
        ),
        fact(
            here,
            received_at=on(9, 20),
            due_at=on(10, 5),
            ended_at=on(10, 1),
            ending="completed",
            channel="online",
        ),
        fact(here, "1.xay", received_at=on(10, 10), due_at=on(10, 30), late_at=on(10, 30)),
        fact(there, received_at=on(10, 2), due_at=on(10, 20), ended_at=on(10, 20, 8), ending="completed"),
    )
    counted_up_to()
    return province


def made(province, name="ii06a", period=OCTOBER, body=None, **told):
    return issue(Asked(name, body or province.top.code, period, **told), by="CB-1", at=AT)


def row(run, key, block=0):
    found = {one["key"]: one["cells"] for one in run.content["blocks"][block]["rows"]}[key]
    return [found[str(number)] for number in range(3, 14)]


def test_the_form_counts_as_it_stood_on_the_last_day_by_level_and_field(province):
    run = made(province)
    assert row(run, "tong") == [4, 1, 2, 1, 2, 1, 0, 1, 2, 2, 0]
    assert row(run, "province") == [3, 1, 1, 1, 2, 1, 0, 1, 1, 1, 0]
    assert row(run, "commune/dat") == [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0]  # it ended after the period
    assert row(run, f"province/{province.authority.code}/xay", block=1)[0] == 1
    assert run.content["blocks"][0]["rows"][-1]["key"] == "tong"


def test_a_frozen_report_has_its_moment_its_definition_and_its_digest_and_the_ledger_knows(province):
    run = made(province)
    told = Entry.objects.get(kind="report.frozen").data
    assert (run.version, run.horizon, run.provisional, run.state) == (1, HORIZON, False, State.READY)
    assert (told["digest"], told["definition"], told["version"]) == (run.digest, run.definition_digest, 1)
    assert list(reports_say_what_they_said()) == []
    with past_the_guard():
        ReportRun.objects.filter(pk=run.pk).update(content={**run.content, "form": "khác"})
    assert any("digest" in fault for fault in reports_say_what_they_said())


def test_making_it_again_gives_the_same_version_until_something_differs_and_then_says_what(province):
    first = made(province)
    assert made(province).pk == first.pk
    keep(fact(province.commune.code, received_at=on(10, 3), due_at=on(10, 30)))
    second = made(province)
    assert (second.version, run_before(second)) == (2, first)
    found = {
        (one.block, one.row.vi, one.column.vi): (one.before, one.after)
        for one in changes(first.content, second.content)
    }
    assert found["ii06a", "Đất đai", "Tổng số"] == (1, 2)
    assert found["ii06a", "Tổng cộng", "Trong hạn"] == (2, 3)
    first.refresh_from_db()
    assert row(first, "tong")[0] == 4
    assert [one.version for one in versions(second)] == [2, 1]


def test_a_report_of_a_period_that_is_not_over_is_provisional_and_one_to_come_is_refused(province):
    run = made(province, period="2026-12")  # from 15 November
    assert run.provisional
    assert run.content["provisional"]
    assert made(province, period="2026-11").provisional is False
    with pytest.raises(Refusal, match="2027-01"):
        made(province, period="2027-01")


def test_a_period_that_is_over_by_the_clock_but_not_counted_yet_is_provisional(province):
    counted_up_to(on(10, 12))
    assert made(province).provisional


def test_columns_that_do_not_add_up_are_never_issued_and_the_row_is_named(province):
    keep(
        fact(province.commune.code, received_at=on(10, 3), ended_at=on(9, 1), ending="completed")
    )  # impossible
    with pytest.raises(Refusal, match=r"Cấp xã.*\(3\) = \(4\) \+ \(5\) \+ \(6\).*reconcile") as refused:
        made(province)
    assert refused.value.code == "does-not-add-up"
    assert not ReportRun.objects.exists()
    assert not Entry.objects.filter(kind="report.frozen").exists()


def test_what_is_carried_over_must_be_what_the_last_report_left(province):
    before = made(province, period="2026-09")
    assert before.content["blocks"][0]["rows"][-1]["cells"]["11"] == 1
    assert made(province).version == 1
    keep(fact(province.authority.code, received_at=on(9, 2), due_at=on(12, 2)))  # told late
    with pytest.raises(Refusal, match=r"\(6\) = \(11\)") as refused:
        made(province)
    assert "Lập bản mới của báo cáo kỳ trước" in str(refused.value)
    assert made(province, period="2026-09").version == 2
    assert made(province).version == 2


def test_a_provisional_report_of_the_last_period_binds_nobody(province):
    Reader.objects.update(horizon=on(9, 10))
    assert made(province, period="2026-09").provisional
    counted_up_to()
    keep(fact(province.authority.code, received_at=on(9, 11), due_at=on(12, 2)))
    assert made(province).version == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"name": "ii99"}, "unknown-report"),
        ({"period": "bald"}, "bad-period"),
        ({"body": "H00"}, "unknown-body"),
        ({"body": "VN"}, "unknown-body"),
        ({"grid": "lunar"}, "unknown-grid"),
        ({"blocks": ("no-such",)}, "unknown-block"),
    ],
)
def test_what_is_unknown_is_refused(province, told, code):
    with pytest.raises(Refusal) as refused:
        made(province, **told)
    assert refused.value.code == code


def test_nothing_is_made_before_anything_was_counted(province):
    Reader.objects.all().delete()
    with pytest.raises(Refusal, match="follow --once"):
        made(province)


@pytest.mark.parametrize("name", sorted(definitions()))
def test_every_template_is_made_for_the_province_a_body_and_a_calendar_period(province, name):
    for body in (province.top.code, province.commune.code):
        for grid in ("", "calendar"):
            run = made(province, name, "2026-Q3", body, grid=grid)
            assert [one["code"] for one in run.content["blocks"]] == list(definitions()[name].blocks)


def test_a_block_without_data_stays_with_its_reason(province):
    run = made(province, "giai-trinh-766", "2026-Q3")
    reasons = {one["code"]: one.get("reason", {}).get("vi", "") for one in run.content["blocks"]}
    assert "Bộ chỉ số" in reasons["criteria-766"]
    assert "chỉ đạo" in reasons["directives"]


def test_the_companion_lists_every_late_dossier_with_its_cause_and_is_for_officers_only(province):
    run = made(province, "ii07a")
    summary, listed = run.content["blocks"]
    total = summary["rows"][-1]["cells"]
    assert [total[str(number)] for number in (3, 4, 5)] == [1, 1, 0]
    (only,) = listed["rows"]
    assert only["cells"]["days"] == 10
    assert [one["code"] for one in outside(run.content)["blocks"]] == ["late-causes"]


def test_what_a_person_writes_goes_before_the_drafted_sentence_and_is_marked(province):
    plain = made(province, "mot-cua-thang").content["blocks"][0]
    assert plain["text"] == plain["drafted"]
    assert not plain["edited"]
    edited = made(province, "mot-cua-thang", texts={"text-results": "Tự viết."}).content["blocks"][0]
    assert (edited["text"], edited["edited"], edited["drafted"]) == ("Tự viết.", True, plain["drafted"])


def test_a_job_keeps_why_a_report_could_not_be_made_and_makes_it_when_it_can_be(province):
    wrong = fact(province.commune.code, received_at=on(10, 3), ended_at=on(9, 1), ending="completed")
    keep(wrong)
    run = attempt(ask(Asked("ii06a", province.top.code, OCTOBER), by="CB-1", at=AT), at=AT)
    assert (run.state, run.version) == (State.REFUSED, None)
    assert "(3) = (4)" in run.words
    Dossier.objects.filter(code=wrong.code).delete()
    run = attempt(run, at=AT)
    assert (run.state, run.version, run.words) == (State.READY, 1, "")


def kept(province, **told):
    facts = {
        "title": "Một cửa tháng",
        "definition": "ii06a",
        "body": province.top.code,
        "grid": "cut-off",
        "span": "month",
        "blocks": ("ii06a",),
        **told,
    }
    return Kept(**facts)


@pytest.fixture
def clock(monkeypatch):
    def set_to(at):
        monkeypatch.setattr("motcua.reports.tasks.now", lambda: at)

    return set_to


def test_a_saved_report_is_made_by_itself_so_many_days_after_each_period_and_once(province, clock):
    keep_report(kept(province, days_after=3), by="CB-1", at=on(10, 1))
    clock(on(10, 17))
    assert make_due() == []
    clock(on(10, 18, 1))
    (run,) = make_due()
    assert (run.period, run.state, run.version) == ("2026-10", State.READY, 1)
    assert make_due() == []
    counted_up_to(on(11, 18))
    clock(on(11, 18, 2))
    assert [run.period for run in make_due()] == ["2026-11"]


def test_a_report_that_could_not_be_made_is_tried_again_in_its_own_row(province, clock):
    keep(
        fact(province.commune.code, code="HS-X", received_at=on(10, 3), ended_at=on(9, 1), ending="completed")
    )
    keep_report(kept(province, days_after=0), by="CB-1", at=on(10, 1))
    clock(on(10, 20))
    assert [run.state for run in make_due()] == [State.REFUSED]
    assert [run.state for run in make_due()] == [State.REFUSED]
    assert ReportRun.objects.count() == 1
    Dossier.objects.filter(code="HS-X").delete()
    assert [run.state for run in make_due()] == [State.READY]


def test_a_dropped_report_is_not_made_and_cannot_be_changed(province, clock):
    report = keep_report(kept(province, days_after=0), by="CB-1", at=on(10, 1))
    drop(report, by="CB-1", at=on(10, 2))
    clock(on(10, 20))
    assert make_due() == []
    with pytest.raises(Refusal, match="bỏ khỏi danh sách"):
        keep_report(kept(province), by="CB-1", at=on(10, 3), saved=report)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"title": " "}, "title"),
        ({"blocks": ()}, "blocks"),
        ({"days_after": 29}, "days_after"),
        ({"span": "week"}, "span"),
    ],
)
def test_what_cannot_be_saved_is_refused_at_its_field(province, told, field):
    with pytest.raises(Refusal) as refused:
        keep_report(kept(province, **told), by="CB-1", at=AT)
    assert field in refused.value.fields


def test_a_shared_link_opens_until_its_last_day_and_only_if_it_is_ours(province):
    run = made(province)
    token, until = share(run, days=7, by="CB-1", at=AT)
    assert shared(token, until) == run
    assert shared(token, until + timedelta(days=1)) is None
    assert shared(token[:-2] + "xx", until) is None
    assert Entry.objects.filter(kind="report.shared").count() == 1
    for days in (0, 91):
        with pytest.raises(Refusal, match="90"):
            share(run, days=days, by="CB-1", at=AT)


def test_a_report_that_is_half_frozen_is_none(province):
    run = made(province)
    for wrong in ({"digest": ""}, {"version": None}, {"state": "waiting"}, {"words": "x"}):
        with past_the_guard(), pytest.raises(IntegrityError, match="reports_run"), transaction.atomic():
            ReportRun.objects.filter(pk=run.pk).update(**wrong)


def test_the_database_refuses_to_change_a_frozen_report_and_lets_a_waiting_one_be_made(province):
    run = made(province)
    rows = ReportRun.objects.filter(pk=run.pk)
    words = "UPDATE reports_reportrun SET definition = 'x' WHERE id = %s"
    for tamper in (
        lambda: rows.update(digest="0" * 64),
        lambda: rows.update(state=State.WAITING),
        lambda: rows.delete(),
        lambda: connection.cursor().execute(words, [run.pk]),
    ):
        with pytest.raises(DatabaseError, match="a frozen report is never changed"), transaction.atomic():
            tamper()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="a frozen report is never changed"), transaction.atomic():
            cursor.execute("TRUNCATE reports_reportrun")
    run.refresh_from_db()
    assert list(reports_say_what_they_said()) == []
    waiting = ask(Asked("ii06a", province.top.code, "2026-09"), by="CB-1", at=AT)
    assert attempt(waiting, at=AT).state == State.READY


@pytest.mark.parametrize("name", ["ii06a", "ii07a", "don-vi-2026"])
def test_making_takes_as_many_queries_for_three_bodies_as_for_one(province, name):
    def queries():
        asked = ask(Asked(name, province.top.code, OCTOBER), by="CB-1", at=AT)
        with CaptureQueriesContext(connection) as seen:
            attempt(asked, at=AT)
        return len(seen)

    made(province, name)  # what a process reads once
    late = {"due_at": on(9, 25), "late_at": on(9, 25)}
    keep(fact(province.authority.code, received_at=on(9, 18), **late))
    first = queries()
    for body in (province.authority, province.commune):
        for procedure in ("1.dat", "1.xay"):
            keep(fact(body.code, procedure, received_at=on(9, 18), **late))
    assert queries() == first


def test_midnight_of_the_last_day_belongs_to_the_next_period(province):
    edge = datetime(2026, 10, 15, tzinfo=ZONE)
    keep(
        fact(province.commune.code, "1.xay", received_at=edge),
        fact(province.commune.code, "1.xay", received_at=edge - timedelta(microseconds=1)),
    )
    assert row(made(province), "commune/xay")[0] == 1
