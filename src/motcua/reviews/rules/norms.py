"""The numbers that bind reviews, read from dated data (reviews/data/norms.yaml), never written in code."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Norms:
    """`remind_working_days_before`: on which days before the last one the house reminds by itself.

    `measure_working_days`: the date that a draft proposes for a measure that no directive dates yet.
    `concentrated_percent`: points are told to have been lost at one place only if so much of them was lost there.
    """

    effective_from: date
    remind_working_days_before: tuple[int, ...]
    measure_working_days: int
    reason_least_letters: int
    most_bodies: int
    concentrated_percent: int
