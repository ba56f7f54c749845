"""What the page of a meeting counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from motcua.clock.queries import calendar
from motcua.schedule.models import Invitation, Meeting
from motcua.schedule.queries.kinds import norms
from motcua.schedule.rules.answers import Answer, counts_as_coming


@dataclass(frozen=True)
class Turnout:
    """Of those invited: who has answered, who will come, who came; of those with a vote, who could vote."""

    invited: int
    answered: int
    coming: int
    came: int
    votes: int
    voted: int


def turnout(invitations: Iterable[Invitation]) -> Turnout:
    every = list(invitations)
    return Turnout(
        invited=len(every),
        answered=sum(one.answer != Answer.WAITING for one in every),
        coming=sum(counts_as_coming(Answer(one.answer)) for one in every),
        came=sum(bool(one.came) for one in every),
        votes=sum(one.has_vote for one in every),
        voted=sum(one.votes for one in every),
    )


def short_notice(meeting: Meeting, at: datetime) -> int | None:
    """The working days left before the meeting, where they are fewer than its letter should have; else None."""
    today, begins = localdate(at), localdate(meeting.begins_at)
    left = _working_days(meeting, today, begins)
    return left if left < norms(today).notice_working_days else None


def _working_days(meeting: Meeting, first: date, last: date) -> int:
    works = calendar(meeting.host.calendar)
    days = range(works.index_of(first), works.index_of(last))
    return sum(works.works(works.date_of(index)) for index in days)
