"""What an explanation is made of."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from motcua.clock.rules.calendar import Calendar, Works


@dataclass(frozen=True)
class Why:
    """A reason that `clock.queries.say` can say in any language. `args` are texts, dates in ISO 8601."""

    code: str
    args: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, **args: str) -> "Why":
        return cls(code, tuple(sorted(args.items())))


@dataclass(frozen=True)
class Line:
    """One step of an explanation. `counted`: how much of the limit it used, in the limit's own unit."""

    on: date
    counted: str
    why: Why


def amount_text(amount: Fraction) -> str:
    """`1`, `0.25`; a fraction that no decimal can say exactly stays one: `1/3`."""
    for digits in range(5):
        if (amount * 10**digits).denominator == 1:
            whole, part = divmod(int(amount * 10**digits), 10**digits)
            return f"{whole}.{part:0{digits}}" if digits else str(whole)
    return str(amount)


def clock_text(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def day_reason(calendar: Calendar, on: date, *, wall: bool = False) -> Why:
    """Why a day is worked or not. `wall`: every day counts, whatever is worked on it."""
    if wall:
        return Why.of("calendar_day")
    day = calendar.declared.get(on)
    if day is None or day.works is Works.USUAL:
        return Why.of("working_day" if calendar.works(on) else "weekend")
    facts = {"name_vi": day.name_vi, "name_en": day.name_en, "decree": day.decree}
    if day.swapped_with is not None:
        code = "swapped_day_off" if day.works is Works.NONE else "swapped_working_day"
        return Why.of(code, swapped_with=day.swapped_with.isoformat(), **facts)
    if day.works is Works.NONE:
        return Why.of("unsure_day_off" if day.confidence == "unsure" else "day_off", **facts)
    return Why.of("declared_working_day" if day.works is Works.FULL else "declared_half_day", **facts)
