"""The officers of a small world act on what its index shows, and everything holds together afterwards."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Q
from django.test import override_settings
from django.utils.module_loading import autodiscover_modules

from motcua.clock.queries import now
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import MonthTally, Reader
from motcua.criteria.queries.counting import counters
from motcua.criteria.services import following
from motcua.demo.services import load
from motcua.demo.services.steering import living, steer
from motcua.directives.models import Directive
from motcua.dossiers.models import Dossier
from motcua.kernel.invariants import declared
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.reports.models import ReportRun
from motcua.reviews.models import Investment, Recommendation, Report
from motcua.schedule.models import Meeting

MENDED, STILL_SLOW = "H49.120", ("H49.128", "H49.13", "H49.31")
BODIES = (*(f"H49.{number}" for number in range(101, 129)), "H49.13", "H49.31")


def quietly(line):
    return None


def entries_at_once(bookmark):
    """As `entries_after`, with those of the transaction that all of this runs in."""
    later = Q(transaction__gt=bookmark.transaction) | Q(
        transaction=bookmark.transaction, pk__gt=bookmark.entry
    )
    return Entry.objects.filter(later).order_by("transaction", "pk")


@pytest.fixture(scope="module")
def unsteered(django_db_setup, django_db_blocker, tmp_path_factory):
    """A small province whose index has followed; taken away again."""
    var = tmp_path_factory.mktemp("var")
    elsewhere = override_settings(VAR=var, WITNESS_ROOT=var / "witnesses")
    with elsewhere, pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        for module in (following, living):
            patch.setattr(module, "entries_after", entries_at_once)
        load(at=now(), dossiers=300, tell=quietly)
        while (read := following.follow()) and read.behind:
            pass
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def steered(unsteered, django_db_blocker):
    with django_db_blocker.unblock():
        tell_of_bodies()
        yield steer(at=now(), tell=quietly)


def tell_of_bodies():
    """Fifty dossiers a month at each body, more than nine in ten on time; three in five where something is wrong, until
    that is mended.
    """
    flows = counters().flows
    month = now().astimezone(ZONE)
    this = 12 * month.year + month.month - 1
    for number, body in enumerate(BODIES):
        for back in range(1, 19):
            is_slow = body in STILL_SLOW or (body == MENDED and back > 5)
            late = 20 if is_slow else 3 + (number + back) % 2
            told = {"received": 50, "finished": 50, "became_late": late, "finished_late": late}
            row, _made = MonthTally.objects.get_or_create(body=body, month=this - back)
            for code, count in told.items():
                column = f"c{flows[code].slot:02}"
                setattr(row, column, getattr(row, column) + count)
            row.save()


def test_an_index_that_has_not_read_the_ledger_is_refused(unsteered, db):
    Reader.objects.update(entry=1, transaction=1)
    with pytest.raises(Refusal) as refused:
        steer(at=now(), tell=quietly)

    assert refused.value.code == "not-followed"


def test_a_province_that_ended_long_ago_is_refused(unsteered, db):
    Dossier.objects.update(filed_at=now() - timedelta(days=400))
    with pytest.raises(Refusal) as refused:
        steer(at=now(), tell=quietly)

    assert refused.value.code == "past-world"


def test_directives_stand_in_every_state_that_the_record_allows(steered, db):
    assert {"opened", "contested", "accepted", "in_progress", "reported", "measuring"} <= set(
        steered.directives
    )
    assert Directive.objects.filter(escalated=3).exists()


def test_what_was_mended_is_verified_by_its_number_and_watched(steered, db):
    mended = Directive.objects.get(body=MENDED)

    assert (mended.state, mended.measured["verdict"]) == ("verified", "met")
    assert mended.measured["low"] > "0"
    verdicts = Entry.objects.filter(subject=mended.code, kind="directive.measured").order_by("sequence")
    assert [entry.data["verdict"] for entry in verdicts] == ["met", "kept"]


def test_a_meeting_was_concluded_and_its_instructions_are_directives(steered, db):
    assert sorted(Meeting.objects.values_list("state", flat=True)) == ["called", "concluded"]
    assert Directive.objects.filter(source__startswith="Thông báo số").count() == 4


def test_of_a_review_some_reports_are_sent_one_of_them_late_and_some_are_being_written(steered, db):
    states = dict(Report.objects.values_list("body__code", "state"))

    assert {"sent", "edited", "drafted"} == set(states.values())
    assert list(Report.objects.filter(late=True).values_list("body__code", flat=True)) == ["H49.13"]


def test_recommendations_investments_and_reports_are_there(steered, db):
    assert set(Recommendation.objects.values_list("state", flat=True)) == {
        "in_progress",
        "acknowledged",
        "drafted",
    }
    assert {"in_use", "in_delivery"} <= set(Investment.objects.values_list("state", flat=True))
    assert set(ReportRun.objects.values_list("state", flat=True)) == {"ready"}


def test_directives_are_numbered_in_the_order_in_which_they_were_given(steered, db):
    assert list(Directive.objects.order_by("pk")) == list(Directive.objects.order_by("opened_at", "code"))


def test_nothing_happens_after_the_last_moment(steered, db):
    assert not Entry.objects.filter(occurred_at__gt=now()).exists()


def test_every_invariant_of_the_house_holds(steered, db):
    autodiscover_modules("invariants")
    assert {each.name: list(each.check()) for each in declared() if list(each.check())} == {}


def test_a_second_time_nothing_is_added(steered, db):
    before = Entry.objects.count()
    again = steer(at=now(), tell=quietly)

    assert again.before
    assert again.directives == steered.directives
    assert Entry.objects.count() == before
