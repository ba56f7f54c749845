"""Counters = everything counted anew = an oracle that says it plainly, whatever was killed when."""

import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection

from motcua.clock.queries import now
from motcua.criteria.models import DayTally, GroupTally, MonthTally, PairTally, ProcedureTally, Reader
from motcua.criteria.queries.counting import counters
from motcua.criteria.services import follow, reconcile
from motcua.ledger.models import Entry
from motcua.ledger.services import import_history
from motcua.organizations.models import BodyKind
from tests.criteria.storms import plain
from tests.criteria.storms.lives import BODIES, lives
from tests.factories.organizations import make_body

pytestmark = pytest.mark.django_db(transaction=True)
EPOCH = date(1970, 1, 1)


@contextmanager
def followers_that_die(seed):
    """Two at once; gives a list into which, at the end, goes how many died."""
    worker = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.criteria.storms.worker", database_name(), str(seed)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(["src", "."])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    deaths = []
    try:
        assert worker.stdout.readline() == b"ready\n"
        yield deaths
    finally:
        deaths.append(int(worker.communicate(timeout=120)[0]))


def database_name():
    return str(connection.settings_dict["NAME"])


def storm(seed, *, past, to_come):
    """Write down what happens, in a random interleaving of subjects; what is to come when its moment has come."""
    chance, begun = random.Random(seed), now()
    queues = [life.records for life in lives(chance, begun, past=past, to_come=to_come)]
    while any(queues):
        at, batch = now(), []
        for _place in range(chance.choice((1, 5, 60))):
            ready = [queue for queue in queues if queue and queue[0].recorded_at <= at]
            if ready:
                batch.append(chance.choice(ready).pop(0))
        import_history(batch)
        if not batch:
            time.sleep(0.02)
        for queue in queues:
            if queue and queue[0].recorded_at > begun + timedelta(seconds=4):
                queue.clear()


def follow_to_the_end():
    done = follow()
    while done is None or done.behind:  # the lock of one that was killed ends a moment after it
        time.sleep(0.01)
        done = follow()


def told_plainly():
    rows = Entry.objects.order_by("transaction", "pk").values_list(
        "kind", "subject", "body", "recorded_at", "data"
    )
    return plain.cells((plain.Entry(*row) for row in rows), Reader.objects.get().horizon)


def kept():
    """The counters as they stand, in the oracle's words."""
    sums = defaultdict(Counter)
    for name, flow in counters().flows.items():
        slot = f"c{flow.slot:02}"
        for body, day, n in DayTally.objects.values_list("body", "day", slot):
            sums[name][body, EPOCH + timedelta(days=day)] += n
        for body, month, n in MonthTally.objects.values_list("body", "month", slot):
            sums[name][body, month // 12, month % 12 + 1] += n
        for body, procedure, month, n in ProcedureTally.objects.values_list(
            "body", "procedure", "month", slot
        ):
            sums[name][body, procedure, month // 12, month % 12 + 1] += n
    return sums


def standing(sums):
    return {
        name: {cell: n for cell, n in cells.items() if n}
        for name, cells in sums.items()
        if name not in plain.LEFT_OUT and any(cells.values())
    }


@pytest.mark.parametrize("seed", [20261123])
def test_after_a_storm_of_acts_and_deaths_three_ways_of_counting_agree(seed):
    province = make_body(kind=BodyKind.PROVINCE)
    for code in BODIES[:2]:
        make_body(parent=province, code=code)
    with followers_that_die(seed) as deaths:
        storm(seed, past=40, to_come=20)
    assert deaths[0] >= 6
    follow_to_the_end()
    meant, found = standing(told_plainly()), standing(kept())
    assert found == meant
    assert set(meant) >= {
        "received",
        "finished_late",
        "became_late_day",
        "petitions_at_fault",
        "synchronised",
    }
    assert Reader.objects.get().totals
    assert GroupTally.objects.filter(c00__gt=0).exists()
    assert PairTally.objects.filter(p05__gt=0).exists()
    again = reconcile()
    assert again.differences == []
    assert again.entries == Entry.objects.count()


def test_what_was_read_in_one_go_is_what_was_read_entry_by_entry(monkeypatch):
    storm(7, past=30, to_come=0)
    follow_to_the_end()
    at_once = standing(kept())
    for table in (DayTally, MonthTally, ProcedureTally, Reader):
        table.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE criteria_dossier, criteria_petition, criteria_declared, criteria_step")
    monkeypatch.setattr("motcua.criteria.services.following.AT_ONCE", 1)
    monkeypatch.setattr("motcua.criteria.services.following.MOST_FACTS", 0)
    follow_to_the_end()
    assert standing(kept()) == at_once == standing(told_plainly())
