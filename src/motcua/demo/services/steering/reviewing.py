"""A call for review: the house drafts, bodies edit, sign and send, in time or late; some have not yet."""

from datetime import datetime, timedelta

from motcua.criteria.rules.periods import Period
from motcua.demo.rules.agenda import Agenda
from motcua.demo.services.steering.courses import Course, Row, body, officer
from motcua.organizations.models import Officer
from motcua.reviews import services
from motcua.reviews.models import Call, Report
from motcua.reviews.queries.norms import questions
from motcua.reviews.rules.drafting import ANSWER, key

A_WHILE = timedelta(minutes=40)


def review(row: Row, agenda: Agenda) -> Course:
    at = yield agenda.at(row["at"])
    call = _called(row, agenda, at)
    yield at + A_WHILE
    services.draft_waiting(call.code, at=at + A_WHILE)
    for act in row["acts"]:
        at = yield agenda.at(act["at"])
        report = Report.objects.get(call=call, body__code=act["body"])
        _write(report, act, at)
        if act["do"] == "send":
            _send(report, act, at)


def _called(row: Row, agenda: Agenda, at: datetime) -> Call:
    summons = services.Summons(
        title=row["title"],
        source=row["source"],
        keeper=body(row["keeper"]),
        before_on=agenda.on(row["before"]),
        period=Period(agenda.number(row["months_back"])).code,
        bodies=tuple(body(code) for code in row["bodies"]),
        source_on=agenda.on(row["source_on"]),
        asked=tuple(one["code"] for one in questions()),
    )
    return services.call_for_review(summons, by=officer(row["by"]), at=at)


def _write(report: Report, act: Row, at: datetime) -> None:
    """The writer answers what is asked in words and looks the draft over."""
    texts = {key(ANSWER, code): text for code, text in act["answers"].items()}
    services.edit(report, texts, by=officer(act["by"]), at=at)


def _send(report: Report, act: Row, at: datetime) -> None:
    signer: Officer = officer(act["signs"])
    services.submit(report, by=officer(act["by"]), at=at)
    services.sign(report, by=signer, at=at + A_WHILE)
    services.send(report, by=signer, at=at + A_WHILE)
