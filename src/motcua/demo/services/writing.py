"""The rows of the history, by COPY: what the services would have stored, all at once."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from motcua.catalog.rules.document import Paper
from motcua.demo.rules.books import Books
from motcua.demo.rules.stories import Act, Story
from motcua.dossiers.models import (
    Attachment,
    CodeBook,
    Dossier,
    Ending,
    Extension,
    PaperCheck,
    Supplement,
    Task,
    Verdict,
)
from motcua.files.models import StoredFile
from motcua.kernel.vietnamese import fold
from motcua.payments.models import Invoice, Receipt, ReceiptBook
from motcua.payments.rules import as_data

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Keys:
    """Codes → primary keys, and the files that stand for all papers."""

    units: Mapping[str, int]
    officers: Mapping[str, int]
    samples: list[StoredFile]

    def officer(self, code: str) -> int | None:
        return self.officers[code] if code else None


def write_all(stories: list[Story], books: Books, keys: Keys) -> None:
    """Every table that a dossier touches. The tables must be empty: a dossier's key is its number."""
    copy(Dossier, DOSSIER, (_dossier(story, keys) for story in stories))
    copy(Task, TASK, (row for story in stories for row in _tasks(story, keys)))
    copy(Attachment, ATTACHMENT, (row for story in stories for row in _attachments(story, keys)))
    copy(Supplement, SUPPLEMENT, (_supplement(s, s.supplement, keys) for s in stories if s.supplement))
    copy(PaperCheck, CHECK, (_check(s, s.supplement, keys) for s in stories if s.supplement))
    copy(Extension, EXTENSION, (_extension(s, s.extension, keys) for s in stories if s.extension))
    copy(Ending, ENDING, (_ending(s, s.ending) for s in stories if s.ending))
    owing = [story for story in stories if story.fee]
    copy(Invoice, INVOICE, (_invoice(story) for story in owing))
    copy(Receipt, RECEIPT, (_receipt(story, story.paid) for story in owing if story.paid))
    CodeBook.objects.bulk_create(
        CodeBook(body=body, on=on, last=last) for (body, on), last in books.codes.items()
    )
    ReceiptBook.objects.bulk_create(
        ReceiptBook(body=body, year=year, last=last) for (body, year), last in books.receipts.items()
    )


def copy(model: type[Model], columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """COPY rows into a model's table, and let its numbers go on after them."""
    table = model._meta.db_table
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as stream:
            for row in rows:
                stream.write_row(row)
        if "id" in columns:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1)) FROM \"{table}\""  # noqa: S608
            )


DOSSIER = (
    "id", "code", "version_id", "body_id", "receiving_unit_id", "channel", "state", "account_id",
    "applicant_kind", "applicant_name", "applicant_id_number", "applicant_address", "applicant_phone",
    "applicant_email", "answers", "result_by", "filed_at", "received_at", "received_by_id", "due_at",
    "paused_at", "ended_at", "moved_at", "marking", "revision", "search_key",
)  # fmt: skip
TASK = (
    "dossier_id", "step", "round", "kind", "role", "unit_id", "officer_id", "opened_at", "taken_at", "due_at",
    "finished_at", "finished_by_id", "outcome", "note", "checklist", "opinion",
)  # fmt: skip
ATTACHMENT = (
    "dossier_id", "paper", "file_id", "file_name", "is_reused", "is_paper_only", "round", "attached_at",
)  # fmt: skip
SUPPLEMENT = (
    "dossier_id", "items", "reason", "respond_by", "requested_at", "requested_by_id", "answered_at", "answer_note",
)  # fmt: skip
CHECK = ("dossier_id", "paper", "verdict", "reason", "checked_by_id", "checked_at")
EXTENSION = ("dossier_id", "old_due_at", "due_at", "reason", "extended_at", "extended_by_id")
ENDING = ("dossier_id", "reasons", "text", "ended_by", "ended_at")
INVOICE = ("id", "reference", "body", "payer_name", "lines", "total", "charged_at")
RECEIPT = (
    "invoice_id", "body", "year", "number", "amount", "method", "collected_at", "collected_by",
)  # fmt: skip


def _dossier(story: Story, keys: Keys) -> Row:
    life, who, place = story.now, story.applicant, story.place
    online = story.channel == "online"
    marking = {"open": list(life.marking.open), "waiting": list(life.marking.waiting)}
    search_key = fold(f"{story.code} {who.name} {who.id_number}")
    return (
        story.number, story.code, place.version_key, place.body_key, keys.units[story.receiving_unit],
        story.channel, life.state, who.account_key if online else None, who.kind, who.name, who.id_number,
        who.address, who.phone, who.email, _json(story.answers), story.result_by, story.filed_at,
        life.received_at, keys.officer(story.received_by), life.due_at, life.paused_at, life.ended_at,
        life.moved_at, _json(marking), story.revision, search_key,
    )  # fmt: skip


def _tasks(story: Story, keys: Keys) -> Iterator[Row]:
    for turn in story.turns.values():
        yield (
            story.number, turn.step, turn.round, turn.kind, turn.role, keys.units[turn.unit],
            keys.officer(turn.officer), turn.opened_at, turn.taken_at, turn.due_at, turn.finished_at,
            keys.officer(turn.finished_by), turn.outcome, "", _json(turn.checklist), turn.opinion,
        )  # fmt: skip


def _attachments(story: Story, keys: Keys) -> Iterator[Row]:
    for place, one in enumerate(story.attached):
        file = keys.samples[(story.number + place) % len(keys.samples)].pk if one.scanned else None
        name = f"{one.paper}.pdf" if one.scanned else ""
        at = one.at or story.filed_at
        yield story.number, one.paper, file, name, one.reused, not one.scanned, one.round, at


def _supplement(story: Story, asked: Act, keys: Keys) -> Row:
    items = [{"code": code, "what": lack_of(story, code), "guidance": ""} for code in asked.items]
    answered = story.answered.at if story.answered else None
    by = keys.officer(asked.by)
    return story.number, _json(items), asked.text, asked.until, asked.at, by, answered, ""


def lack_of(story: Story, paper: str) -> str:
    """What is wrong with a paper that is asked for again."""
    found: Paper = next(p for p in story.variant.papers if p.code == paper)
    return f"Chưa đúng mẫu hoặc không đọc được: {found.name.vi}"


def _check(story: Story, asked: Act, keys: Keys) -> Row:
    paper = asked.items[0]
    return (
        story.number, paper, Verdict.LACKING.value, lack_of(story, paper)[:500], keys.officer(asked.by), asked.at,
    )  # fmt: skip


def _extension(story: Story, act: Act, keys: Keys) -> Row:
    return story.number, story.old_due_at, act.until, act.text, act.at, keys.officer(act.by)


def _ending(story: Story, act: Act) -> Row:
    return story.number, _json(act.reasons), act.text, act.by, act.at


def _invoice(story: Story) -> Row:
    lines = _json(as_data(story.variant.fees))
    return (
        story.number, story.code, story.place.body, story.applicant.name, lines, story.fee, story.filed_at,
    )  # fmt: skip


def _receipt(story: Story, paid: Act) -> Row:
    method = "online" if paid.verb == "pay_online" else paid.channel
    year = _year(paid.at)
    return (
        story.number, story.place.body, year, story.receipt, story.fee, method, paid.at, paid.by,
    )  # fmt: skip


def _year(at: datetime) -> int:
    return at.year  # moments of the history are in Vietnam's time


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
