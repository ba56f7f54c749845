"""Criteria that were met without a directive are watched: a drop that is no chance proposes one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.criteria.rules.periods import first_instant
from motcua.directives.queries.keeping import met_at
from motcua.directives.rules.keeping import Standing, standing
from tests.directives.making import SET, about, count_up_to, make_directive, make_province, month, tell_months
from tests.factories.identity import sign_in

pytestmark = pytest.mark.django_db
CODE = "4.2"  # digitised of received; all points from its threshold on


@pytest.fixture
def province():
    return make_province(peers=9)


def tell(province, own, others=(200, 196)):
    """A year at 196 of 200, then three months as told: the body's own and those of its peers."""
    months = [month(back) for back in range(15, 0, -1)]
    bodies = [(province.body, own), *((peer, others) for peer in province.peers)]
    tell_months(
        (body, one, *((200, 196) if place < 12 else late))
        for body, late in bodies
        for place, one in enumerate(months)
    )
    count_up_to(first_instant(month(0)))


def seen(province):
    found = met_at(province.body.code, SET, first_instant(month(0)))
    return next(one for one in found if one.criterion.code == CODE)


def test_what_is_still_met_is_kept(province):
    tell(province, (200, 196))
    assert seen(province).standing is Standing.KEPT


def test_a_drop_that_is_no_chance_is_told(province):
    tell(province, (200, 60))
    found = seen(province)
    assert found.standing is Standing.DROPPED
    assert found.effect.high < 0
    assert found.before > found.threshold > found.after


def test_what_moved_everybody_is_no_drop_of_this_body(province):
    tell(province, (200, 60), others=(200, 60))
    assert seen(province).standing is Standing.UNSURE


def test_peers_with_a_directive_of_their_own_are_no_measure_of_what_happens_by_itself():
    """Three peers fell because of what they were told to mend: the rest tells that it is this body alone."""
    months = [month(back) for back in range(15, 0, -1)]
    province = make_province(peers=12)
    fallen = province.peers[:3]
    bodies = [
        (province.body, (200, 60)),
        *((peer, (200, 60) if peer in fallen else (200, 196)) for peer in province.peers),
    ]
    tell_months(
        (body, one, *((200, 196) if place < 12 else late))
        for body, late in bodies
        for place, one in enumerate(months)
    )
    count_up_to(first_instant(month(0)))
    before = seen(province)
    period = f"{month(1) // 12}-{month(1) % 12 + 1:02}"
    for peer in fallen:
        make_directive(
            province,
            by=province.chairman,
            about=about(province, CODE, period)._replace(body=peer.code),
            target=95,
        )
    after = seen(province)
    assert before.effect.compared == len(province.peers)
    assert after.effect.compared == len(province.peers) - len(fallen)
    assert after.effect.gain < before.effect.gain


def test_too_few_cases_do_not_tell(province):
    tell(province, (3, 1))
    assert seen(province).standing is Standing.UNSURE


def test_what_was_never_met_is_not_listed(province):
    months = [month(back) for back in range(15, 0, -1)]
    tell_months((province.body, one, 200, 20) for one in months)
    count_up_to(first_instant(month(0)))
    assert CODE not in {
        one.criterion.code for one in met_at(province.body.code, SET, first_instant(month(0)))
    }


def test_a_directive_that_minds_it_is_named_instead_of_a_proposal(province):
    tell(province, (200, 60))
    period = f"{month(1) // 12}-{month(1) % 12 + 1:02}"
    directive = make_directive(province, about=about(province, CODE, period), target=95)
    assert seen(province).directive == directive.code


def test_the_page_proposes_a_directive_with_the_finding_in_its_address(province):
    tell(province, (200, 60))
    client = Client()
    sign_in(client, province.director.account)
    shown = client.get("/chi-dao/da-dat/").content.decode()
    assert "Tụt dưới ngưỡng" in shown
    assert f"tc={CODE}&amp;ky=" in shown


def test_whoever_gives_no_directives_is_told_whom_to_ask(province):
    client = Client()
    sign_in(client, province.specialist.account)
    assert client.get("/chi-dao/da-dat/").status_code == 403


def test_a_handful_of_queries_is_enough_for_all_criteria_and_peers(province):
    tell(province, (200, 60))
    with CaptureQueriesContext(connection) as queries:
        assert seen(province).standing is Standing.DROPPED
    assert len(queries) <= 14


@pytest.mark.parametrize(
    ("counted", "fell", "worsened", "said"),
    [
        (False, False, None, Standing.NOTHING), (True, False, None, Standing.KEPT), (True, True, None, Standing.UNSURE),
        (True, True, False, Standing.UNSURE), (True, True, True, Standing.DROPPED),
    ],
)  # fmt: skip
def test_standings(counted, fell, worsened, said):
    assert standing(counted=counted, fell=fell, worsened=worsened) is said
