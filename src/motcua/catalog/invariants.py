"""What must always hold in the catalogue."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Coalesce

from motcua.catalog.models import Version
from motcua.catalog.queries import document_of
from motcua.catalog.rules import soundness
from motcua.catalog.services import digest_of
from motcua.kernel.invariants import invariant


@invariant("at most one version of a procedure holds on a day")
def versions_never_overlap() -> Iterator[str]:
    """On one day, one version of a procedure holds at most."""
    other = Version.objects.filter(
        procedure=OuterRef("procedure"),
        effective_from__gte=OuterRef("effective_from"),
        effective_from__lte=Coalesce(OuterRef("effective_until"), Value(date.max)),
    ).exclude(pk=OuterRef("pk"))
    for code, number in Version.objects.filter(Exists(other)).values_list("procedure__code", "number"):
        yield f"{code} version {number} still holds when another version begins"


@invariant("every published procedure is the one whose digest was recorded")
def documents_match_their_digests() -> Iterator[str]:
    """What was published is what the digest in the ledger was taken of."""
    for version in Version.objects.select_related("procedure").iterator():
        if digest_of(version.document) != version.digest:
            yield f"{version} does not match its digest"


@invariant("every process that begins can end")
def published_processes_are_sound() -> Iterator[str]:
    """Every dossier that begins can end."""
    for version in Version.objects.select_related("procedure").iterator():
        for problem in soundness.problems(document_of(version).net):
            yield f"{version}: {problem}"
