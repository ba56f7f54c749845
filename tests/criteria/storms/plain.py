"""The slow oracle: what the counters must be, said without facts, flows, expressions or slots.

Entries are read in the order in which a follower reads them; only the moment of recording counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from motcua.clock.rules.calendar import ZONE

Counted = tuple[str, str, str, datetime]
"""Counter, body, procedure, moment."""
INSTANT = timedelta(microseconds=1)
ENDS = ("completed", "refused", "stopped", "withdrawn")
LEFT_OUT = {
    "minutes_taken", "contact_grades", "attitude_grades", "received_eligible", "received_full", "finished_early",
}  # fmt: skip
"""Grades and minutes are amounts, tested with the expressions; what is eligible the catalogue says."""


@dataclass
class Entry:
    kind: str
    subject: str
    body: str
    at: datetime
    data: Mapping[str, Any]

    def moment(self, name: str) -> datetime | None:
        return datetime.fromisoformat(self.data[name]) if self.data.get(name) else None


@dataclass
class Subject:
    """All entries of a subject so far; of a dossier also how many petitions were about it."""

    entries: list[Entry] = field(default_factory=list)
    petitions: int = 0
    procedure: str = ""

    def first(self, *kinds: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.kind in kinds), None)

    def last(self, kind: str) -> Entry | None:
        return next((entry for entry in reversed(self.entries) if entry.kind == kind), None)

    def all(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]


def told(entries: Iterable[Entry], horizon: datetime) -> Iterator[tuple[Counted, int]]:
    """What is counted before the horizon, one by one, with how much."""
    subjects: dict[str, Subject] = defaultdict(Subject)
    for entry in entries:
        if entry.kind == "petition.sent" and entry.data.get("dossier") in subjects:
            about = subjects[entry.data["dossier"]]
            about.petitions += 1
            subjects[entry.subject].procedure = about.entries[0].data["procedure"]
        subjects[entry.subject].entries.append(entry)
    for subject in subjects.values():
        kind = subject.entries[0].kind
        of_kind = {"dossier.filed": dossier, "petition.sent": petition}.get(kind, figure)
        for name, body, procedure, at, amount in of_kind(subject, horizon):
            if at < horizon:
                yield (name, body, procedure, at), amount


def cells(entries: Iterable[Entry], horizon: datetime) -> dict[str, Counter[tuple[Any, ...]]]:
    """By counter; the cells are (body, day), (body, month) and (body, procedure, month), told apart by their form."""
    sums: dict[str, Counter[tuple[Any, ...]]] = defaultdict(Counter)
    for (name, body, procedure, at), amount in told(entries, horizon):
        local = at.astimezone(ZONE)
        sums[name][body, local.date()] += amount
        sums[name][body, local.year, local.month] += amount
        sums[name][body, procedure, local.year, local.month] += amount
    return sums


def late_since(subject: Subject, until_midnight: bool) -> datetime | None:
    """The first instant at which its clock ran and its time was over, or of a second request: nothing undoes it."""
    received = subject.first("dossier.received")
    if received is None:
        return None
    due, running, asked = None, False, 0
    for entry in subject.entries:
        over = _over(due, until_midnight) if due and running else None
        if over and over <= entry.at:
            return over
        kind = entry.kind
        if kind == "supplement.requested":
            asked, running = asked + 1, False
            if asked >= 2:
                return entry.at
        elif kind.removeprefix("dossier.") in ENDS:
            return None
        elif kind in ("dossier.received", "supplement.given", "dossier.extended"):
            running, due = True, entry.moment("due_at") or due
    return _over(due, until_midnight) if due and running else None


def _over(due: datetime, until_midnight: bool) -> datetime:
    if not until_midnight:
        return due + INSTANT
    local = due.astimezone(ZONE) + timedelta(days=1)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


Row = tuple[str, str, str, datetime, int]


def dossier(subject: Subject, _horizon: datetime) -> Iterator[Row]:
    filed, received = subject.entries[0], subject.first("dossier.received")
    if received is None:
        return
    end = subject.first(*(f"dossier.{kind}" for kind in ENDS))
    late, late_day = late_since(subject, False), late_since(subject, True)  # noqa: FBT003 -- the two readings
    said, body = filed.data, filed.body
    online = said["channel"] == "online"
    document = bool(end and end.data.get("document"))
    electronic = bool(end and end.data.get("electronic"))
    paid, rated = subject.last("invoice.settled"), subject.last("dossier.rated")
    unhappy = subject.petitions > 0 or bool(rated and rated.data["stars"] <= 2)
    at_reception = {
        "received": True, "received_online": online, "taken": end is not None,
        "received_online_electronic": online and (not document or electronic), "received_fee": said["fee_total"] > 0,
        "received_paid_online": bool(said["fee_total"] and paid and paid.data["method"] == "online"),
        "received_digitised": said["digitised"] > 0 and (not document or electronic),
        "received_reused": said["reused"] > 0, "received_shared": said["reused"] > 0 or electronic,
        "received_verified": said["identity_verified"], "received_unhappy": unhappy,
    }  # fmt: skip
    yield from _rows(at_reception, body, said["procedure"], received.at)
    yield from _rows({"became_late": True, "became_late_online": online}, body, said["procedure"], late)
    yield from _rows({"became_late_day": True}, body, said["procedure"], late_day)
    if end is not None:
        at_the_end = {
            "finished": True, "finished_late": late is not None, "finished_late_day": late_day is not None,
            "finished_late_online": online and late is not None, "results_due": document,
            "results_electronic": document and electronic, "finished_unhappy": unhappy,
        }  # fmt: skip
        yield from _rows(at_the_end, body, said["procedure"], end.at)


def petition(subject: Subject, horizon: datetime) -> Iterator[Row]:
    sent, passed = subject.entries[0], subject.last("petition.transferred")
    body, procedure = passed.data["to_body"] if passed else sent.body, subject.procedure
    answers, due = subject.all("petition.answered"), sent.moment("due_at")
    answered = answers[-1].at if answers else None
    late = due + INSTANT if due and (not answers or due + INSTANT <= answers[0].at) else None
    liked = subject.last("petition.rated")
    at_fault = (
        bool(liked and not liked.data["liked"])
        or bool(subject.all("petition.reopened"))
        or (late is not None and late < horizon)
    )
    conduct = sent.data["about"] == "conduct"
    yield from _rows(
        {"petitions": True, "petitions_conduct": conduct, "petitions_at_fault": at_fault},
        body,
        procedure,
        sent.at,
    )
    yield from _rows({"petitions_became_late": True}, body, procedure, late)
    yield from _rows(
        {"petitions_answered": True, "petitions_answered_late": late is not None}, body, procedure, answered
    )


def figure(subject: Subject, _horizon: datetime) -> Iterator[Row]:
    last = subject.entries[-1]
    if last.kind == "criteria.figure_declared":
        year, month = map(int, last.data["month"].split("-"))
        begins = datetime(year, month, 1, tzinfo=ZONE)
        yield last.data["name"], last.body, "", begins, last.data["amount"]


def _rows(holds: Mapping[str, bool], body: str, procedure: str, at: datetime | None) -> Iterator[Row]:
    if at is not None:
        yield from ((name, body, procedure, at, 1) for name, true in holds.items() if true)
