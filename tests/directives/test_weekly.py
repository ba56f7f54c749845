"""The week of a body shows what is due in it, to those who may see it."""

import pytest
from django.test import Client
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.schedule.rules.weeks import Week
from tests.directives.making import due_in, make_directive, make_province
from tests.factories.identity import sign_in

pytestmark = pytest.mark.django_db


def week(officer, on, body):
    client = Client()
    sign_in(client, officer.account)
    return client.get(f"/lich-cong-tac/?tuan={Week.of(on).code}&cq={body.code}").content.decode()


def test_a_deadline_of_a_directive_stands_in_the_week_of_the_body_that_leads_it():
    province = make_province(peers=1)
    directive = make_directive(province, lead=province.specialist, due_on=due_in(3))
    other_week = localdate(now()).replace(year=localdate(now()).year + 1)
    page = week(province.specialist, directive.due_on, province.body)
    assert directive.code in page
    assert "Hạn của chỉ đạo" in page
    assert directive.code not in week(province.specialist, other_week, province.body)
