"""Criteria 1.1 and 1.2: a procedure is published by decision, and shown, by its time; each decision in its month."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.clock.queries import shipped_calendar
from motcua.criteria.models import Offer
from motcua.criteria.queries.catalogue import offers
from motcua.criteria.queries.counting import counts_of
from motcua.criteria.rules.decisions import Decision, Limits, decisions, limits
from motcua.criteria.rules.periods import period
from motcua.criteria.services import follow, reconcile
from tests.factories.dossiers import make_office

LAW = Limits(decision=5, publication=5)
ONE = Decision("1.1", "1/QĐ-UBND", date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 16), "known")


def test_five_working_days_before_the_law_takes_effect_are_enough_and_four_are_not():
    days = shipped_calendar("vn-standard")
    assert LAW.decided_in_time(ONE, days)
    assert not LAW.decided_in_time(replace(ONE, decided_on=date(2026, 3, 10)), days)


def test_the_fifth_working_day_after_signing_is_in_time_and_the_sixth_is_not():
    days = shipped_calendar("vn-standard")
    assert LAW.published_in_time(ONE, days)
    assert not LAW.published_in_time(replace(ONE, published_on=date(2026, 3, 17)), days)
    assert LAW.published_in_time(replace(ONE, published_on=None), days) is None


def test_a_house_that_is_no_demo_knows_no_invented_decision():
    assert not [one for one in decisions(with_invented=False) if one.confidence == "demo"]
    assert limits() == LAW
    assert limits("ministry") == Limits(20, 10)


@pytest.mark.django_db(transaction=True)
def test_a_decision_counts_in_its_month_and_the_service_is_offered_before_and_after(monkeypatch):
    office = make_office()
    code = office.version.procedure.code
    made = [
        replace(ONE, procedure=code, decided_on=office.version.effective_from.replace(day=28)),
        replace(ONE, procedure=code, decided_on=date(2026, 4, 8), effective_on=date(2026, 4, 9)),
    ]
    monkeypatch.setattr("motcua.criteria.queries.catalogue.decisions", lambda **_asked: made)
    follow()
    body = office.body.code

    def counted(month):
        return counts_of({body: (body,)}, period(month))[body]

    april, may = counted("2026-04"), counted("2026-05")
    assert (april["procedures_decided"], april["procedures_decided_late"]) == (1, 1)
    assert (april["procedures_publicised"], april["procedures_publicised_late"]) == (1, 0)
    assert (may["procedures_decided"], may["offered"]) == (0, april["offered"])
    assert Offer.objects.filter(procedure=code, body=body).count() == len(
        [one for one in offers() if (one.procedure, one.body) == (code, body)]
    )
    assert reconcile().differences == []
