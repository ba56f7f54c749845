"""What procedures say, and which version of them holds on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from motcua.catalog.models import Procedure, Version
from motcua.catalog.rules.document import Document
from motcua.catalog.rules.reading import trusted

MOST_KEPT = 4096
_kept: dict[str, Document] = {}


def document_of(version: Version) -> Document:
    """The version's document, parsed once per digest: what is published never changes."""
    document = _kept.get(version.digest)
    if document is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        document = _kept[version.digest] = trusted(version.document)
    return document


def in_force(on: date) -> QuerySet[Version]:
    """The versions that hold on a day: at most one of each procedure."""
    until = Q(effective_until=None) | Q(effective_until__gte=on)
    return Version.objects.filter(until, effective_from__lte=on, procedure__withdrawn_on=None)


def version_in_force(procedure: Procedure, on: date) -> Version:
    """The version that holds on a day.

    Raises `Version.DoesNotExist` if the procedure cannot be filed on it.
    """
    return in_force(on).select_related("procedure").get(procedure=procedure)
