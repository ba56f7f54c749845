"""What must always hold of meetings and notices. Each check reads tables and ledger anew; none trusts a verb."""

from collections import defaultdict
from collections.abc import Iterator

from motcua.kernel.invariants import invariant
from motcua.ledger.models import Entry
from motcua.results.models import Standing
from motcua.schedule.models import Book, Invitation, Meeting, Notice
from motcua.schedule.rules.states import state_after


@invariant("the state of every meeting follows from its entries")
def meetings_follow_from_their_entries() -> Iterator[str]:
    kinds: dict[str, list[str]] = defaultdict(list)
    entries = Entry.objects.filter(kind__startswith="meeting.").order_by("subject", "sequence")
    for code, kind in entries.values_list("subject", "kind").iterator():
        kinds[code].append(kind)
    for code, state in Meeting.objects.values_list("code", "state").iterator():
        if state_after(kinds.pop(code, ())) != state:
            yield f"{code}: {state}, but its entries say otherwise"
    for code in kinds:
        yield f"{code}: in the ledger, but there is no such meeting"


@invariant("the letter of a called meeting is in force, and no other is")
def letters_stand_as_their_meetings() -> Iterator[str]:
    rows = Meeting.objects.exclude(letter=None).values_list("code", "state", "letter__standing")
    for code, state, standing in rows.iterator():
        put_off = state in ("postponed", "cancelled")
        if standing != (Standing.REVOKED if put_off else Standing.IN_FORCE):
            yield f"{code}: {state}, but its letter is {standing}"


@invariant("every issued notice is told once in the ledger, with its number and instructions")
def notices_are_in_the_ledger() -> Iterator[str]:
    told = defaultdict(list)
    entries = Entry.objects.filter(kind="notice.issued").values_list("subject", "data")
    for code, data in entries.iterator():
        told[code].append((data["number"], data["instructions"], tuple(data["due_on"])))
    for notice in Notice.objects.exclude(number="").prefetch_related("instructions"):
        points = sorted(notice.instructions.all(), key=lambda one: one.number)
        due_on = tuple(one.due_on.isoformat() if one.due_on else "" for one in points)
        if told.pop(notice.code, None) != [(notice.number, len(points), due_on)]:
            yield f"{notice.code}: the ledger does not tell it as it is"
    for code in told:
        yield f"{code}: issued in the ledger, but not in the table"


@invariant("who comes for somebody is not invited to the same meeting himself, nor its chair")
def nobody_comes_twice() -> Iterator[str]:
    named = set(Invitation.objects.exclude(officer=None).values_list("meeting", "officer"))
    rows = Invitation.objects.exclude(delegate=None).select_related("meeting")
    for one in rows.iterator():
        if (one.meeting_id, one.delegate_id) in named or one.delegate_id == one.meeting.chair_id:
            yield f"{one.meeting.code}: invitation {one.number} is kept by somebody who has a part of his own"


@invariant("meetings and notices of a year are numbered without gaps")
def numbers_have_no_gaps() -> Iterator[str]:
    given: dict[tuple[str, int], list[int]] = defaultdict(list)
    for codes in (
        Meeting.objects.values_list("code", flat=True),
        Notice.objects.values_list("code", flat=True),
    ):
        for code in codes.iterator():
            series, year, number = code.split("-")
            given[series, int(year)].append(int(number))
    books = {(book.series, book.year): book.last for book in Book.objects.all()}
    for key in sorted(given.keys() | books.keys()):
        numbers, last = given.get(key, []), books.get(key, 0)
        if not len(numbers) == max(numbers, default=0) == last:
            yield f"{key[0]}-{key[1]}: {len(numbers)} in all, highest {max(numbers, default=0)}, last {last}"
