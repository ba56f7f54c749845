"""The questions that the detectors put to units about a month, from the house's own facts."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from motcua.clock.queries import calendar
from motcua.criteria.models import microseconds
from motcua.criteria.rules.detectors import Finding, Table, detectors, findings
from motcua.criteria.rules.facts import columns
from motcua.criteria.rules.periods import Period
from motcua.ledger.models import Head

CALENDAR = "vn-standard"
"""Whose working hours waits are counted in; the detectors take one calendar for all bodies."""
REFILED_WITHIN = timedelta(days=31)
PROOF = Path(__file__).resolve().parents[1] / "data" / "detectors-proof.json"
_STEP_COLUMNS = ("code", "step", "officer")
# What a column holds can only be read with the rest of its row: whoever asks about peers needs all bodies.
_DOSSIERS = f"""
    SELECT {", ".join(columns("dossier"))} FROM criteria_dossier
    WHERE filed_at < %(refiled)s AND (ended_at IS NULL OR ended_at >= %(begin)s OR filed_at >= %(begin)s
        OR paid_at >= %(begin)s OR rated_at >= %(begin)s)
"""  # noqa: S608 -- the columns are the documented ones of a fact
_STEPS = """
    SELECT step.code, step.step, step.officer FROM criteria_step AS step
    JOIN criteria_dossier AS dossier ON dossier.code = step.code
    WHERE dossier.received_at >= %(begin)s AND dossier.received_at < %(end)s
"""


def questions(over: Period, *, horizon: datetime, bodies: Collection[str] | None = None) -> list[Finding]:
    """Every question about the period, by detector, the strongest first; only those to `bodies`, if they are given.

    The house itself (seals) is asked under the empty body. Peers are compared whoever is asked about.
    """
    moments = {
        "begin": microseconds(over.starts_at),
        "end": microseconds(over.ends_at),
        "refiled": microseconds(over.ends_at + REFILED_WITHIN),
    }
    found = findings(
        _table(columns("dossier"), _DOSSIERS, moments),
        calendar(CALENDAR),
        period=over,
        horizon=horizon,
        steps=_table(_STEP_COLUMNS, _STEPS, moments),
        sealed=_sealed(over, horizon),
    )
    return [one for one in found if bodies is None or one.body in bodies]


def answer(found: Sequence[Finding]) -> list[dict[str, Any]]:
    """The questions as data."""
    return [
        {
            "detector": one.detector,
            "abuse": detectors()[one.detector].abuse,
            "body": one.body,
            "about": one.about,
            "count": one.count,
            "of": one.of,
            "expected": one.expected,
            "chance": one.chance,
            "question": {"vi": one.question.vi, "en": one.question.en},
            "dossiers": list(one.evidence),
        }
        for one in found
    ]


@dataclass(frozen=True)
class Proof:
    """What the detectors found of what was planted: as `command` printed it on a day."""

    command: str
    on: date
    rows: tuple[dict[str, Any], ...]
    honest: int


@cache
def proof() -> Proof | None:
    """The proof that is kept with the house, if there is one."""
    if not PROOF.exists():
        return None
    said = json.loads(PROOF.read_text(encoding="utf-8"))
    told = said["answer"]
    return Proof(
        said["command"],
        date.fromisoformat(said["on"]),
        tuple(told["detectors"]),
        told["honest_bodies_and_months"],
    )


def _table(names: Sequence[str], statement: str, moments: dict[str, int]) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(statement, moments)
        rows = cursor.fetchall()
    return Table.of_columns(
        dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {name: () for name in names}
    )


def _sealed(over: Period, horizon: datetime) -> list[datetime]:
    """When heads were signed in the period, with the last one before it."""
    until = min(over.ends_at, horizon)
    before = Head.objects.filter(sealed_at__lt=over.starts_at).order_by("-sealed_at")[:1]
    within = Head.objects.filter(sealed_at__gte=over.starts_at, sealed_at__lte=until)
    return [head.sealed_at for head in before] + list(within.values_list("sealed_at", flat=True))
