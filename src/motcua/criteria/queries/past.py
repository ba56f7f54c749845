"""The house's own facts and entries as a history from which the forecast learns."""

from datetime import datetime, timedelta

from django.db.models import Q

from motcua.clock.queries import calendar
from motcua.criteria.models import Dossier, Step
from motcua.criteria.rules.facts import DossierFact, StepFact, columns
from motcua.criteria.rules.folding import Told
from motcua.criteria.rules.forecast import MARKING, History, courses
from motcua.ledger.models import Entry

REMEMBERED = timedelta(days=730)
CALENDAR = "vn-standard"
"""One calendar for all: a body that works on Saturday mornings, too, has a little more time than is reckoned."""
_ENTRY = ("kind", "subject", "body", "actor", "recorded_at", "data")


def past(at: datetime) -> History:
    """Every dossier of the two years before a moment, and older ones that were still open then. Three queries."""
    newest = Q(received_at__gte=at - REMEMBERED) | Q(ended_at=None) | Q(ended_at__gte=at)
    facts = [
        DossierFact(*row)
        for row in Dossier.objects.filter(newest, received_at__lt=at)
        .order_by("code")
        .values_list(*columns("dossier"))
    ]
    steps = Step.objects.filter(opened_at__gte=at - 2 * REMEMBERED, opened_at__lt=at)
    marking = Entry.objects.filter(kind__in=MARKING, recorded_at__lt=at)
    known = courses(
        facts,
        (StepFact(*row) for row in steps.order_by("pk").values_list(*columns("step")).iterator()),
        (Told(*row) for row in marking.order_by("subject", "sequence").values_list(*_ENTRY).iterator()),
    )
    return History(known, calendar(CALENDAR))
