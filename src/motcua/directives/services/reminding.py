"""Reminders are written once a day, with one letter by e-mail to each; an officer marks his own as read."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from motcua.directives.models import Directive, Reminder
from motcua.directives.queries.reminding import Due, due_reminders
from motcua.directives.rules.mails import Item, subject, text
from motcua.organizations.models import Officer
from motcua.organizations.services import Letter, write_each


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Reminds everybody who has to hear of what is due soon or late. Safe to repeat: one a directive, officer and day.

    Returns how many reminders were new.
    """
    on = localdate(at)
    due = list(due_reminders(on))
    rows = [Reminder(directive=one.directive, officer=one.officer, on=on, days=one.days) for one in due]
    before = Reminder.objects.filter(on=on).count()
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    _write(due, on, at=at)
    return Reminder.objects.filter(on=on).count() - before


def mark_read(directive: Directive, *, by: Officer, at: datetime) -> int:
    """What the officer was told of this directive up to now is read. Others' reminders stay as they are."""
    return Reminder.objects.filter(directive=directive, officer=by, read_at=None).update(read_at=at)


def _write(due: Iterable[Due], on: date, *, at: datetime) -> None:
    """One letter an officer and day, however much there is in it."""
    items: dict[Officer, list[Item]] = defaultdict(list)
    for one in due:
        items[one.officer].append(Item(one.directive.code, one.directive.due_on, one.days))
    address = f"{settings.PUBLIC_ADDRESS}/chi-dao/nhac-viec/"
    write_each(
        (
            (
                Letter(
                    kind="directives.due",
                    about=officer.code,
                    occasion=on.isoformat(),
                    subject=subject(said),
                    text=text(said, address),
                ),
                officer,
            )
            for officer, said in items.items()
        ),
        at=at,
    )
