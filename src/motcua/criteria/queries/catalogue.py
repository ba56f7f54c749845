"""What the catalogue says and the ledger does not: of procedures, and of who offers what since when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.conf import settings

from motcua.catalog.models import Competence, Procedure, Version
from motcua.catalog.queries import document_of
from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.decisions import Decision, decisions, limits
from motcua.criteria.rules.facts import OfferFact
from motcua.criteria.rules.folding import ProcedureFacts

ALWAYS = date(2000, 1, 1)
"""A procedure that is only listed has no dated version: it is taken as offered since before anything was measured."""
STANDARD = "vn-standard"
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
    """Every procedure that every competent body offers: one row for the time that each version is in force, divided
    where a decision published it again.
    """
    versions = defaultdict(list)
    for version in Version.objects.order_by("effective_from"):
        versions[version.procedure_id].append(version)
    decided = _decisions()
    for competence in Competence.objects.select_related("procedure", "body").order_by("pk"):
        procedure, dated = competence.procedure, versions.get(competence.procedure_id)
        told = [_versioned(competence, one) for one in dated] if dated else [_listed(competence)]
        for offer in told:
            yield from _divided(offer, decided.get(procedure.code, ()))


def _decisions() -> dict[str, list[tuple[Decision, bool, bool | None]]]:
    """The decisions about each procedure by date, each with whether it and the publication were in time."""
    days, known = calendar(STANDARD), limits()
    found = defaultdict(list)
    for one in sorted(decisions(with_invented=settings.DEMO), key=lambda one: one.decided_on):
        in_time = (known.decided_in_time(one, days), known.published_in_time(one, days))
        found[one.procedure].append((one, *in_time))
    return found


def _divided(offer: OfferFact, decided: Iterable[tuple[Decision, bool, bool | None]]) -> Iterator[OfferFact]:
    for one, decision_on_time, publication_on_time in decided:
        at = _start(one.decided_on)
        if offer.begins_at < at and (offer.ends_at is None or at < offer.ends_at):
            yield replace(offer, ends_at=at)
            offer = replace(
                offer,
                begins_at=at,
                decided_at=at,
                decision_on_time=decision_on_time,
                publication_on_time=publication_on_time,
            )
    yield offer


def _listed(competence: Competence) -> OfferFact:
    procedure = competence.procedure
    return OfferFact(
        body=competence.body.code,
        procedure=procedure.code,
        begins_at=_start(ALWAYS),
        ends_at=_start(procedure.withdrawn_on) if procedure.withdrawn_on else None,
        online_level=procedure.online_level,
        eligible=procedure.is_eligible,
        citizen=_is_for_citizens(procedure),
    )


def _versioned(competence: Competence, version: Version) -> OfferFact:
    procedure = competence.procedure
    document, until = document_of(version), version.effective_until
    ends = min(filter(None, (until and until + timedelta(days=1), procedure.withdrawn_on)), default=None)
    return OfferFact(
        body=competence.body.code,
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
