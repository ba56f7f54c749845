"""The forecast of the house itself: learned from its ledger, kept in tables, told by a command."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motcua.criteria.management.verbs import forecast
from motcua.criteria.models import Foretelling, ForetoldDossier, ForetoldEnd, Reader
from motcua.criteria.queries.outlook import is_due, likely_late, running, running_periods
from motcua.criteria.queries.past import past
from motcua.criteria.rules.forecast import History, late_probabilities
from motcua.criteria.rules.forecast.learning import fit
from motcua.criteria.rules.periods import month_of
from motcua.criteria.services import follow
from motcua.criteria.services.foretelling import foretell
from motcua.dossiers import events
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from tests.criteria.forecast.making import calendar, lived
from tests.factories.organizations import make_body

pytestmark = pytest.mark.django_db(transaction=True)
COURSES, AT = lived(seed=1, days=60)
OPEN = [one for one in COURSES if one.ended_at is None]


def told_by(course):
    """The entries that a house would have written of a course: (moment, event)."""
    filed = events.DossierFiled(
        procedure=course.procedure, version=1, channel=course.channel, receiving_unit="U", papers=1, digitised=1,
        applicant_kind="citizen", online_level="full", fee_total=0, reused=0, identity_verified=True,
    )  # fmt: skip
    received = events.DossierReceived(
        procedure=course.procedure, version=1, limit_quantity="5", limit_unit="working_days", calendar="vn",
        due_at=course.marks[0].due_at,
    )  # fmt: skip
    yield from ((course.received_at, filed), (course.received_at, received))
    for mark in course.marks[1:]:
        if mark.paused:
            yield mark.at, events.SupplementRequested(items=("a",), respond_by=mark.at)
        else:
            yield mark.at, events.SupplementGiven(items=("a",), due_at=mark.due_at)
    for stay in course.stays:
        yield stay.opened_at, events.StepOpened(stay.step, 1, stay.kind, "expert", stay.unit)
        if stay.taken_at:
            yield stay.taken_at, events.StepTaken(stay.step, 1, "officer")
        if stay.closed_at:
            yield stay.closed_at, events.StepFinished(stay.step, 1, stay.unit, "done")
    if course.ended_at:
        yield course.ended_at, events.DossierCompleted(due_at=course.ended_at, document=True, electronic=True)


@pytest.fixture
def house():
    """A house whose ledger tells the courses as they were recorded then."""
    for code in ("B0", "B1", "B2", "B3"):
        make_body(code=code)
    rows = [
        Entry(
            kind=event.kind, subject=course.code, sequence=number, body=course.body, actor="officer",
            occurred_at=at, recorded_at=at, data=event.data(), previous=bytes(32), digest=bytes(32),
        )
        for course in COURSES
        for number, (at, event) in enumerate(sorted(told_by(course), key=lambda one: one[0]), start=1)
    ]  # fmt: skip
    Entry.objects.bulk_create(rows, batch_size=2000)
    while follow().behind:
        pass


def test_what_the_house_learns_from_its_ledger_is_what_the_courses_themselves_teach(house):
    kept = foretell(by="system", at=AT)
    ordered = History(sorted(COURSES, key=lambda one: one.code), calendar())
    expected = {one.code: one for one in late_probabilities(fit(ordered, AT), ordered, AT)}
    rows = {row.code: row for row in ForetoldDossier.objects.all()}
    assert not kept.weak
    assert kept.dossiers == len(expected) == len(OPEN)
    for code, one in expected.items():
        assert rows[code].probability == pytest.approx(one.probability, abs=1e-6)
        assert rows[code].unit == one.unit
        assert [reason["matter"] for reason in rows[code].reasons] == [
            reason.matter for reason in one.reasons
        ]
    assert likely_late(["B0"], most=3)[0].probability == max(
        one.probability for one in expected.values() if one.code.startswith("G0") and one.probability < 1
    )


def test_the_end_of_a_period_is_foretold_from_where_the_index_stands_and_is_replaced_by_the_next(house):
    at = AT - timedelta(days=10)
    Reader.objects.update(horizon=at)  # counted anew from then on: what came later is not asked for
    foretell(by="system", at=at)
    month = month_of(at)
    node = ForetoldEnd.objects.get(node="B0", period=month.code)
    stands = running(month, at).nodes["B0"]
    assert node.score_now == pytest.approx(stands.score)
    assert node.score["low95"] <= node.score["low80"] <= node.score["expected"] <= node.score["high80"]
    assert 0 <= node.ratio["low95"] <= node.ratio["high95"] <= 1
    assert node.late <= node.dossiers
    assert {row.period for row in ForetoldEnd.objects.all()} == {one.code for one in running_periods(at)}
    foretell(by="system", at=at)
    assert Foretelling.objects.count() == 2
    assert ForetoldEnd.objects.filter(node="B0", period=month.code).count() == 1


def test_the_command_makes_it_and_tells_it_of_a_body(house):
    Reader.objects.update(horizon=AT)
    out = StringIO()
    call_command("criteria", "forecast", "--body", "B0", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["dossiers"] == len(OPEN)
    assert told["likely_late"][0]["probability"] >= told["likely_late"][-1]["probability"]
    assert told["at"].endswith("+07:00")
    with pytest.raises(CommandError, match="2026-Q2"):
        call_command(
            "criteria", "forecast", "--body", "B0", "--period", "2020-01", "--json", stdout=StringIO()
        )
    assert not is_due(AT + timedelta(minutes=5))
    Reader.objects.update(horizon=AT + timedelta(days=1))
    assert is_due(AT + timedelta(days=1))


def test_nothing_is_foretold_before_anything_has_been_counted():
    assert not is_due(AT)
    assert forecast.answer(if_due=True, body=None, period=None) == {"due": False}
    with pytest.raises(Refusal):
        foretell(by="system", at=AT)
    with pytest.raises(CommandError, match="B9"):
        call_command("criteria", "forecast", "--body", "B9", "--json", stdout=StringIO())


def test_a_house_with_few_dossiers_says_that_it_knows_too_little():
    make_body(code="B0")
    Reader.objects.create(name="ledger", horizon=AT)
    kept = foretell(by="system", at=AT)
    assert kept.weak
    assert (kept.dossiers, kept.ends) == (0, 0)
    assert len(past(AT)) == 0
