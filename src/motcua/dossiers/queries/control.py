"""The control sheet (form 06) and the register (form 07), told from the ledger."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Q

from motcua.catalog.queries import document_of
from motcua.dossiers.models import Dossier, State
from motcua.dossiers.queries.papers import CHANNELS, applicant, letterhead, tracking_address
from motcua.ledger.models import Entry
from motcua.ledger.queries import entries_of
from motcua.organizations.models import Body, Officer, Unit
from motcua.results.rules import forms

EARLY, ON_TIME, LATE = "trước hạn", "đúng hạn", "quá hạn"
STATUS_VI = {
    State.FILED: "Mới đăng ký",
    State.NOT_ACCEPTED: "Không được tiếp nhận",
    State.RECEIVED: "Được tiếp nhận",
    State.IN_PROGRESS: "Đang xử lý",
    State.AWAITING_SUPPLEMENT: "Chờ bổ sung",
    State.WITHDRAWN: "Công dân rút hồ sơ",
    State.STOPPED: "Dừng xử lý",
    State.REFUSED: "Từ chối giải quyết",
    State.COMPLETED: "Đã xử lý xong",
    State.DELIVERED: "Đã trả kết quả",
}


def timeliness(ended_at: datetime, due_at: datetime | None) -> str:
    """Early: ended on a day before the due day; on time: by the due moment; late: after it."""
    if due_at is None:
        return ""
    if ended_at > due_at:
        return LATE
    return EARLY if ended_at.astimezone(due_at.tzinfo).date() < due_at.date() else ON_TIME


def control_sheet(dossier: Dossier, *, at: datetime) -> forms.ControlSheet:
    """Every hand-over of a dossier, from its entries, oldest first."""
    entries = list(entries_of(dossier.code))
    names = _names(entries)
    document = document_of(dossier.version)
    consulted = {step.body for step in document.net.steps.values() if step.kind == "consult" and step.body}
    return forms.ControlSheet(
        letterhead=letterhead(dossier.body, at=at),
        code=dossier.code,
        procedure=dossier.version.procedure.name_vi,
        applicant=applicant(dossier),
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        rows=tuple(_rows(entries, names, {s.id: s.name.vi for s in document.net.steps.values()})),
        cooperating=tuple(
            Body.objects.filter(code__in=consulted).order_by("sort_key").values_list("name_vi", flat=True)
        ),
        qr=tracking_address(dossier),
    )


def register(body: Body, *, from_on: date, until_on: date, at: datetime) -> forms.Register:
    """The dossiers that a body's counter received from one day to another, in order of receipt."""
    dossiers = (
        Dossier.objects.filter(receiving_unit__body=body, received_at__date__range=(from_on, until_on))
        .select_related("version__procedure", "body")
        .order_by("received_at", "pk")
    )
    delivered = dict(
        Entry.objects.filter(Q(kind="dossier.delivered"), subject__in=dossiers.values("code")).values_list(
            "subject", "occurred_at"
        )
    )
    rows = tuple(
        forms.RegisterRow(
            code=dossier.code,
            procedure=dossier.version.procedure.name_vi,
            applicant=dossier.applicant_name,
            address=dossier.applicant_address,
            received_at=dossier.received_at,
            due_at=dossier.due_at,
            handled_by=dossier.body.name_vi,
            finished_at=dossier.ended_at,
            delivered_at=delivered.get(dossier.code),
            delivery=CHANNELS[dossier.result_by],
            status=STATUS_VI[State(dossier.state)],
        )
        for dossier in dossiers
    )
    return forms.Register(letterhead=letterhead(body, at=at), from_on=from_on, until_on=until_on, rows=rows)


def _names(entries: Iterable[Entry]) -> dict[str, str]:
    """Names of the units and officers that the entries speak of, by code: four lists, two queries."""
    codes = {entry.actor for entry in entries}
    for entry in entries:
        codes |= {
            str(entry.data.get(key, ""))
            for key in ("unit", "from_unit", "to_unit", "receiving_unit", "officer")
        }
    units = Unit.objects.filter(code__in=codes).values_list("code", "name_vi")
    officers = Officer.objects.filter(code__in=codes).values_list("code", "name")
    return {**dict(units), **dict(officers)}


def _rows(entries: list[Entry], names: dict[str, str], steps: dict[str, str]) -> Iterator[forms.HandOver]:
    holder, holder_name, due = "Người nộp", "", None
    for entry in entries:
        data = entry.data
        if entry.kind == "dossier.received":
            unit = next((e.data["receiving_unit"] for e in entries if e.kind == "dossier.filed"), "")
            receiver = names.get(unit, unit)
            yield _row(entry, holder, holder_name, receiver, names.get(entry.actor, ""), None, "Tiếp nhận")
            holder, holder_name = receiver, names.get(entry.actor, "")
        elif entry.kind == "step.opened":
            receiver = names.get(data["unit"], data["unit"])
            yield _row(entry, holder, holder_name, receiver, "", due, steps.get(data["step"], data["step"]))
        elif entry.kind == "step.finished":
            holder, holder_name = names.get(data["unit"], data["unit"]), names.get(entry.actor, "")
            due = _opened_due(entries, entry)
        elif entry.kind == "dossier.delivered":
            yield _row(entry, holder, holder_name, "Người nộp", "", None, "Trả kết quả")


def _row(
    entry: Entry,
    giver: str,
    giver_name: str,
    receiver: str,
    receiver_name: str,
    due: datetime | None,
    note: str,
) -> forms.HandOver:
    outcome = timeliness(entry.occurred_at, due) if due else ""
    return forms.HandOver(giver, giver_name, receiver, receiver_name, entry.occurred_at, due, outcome, note)


def _opened_due(entries: list[Entry], finished: Entry) -> datetime | None:
    key = (finished.data["step"], finished.data["round"])
    for entry in entries:
        if entry.kind == "step.opened" and (entry.data["step"], entry.data["round"]) == key:
            due = entry.data.get("due_at")
            return datetime.fromisoformat(due) if due else None
    return None
