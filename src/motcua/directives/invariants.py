"""What must always hold of directives. Each check reads tables and ledger anew; none trusts a verb."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from django.db.models import Max

from motcua.directives.models import Book, Concluded, Directive, Note
from motcua.directives.rules.folding import state_after
from motcua.kernel.invariants import invariant
from motcua.ledger.models import Entry


@invariant("state and deadline of every directive follow from its entries")
def directives_follow_from_their_entries() -> Iterator[str]:
    kinds: dict[str, list[str]] = defaultdict(list)
    due: dict[str, str] = {}
    entries = Entry.objects.filter(kind__startswith="directive.").order_by("subject", "sequence")
    for code, kind, data in entries.values_list("subject", "kind", "data").iterator():
        kinds[code].append(kind)
        due[code] = data.get("due_on", due.get(code, ""))
    for code, state, due_on in Directive.objects.values_list("code", "state", "due_on").iterator():
        if state_after(kinds.pop(code, ())) != state:
            yield f"{code}: {state}, but its entries say otherwise"
        elif due[code] != due_on.isoformat():
            yield f"{code}: due on {due_on}, but its entries say {due[code]}"
    for code in kinds:
        yield f"{code}: in the ledger, but there is no such directive"


@invariant("directives of a year are numbered without gaps")
def numbers_have_no_gaps() -> Iterator[str]:
    given: dict[int, list[int]] = defaultdict(list)
    for code in Directive.objects.values_list("code", flat=True).iterator():
        _letters, said, number = code.split("-")
        given[int(said)].append(int(number))
    books = dict(Book.objects.values_list("year", "last"))
    for year in sorted(given.keys() | books.keys()):
        numbers, last = given.get(year, []), books.get(year, 0)
        if not len(numbers) == max(numbers, default=0) == last:
            yield f"{year}: {len(numbers)} directives, highest {max(numbers, default=0)}, last {last}"


@invariant("what was written to a directive belongs to one of its entries")
def notes_belong_to_entries() -> Iterator[str]:
    heads = dict(
        Entry.objects.filter(kind__startswith="directive.")
        .values_list("subject")
        .annotate(last=Max("sequence"))
    )
    for code, entry in Note.objects.values_list("directive__code", "entry").iterator():
        if entry > heads.get(code, 0):
            yield f"{code}: a note to entry {entry}, which there is not"


@invariant("every instruction that became a directive is told once in the ledger")
def given_instructions_are_in_the_ledger() -> Iterator[str]:
    told = Counter(
        Entry.objects.filter(kind="instruction.given").values_list("data__directive", "data__round")
    )
    kept = Counter(Concluded.objects.values_list("directive__code", "round"))
    for code, round_ in sorted((told - kept) + (kept - told)):
        yield f"{code}: given in round {round_}, but table and ledger differ"
