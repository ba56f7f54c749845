"""What those invited answer: they come, somebody comes for them, or they ask for leave, which the chair grants."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Officer
from motcua.schedule import events
from motcua.schedule.models import Invitation, Meeting
from motcua.schedule.queries.duties import Duty, duty_of, may_answer, parts_in
from motcua.schedule.rules.answers import Answer, Delegate, Why, hindrance
from motcua.schedule.rules.states import Part, State
from motcua.schedule.services.acting import check_reason
from motcua.schedule.services.telling import tell_delegate


@transaction.atomic
def accept(
    invitation: Invitation, *, delegate: Officer | None = None, by: Officer, at: datetime
) -> Invitation:
    """Will come. A body names the officer whom it sends; he speaks and votes for it."""
    held = _open(invitation, by=by, at=at)
    sends = held.officer is None and held.body is not None
    if sends and delegate is None:
        raise Refusal(
            _("Name the officer whom %(body)s sends.") % {"body": held.body.name if held.body else ""},
            code="no-delegate",
            fields={"delegate": "empty"},
        )
    if delegate is not None:
        if not sends:
            raise Refusal(
                _("Who comes for an invited officer is a stand-in: say why he cannot come himself."),
                code="stand-in",
                fields={"delegate": "stand-in"},
            )
        _check_delegate(held, delegate)
    return _answered(held, Answer.ATTENDING, delegate, "", by=by, at=at)


@transaction.atomic
def send_stand_in(
    invitation: Invitation, delegate: Officer, *, reason: str, by: Officer, at: datetime
) -> Invitation:
    """Somebody of the same body comes instead. He speaks, and does not vote."""
    held = _open(invitation, by=by, at=at)
    if held.officer is None:
        raise Refusal(
            _("Only an officer who is invited by name has a stand-in. A body says whom it sends."),
            code="not-by-name",
        )
    check_reason(reason)
    _check_delegate(held, delegate)
    return _answered(held, Answer.STAND_IN, delegate, reason, by=by, at=at)


@transaction.atomic
def ask_leave(invitation: Invitation, *, reason: str, by: Officer, at: datetime) -> Invitation:
    """Cannot come and sends nobody: the chair says whether he may stay away."""
    held = _open(invitation, by=by, at=at)
    check_reason(reason)
    return _answered(held, Answer.LEAVE_ASKED, None, reason, by=by, at=at)


def grant_leave(invitation: Invitation, *, by: Officer, at: datetime) -> Invitation:
    return _decided(invitation, Answer.LEAVE_GRANTED, by=by, at=at)


def refuse_leave(invitation: Invitation, *, by: Officer, at: datetime) -> Invitation:
    """He has to come, or to send a stand-in."""
    return _decided(invitation, Answer.LEAVE_REFUSED, by=by, at=at)


@transaction.atomic
def _decided(invitation: Invitation, answer: Answer, *, by: Officer, at: datetime) -> Invitation:
    held = _locked(invitation)
    if not parts_in(held.meeting, duty_of(by, at)) & {Part.CHAIR, Part.SIGNER}:
        raise Refusal(
            _("Leave is granted by the chair, or by a leader who signs for %(host)s.")
            % {"host": held.meeting.host.name},
            code="not-yours",
        )
    if held.answer != Answer.LEAVE_ASKED:
        raise Refusal(_("Nobody is asking for leave here. Load the page again."), code="not-now")
    _check_runs(held.meeting)
    return _answered(held, answer, None, held.reason, by=by, at=at)


def _open(invitation: Invitation, *, by: Officer, at: datetime) -> Invitation:
    held = _locked(invitation)
    duty: Duty = duty_of(by, at)
    if not may_answer(held, duty):
        raise Refusal(
            _("Only those who are invited answer; for a body, its leaders and its clerk."), code="not-yours"
        )
    _check_runs(held.meeting)
    return held


def _locked(invitation: Invitation) -> Invitation:
    """The meeting's row first, as in every verb: answers do not cross with changes of the meeting."""
    Meeting.objects.select_for_update().get(pk=invitation.meeting_id)
    rows = Invitation.objects.select_related("meeting__host", "body", "officer__body")
    return rows.get(pk=invitation.pk)


def _check_runs(meeting: Meeting) -> None:
    if meeting.state != State.CALLED:
        raise Refusal(
            _("%(code)s is “%(state)s” now: there is nothing to answer.")
            % {"code": meeting.code, "state": meeting.get_state_display()},
            code="not-now",
        )


def _check_delegate(held: Invitation, delegate: Officer) -> None:
    others = Invitation.objects.filter(meeting=held.meeting_id).exclude(pk=held.pk)
    found = hindrance(
        Delegate(
            is_invitee=delegate.pk == held.officer_id,
            same_body=delegate.body_id == held.body_id,
            invited_himself=delegate.pk == held.meeting.chair_id or others.filter(officer=delegate).exists(),
            stands_in_already=others.filter(delegate=delegate).exists(),
        )
    )
    if found is None:
        return
    words = {
        Why.SELF: _("He is invited himself: answer that he will attend."),
        Why.OTHER_BODY: _("%(name)s serves in another body. Choose somebody of the invited one."),
        Why.INVITED: _("%(name)s is invited himself, so he cannot come for somebody else."),
        Why.TWICE: _("%(name)s comes for somebody else already. One person comes for one invitation."),
    }
    raise Refusal(
        words[found] % {"name": delegate.name}, code=f"delegate-{found}", fields={"delegate": found.value}
    )


def _answered(
    held: Invitation,
    answer: Answer,
    delegate: Officer | None,
    reason: str,
    *,
    by: Officer,
    at: datetime,
) -> Invitation:
    held.answer, held.delegate, held.reason = answer.value, delegate, reason.strip()[:500]
    held.answered_by, held.answered_at = by, at
    held.save()
    told = events.InvitationAnswered(held.number, answer.value, delegate.code if delegate else None)
    append(told, subject=held.meeting.code, body=held.meeting.host.code, actor=by.code, at=at)
    tell_delegate(held.meeting, held, at=at)
    return held
