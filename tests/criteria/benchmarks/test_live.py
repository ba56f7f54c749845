"""`motcua bench live`: what it appends is counted, and when a figure was first read is told rightly."""

import pytest

from motcua.criteria.benchmarks import acting
from motcua.criteria.services import follow


@pytest.mark.django_db(transaction=True)
def test_an_act_of_the_benchmark_moves_the_counter_that_it_watches() -> None:
    before = acting.received()
    for number in range(3):
        acting.act(f"{acting.BODY}-{number}")
    follow()
    assert acting.received() == before + 3


def test_an_act_is_read_at_the_first_look_that_counted_it() -> None:
    committed = [1.0, 1.1, 1.2, 1.3]
    seen = [(1.05, 1), (1.5, 3)]
    assert acting.delays(committed, seen) == pytest.approx([50, 300, 400])
