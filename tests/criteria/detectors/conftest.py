"""A small world: one calendar, one month, facts that are made by naming what matters."""

from datetime import datetime, timedelta
from itertools import count

import pytest

from motcua.clock.rules import shipped
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.detectors import findings
from motcua.criteria.rules.detectors.worktime import WorkTime
from motcua.criteria.rules.facts import DossierFact
from motcua.criteria.rules.periods import period

MONTH = period("2026-10")
HORIZON = datetime(2026, 11, 10, 12, tzinfo=ZONE)
numbers = count(1)


def on(day, hour=9, minute=0, *, month=10):
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def fact(**told):
    """A dossier of an ordinary person, filed on Thursday the first."""
    number = next(numbers)
    usual = {
        "code": f"D{number:05}",
        "body": "B1",
        "procedure": "P1",
        "filed_at": on(1),
        "channel": "online",
        "applicant_mark": f"a{number}",
        "phone_mark": f"p{number}",
        "device_mark": f"d{number}",
    }
    return DossierFact(**{**usual, **told})


def facts(many, **told):
    return [fact(**told) for _n in range(many)]


def completed(filed, after=timedelta(days=3), **told):
    received = filed + timedelta(minutes=10)
    return fact(filed_at=filed, received_at=received, ended_at=filed + after, ending="completed", **told)


@pytest.fixture(scope="session")
def calendar():
    week = next(week for week in shipped.weeks() if week.code == "vn-standard")
    return shipped.calendar_of(week, shipped.days())


@pytest.fixture(scope="session")
def work(calendar):
    return WorkTime(calendar)


@pytest.fixture
def ask(calendar):
    """The findings of one detector about a month."""

    def asked(detector, dossiers, *, period=MONTH, horizon=HORIZON, **more):
        found = findings(dossiers, calendar, period=period, horizon=horizon, **more)
        return [one for one in found if one.detector == detector]

    return asked
