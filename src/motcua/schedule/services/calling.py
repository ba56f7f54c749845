"""A meeting is drafted, called under a signed letter of invitation, changed, put off or called off."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Body, Officer, Unit
from motcua.results.models import Instrument
from motcua.results.services import draft as draft_paper
from motcua.results.services import replace, revoke, sign
from motcua.schedule import events
from motcua.schedule.models import Flag, Meeting
from motcua.schedule.queries.duties import duty_of
from motcua.schedule.queries.kinds import kinds
from motcua.schedule.queries.letters import INVITATION, THOSE_INVITED, invitation_of
from motcua.schedule.rules.mails import News, changed_labels
from motcua.schedule.rules.states import Act
from motcua.schedule.services.acting import next_code, opened, tell
from motcua.schedule.services.telling import tell_everybody


@dataclass(frozen=True)
class Plan:
    """What a meeting is about, when, where and under whom. The chair is an officer, or somebody in words."""

    title: str
    begins_at: datetime
    ends_at: datetime
    place: str
    kind: str = "work"
    chair: Officer | None = None
    chair_outside: str = ""
    agenda: str = ""
    video_link: str = ""
    preparing: Unit | None = None
    contact: str = ""
    is_open: bool = True


@transaction.atomic
def draft_meeting(plan: Plan, *, host: Body, by: Officer, at: datetime) -> Meeting:
    """Nobody is told yet. Refuses `not-your-body` and those of `_check`."""
    if host.pk not in duty_of(by, at).hosts:
        raise Refusal(
            _(
                "You cannot prepare meetings of %(body)s. Its leaders, heads of division, clerk or reform office can."
            )
            % {"body": host.name},
            code="not-your-body",
            fields={"host": "other"},
        )
    _check(plan, at)
    made = Meeting(code=next_code("HOP", at), host=host, drafted_by=by, drafted_at=at, told_at=at)
    _put(made, plan)
    made.save()
    told = events.MeetingDrafted(plan.begins_at, plan.ends_at)
    append(told, subject=made.code, body=host.code, actor=by.code, at=at)
    return made


@transaction.atomic
def edit_meeting(meeting: Meeting, plan: Plan, *, by: Officer, at: datetime) -> Meeting:
    """A draft is written anew."""
    held = opened(meeting, Act.EDIT, by=by, at=at)
    _check(plan, at)
    _put(held, plan)
    held.told_at = at
    held.save()
    told = events.MeetingDrafted(plan.begins_at, plan.ends_at)
    append(told, subject=held.code, body=held.host.code, actor=by.code, at=at)
    return held


@transaction.atomic
def call_meeting(meeting: Meeting, *, by: Officer, at: datetime) -> Meeting:
    """The letter of invitation is signed and numbered (GM); those invited see the meeting from now on.

    Refuses `no-chair`, `past`, `nobody-invited`, and what `results.services.sign` refuses.
    """
    held = opened(meeting, Act.CALL, by=by, at=at)
    invited = held.invitations.count()
    if not invited:
        raise Refusal(
            _("Nobody is invited to %(code)s yet. Name those who are to come, then call it.")
            % {"code": held.code},
            code="nobody-invited",
        )
    held.letter = _letter(held, by=by, at=at)
    held.called_by, held.called_at, held.told_at = by, at, at
    held.save()
    told = events.MeetingCalled(held.begins_at, held.ends_at, invited, held.letter.number)
    append(told, subject=held.code, body=held.host.code, actor=by.code, at=at)
    tell_everybody(held, News.CALLED, at=at)
    return held


@transaction.atomic
def change_meeting(meeting: Meeting, plan: Plan, *, by: Officer, at: datetime) -> Meeting:
    """A called or postponed meeting gets other facts and a new letter, which names the one it replaces."""
    held = opened(meeting, Act.CHANGE, by=by, at=at)
    _check(plan, at)
    _check_chair(plan)
    _put(held, plan)
    held.reason = ""
    return _called_anew(held, Flag.CHANGED, News.CHANGED, by=by, at=at)


@transaction.atomic
def reissue_letter(meeting: Meeting, *, by: Officer, at: datetime) -> Meeting:
    """The letter is signed anew, with everybody and everything that was added since."""
    held = opened(meeting, Act.REISSUE, by=by, at=at)
    return _called_anew(held, Flag.ADDED, News.REISSUED, by=by, at=at)


@transaction.atomic
def postpone_meeting(meeting: Meeting, *, reason: str, by: Officer, at: datetime) -> Meeting:
    """No new time yet: the letter is taken out of force; `change_meeting` names the new time."""
    held = opened(meeting, Act.POSTPONE, by=by, at=at, reason=reason)
    _take_back(held, reason, by=by, at=at)
    tell(held, Flag.POSTPONED, at)
    held.save()
    told = events.MeetingPostponed(held.sequence)
    append(told, subject=held.code, body=held.host.code, actor=by.code, at=at)
    tell_everybody(held, News.POSTPONED, reason=held.reason, at=at)
    return held


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: Officer, at: datetime) -> Meeting:
    held = opened(meeting, Act.CANCEL, by=by, at=at, reason=reason)
    _take_back(held, reason, by=by, at=at)
    tell(held, Flag.CANCELLED, at)
    held.save()
    told = events.MeetingCancelled(held.sequence)
    append(told, subject=held.code, body=held.host.code, actor=by.code, at=at)
    tell_everybody(held, News.CANCELLED, reason=held.reason, at=at)
    return held


def _called_anew(held: Meeting, flag: Flag, news: News, *, by: Officer, at: datetime) -> Meeting:
    tell(held, flag, at)
    held.save()
    before = held.letter.data["fields"] if held.letter else []
    held.letter = _letter(held, by=by, at=at)
    held.save(update_fields=["letter"])
    told = events.MeetingChanged(held.begins_at, held.ends_at, held.sequence, held.letter.number)
    append(told, subject=held.code, body=held.host.code, actor=by.code, at=at)
    tell_everybody(held, news, changed=changed_labels(before, held.letter.data["fields"]), at=at)
    return held


def _letter(held: Meeting, *, by: Officer, at: datetime) -> Instrument:
    """Signed: the first one, one in place of the last, or a new one after the last was taken back."""
    old = held.letter
    said = invitation_of(held, replaces=old.number if old else "")
    if old is not None and old.standing == "in_force":
        return replace(old, data=said, by=by, at=at)
    paper = draft_paper(
        reference=held.code,
        body=held.host,
        template=INVITATION,
        title="Giấy mời",
        holder=THOSE_INVITED,
        data=said,
        by=by,
        at=at,
    )
    return sign(paper, by=by, at=at)


def _take_back(held: Meeting, reason: str, *, by: Officer, at: datetime) -> None:
    if held.letter is not None and held.letter.standing == "in_force":
        revoke(held.letter, reason=reason, by=by, at=at)


def _put(meeting: Meeting, plan: Plan) -> None:
    for field in fields(plan):
        said = getattr(plan, field.name)
        setattr(meeting, field.name, said.strip() if isinstance(said, str) else said)


def _check(plan: Plan, at: datetime) -> None:
    """Refuses `no-title`, `no-place`, `unknown-kind`, `ends-first`, `past`, `two-chairs`, `video-link`."""
    checks = (
        (not plan.title.strip(), "no-title", "title", _("Say what the meeting is about.")),
        (not plan.place.strip(), "no-place", "place", _("Say where the meeting is held.")),
        (plan.kind not in kinds(), "unknown-kind", "kind", _("Choose the kind of meeting from the list.")),
        (
            plan.ends_at <= plan.begins_at,
            "ends-first",
            "until",
            _("The meeting would end before it begins. Choose a later end."),
        ),
        (
            plan.begins_at <= at,
            "past",
            "day",
            _("The meeting would begin in the past. Choose a later time."),
        ),
        (
            plan.chair is not None and bool(plan.chair_outside.strip()),
            "two-chairs",
            "chair_outside",
            _("A meeting has one chair: choose an officer, or write who chairs it, not both."),
        ),
        (
            bool(plan.video_link.strip()) and not plan.video_link.strip().startswith("https://"),
            "video-link",
            "video_link",
            _("The video link must begin with https://, so that nobody can listen in on the way."),
        ),
    )
    for wrong, code, field, words in checks:
        if wrong:
            raise Refusal(words, code=code, fields={field: "wrong"})


def _check_chair(plan: Plan) -> None:
    if plan.chair is None and not plan.chair_outside.strip():
        raise Refusal(
            _("Nobody is named who chairs the meeting. Name the chair."),
            code="no-chair",
            fields={"chair": "empty"},
        )
