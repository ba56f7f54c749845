"""The marks that directives leave on the trends of the index: given, due, verified, reopened."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from motcua.criteria.queries.marks import Deed, Done, Figure, Marked
from motcua.directives.models import Directive
from motcua.directives.queries.duties import duty_of, visible_to
from motcua.directives.rules.states import State
from motcua.ledger.models import Entry

_TOLD = {"directive.verified": Deed.VERIFIED, "directive.reopened": Deed.REOPENED}


def directive_marks(figure: Figure) -> Iterator[Marked]:
    """Of the directives that are measured by this figure itself, not by one of its parts. Six queries at most.

    Those that were taken back are left out. Who may not read a directive sees its code and its days.
    """
    about = Directive.objects.filter(
        criteria_set=figure.criteria_set, body=figure.body, opened_at__date__lte=figure.last
    ).exclude(state=State.WITHDRAWN)
    if figure.criterion:
        about = about.filter(criterion=figure.criterion)
    given = list(about.order_by("opened_at", "pk"))
    if not given:
        return
    told = _told([one.code for one in given])
    duty = duty_of(figure.reader, figure.last)
    readable = set(about.filter(visible_to(duty)).values_list("pk", flat=True))
    for one in given:
        deeds = [Done(Deed.GIVEN, localdate(one.opened_at)), Done(Deed.DUE, one.due_on), *told[one.code]]
        seen = one.pk in readable
        yield Marked(
            one.code,
            one.criterion,
            tuple(sorted((deed for deed in deeds if _within(figure, deed.on)), key=lambda deed: deed.on)),
            one.title if seen else "",
            reverse("directives:one", args=[one.code]) if seen else "",
        )


def _within(figure: Figure, on: date) -> bool:
    return figure.first <= on <= figure.last


def _told(codes: list[str]) -> dict[str, list[Done]]:
    """When their numbers spoke, as the ledger has it."""
    found = defaultdict(list)
    rows = Entry.objects.filter(subject__in=codes, kind__in=_TOLD).order_by("pk")
    for code, kind, at in rows.values_list("subject", "kind", "occurred_at"):
        found[code].append(Done(_TOLD[kind], localdate(at)))
    return found
