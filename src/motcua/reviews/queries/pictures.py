"""The picture of a call: who has answered, and what their reports say together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.reviews.models import Call, Consolidation, Report, Version
from motcua.reviews.rules.consolidating import Answer, Row, consolidated, from_json
from motcua.reviews.rules.figures import from_json as figures_from
from motcua.reviews.rules.states import State
from motcua.reviews.rules.timing import days_left


@dataclass(frozen=True)
class Line:
    """A report in a list. `days`: working days left to send in time, negative: late; None: it was sent."""

    report: Report
    days: int | None

    @property
    def is_late(self) -> bool:
        return self.report.late or (self.days is not None and self.days < 0)


@dataclass(frozen=True)
class Picture:
    """`versions`: of each sent report the digest of its figures: what the picture is made of."""

    rows: list[Row]
    versions: dict[str, str]
    asked: int
    late: int

    @property
    def sent(self) -> int:
        return len(self.versions)

    @property
    def lost(self) -> Any:
        return sum(row.lost for row in self.rows)

    @property
    def state(self) -> str:
        """In the words of the paper."""
        told = f"{self.sent}/{self.asked} cơ quan đã gửi báo cáo"
        return f"{told}, trong đó {self.late} báo cáo gửi chậm." if self.late else f"{told}, đều đúng hạn."


def lines(reports: Iterable[Report], on: date) -> list[Line]:
    """Each with its working days, by the calendar of its body. One small query a calendar."""
    known: dict[str, Calendar] = {}
    found = []
    for report in reports:
        code = report.body.calendar
        if code not in known:
            known[code] = calendar(code)
        left = None if report.state == State.SENT else days_left(known[code], report.call.before_on, on)
        found.append(Line(report, left))
    return found


def reports_of(call: Call) -> list[Report]:
    """Who has not sent comes first, then as bodies stand. One query."""
    rows = call.reports.select_related("body", "call")
    return sorted(rows, key=lambda one: (one.state == State.SENT, one.body.kind, one.body.sort_key))


def picture_of(call: Call) -> Picture:
    """Made of the newest versions of all reports that were sent. Two queries."""
    reports = list(call.reports.values_list("state", "late"))
    sent = Version.objects.filter(
        report__call=call, report__state=State.SENT, number=F("report__version")
    ).select_related("report")
    answers, versions = [], {}
    for version in sent.order_by("report__code"):
        answers.append(Answer(figures_from(version.figures), version.texts))
        versions[version.report.code] = version.digest
    late = sum(is_late for state, is_late in reports if state == State.SENT)
    return Picture(consolidated(answers), versions, len(reports), late)


def gathered_for(report: Report) -> Consolidation | None:
    """What was last gathered and frozen for the call that this report answers. One query."""
    found = Consolidation.objects.filter(call__feeds=report.call_id, call__keeper=report.body_id)
    return found.order_by("-frozen_at").first()


def rows_of(frozen: Consolidation | None) -> list[Row]:
    return from_json(frozen.picture["rows"]) if frozen else []
