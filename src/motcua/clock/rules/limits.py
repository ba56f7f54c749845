"""How the law states a time limit, and the policy under which it is counted."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from fractions import Fraction


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    HALF_DAYS = "half_days"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


class SupplementMode(StrEnum):
    """What answering a supplement request does: the wait is taken out, or the limit begins again."""

    SUSPEND = "suspend"
    RESET = "reset"


class CountFrom(StrEnum):
    NEXT_WORKING_DAY = "next_working_day"  # the day of receipt is not counted (Civil Code)
    DAY_OF_RECEIPT = "day_of_receipt"  # the day of receipt is the first day: “within the day”
    MOMENT = "moment"  # to the minute, from the moment of receipt


class Rounding(StrEnum):
    END_OF_DAY = (
        "end_of_day"  # whole days: due when the last session of the last day ends; finer keeps its minute
    )
    QUARTER_HOUR = "quarter_hour"  # up to the next quarter of an hour
    NONE = "none"


@dataclass(frozen=True)
class Limit:
    """`quantity` units; a fraction, because internal steps use 0.25, 0.5, 1.5 days."""

    quantity: Fraction
    unit: Unit


@dataclass(frozen=True)
class Policy:
    """How a limit is counted. Belongs to a procedure's version and is fixed for a dossier at its receipt."""

    count_from: CountFrom = CountFrom.NEXT_WORKING_DAY
    cutoff: time | None = None  # received at or after this hour counts as received on the next working day
    supplement: SupplementMode = SupplementMode.SUSPEND
    rounding: Rounding = Rounding.END_OF_DAY
    max_supplements: int = 1
    max_extensions: int = 1


@dataclass(frozen=True)
class Pause:
    """Time that is not counted, and why. `until` None: still waiting."""

    since: datetime
    until: datetime | None
    cause: str
