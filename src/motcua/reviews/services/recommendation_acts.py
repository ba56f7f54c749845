"""What is done with a recommendation. Each verb: the row is locked, the rules are asked, the act is written down."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.clock.queries import calendar
from motcua.directives.queries.duties import duty_of
from motcua.directives.rules.lateness import date_in, working_days_after
from motcua.directives.services.acting import Evidence
from motcua.kernel.refusals import Refusal
from motcua.ledger.events import Event
from motcua.ledger.services import append
from motcua.organizations.models import Officer
from motcua.organizations.queries import power_to_sign
from motcua.reviews import events
from motcua.reviews.models import Recommendation, RecommendationNote
from motcua.reviews.queries.keeping import keeps
from motcua.reviews.queries.recommendations import overdue, parts_in
from motcua.reviews.queries.registers import asking_norms
from motcua.reviews.rules.recommendations import (
    RULES,
    WAITING,
    Act,
    Answered,
    NotAllowed,
    Standing,
    State,
    Why,
    after,
)
from motcua.reviews.services.asking import Paper, Said, check_paper, check_public, check_reason

HOUSE = "system"
NOTHING = Said()


def send_back(recommendation: Recommendation, *, reason: str, by: Officer, at: datetime) -> Recommendation:
    """Whoever signs says what has to be better."""
    told = events.RecommendationSentBack()
    return _act(recommendation, Act.SEND_BACK, told, by=by, at=at, text=reason)


@transaction.atomic
def send(recommendation: Recommendation, *, paper: Paper, by: Officer, at: datetime) -> Recommendation:
    """Signed off by whoever may sign for the body, never by its drafter; from here on an answer is awaited."""
    held = allowed(recommendation, Act.SEND, by=by, at=at)
    _check(held, paper, at, since=localdate(held.drafted_at), what=_("the day of the draft"))
    power = power_to_sign(by, held.body, at)
    held.sent_number, held.sent_on = paper.number.strip(), paper.dated_on
    held.sent_at, held.sent_by = at, by
    held.answer_due_on = _answer_due(held, paper.dated_on)
    told = events.RecommendationSent(
        paper.number.strip(), paper.dated_on, held.answer_due_on, power.delegation if power else None
    )
    return _done(held, Act.SEND, told, Said(paper=paper), by=by, at=at)


def acknowledge(recommendation: Recommendation, *, paper: Paper, by: Officer, at: datetime) -> Recommendation:
    """The receiver said that it has it."""
    return _recorded(recommendation, Act.ACKNOWLEDGE, events.RecommendationAcknowledged, paper, by=by, at=at)


@transaction.atomic
def answer(
    recommendation: Recommendation,
    *,
    verdict: Answered,
    text: str,
    paper: Paper,
    file: Evidence | None = None,
    by: Officer,
    at: datetime,
) -> Recommendation:
    """The receiver's answer, in short and for everybody to read. A later answer takes the place of an earlier one."""
    held = allowed(recommendation, Act.ANSWER, by=by, at=at)
    _check(held, paper, at)
    check_public(text=text)
    assert held.answer_due_on is not None
    owed = not held.answered  # the first answer is the one that is awaited
    late = working_days_after(calendar(held.body.calendar), held.answer_due_on, paper.dated_on) if owed else 0
    held.answered = verdict.value
    told = events.RecommendationAnswered(
        verdict.value, paper.number.strip(), paper.dated_on, max(late, 0), file.file.digest if file else None
    )
    return _done(held, Act.ANSWER, told, Said(text, paper, file), by=by, at=at, verdict=verdict.value)


@transaction.atomic
def urge(recommendation: Recommendation, *, paper: Paper, by: Officer, at: datetime) -> Recommendation:
    """A letter asks for the answer: the days count anew from it."""
    held = allowed(recommendation, Act.URGE, by=by, at=at)
    _check(held, paper, at)
    assert held.answer_due_on is not None
    held.answer_due_on = max(held.answer_due_on, _answer_due(held, paper.dated_on))
    told = events.RecommendationUrged(paper.number.strip(), paper.dated_on, held.answer_due_on)
    return _done(held, Act.URGE, told, Said(paper=paper), by=by, at=at)


def begin(recommendation: Recommendation, *, how: str, by: Officer, at: datetime) -> Recommendation:
    """The receiver works on what it agreed to."""
    return _act(recommendation, Act.BEGIN, events.RecommendationBegun(), by=by, at=at, text=how)


@transaction.atomic
def finish(
    recommendation: Recommendation, *, text: str, paper: Paper, by: Officer, at: datetime
) -> Recommendation:
    """What was asked for is there, by a document: the decree that replaced another, the notice of a new version."""
    held = allowed(recommendation, Act.FINISH, by=by, at=at)
    _check(held, paper, at)
    check_public(text=text)
    told = events.RecommendationDone(paper.number.strip(), paper.dated_on)
    return _done(held, Act.FINISH, told, Said(text, paper), by=by, at=at)


@transaction.atomic
def merge(
    recommendation: Recommendation, *, into: Recommendation, by: Officer, at: datetime
) -> Recommendation:
    """Of the same content: `into` stands for both from now on, and the content counts once.

    Refusals besides the rules': `itself`, `other-receiver`, `merged` (that one is merged itself), `not-yours`.
    """
    main = Recommendation.objects.select_for_update(of=("self",)).select_related("body").get(pk=into.pk)
    held = allowed(recommendation, Act.MERGE, by=by, at=at)
    _check_main(held, main)
    if not keeps(duty_of(by, localdate(at)), main.body):
        raise Refusal(
            _("%(code)s is kept by %(body)s: ask whoever keeps both to merge them.")
            % {"code": main.code, "body": main.body.name},
            code="not-yours",
            fields={"into": "other-line"},
        )
    held.main = main
    return _done(held, Act.MERGE, events.RecommendationMerged(main.code), by=by, at=at)


@transaction.atomic
def separate(recommendation: Recommendation, *, by: Officer, at: datetime) -> Recommendation:
    """It was of another content after all: it goes on where it stood."""
    held = allowed(recommendation, Act.SEPARATE, by=by, at=at)
    assert held.main is not None
    told = events.RecommendationSeparated(held.main.code)
    held.main = None
    return _done(held, Act.SEPARATE, told, by=by, at=at)


def withdraw(recommendation: Recommendation, *, reason: str, by: Officer, at: datetime) -> Recommendation:
    """It stays on record."""
    told = events.RecommendationWithdrawn()
    return _act(recommendation, Act.WITHDRAW, told, by=by, at=at, text=reason)


def remind(*, at: datetime) -> list[str]:
    """Tells of every answer whose day has passed, once for each such day; their codes. Safe to repeat."""
    on = localdate(at)
    return [one.code for one in overdue(on) if one.told_due_on != one.answer_due_on and _tell(one, at)]


@transaction.atomic
def _tell(one: Recommendation, at: datetime) -> bool:
    held = _locked(one)
    due = held.answer_due_on
    if State(held.state) not in WAITING or due is None or held.told_due_on == due:
        return False
    late = working_days_after(calendar(held.body.calendar), due, localdate(at))
    held.told_due_on = due
    held.save()
    told = events.RecommendationUnanswered(due, max(late, 0))
    append(told, subject=held.code, body=held.body.code, actor=HOUSE, at=at)
    return True


def allowed(recommendation: Recommendation, act: Act, *, by: Officer, at: datetime) -> Recommendation:
    """It, locked, with the state that follows. Raises what the rules refuse, in words."""
    held = _locked(recommendation)
    standing = held.standing(carries=held.carried.exists())
    try:
        follows = after(standing, act, parts_in(held, duty_of(by, localdate(at)), at))
    except NotAllowed as no:
        raise _refusal_of(no, held, standing) from no
    held.state = follows.value
    return held


def _locked(one: Recommendation) -> Recommendation:
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("body", "main")
    return rows.get(pk=one.pk)


@transaction.atomic
def _act(
    one: Recommendation, act: Act, event: Event, *, by: Officer, at: datetime, text: str
) -> Recommendation:
    return _done(allowed(one, act, by=by, at=at), act, event, Said(text), by=by, at=at)


@transaction.atomic
def _recorded(
    one: Recommendation,
    act: Act,
    event: Callable[[str, date], Event],
    paper: Paper,
    *,
    by: Officer,
    at: datetime,
) -> Recommendation:
    held = allowed(one, act, by=by, at=at)
    _check(held, paper, at)
    told = event(paper.number.strip(), paper.dated_on)
    return _done(held, act, told, Said(paper=paper), by=by, at=at)


def _check(
    held: Recommendation, paper: Paper, at: datetime, *, since: date | None = None, what: str = ""
) -> None:
    """Nothing about it is older than the letter that it was sent with."""
    check_paper(paper, at=at, since=since or held.sent_on, what=what or _("the day it was sent"))


def _check_main(held: Recommendation, main: Recommendation) -> None:
    if main.pk == held.pk:
        raise Refusal(_("Choose another recommendation."), code="itself", fields={"into": "itself"})
    if main.receiver != held.receiver:
        raise Refusal(
            _("They are addressed to different bodies, so they cannot be one."),
            code="other-receiver",
            fields={"into": "other-receiver"},
        )
    if main.main_id is not None or main.state == State.WITHDRAWN:
        raise Refusal(
            _("%(code)s does not stand for itself any more. Choose the one that stands for it.")
            % {"code": main.code},
            code="merged",
            fields={"into": "merged"},
        )


def _answer_due(held: Recommendation, since: date) -> date:
    return date_in(calendar(held.body.calendar), since, asking_norms(since).answer_working_days)


def _done(
    held: Recommendation,
    act: Act,
    event: Event,
    with_it: Said = NOTHING,
    *,
    by: Officer,
    at: datetime,
    verdict: str = "",
) -> Recommendation:
    if RULES[act].says:
        check_reason(with_it.text, at)
    held.save()
    entry = append(event, subject=held.code, body=held.body.code, actor=by.code, at=at)
    if note := with_it.as_note():
        RecommendationNote.objects.create(
            recommendation=held, entry=entry.sequence, act=act.value, verdict=verdict, **note
        )
    return held


def _refusal_of(no: NotAllowed, held: Recommendation, standing: Standing) -> Refusal:
    words = {
        Why.NOT_YOURS: _("This step of %(code)s belongs to somebody else."),
        Why.MERGED: _("%(main)s stands for %(code)s: do it there."),
        Why.NOT_NOW: _("%(code)s is “%(state)s” now, so this cannot be done. Load the page again."),
        Why.OWN_DRAFT: _("You drafted %(code)s, so another person who may sign for the body signs it."),
        Why.NOT_AGREED: _("The receiver has not agreed to %(code)s, so nothing can be carried out by it."),
        Why.NOT_MERGED: _("%(code)s stands for itself."),
        Why.OTHERS_REST_ON_IT: _("Others of the same content rest on %(code)s. Separate them first."),
    }
    told = {
        "code": held.code,
        "state": held.get_state_display(),
        "main": held.main.code if held.main else "",
    }
    return Refusal(words[no.why] % told, code=no.why.value)
