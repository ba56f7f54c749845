"""Many press at once. Threads with connections of their own, begun together; what was committed is looked at after."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from motcua.clock.queries import now
from motcua.dossiers import invariants, services
from motcua.dossiers.models import CodeBook, Dossier, State
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Role
from tests.factories.dossiers import make_draft, make_filed, make_handed_over, make_office, open_task, walk
from tests.factories.organizations import make_officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    return make_office()


def at_once(acts):
    """Runs every act in a thread of its own, all begun together: the answer of each, or the code of its refusal."""
    ready = Barrier(len(acts))

    def run(act):
        try:
            ready.wait(timeout=20)
            return act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def kinds(dossier):
    return Counter(Entry.objects.filter(subject=dossier.code).values_list("kind", flat=True))


def test_eight_officers_who_receive_at_once_make_one_receipt(office):
    dossier = make_filed(office)
    officers = [make_officer(office.counter.unit, Role.ONE_STOP) for _n in range(8)]

    answers = at_once([lambda by=by: services.receive(dossier, by=by, at=now()).code for by in officers])

    assert Counter(answers) == {dossier.code: 1, "wrong-state": 7}
    assert kinds(dossier)["dossier.received"] == 1


def test_two_opinions_given_at_once_both_count(office):
    dossier = walk(make_handed_over(office), office, "tham-dinh")
    tasks = [open_task(dossier, step) for step in ("yk-a", "yk-b")]
    for task in tasks:
        services.take_step(task, by=office.handler_of(task), at=now())

    def give(task):
        finding = services.Finding(opinion="agree")
        return services.finish_step(task, finding=finding, by=office.handler_of(task), at=now()).code

    answers = at_once([lambda task=task: give(task) for task in tasks])

    assert answers == [dossier.code] * 2
    assert kinds(dossier)["opinion.given"] == 2
    assert open_task(dossier, "du-thao").round == 1


def test_eight_filings_with_one_key_make_one_dossier(office):
    draft = make_draft(office)

    answers = at_once([lambda: services.file(draft, key="one", by=office.citizen, at=now()).code] * 8)

    assert len(set(answers)) == 1
    assert list(Dossier.objects.values_list("code", flat=True)) == answers[:1]


def test_one_draft_filed_under_eight_keys_makes_one_dossier(office):
    draft = make_draft(office)

    def file(key):
        return lambda: services.file(draft, key=key, by=office.citizen, at=now()).code

    assert len(set(at_once([file(f"key {n}") for n in range(8)]))) == 1
    assert Dossier.objects.count() == 1


def test_twenty_four_filings_on_one_body_and_day_are_numbered_without_gaps(office):
    drafts = [make_draft(office) for _n in range(24)]

    def file(draft):
        return lambda: services.file(draft, key=draft.code, by=office.citizen, at=now()).code

    codes = at_once([file(draft) for draft in drafts])

    assert sorted(int(code.rsplit("-", 1)[1]) for code in codes) == list(range(1, 25))
    assert list(invariants.codes_have_no_gaps()) == []


def test_a_day_whose_numbers_are_used_up_refuses_and_keeps_the_draft(office):
    draft = make_draft(office)
    at = now()
    make_filed(office, at=at)
    CodeBook.objects.update(last=9999)

    with pytest.raises(Refusal, match="9999") as refused:
        services.file(draft, key="late", by=office.citizen, at=at)

    assert refused.value.code == "codes-used-up"
    draft.refresh_from_db()
    assert draft.dossier is None


def test_a_withdrawal_and_a_decision_at_once_end_the_dossier_once(office):
    dossier = make_handed_over(office)
    task = services.take_step(open_task(dossier, "tham-dinh"), by=office.specialist, at=now())
    refusing = services.Finding(
        outcome="refuse", reasons=("conditions-not-met",), text="Không đáp ứng điều kiện về quy hoạch."
    )

    at_once(
        [
            lambda: services.withdraw(dossier, by=office.citizen, at=now()).code,
            lambda: services.finish_step(task, finding=refusing, by=office.specialist, at=now()).code,
        ]
    )

    dossier.refresh_from_db()
    assert dossier.state in (State.WITHDRAWN, State.REFUSED)
    assert list(invariants.dossiers_end_once()) == []
    assert list(invariants.dossiers_follow_from_their_entries()) == []
