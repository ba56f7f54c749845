"""Work, written by hand in minutes since Monday 5 January 2026, 00:00 in Vietnam."""

from datetime import datetime, timedelta

import pyarrow as pa

from motcua.bottlenecks.rules.work import work_from
from tests.criteria.logs.making import ZONE

MINUTE = 60_000_000
MONDAY = datetime(2026, 1, 5, tzinfo=ZONE)
HEADERS = ("case:concept:name", "concept:name", "start_timestamp", "time:timestamp", "org:resource")


def work(pieces):
    base = int(MONDAY.timestamp()) * 1_000_000
    return work_from(
        pa.table(
            {
                "case_": pa.array([piece.case for piece in pieces], pa.string()),
                "activity": pa.array([piece.activity for piece in pieces], pa.string()),
                "resource": pa.array([piece.resource for piece in pieces], pa.string()),
                "start": pa.array([base + piece.start * MINUTE for piece in pieces], pa.int64()),
                "ended": pa.array([base + piece.end * MINUTE for piece in pieces], pa.int64()),
            }
        )
    )


def at(minute):
    return (MONDAY + timedelta(minutes=minute)).isoformat()


def clock(text, day=0):
    hours, minutes = text.split(":")
    return (day * 24 + int(hours)) * 60 + int(minutes)


def rows(pieces):
    return [[p.case, p.activity, at(p.start), at(p.end), p.resource or ""] for p in pieces]
