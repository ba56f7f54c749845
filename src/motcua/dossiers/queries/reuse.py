"""Papers that the applicant has given or got before, and may use again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.catalog.queries import document_of
from motcua.catalog.rules.document import Paper
from motcua.dossiers.models import Attachment, Dossier
from motcua.files.models import Scan, StoredFile
from motcua.files.rules.kinds import accepted
from motcua.identity.models import Account
from motcua.results.models import Instrument, Standing

MOST_OFFERED, MOST_LOOKED_AT = 5, 200


@dataclass(frozen=True)
class Known:
    """A file that may stand for a paper. `kind`: given (with an earlier dossier) or result (issued to them)."""

    file: StoredFile
    name: str
    kind: str
    dossier: str
    at: datetime


def known_papers(account: Account, paper: Paper, *, given: Sequence[int] = ()) -> list[Known]:
    """Own issued results that may stand for the paper, then own earlier files, of the same paper first.

    Files already `given` (their keys) are left out, and those of a kind that the paper does not take.
    """
    media = {kind.media_type for kind in accepted(paper.accepts)}
    seen = set(given)
    found: list[Known] = []
    for known in (*_results(account, paper), *_given(account, paper)):
        if known.file.pk not in seen and known.file.media_type in media:
            seen.add(known.file.pk)
            found.append(known)
    return found[:MOST_OFFERED]


def _results(account: Account, paper: Paper) -> list[Known]:
    if not paper.reusable_from:
        return []
    own = Dossier.objects.filter(account=account).select_related("version").order_by("-filed_at")
    fitting = [
        dossier.code
        for dossier in own[:MOST_LOOKED_AT]
        if document_of(dossier.version).result.reusable_as == paper.reusable_from
    ]
    issued = Instrument.objects.filter(reference__in=fitting, standing=Standing.IN_FORCE)
    return [
        Known(one.file, f"{one.title} {one.number}.pdf", "result", one.reference, one.signed_at)
        for one in issued.select_related("file").order_by("-signed_at")
        if one.file is not None and one.signed_at is not None
    ]


def _given(account: Account, paper: Paper) -> list[Known]:
    rows = (
        Attachment.objects.filter(dossier__account=account, file__scan=Scan.CLEAN)
        .select_related("file", "dossier")
        .order_by("-attached_at", "-pk")[:MOST_LOOKED_AT]
    )
    same_first = sorted(rows, key=lambda row: row.paper != paper.code)
    return [
        Known(row.file, row.file_name, "given", row.dossier.code, row.attached_at)
        for row in same_first
        if row.file is not None and row.dossier is not None
    ]
