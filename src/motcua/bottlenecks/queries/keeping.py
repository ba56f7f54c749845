"""Answers that are kept between two looks, each by a mark of everything that it was made of: never an old one.

Facts and counters change only when the follower of the ledger moves its bookmark or a deadline passes; both make a new
batch. What else is read is marked by itself: bodies and units, calendars, sheets, criteria sets.
"""

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import connection

from motcua.catalog.models import Version
from motcua.clock.models import DeclaredDay, WorkingWeek
from motcua.criteria.models import Reader
from motcua.organizations.models import Body, Delegation, Mandate, Unit

Answer = TypeVar("Answer")
Mark = tuple[Any, ...]
_WHOLE = (Version, DeclaredDay, WorkingWeek, Body, Unit, Mandate, Delegation)
"""Small tables, marked by all that stands in them; published versions by their digests."""


@contextmanager
def many_rows() -> Iterator[None]:
    """While very many plain rows are made, none of which is garbage, looking for garbage costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Kept(Generic[Answer]):
    """The last answers, so many of them. Two who ask at once may both make one: that costs time, not truth."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = make()
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer


def mark() -> Mark:
    """Of all facts and of everything that they are read with. Two queries."""
    reader = Reader.objects.values_list("transaction", "entry", "batch", "counters", "totals", "offers")
    with connection.cursor() as cursor:
        cursor.execute(_marks())
        return (reader.first(), *cursor.fetchone())


def _marks() -> str:
    asked = []
    for model in _WHOLE:
        told = "concat_ws(chr(31), digest, number, procedure_id)" if model is Version else "one::text"
        table = model._meta.db_table
        asked.append(f"(SELECT md5(string_agg({told}, chr(30) ORDER BY id)) FROM {table} AS one)")  # noqa: S608 -- our own names
    return f"SELECT {', '.join(asked)}"
