"""What directives leave on the trends of the index: flags, a list beside them, a column of the table."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.clock.queries import now
from motcua.criteria.rules.periods import Period, first_instant
from motcua.directives.models import Directive
from motcua.directives.services import accept, look, measure, report, start, withdraw
from tests.directives.making import (
    REASON,
    about,
    count_up_to,
    due_in,
    make_directive,
    make_province,
    month,
    tell_months,
)
from tests.factories.identity import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    """Three dossiers in five are digitised at each body; the first does better in the last three months."""
    made = make_province(peers=9)
    tell_months(
        (body, month(back), 100, 92 if body == made.body and back <= 3 else 60 + (back + number) % 3)
        for number, body in enumerate((made.body, *made.peers))
        for back in range(14)
    )
    count_up_to(now())
    return made


def mended(province):
    """Given five months ago, reported done four months ago, and measured when three months were over."""
    given = first_instant(month(5)) + timedelta(days=4)
    lead = province.head
    directive = make_directive(
        province, at=given, about=about(province, "4.2", Period(month(6)).code), target=80,
        due_on=due_in(20, given), lead=lead,
    )  # fmt: skip
    for verb, days in ((accept, 1), (start, 2)):
        verb(directive, by=lead, at=given + timedelta(days=days))
    done_at = first_instant(month(4)) + timedelta(days=3)
    report(directive, evidence=REASON, by=lead, at=done_at)
    measure(directive, by=province.director, at=done_at + timedelta(days=1))
    look(directive, at=max(first_instant(month(0)), done_at))
    return Directive.objects.get(pk=directive.pk)


def page(reader, way, **more):
    browser = Client()
    sign_in(browser, reader.account)
    return browser.get(way, more).content.decode()


def way(province, criterion="", **words):
    said = "&".join(f"{word}={value}" for word, value in words.items())
    code = f"{criterion}/" if criterion else ""
    return f"/en/chi-so/{code}?cq={province.body.code}&ky={Period(month(0)).code}&{said}"


@pytest.mark.parametrize("criterion", ["", "4.2"])
def test_a_trend_says_when_a_directive_was_given_due_and_verified(province, criterion):
    one = mended(province)

    shown = page(province.director, way(province, criterion))

    assert one.state == "verified"
    assert all(f">{word} 1</text>" in shown for word in ("given", "due", "verified"))
    assert f'<a href="/en/chi-dao/{one.code}/">{one.code} {one.title}</a>' in shown


def test_the_table_of_the_trend_says_it_too(province):
    one = mended(province)

    rows = list(
        csv.reader(StringIO(page(province.director, way(province, "4.2", xuat="csv", bang="course"))))
    )

    told = {row[0]: row[-1] for row in rows}
    assert told[Period(month(5)).code] == f"{one.code} given"
    assert told[f"{one.due_on:%Y-%m}"] == f"{one.code} due"
    assert told[Period(month(0)).code] == f"{one.code} verified"


def test_who_may_not_read_a_directive_sees_its_code_and_no_title(province):
    one = mended(province)

    shown = page(province.stranger, way(province))

    assert one.code in shown
    assert one.title not in shown
    assert f"/chi-dao/{one.code}/" not in shown


def test_a_directive_on_another_criterion_marks_the_score_and_not_this_rate(province):
    one = mended(province)

    assert one.code in page(province.director, way(province))
    assert one.code not in page(province.director, way(province, "2.1"))


def test_what_was_taken_back_marks_nothing(province):
    finding = about(province, "4.2", Period(month(1)).code)
    one = make_directive(province, about=finding, target=99)
    withdraw(one, reason=REASON, by=province.director, at=now())

    assert one.code not in page(province.director, way(province))


def test_marks_take_as_many_queries_for_one_directive_as_for_three(province):
    finding = about(province, "4.2", Period(month(1)).code)
    browser = Client()
    sign_in(browser, province.director.account)
    taken = []
    for more in (1, 2):
        for _each in range(more):
            make_directive(province, about=finding, target=99)
        browser.get(way(province))
        with CaptureQueriesContext(connection) as queries:
            browser.get(way(province))
        taken.append(len(queries))
    assert taken[0] == taken[1]
