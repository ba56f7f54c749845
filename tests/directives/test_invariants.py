import pytest

from motcua.clock.queries import now
from motcua.directives.invariants import (
    directives_follow_from_their_entries,
    notes_belong_to_entries,
    numbers_have_no_gaps,
)
from motcua.directives.models import Book, Directive, Note
from motcua.directives.services import accept, ask_extension, contest, grant_extension, uphold, withdraw
from tests.directives.making import REASON, due_in, make_directive, make_province

pytestmark = pytest.mark.django_db
CHECKS = (directives_follow_from_their_entries, numbers_have_no_gaps, notes_belong_to_entries)


@pytest.fixture
def directive():
    """Contested, upheld, accepted, given more time."""
    province = make_province(peers=1)
    made = make_directive(province)
    contest(made, reason=REASON, by=province.head, at=now())
    uphold(made, reason=REASON, by=province.director, at=now())
    accept(made, by=province.head, at=now())
    ask_extension(made, to=due_in(20), reason=REASON, by=province.head, at=now())
    grant_extension(made, by=province.director, at=now())
    withdraw(make_directive(province), reason=REASON, by=province.director, at=now())
    return made


def broken():
    return [bool(list(check())) for check in CHECKS]


def test_what_the_verbs_make_holds(directive):
    assert broken() == [False, False, False]


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda one: Directive.objects.filter(pk=one.pk).update(state="opened"), [True, False, False]),
        (lambda one: Directive.objects.update(asked="", asked_due_on=None, due_on=due_in(2)), [True, False, False]),
        (lambda one: Book.objects.update(last=7), [False, True, False]),
        (lambda one: Note.objects.create(directive=one, entry=99, text="x"), [False, False, True]),
    ],
)  # fmt: skip
def test_what_somebody_changed_by_hand_is_found(directive, spoil, found):
    spoil(directive)
    assert broken() == found
