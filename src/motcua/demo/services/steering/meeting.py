"""Meetings: one that was held and concluded, its instructions given as directives; one that is called."""

from collections.abc import Generator
from datetime import datetime, timedelta

from motcua.demo.rules.agenda import Agenda
from motcua.demo.services.steering import tasking
from motcua.demo.services.steering.courses import Course, Line, Row, body, officer, unit
from motcua.directives.services.concluding import give_all
from motcua.organizations.models import Officer, Role
from motcua.schedule import services
from motcua.schedule.models import Connection, Invitation, Meeting

BEFORE_IT = timedelta(minutes=20)


def held(row: Row, agenda: Agenda) -> Course:
    """Drafted, called, answered, held, minuted, concluded; then each instruction becomes a directive."""
    meeting = yield from _called(row, agenda)
    begins = agenda.at(row["begins"])
    yield begins
    for site in meeting.sites.order_by("number"):
        services.check_site(site, Connection.CONNECTED, by=officer(row["by"]), at=begins - BEFORE_IT)
    at = yield begins + timedelta(hours=1)
    for site in meeting.sites.order_by("number"):
        came = list(Invitation.objects.filter(meeting=meeting, site=site))
        services.take_attendance(
            site, came=max(site.expected, len(came)), present=came, by=officer(row["by"]), at=at
        )
    at = yield agenda.at(row["ends"])
    services.hold_meeting(meeting, by=officer(row["by"]), at=at)
    at = yield agenda.at(row["minutes"]["at"])
    services.write_minutes(meeting, row["minutes"]["text"], by=officer(row["by"]), at=at)
    at = yield agenda.at(row["minutes"]["approved"])
    services.approve_minutes(meeting, by=officer(row["chair"]), at=at)
    yield from _concluded(meeting, row["notice"], agenda)


def called(row: Row, agenda: Agenda) -> Course:
    """Only called: those invited are answering."""
    yield from _called(row, agenda)


def _called(row: Row, agenda: Agenda) -> Generator[datetime, datetime, Meeting]:
    at = yield agenda.at(row["at"])
    by = officer(row["by"])
    plan = services.Plan(
        title=row["title"],
        begins_at=agenda.at(row["begins"]),
        ends_at=agenda.at(row["ends"]),
        place=row["place"],
        kind=row["kind"],
        chair=officer(row["chair"]),
        agenda=row["agenda"],
        video_link=row["video_link"],
        preparing=unit(row["preparing"]),
        contact=row["contact"],
    )
    meeting = services.draft_meeting(plan, host=body(row["host"]), by=by, at=at)
    for site in row["sites"]:
        _site(meeting, site, by, at)
    at = yield agenda.at(row["called"])
    services.call_meeting(meeting, by=officer(row["chair"]), at=at)
    for number, invited in enumerate(row["answers"]):
        at = yield agenda.at(row["answered"]) + timedelta(minutes=13 * number)
        _answer(meeting, invited, at)
    return meeting


def _site(meeting: Meeting, row: Row, by: Officer, at: datetime) -> None:
    there = body(row["body"])
    place = services.Place(
        name=row["name"],
        place=row["place"],
        body=there,
        expected=row["expected"],
        is_main=row.get("is_main", False),
    )
    site = services.add_site(meeting, place, by=by, at=at)
    for code in row["invites"]:
        services.invite_body(meeting, body(code), site=site, by=by, at=at)


def _answer(meeting: Meeting, delegate: str, at: datetime) -> None:
    """The body's head sends one of its officers."""
    sent = officer(delegate)
    invitation = Invitation.objects.get(meeting=meeting, body=sent.body)
    services.accept(invitation, delegate=sent, by=head_of(sent), at=at)


def head_of(one: Officer) -> Officer:
    """The first leader of his body."""
    leads = Officer.objects.filter(body=one.body, mandates__role=Role.LEADER).order_by("code")
    return leads.select_related("unit", "body")[0]


def _concluded(meeting: Meeting, row: Row, agenda: Agenda) -> Course:
    at = yield agenda.at(row["at"])
    points = [_point(Line(each, agenda, at)) for each in row["points"]]
    notice = services.draft_notice(
        meeting, opening=row["opening"], points=points, by=officer(row["by"]), at=at
    )
    at = yield agenda.at(row["issued"])
    services.issue_notice(notice, by=officer(row["signs"]), at=at)
    at = yield agenda.at(row["given"])
    given = [outcome.directive for outcome in give_all(notice, by=officer(row["signs"]), at=at)]
    for act in row["acts"]:
        at = yield agenda.at(act["at"])
        tasking.VERBS[act["do"]](given[act["of"] - 1], Line(act, agenda, at))


def _point(line: Line) -> services.Point:
    row = line.row
    return services.Point(
        text=row["text"],
        lead_unit=unit(row["lead_unit"]),
        supporting=tuple(unit(code) for code in row.get("supporting", ())),
        due_on=line.day("due") if "due" in row else None,
        standing="due" not in row,
        criterion=row.get("criterion", ""),
    )
