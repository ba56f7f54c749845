"""Officers' systems: the queue, and acts on dossiers and steps."""

from datetime import timedelta

import pytest

from motcua.clock.queries import now
from tests.api.conftest import Program
from tests.factories.dossiers import make_filed, make_handed_over, make_office, open_task, walk

pytestmark = pytest.mark.django_db


def test_a_dossier_is_received_handed_over_and_worked_on(office):
    dossier = make_filed(office, at=now())
    counter, desk = Program(office.counter.account), Program(office.specialist.account)

    received = counter.send(f"/dossiers/{dossier.code}/receipt")
    handed = counter.send(f"/dossiers/{dossier.code}/handover")
    (task,) = desk.ask("/tasks").json()["items"]
    taken = desk.send(f"/tasks/{task['number']}/taking")
    finished = desk.send(f"/tasks/{task['number']}/finish", checklist=["0"])

    assert (received.json()["state"], handed.json()["open_steps"]) == ("received", ["tham-dinh"])
    assert received.json()["due_at"].endswith("+07:00")
    assert taken.json()["officer"] == office.specialist.code
    assert finished.json()["open_steps"] == ["yk-a", "yk-b"]


def test_an_opinion_is_given(office):
    dossier = walk(make_handed_over(office), office, "tham-dinh")
    task, expert = open_task(dossier, "yk-a"), Program(office.opinion_a.account)
    expert.send(f"/tasks/{task.pk}/taking")

    given = expert.send(f"/tasks/{task.pk}/opinion", opinion="remarks", note="Nên lùi ranh giới")

    assert given.json()["open_steps"] == ["yk-b"]


def test_a_supplement_is_asked_for_once(office):
    dossier = make_filed(office, at=now())
    counter = Program(office.counter.account)
    asked = {
        "items": [{"code": "uy-quyen", "what": "Thiếu giấy ủy quyền"}],
        "reason": "Thiếu giấy ủy quyền của chủ đầu tư",
        "respond_by": (now() + timedelta(days=5)).isoformat(),
    }

    once = counter.send(f"/dossiers/{dossier.code}/supplement", **asked)
    again = counter.send(f"/dossiers/{dossier.code}/supplement", **asked)

    assert once.json()["state"] == "awaiting_supplement"
    assert again.status_code == 409
    asked = Program(office.citizen).ask(f"/dossiers/{dossier.code}").json()["supplement"]
    assert asked["items"][0]["code"] == "uy-quyen"


def test_signing_is_not_done_over_the_api(office):
    dossier = walk(make_handed_over(office), office, "tham-dinh", "yk-a", "yk-b", "du-thao", "soat-xet")
    task, leader = open_task(dossier, "ky"), Program(office.leader.account)
    leader.send(f"/tasks/{task.pk}/taking")

    refused = leader.send(f"/tasks/{task.pk}/finish")

    assert (refused.status_code, refused.json()["code"]) == (409, "sign-instead")


def test_what_lies_with_another_unit_is_not_there(office):
    dossier = make_handed_over(office, at=now())
    stranger = Program(make_office().specialist.account)

    assert stranger.ask("/tasks").json()["items"] == []
    assert stranger.ask(f"/tasks/{open_task(dossier, 'tham-dinh').pk}").status_code == 404
    assert stranger.send(f"/dossiers/{dossier.code}/receipt").status_code == 404


def test_receive_by_a_colleague_without_the_role_is_forbidden(office):
    dossier = make_filed(office, at=now())

    refused = Program(office.head.account).send(f"/dossiers/{dossier.code}/receipt")

    assert (refused.status_code, refused.json()["code"]) == (403, "not-your-counter")


def test_the_queue_is_paged_by_a_cursor_without_losing_or_repeating(office, monkeypatch):
    monkeypatch.setattr("motcua.dossiers.api.tasks.MOST_A_PAGE", 2)
    numbers = [open_task(make_handed_over(office), "tham-dinh").pk for _n in range(5)]
    desk, found, cursor = Program(office.specialist.account), [], ""

    while cursor is not None:
        page = desk.ask(f"/tasks?cursor={cursor}").json()
        found += [item["number"] for item in page["items"]]
        cursor = page["next"]

    assert found == numbers


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_the_database_as_often_for_three_as_for_one(
    office, count, django_assert_max_num_queries
):
    for _n in range(count):
        make_handed_over(office)
    desk = Program(office.specialist.account)
    desk.ask("/tasks")

    with django_assert_max_num_queries(12):
        assert len(desk.ask("/tasks").json()["items"]) == count
