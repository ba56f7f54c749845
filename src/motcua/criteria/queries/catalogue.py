"""What the catalogue says and the ledger does not: of procedures, and of who offers what since when."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from motcua.catalog.models import Competence, Procedure, Version
from motcua.catalog.queries import document_of
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.facts import OfferFact
from motcua.criteria.rules.folding import ProcedureFacts

ALWAYS = date(2000, 1, 1)
"""A procedure that is only listed has no dated version: it is taken as offered since before anything was measured."""
CITIZENS = frozenset({"citizen", "overseas_vietnamese", "foreigner"})
_kept: dict[str, ProcedureFacts] = {}
"""By digest of the version: it never changes, and the follower asks several times a second."""


def procedure_facts() -> dict[tuple[str, int], ProcedureFacts]:
    """By procedure and number of the version: what dossiers filed under it take from it, for ever."""
    named = list(Version.objects.values_list("procedure__code", "number", "digest"))
    if missing := {digest for _, _, digest in named} - _kept.keys():
        for version in Version.objects.filter(digest__in=missing).select_related("procedure"):
            document = document_of(version)
            citizen = not CITIZENS.isdisjoint(document.subjects)
            _kept[version.digest] = ProcedureFacts(document.eligible, citizen)
    return {(code, number): _kept[digest] for code, number, digest in named}


def offers() -> Iterator[OfferFact]:
    """Every procedure that every competent body offers, one row for each version's time in force."""
    versions = defaultdict(list)
    for version in Version.objects.order_by("effective_from"):
        versions[version.procedure_id].append(version)
    for competence in Competence.objects.select_related("procedure", "body").order_by("pk"):
        procedure, dated = competence.procedure, versions.get(competence.procedure_id)
        if not dated:
            yield _listed(competence.body.code, procedure)
        for version in dated or ():
            yield _versioned(competence.body.code, procedure, version)


def _listed(body: str, procedure: Procedure) -> OfferFact:
    return OfferFact(
        body=body,
        procedure=procedure.code,
        begins_at=_start(ALWAYS),
        ends_at=_start(procedure.withdrawn_on) if procedure.withdrawn_on else None,
        online_level=procedure.online_level,
        eligible=procedure.is_eligible,
        citizen=_is_for_citizens(procedure),
    )


def _versioned(body: str, procedure: Procedure, version: Version) -> OfferFact:
    document, until = document_of(version), version.effective_until
    ends = min(filter(None, (until and until + timedelta(days=1), procedure.withdrawn_on)), default=None)
    return OfferFact(
        body=body,
        procedure=procedure.code,
        begins_at=_start(version.effective_from),
        ends_at=_start(ends) if ends else None,
        online_level=document.online_level,
        eligible=document.eligible,
        fee=any(fee.amount for fee in document.fees),
        document=document.result.document,
        citizen=_is_for_citizens(procedure),
        complete=all((document.papers, document.bases, document.steps_text, document.subjects)),
        published_at=version.published_at,
    )


def _is_for_citizens(procedure: Procedure) -> bool:
    return not CITIZENS.isdisjoint(procedure.subjects)


def _start(on: date) -> datetime:
    return datetime.combine(on, time(), ZONE)
