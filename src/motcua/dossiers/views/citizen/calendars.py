"""The dates of a dossier as a calendar file."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from motcua.dossiers.models import OPEN_STATES, Dossier, State


def calendar_of(dossier: Dossier, *, intake_by: datetime, at: datetime) -> bytes:
    """What the applicant should expect and when: the answer of the counter, the supplement, the result.

    The same dossier always has the same UIDs and a growing SEQUENCE, so a calendar that already has it moves the
    event instead of doubling it; an ended dossier cancels what it announced.
    """
    file = Calendar()
    file.add("prodid", "-//Mot Cua//dossiers//VI")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    if dossier.received_at is None:
        file.add_component(
            _event(dossier, "intake", intake_by, _("Answer of the counter on dossier %(code)s"), at)
        )
    if dossier.state == State.AWAITING_SUPPLEMENT:
        respond_by = dossier.supplement.respond_by
        file.add_component(
            _event(dossier, "supplement", respond_by, _("Last day to complete dossier %(code)s"), at)
        )
    if dossier.due_at is not None:
        file.add_component(_event(dossier, "due", dossier.due_at, _("Result of dossier %(code)s"), at))
    return bytes(file.to_ical())


def _event(dossier: Dossier, what: str, until: datetime, title: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{dossier.code}-{what}@{urlsplit(settings.PUBLIC_ADDRESS).hostname}")
    event.add("dtstamp", at)
    event.add("sequence", dossier.revision)
    event.add("status", "CONFIRMED" if dossier.state in OPEN_STATES else "CANCELLED")
    event.add("dtstart", until - timedelta(minutes=30))
    event.add("dtend", until)
    event.add("summary", title % {"code": dossier.code})
    event.add("description", f"{dossier.version.procedure.name}\n{dossier.body.name}")
    event.add("url", f"{settings.PUBLIC_ADDRESS}/ho-so/{dossier.code}/")
    if dossier.receiving_unit.body.address:
        event.add("location", dossier.receiving_unit.body.address)
    return event
