"""What must always hold of reviews, recommendations and investments. Each check reads tables and ledger anew."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Max

from motcua.kernel.invariants import invariant
from motcua.ledger.models import Entry
from motcua.reviews.models import (
    Call,
    CallBook,
    Consolidation,
    Investment,
    InvestmentNote,
    Recommendation,
    RecommendationNote,
    Report,
    Series,
    Version,
)
from motcua.reviews.rules.figures import digest_of
from motcua.reviews.rules.states import NotAllowed
from motcua.reviews.rules.states import state_after as report_state_after
from motcua.reviews.rules.telling import ACT_OF
from motcua.reviews.rules.told import state_after


@invariant("state of every recommendation and IT investment follows from its entries")
def states_follow_from_entries() -> Iterator[str]:
    for model, prefix in ((Recommendation, "recommendation."), (Investment, "investment.")):
        kinds: dict[str, list[str]] = defaultdict(list)
        entries = Entry.objects.filter(kind__startswith=prefix).order_by("subject", "sequence")
        for code, kind in entries.values_list("subject", "kind").iterator():
            kinds[code].append(kind)
        for code, state in model.objects.values_list("code", "state").iterator():
            if state_after(kinds.pop(code, ())) != state:
                yield f"{code}: {state}, but its entries say otherwise"
        for code in kinds:
            yield f"{code}: in the ledger, but there is no such thing"


@invariant("money of every IT investment is what its entries say")
def money_follows_from_entries() -> Iterator[str]:
    said: dict[str, dict[str, int | None]] = defaultdict(
        lambda: {"planned": 0, "contracted": None, "paid": 0}
    )
    entries = Entry.objects.filter(kind__startswith="investment.").order_by("subject", "sequence")
    for code, kind, data in entries.values_list("subject", "kind", "data").iterator():
        if kind in ("investment.contracted", "investment.renegotiated"):
            said[code]["contracted"] = data["amount"]
        elif kind == "investment.paid":
            said[code]["paid"] = (said[code]["paid"] or 0) + data["amount"]
        elif "planned" in data:
            said[code]["planned"] = data["planned"]
    for one in Investment.objects.order_by("pk").iterator():
        kept = {"planned": one.planned, "contracted": one.contracted, "paid": one.paid}
        if said[one.code] != kept:
            yield f"{one.code}: {kept}, but its entries say {said[one.code]}"


@invariant("recommendations and IT investments of a year are numbered without gaps")
def series_have_no_gaps() -> Iterator[str]:
    given: dict[tuple[str, int], list[int]] = defaultdict(list)
    for model in (Recommendation, Investment):
        for code in model.objects.values_list("code", flat=True).iterator():
            prefix, year, number = code.split("-")
            given[prefix, int(year)].append(int(number))
    kept = {(one.prefix, one.year): one.last for one in Series.objects.all()}
    for series in sorted(given.keys() | kept.keys()):
        numbers, last = given.get(series, []), kept.get(series, 0)
        if not len(numbers) == max(numbers, default=0) == last:
            yield f"{series}: {len(numbers)} given, highest {max(numbers, default=0)}, last {last}"


@invariant("what was written to a recommendation or an IT investment belongs to one of its entries")
def notes_belong_to_entries() -> Iterator[str]:
    heads = dict(Entry.objects.values_list("subject").annotate(last=Max("sequence")))
    for model, owner in ((RecommendationNote, "recommendation"), (InvestmentNote, "investment")):
        for code, entry in model.objects.values_list(f"{owner}__code", "entry").iterator():
            if entry > heads.get(code, 0):
                yield f"{code}: a note to entry {entry}, which there is not"


@invariant("state and version of every report of a review follow from its entries")
def reports_follow_from_entries() -> Iterator[str]:
    kinds: dict[str, list[str]] = defaultdict(list)
    entries = Entry.objects.filter(kind__startswith="review.report_").order_by("subject", "sequence")
    for code, kind in entries.values_list("subject", "kind").iterator():
        kinds[code].append(kind)
    for code, state, version in Report.objects.values_list("code", "state", "version").iterator():
        told = kinds.pop(code, [])
        try:
            follows = report_state_after(ACT_OF[kind] for kind in told)
        except NotAllowed:
            follows = None
        if follows != state or told.count("review.report_drafted") != version:
            yield f"{code}: {state}, version {version}, but its entries say otherwise"
    for code in kinds:
        yield f"{code}: in the ledger, but there is no such report"


@invariant("figures and pictures of reviews are the ones that were frozen")
def frozen_figures_are_whole() -> Iterator[str]:
    told = set(
        Entry.objects.filter(kind__in=["review.report_drafted", "review.consolidated"]).values_list(
            "subject", "data__sha256"
        )
    )
    versions = Version.objects.values_list("report__code", "figures", "digest")
    pictures = Consolidation.objects.values_list("call__code", "picture", "digest")
    for rows in (versions, pictures):
        for code, frozen, digest in rows.iterator():
            if digest_of(frozen) != digest or (code, digest) not in told:
                yield f"{code}: what is kept is not what was frozen as {digest[:12]}"


@invariant("calls for review of a year are numbered without gaps")
def calls_have_no_gaps() -> Iterator[str]:
    given: dict[int, list[int]] = defaultdict(list)
    for code in Call.objects.values_list("code", flat=True).iterator():
        _letters, said, number = code.split("-")
        given[int(said)].append(int(number))
    books = dict(CallBook.objects.values_list("year", "last"))
    for year in sorted(given.keys() | books.keys()):
        numbers, last = given.get(year, []), books.get(year, 0)
        if not len(numbers) == max(numbers, default=0) == last:
            yield f"{year}: {len(numbers)} calls, highest {max(numbers, default=0)}, last {last}"
