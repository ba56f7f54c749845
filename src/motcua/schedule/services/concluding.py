"""The notice of conclusions: drafted, written anew, signed once; afterwards only a new notice corrects it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Officer, Unit
from motcua.results.models import Instrument
from motcua.results.services import draft as draft_paper
from motcua.results.services import replace, sign
from motcua.schedule import events
from motcua.schedule.models import Instruction, Meeting, Notice
from motcua.schedule.queries.letters import CONCLUSION, THOSE_TOLD, instructions_of, notice_of
from motcua.schedule.rules.states import Act, State
from motcua.schedule.services.acting import next_code, opened
from motcua.schedule.services.telling import tell_tasked


@dataclass(frozen=True)
class Point:
    """One instruction to be. Either a date, or `standing`: regularly. `origin`: the one that it corrects."""

    text: str
    lead_unit: Unit
    supporting: tuple[Unit, ...] = ()
    due_on: date | None = None
    standing: bool = False
    criterion: str = ""
    origin: Instruction | None = None


@transaction.atomic
def draft_notice(
    meeting: Meeting, *, opening: str = "", points: Sequence[Point] = (), by: Officer, at: datetime
) -> Notice:
    """Refuses `not-held` before the meeting was held, `notice-before` where there is one to be corrected instead."""
    held = opened(meeting, Act.DRAFT_NOTICE, by=by, at=at)
    if held.notices.exists():
        raise Refusal(
            _("%(code)s has its notice already. Correct that one by a new notice.") % {"code": held.code},
            code="notice-before",
        )
    return _drafted(held, None, opening, points, by=by, at=at)


@transaction.atomic
def correct_notice(notice: Notice, *, by: Officer, at: datetime) -> Notice:
    """A new draft that names the notice it corrects, with the same words to start from."""
    held = opened(notice.meeting, Act.DRAFT_NOTICE, by=by, at=at)
    old = Notice.objects.get(pk=notice.pk)
    if not old.number:
        raise Refusal(_("This notice has not been issued yet: change its draft."), code="not-issued")
    if Notice.objects.filter(corrects=old).exists():
        raise Refusal(
            _("There is a notice that corrects %(number)s already.") % {"number": old.number},
            code="corrected-before",
        )
    points = [
        Point(
            one.text,
            one.lead_unit,
            tuple(one.supporting.all()),
            one.due_on,
            one.standing,
            one.criterion,
            one,
        )
        for one in instructions_of(old)
    ]
    return _drafted(held, old, old.opening, points, by=by, at=at)


@transaction.atomic
def write_notice(
    notice: Notice, *, opening: str, points: Sequence[Point], by: Officer, at: datetime
) -> Notice:
    """The draft, written anew. An issued notice is never changed: `issued`."""
    held = opened(notice.meeting, Act.DRAFT_NOTICE, by=by, at=at)
    mine = _unissued(notice)
    mine.opening = opening.strip()
    mine.save()
    mine.instructions.all().delete()
    _put(mine, points)
    told = events.NoticeDrafted(held.code, mine.corrects.code if mine.corrects else None)
    append(told, subject=mine.code, body=held.host.code, actor=by.code, at=at)
    return mine


@transaction.atomic
def issue_notice(notice: Notice, *, by: Officer, at: datetime) -> Notice:
    """Signed and numbered (TB). The meeting is concluded with it.

    Refuses `no-instructions`, `deadline` (a date that has passed), and what `results.services.sign` refuses.
    """
    held = opened(notice.meeting, Act.ISSUE, by=by, at=at)
    mine = _unissued(notice)
    points = instructions_of(mine)
    if not points:
        raise Refusal(
            _("The notice has no instruction yet. Write at least one, then issue it."),
            code="no-instructions",
        )
    mine.instrument = _signed(mine, by=by, at=at)
    mine.number, mine.issued_by, mine.issued_at = mine.instrument.number, by, at
    mine.save()
    _tell(mine, held, points, by=by, at=at)
    tell_tasked(mine, points, at=at)
    return mine


def _tell(mine: Notice, held: Meeting, points: Sequence[Instruction], *, by: Officer, at: datetime) -> None:
    told = events.NoticeIssued(
        number=mine.number,
        instructions=len(points),
        lead_units=tuple(one.lead_unit.code for one in points),
        due_on=tuple(one.due_on.isoformat() if one.due_on else "" for one in points),
    )
    body = held.host.code
    append(told, subject=mine.code, body=body, actor=by.code, at=at)
    if mine.corrects is not None:
        corrected = events.NoticeCorrected(mine.code)
        append(corrected, subject=mine.corrects.code, body=body, actor=by.code, at=at)
    if State(Meeting.objects.values_list("state", flat=True).get(pk=held.pk)) is not State.CONCLUDED:
        held.save()
        concluded = events.MeetingConcluded(mine.code)
        append(concluded, subject=held.code, body=body, actor=by.code, at=at)


def _signed(mine: Notice, *, by: Officer, at: datetime) -> Instrument:
    """A correction takes the place of the document that it corrects."""
    if mine.corrects is not None and mine.corrects.instrument is not None:
        return replace(mine.corrects.instrument, data=notice_of(mine), by=by, at=at)
    paper = draft_paper(
        reference=mine.code,
        body=mine.meeting.host,
        template=CONCLUSION,
        title="Thông báo",
        holder=THOSE_TOLD,
        data=notice_of(mine),
        by=by,
        at=at,
    )
    return sign(paper, by=by, at=at)


def _drafted(
    held: Meeting,
    corrects: Notice | None,
    opening: str,
    points: Sequence[Point],
    *,
    by: Officer,
    at: datetime,
) -> Notice:
    made = Notice.objects.create(
        code=next_code("KL", at),
        meeting=held,
        opening=opening.strip(),
        corrects=corrects,
        drafted_by=by,
        drafted_at=at,
    )
    _put(made, points)
    told = events.NoticeDrafted(held.code, corrects.code if corrects else None)
    append(told, subject=made.code, body=held.host.code, actor=by.code, at=at)
    return made


def _put(notice: Notice, points: Sequence[Point]) -> None:
    for number, point in enumerate(points, start=1):
        _check(point, number)
        made = Instruction.objects.create(
            notice=notice,
            number=number,
            text=point.text.strip(),
            lead_unit=point.lead_unit,
            due_on=point.due_on,
            standing=point.standing,
            criterion=point.criterion.strip(),
            origin=point.origin,
        )
        made.supporting.set(unit for unit in point.supporting if unit.pk != point.lead_unit.pk)


def _check(point: Point, number: int) -> None:
    if not point.text.strip():
        raise Refusal(
            _("Instruction %(number)s says nothing. Write what has to be done.") % {"number": number},
            code="no-text",
            fields={f"text-{number}": "empty"},
        )
    if (point.due_on is None) != point.standing:
        raise Refusal(
            _("Instruction %(number)s needs a date, or the mark “regularly”: one of the two.")
            % {"number": number},
            code="no-date",
            fields={f"due_on-{number}": "wrong"},
        )


def _unissued(notice: Notice) -> Notice:
    """The meeting's row is held, so nobody issues it meanwhile."""
    rows = Notice.objects.select_related("meeting__host", "meeting__chair", "corrects__instrument")
    mine = rows.get(pk=notice.pk)
    if mine.number:
        raise Refusal(
            _("%(number)s has been issued; it stays as it is. Correct it by a new notice.")
            % {"number": mine.number},
            code="issued",
        )
    return mine
