"""Rounds of steps, by minutes of working time: a calendar that works always makes both clocks the same."""

from motcua.bottlenecks.rules.diagnosis.rounds import Row, timed
from motcua.clock.rules.calendar import Calendar

MINUTE = 60_000_000
START = 1_767_225_600_000_000  # 2026-01-01T00:00Z, a Thursday, 07:00 in Vietnam
DAY = ((0, 720), (720, 1440))
ALWAYS = Calendar("always", (DAY,) * 7, DAY)
END = START + 400 * 1440 * MINUTE


def row(code="1", step="sign", opened=0, *, taken=None, closed=None, limit=None, **more):
    """Minutes after START."""
    told = {
        "round": 1, "body": "B", "procedure": "P", "kind": "sign", "role": "leader", "unit": "B-LD", "officer": "an",
        "outcome": "done" if closed is not None else "",
    } | more  # fmt: skip
    return Row(
        code, step, told["round"], told["body"], told["procedure"], told["kind"], told["role"], told["unit"],
        told["officer"], told["outcome"], at(opened), at(None if limit is None else opened + limit), at(taken),
        at(closed),
    )  # fmt: skip


def at(minutes):
    return None if minutes is None else START + minutes * MINUTE


def rounds(*rows, ends=END):
    return timed(rows, {one.body: ALWAYS for one in rows}, ends)
