"""Cheating, planted into an invented province: what detectors must find.

Two kinds. Made-up dossiers (threat model G8): honest ones of some bodies are turned into fakes of six sorts, and the
fakes are known row by row. Habits: a body does something more often than it would, and the body is known.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import numpy as np

from motcua.criteria.benchmarks.invented import (
    HORIZON,
    MONTH,
    Province,
    clock,
    come_again,
    ends,
    starts,
)
from motcua.criteria.rules.detectors.tables import DAY, MINUTE, NEVER, SECOND, Ints

HOUR = 60 * MINUTE
LEAST_DOSSIERS = 150
Habit = Callable[[Province, str], None]


def fakes(province: Province, count: int, *, bodies: int = 12) -> dict[str, Ints]:
    """Turn so many dossiers of the month into fakes of six sorts, equally many, each at bodies of its own."""
    cheats = large(province, bodies)
    return {
        sort: plant(province, _some(province, cheats[number :: len(SORTS)], count // len(SORTS)))
        for number, (sort, plant) in enumerate(SORTS.items())
    }


def large(province: Province, count: int, *, but: int = 0) -> list[str]:
    """Bodies in an order of chance, of those with enough dossiers in the month that a habit can show."""
    names, sizes = np.unique(province.dossiers["body"][province.in_month("filed_at")], return_counts=True)
    enough = [str(name) for name in names[sizes >= LEAST_DOSSIERS]]
    chosen = np.random.default_rng(int(province.rng.integers(2**31))).permutation(sorted(enough))
    return [str(name) for name in chosen[but : but + count]]


def _some(province: Province, bodies: list[str], count: int) -> Ints:
    """Dossiers of these bodies, made to look like ordinary online ones of people of whom nobody has heard."""
    told = np.concatenate([province.rows(body=body) for body in bodies])
    rows = np.sort(province.rng.permutation(told)[:count])
    table = province.dossiers
    for row in rows.tolist():
        table["applicant_mark"][row], table["phone_mark"][row] = f"x{row}", f"x{row}"
        table["device_mark"][row] = f"x{row}"
    table["channel"][rows] = "online"
    return rows


def _groups(province: Province, rows: Ints, least: int, most: int) -> Iterator[Ints]:
    """The rows in groups of the same body, each of a size between these."""
    for body in np.unique(province.dossiers["body"][rows]):
        own = rows[province.dossiers["body"][rows] == body]
        while len(own):
            size = int(province.rng.integers(least, most + 1))
            yield own[:size]
            own = own[size:]


def _on_one_day(province: Province, rows: Ints) -> None:
    """All filed in the course of one morning; what came after comes as much later."""
    table = province.dossiers
    day = (int(table["filed_at"][rows[0]]) + 7 * HOUR) // DAY * DAY
    filed = day + HOUR + province.rng.integers(0, 4 * 60, len(rows)) * MINUTE
    moved = filed - table["filed_at"][rows]
    for name in (
        "filed_at",
        "received_at",
        "refused_at_intake_at",
        "due_at",
        "ended_at",
        "paid_at",
        "rated_at",
    ):
        values = table[name][rows]
        table[name][rows] = np.where(values == NEVER, NEVER, values + moved)


def _one_device(province: Province, rows: Ints) -> Ints:
    for number, group in enumerate(_groups(province, rows, 3, 20)):
        _on_one_day(province, group)
        province.dossiers["device_mark"][group] = f"xd{number}"
    return rows


def _one_phone(province: Province, rows: Ints) -> Ints:
    for number, group in enumerate(_groups(province, rows, 3, 20)):
        province.dossiers["phone_mark"][group] = f"xp{number}"
    return rows


def _one_person(province: Province, rows: Ints) -> Ints:
    for number, group in enumerate(_groups(province, rows, 6, 25)):
        _on_one_day(province, group)
        for name in ("applicant_mark", "phone_mark", "device_mark"):
            province.dossiers[name][group] = f"xa{number}"
        province.dossiers["procedure"][group] = province.dossiers["procedure"][group[0]]
    return rows


def _within_minutes(province: Province, rows: Ints) -> Ints:
    table, rng = province.dossiers, province.rng
    life = (rng.lognormal(np.log(3.5), 0.5, len(rows)) * MINUTE).astype(np.int64)
    table["received_at"][rows] = table["filed_at"][rows] + life // 3
    table["ended_at"][rows] = table["filed_at"][rows] + life
    table["refused_at_intake_at"][rows], table["ending"][rows] = NEVER, "completed"
    table["due_at"][rows] = clock().after(clock().before(table["received_at"][rows]) + 2_400)
    return rows


def _blank(province: Province, rows: Ints) -> Ints:
    province.dossiers["blank"][rows] = province.dossiers["digitised"][rows]
    return rows


def _copied(province: Province, rows: Ints) -> Ints:
    for number, group in enumerate(_groups(province, rows, 3, 30)):
        for row in group.tolist():
            province.dossiers["scans"][row] += f" xc{number}"
    return rows


SORTS: dict[str, Callable[[Province, Ints], Ints]] = {
    "shared_device": _one_device,
    "shared_phone": _one_phone,
    "repeated_applicant": _one_person,
    "short_life": _within_minutes,
    "blank_scans": _blank,
    "copied_scans": _copied,
}


# habits of a body


def move_to_deadline(
    province: Province, body: str, *, share: float, of_all: bool = False, minutes: int = 60
) -> int:
    """Record this share of the late ends (or of all ends) as of the last working minutes before due; how many of the
    month's.
    """
    table, rows = province.dossiers, province.rows(body=body, during="ended_at")
    late = rows[table["ended_at"][rows] > table["due_at"][rows]]
    wanted = round(share * len(rows if of_all else late))
    moved = province.rng.permutation(late)[:wanted]
    due = clock().before(table["due_at"][moved])
    early = due - province.rng.integers(0, minutes, len(moved))
    table["ended_at"][moved] = np.minimum(clock().after(early), table["due_at"][moved])
    return int(((table["ended_at"][moved] >= starts()) & (table["ended_at"][moved] < ends())).sum())


def sit_on_filings(province: Province, body: str) -> None:
    """Three in twenty wait one to five days."""
    table, rows = province.dossiers, province.rows(body=body)
    held = rows[(table["channel"][rows] == "online") & (province.rng.random(len(rows)) < 0.25)]
    later = province.rng.integers(500, 2_400, len(held))
    answer = clock().after(clock().before(table["filed_at"][held]) + later)
    for name in ("received_at", "refused_at_intake_at"):
        values = table[name][held]
        table[name][held] = np.where(values == NEVER, NEVER, answer)


def ask_for_more(province: Province, body: str) -> None:
    """Every eighth dossier more is asked for papers, by one officer of the four for most of them."""
    table, rows = province.dossiers, province.rows(body=body, during="received_at")
    asked = rows[province.rng.random(len(rows)) < 0.125]
    table["supplements"][asked] = 1
    table["asker"][asked] = province.steps["officer"][asked]


def refuse_and_let_come_again(province: Province, body: str) -> None:
    """One in twelve is refused instead of decided, and its applicant comes again."""
    table, rows = province.dossiers, province.rows(body=body, during="ended_at")
    refused = rows[province.rng.random(len(rows)) < 1 / 12]
    table["ending"][refused] = "refused"
    come_again(province, refused)


def close_at_the_end(province: Province, body: str) -> None:
    """A fifth of what is still open or ends in the second half is stopped in the last three working days."""
    table, rng = province.dossiers, province.rng
    half = starts() + (ends() - starts()) // 2
    own = np.flatnonzero((table["body"] == body) & (table["filed_at"] < ends()) & (table["ended_at"] > half))
    stopped = own[rng.random(len(own)) < 0.2]
    last = clock().before(np.array([ends()]))[0] - rng.integers(1, 3 * clock().day_minutes, len(stopped))
    table["ended_at"][stopped], table["ending"][stopped] = clock().after(last), "stopped"


def pay_the_least(province: Province, body: str) -> None:
    """A fifth of the dossiers that can cost something is paid online, at the least that they can cost."""
    table, rows = province.dossiers, province.rows(body=body)
    costing = rows[(table["fee"][rows] > 0) & (province.rng.random(len(rows)) < 0.4)]
    for procedure in np.unique(table["procedure"][costing]):
        same = table["procedure"] == procedure
        table["fee"][costing[same[costing]]] = table["fee"][same & (table["fee"] > 0)].min()
    table["paid_at"][costing] = table["filed_at"][costing] + 10 * MINUTE
    table["paid_online"][costing] = 1


def press_the_stars(province: Province, body: str) -> None:
    """Two evenings of ten times five stars at the kiosk, some half a minute apart."""
    table, rng = province.dossiers, province.rng
    rows = rng.permutation(province.rows(body=body, during="ended_at"))[:20]
    for evening in np.array_split(rows, 2):
        day = starts() // DAY * DAY + int(rng.integers(3, 27)) * DAY + 9 * HOUR
        table["rated_at"][evening] = day + np.cumsum(rng.integers(15, 60, len(evening))) * SECOND
    table["stars"][rows], table["rated_by"][rows] = 5, "kiosk"


def correct_often(province: Province, body: str) -> None:
    rows = province.rows(body=body, during="ended_at")
    table = province.dossiers
    table["corrections"][rows[province.rng.random(len(rows)) < 0.05]] = 1


HABITS: dict[str, Habit] = {
    "acceptance_delay": sit_on_filings,
    "pause_share": ask_for_more,
    "refuse_refile": refuse_and_let_come_again,
    "period_end_burst": close_at_the_end,
    "minimum_payments": pay_the_least,
    "rating_streak": press_the_stars,
    "correction_rate": correct_often,
}


def heads(province: Province, *, gap_minutes: int = 0) -> list[datetime]:
    """When the ledger was sealed in the month: every two to five minutes, once not for so many."""
    moments, at = [], MONTH.starts_at
    stopped = MONTH.starts_at + timedelta(days=int(province.rng.integers(2, 27)))
    while at < min(MONTH.ends_at, HORIZON):
        moments.append(at)
        at += timedelta(seconds=int(province.rng.integers(60, 300)))
        if gap_minutes and moments[-1] < stopped <= at:
            at += timedelta(minutes=gap_minutes)
    return moments
