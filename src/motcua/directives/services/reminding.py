"""Reminders are written once a day; an officer marks his own as read."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from motcua.directives.models import Directive, Reminder
from motcua.directives.queries.reminding import due_reminders
from motcua.organizations.models import Officer


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Reminds everybody who has to hear of what is due soon or late. Safe to repeat: one a directive, officer and day.

    Returns how many reminders were new.
    """
    on = localdate(at)
    due = [
        Reminder(directive=one.directive, officer=one.officer, on=on, days=one.days)
        for one in due_reminders(on)
    ]
    before = Reminder.objects.filter(on=on).count()
    Reminder.objects.bulk_create(due, ignore_conflicts=True)
    return Reminder.objects.filter(on=on).count() - before


def mark_read(directive: Directive, *, by: Officer, at: datetime) -> int:
    """What the officer was told of this directive up to now is read. Others' reminders stay as they are."""
    return Reminder.objects.filter(directive=directive, officer=by, read_at=None).update(read_at=at)
