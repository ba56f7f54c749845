"""Every issued result verifies, and every signature is accounted for."""

import hashlib
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.timezone import localdate

from motcua.files.queries import content_of
from motcua.kernel.invariants import invariant
from motcua.ledger.models import Entry
from motcua.results import journal
from motcua.results.models import Instrument, NumberBook, Standing
from motcua.results.rules.content import Content
from motcua.results.rules.places import sequence_of
from motcua.results.verification import signature_of

VALIDATED = 300  # the newest; validating one signature takes twenty milliseconds


@invariant("every issued result is the file whose SHA-256 was recorded")
def issued_results_are_whole() -> Iterator[str]:
    for issued in _issued().select_related("file").order_by("-pk").iterator():
        try:
            found = hashlib.sha256(content_of(issued.file)).hexdigest() if issued.file else ""
        except FileNotFoundError:
            yield f"{issued.number} ({issued.reference}): its file is missing"
            continue
        if not (found == issued.digest and issued.file and issued.file.digest == issued.digest):
            yield f"{issued.number} ({issued.reference}): the file is not the one issued"


@invariant("the signature of every issued result holds")
def issued_results_are_signed() -> Iterator[str]:
    for issued in _issued().select_related("file").order_by("-pk")[:VALIDATED]:
        try:
            pdf = content_of(issued.file) if issued.file else b""
        except FileNotFoundError:
            continue
        signature = signature_of(pdf, at=issued.signed_at) if issued.signed_at else None
        if signature is None or not signature.holds:
            yield f"{issued.number} ({issued.reference}): the signature does not hold"


@invariant("every issued result has its one entry in the ledger")
def issued_results_are_in_the_ledger() -> Iterator[str]:
    entries = Entry.objects.filter(kind="result.issued").values_list(
        "subject", "data__number", "data__sha256"
    )
    told: dict[tuple[str, str, str], int] = {}
    for subject, number, digest in entries.iterator():
        told[subject, number, digest] = told.get((subject, number, digest), 0) + 1
    for reference, number, digest in _issued().values_list("reference", "number", "digest").iterator():
        if (count := told.get((reference, number, digest), 0)) != 1:
            yield f"{number} ({reference}): {count} entries say that it was issued"


@invariant("every signature that was made is of an issued result, and every issued result was signed here")
def signatures_are_accounted_for() -> Iterator[str]:
    made = journal.signatures()
    for token, number, reference, digest, standing in Instrument.objects.values_list(
        "token", "number", "reference", "digest", "standing"
    ).iterator():
        digests = made.get(token, set())
        if standing == Standing.DRAFT and digests:
            yield f"{reference}: signed, but neither stored nor issued; sign it again"
        if standing != Standing.DRAFT and digest not in digests:
            yield f"{number} ({reference}): the journal of signatures does not know it"


@invariant("document numbers have no gaps")
def numbers_have_no_gaps() -> Iterator[str]:
    used: dict[tuple[str, str, int], set[int]] = {}
    for issued in (
        _issued().select_related("body").only("body__code", "data", "number", "signed_at").iterator()
    ):
        year = localdate(issued.signed_at).year
        book = (issued.body.code, Content.of(issued.data).symbol, year)
        used.setdefault(book, set()).add(sequence_of(issued.number))
    for kept in NumberBook.objects.all():
        numbers = used.get((kept.body, kept.symbol, kept.year), set())
        if numbers != set(range(1, kept.last + 1)):
            yield f"{kept}: the last number is {kept.last}, but {len(numbers)} results bear one"


def _issued() -> QuerySet[Instrument]:
    return Instrument.objects.exclude(standing=Standing.DRAFT)
