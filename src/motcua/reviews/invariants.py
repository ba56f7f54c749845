"""What must always hold of recommendations and investments. Each check reads tables and ledger anew."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Max

from motcua.kernel.invariants import invariant
from motcua.ledger.models import Entry
from motcua.reviews.models import (
    Investment,
    InvestmentNote,
    Recommendation,
    RecommendationNote,
    Series,
)
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
