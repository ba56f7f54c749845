"""What must always hold of dossiers. Each check reads tables and ledger anew; none trusts a verb."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from motcua.dossiers import reconciliation
from motcua.dossiers.models import OPEN_STATES, Attachment, CodeBook, Dossier, State, Supplement, Task
from motcua.files.models import Scan, StoredFile
from motcua.files.queries import path_of
from motcua.kernel.invariants import invariant
from motcua.ledger.models import Entry

ENDS = (
    "dossier.intake_refused",
    "dossier.withdrawn",
    "dossier.stopped",
    "dossier.refused",
    "dossier.completed",
)
ONCE = ("dossier.filed", "dossier.received", "supplement.requested", "dossier.extended", "dossier.delivered")


@invariant("state, due date and open steps of every dossier follow from its entries")
def dossiers_follow_from_their_entries() -> Iterator[str]:
    for code, difference in reconciliation.dossiers():
        if difference:
            yield f"{code}: {difference}"


@invariant("dossier codes of a body and day are numbered without gaps")
def codes_have_no_gaps() -> Iterator[str]:
    """Codes are unique by constraint; so per book: highest = how many = the book's own last number."""
    given: dict[tuple[str, str], list[int]] = {}
    for code in Dossier.objects.order_by().values_list("code", flat=True).iterator():
        body, day, number = code.rsplit("-", 2)
        given.setdefault((body, day), []).append(int(number))
    books = {(book.body, f"{book.on:%y%m%d}"): book.last for book in CodeBook.objects.all()}
    for book in sorted(given.keys() | books.keys()):
        numbers, last = given.get(book, []), books.get(book, 0)
        if not len(numbers) == max(numbers, default=0) == last:
            yield f"{'-'.join(book)}: {len(numbers)} dossiers, highest {max(numbers, default=0)}, last {last}"


@invariant("every dossier begins with its filing in the ledger")
def dossiers_begin_with_their_filing() -> Iterator[str]:
    first = Entry.objects.filter(kind="dossier.filed", subject=OuterRef("code"), sequence=1)
    for code in Dossier.objects.filter(~Exists(first)).values_list("code", flat=True):
        yield f"{code}: its ledger does not begin with a filing"
    stands = Dossier.objects.filter(code=OuterRef("subject"))
    filed = Entry.objects.filter(~Exists(stands), kind="dossier.filed")
    for code in filed.values_list("subject", flat=True):
        yield f"{code}: filed in the ledger, but there is no such dossier"


@invariant("a dossier ends once, and only once")
def dossiers_end_once() -> Iterator[str]:
    ends = _kinds(ENDS).values("subject").annotate(times=Count("pk"))
    for code, times in ends.filter(times__gt=1).values_list("subject", "times"):
        yield f"{code}: ended {times} times"
    ended = Exists(_kinds(ENDS).filter(subject=OuterRef("code")))
    for code in Dossier.objects.filter(ended, state__in=OPEN_STATES).values_list("code", flat=True):
        yield f"{code}: ended in the ledger, but still open"
    for code in Dossier.objects.exclude(state__in=OPEN_STATES).exclude(ended).values_list("code", flat=True):
        yield f"{code}: closed, but no entry ends it"


@invariant("a dossier is received, supplemented and extended once at most")
def acts_that_happen_once_happen_once() -> Iterator[str]:
    often = _kinds(ONCE).values("subject", "kind").annotate(times=Count("pk")).filter(times__gt=1)
    for code, kind, times in often.values_list("subject", "kind", "times"):
        yield f"{code}: {kind} {times} times"


@invariant("the open tasks of every dossier are the steps that its process has open")
def open_tasks_are_the_marking() -> Iterator[str]:
    tasks: dict[int, list[str]] = {}
    still_open = Task.objects.filter(finished_at=None).order_by("step")
    for dossier, step in still_open.values_list("dossier_id", "step").iterator():
        tasks.setdefault(dossier, []).append(step)
    marked = Dossier.objects.filter(Q(pk__in=tasks) | Q(state__in=OPEN_STATES))
    for pk, code, state, marking in marked.values_list("pk", "code", "state", "marking").iterator():
        steps = sorted(marking.get("open", ()))
        if steps != tasks.get(pk, []):
            yield f"{code}: open are {tasks.get(pk, [])}, but its process stands at {steps}"
        if bool(steps) != (state == State.IN_PROGRESS) and state != State.AWAITING_SUPPLEMENT:
            yield f"{code}: {state}, with {len(steps)} open steps"


@invariant("the clock of a dossier stands still exactly while the applicant is asked to complete it")
def clocks_stand_still_while_asked() -> Iterator[str]:
    asked = Exists(Supplement.objects.filter(dossier=OuterRef("pk"), answered_at=None))
    waits = Q(state=State.AWAITING_SUPPLEMENT)
    odd = (Q(asked) & ~waits & Q(state__in=OPEN_STATES)) | (waits & ~Q(asked)) | (waits & Q(paused_at=None))
    odd |= ~waits & Q(paused_at__isnull=False)
    for code, state in Dossier.objects.filter(odd).values_list("code", "state"):
        yield f"{code}: {state}, but its clock or its request says otherwise"


@invariant("every paper of a dossier is there, on paper or as a file")
def papers_are_there() -> Iterator[str]:
    papers = Attachment.objects.exclude(dossier=None)
    for code, paper in papers.filter(file=None, is_paper_only=False).values_list("dossier__code", "paper"):
        yield f"{code}: nothing was given for {paper}"
    for stored in (
        StoredFile.objects.filter(pk__in=papers.values("file")).exclude(scan=Scan.INFECTED).iterator()
    ):
        if not path_of(stored).exists():
            bearers = papers.filter(file=stored).values_list("dossier__code", flat=True)
            yield f"{', '.join(sorted(set(bearers)))}: the file {stored.digest} is missing"


@invariant("nothing about a dossier was written down before it happened")
def nothing_was_written_down_before_it_happened() -> Iterator[str]:
    early = Entry.objects.filter(
        kind__regex=r"^(dossier|step|supplement|opinion)\.", occurred_at__gt=F("recorded_at")
    )
    for code, sequence in early.values_list("subject", "sequence"):
        yield f"{code}: entry {sequence} was recorded before it occurred"


def _kinds(kinds: tuple[str, ...]) -> QuerySet[Entry]:
    return Entry.objects.filter(kind__in=kinds).order_by()
