from collections.abc import Iterable

from motcua.clock.models import DeclaredDay
from motcua.kernel.invariants import invariant
from motcua.ledger.models import Entry


@invariant("every day off stands in the ledger")
def every_day_off_stands_in_the_ledger() -> Iterable[str]:
    """A row written past the verbs would move due dates without anybody having said so."""
    recorded = set(
        Entry.objects.filter(kind="calendar.day_declared").values_list(
            "data__calendar", "data__on", "data__known_from", "data__works"
        )
    )
    for day in DeclaredDay.objects.iterator():
        if (day.calendar, day.on.isoformat(), day.known_from.isoformat(), day.works) not in recorded:
            yield f"{day.calendar or 'country'} {day.on.isoformat()}: declared in the table, not in the ledger"
