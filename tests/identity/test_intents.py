"""One key, one outcome, however many send it at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from motcua.identity.models import Intent
from motcua.identity.rules.claims import read_claims
from motcua.identity.services import claim_intent, settle_intent, welcome
from motcua.kernel.refusals import Refusal
from tests.factories.identity import NOON


def claim(key: str = "k", **content: str) -> Intent:
    return claim_intent(owner="TK-1", key=key, content=content or {"what": "file"}, at=NOON)


@pytest.mark.django_db
def test_claim_intent_gives_the_outcome_settled_before() -> None:
    settle_intent(claim(), outcome="H49-1")
    assert claim().outcome == "H49-1"


@pytest.mark.django_db
def test_claim_intent_refuses_other_content_under_the_same_key() -> None:
    claim(paper="one")
    with pytest.raises(Refusal) as refused:
        claim(paper="two")
    assert refused.value.code == "intent-reused"


@pytest.mark.django_db
def test_claim_intent_takes_content_in_any_order() -> None:
    first = claim_intent(owner="TK-1", key="k", content={"a": 1, "b": 2}, at=NOON)
    assert claim_intent(owner="TK-1", key="k", content={"b": 2, "a": 1}, at=NOON) == first


@pytest.mark.django_db
def test_settle_intent_twice_is_refused() -> None:
    intent = claim()
    settle_intent(intent, outcome="one")
    with pytest.raises(RuntimeError, match="settled already"):
        settle_intent(intent, outcome="two")


@pytest.mark.django_db(transaction=True)
def test_claim_intent_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        claim()


def at_once(times: int, act: Callable[[int], str]) -> list[str]:
    """Calls `act` in that many threads, each with its own connection, all begun together."""
    ready = Barrier(times)

    def run(number: int) -> str:
        try:
            ready.wait(timeout=10)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@pytest.mark.django_db(transaction=True)
def test_claim_intent_by_eight_at_once_lets_one_do_the_work() -> None:
    def work(number: int) -> str:
        with transaction.atomic():
            intent = claim()
            if not intent.outcome:
                settle_intent(intent, outcome=f"by {number}")
            return intent.outcome

    outcomes = at_once(8, work)
    assert len(set(outcomes)) == 1
    assert Intent.objects.get().outcome == outcomes[0]


@pytest.mark.django_db(transaction=True)
def test_claim_intent_is_free_again_when_the_first_fails() -> None:
    def fail_first(number: int) -> str:
        try:
            with transaction.atomic():
                intent = claim()
                if intent.outcome:
                    return intent.outcome
                if number % 2:
                    raise ValueError("the work failed")
                settle_intent(intent, outcome=f"by {number}")
                return intent.outcome
        except ValueError:
            return "failed"

    assert len(set(at_once(4, fail_first)) - {"failed"}) == 1


@pytest.mark.django_db(transaction=True)
def test_welcome_of_one_person_by_four_at_once_opens_one_account() -> None:
    claims = read_claims({"sub": "1", "HoVaTen": "A", "SoDinhDanh": "022185001234"})
    codes = at_once(4, lambda _: welcome(claims, issuer="https://a", at=NOON).code)
    assert len(set(codes)) == 1
