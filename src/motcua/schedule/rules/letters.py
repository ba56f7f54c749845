"""The words of invitations and notices. Vietnamese, because the papers are (NĐ 30/2020/NĐ-CP, appendix III)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.clock.rules.calendar import ZONE

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True)
class Letter:
    """What a letter of invitation says."""

    host: str
    title: str
    chair: str
    begins_at: datetime
    ends_at: datetime
    place: str
    addressees: tuple[str, ...]
    agenda: str = ""
    sites: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    prepared_by: str = ""
    contact: str = ""
    replaces: str = ""


@dataclass(frozen=True)
class Instructed:
    """One numbered instruction. `due_on` None: regularly."""

    text: str
    lead: str
    supporting: tuple[str, ...] = ()
    due_on: date | None = None


@dataclass(frozen=True)
class Conclusion:
    """What a notice of conclusions says. `corrects`: number and day of the notice it corrects."""

    host: str
    chair: str
    meeting: str
    held_on: date
    place: str
    opening: str
    instructions: tuple[Instructed, ...]
    corrects: str = ""


def as_invitation(letter: Letter) -> dict[str, Any]:
    """The content of the document, as `results` sets it."""
    fields = [
        ("Nội dung", letter.title),
        ("Chủ trì", letter.chair),
        ("Thời gian", span(letter.begins_at, letter.ends_at)),
        ("Địa điểm", letter.place),
        ("Chương trình", "; ".join(line.strip() for line in letter.agenda.splitlines() if line.strip())),
        ("Các điểm cầu", "; ".join(letter.sites)),
        ("Tài liệu", "; ".join(letter.documents)),
        ("Đơn vị chuẩn bị", letter.prepared_by),
        ("Liên hệ", letter.contact),
    ]
    closing = ["Đề nghị các đại biểu đến dự đúng thời gian và thành phần./."]
    if letter.replaces:
        closing.insert(0, f"Giấy mời này thay thế Giấy mời số {letter.replaces}.")
    return {
        "symbol": "GM",
        "subtitle": _about(letter.title),
        "opening": f"{letter.host} trân trọng kính mời:",
        "bases": list(letter.addressees),
        "fields": [[label, said] for label, said in fields if said],
        "articles": closing,
        "recipients": ["Như trên", "Lưu: VT"],
    }


def as_notice(notice: Conclusion) -> dict[str, Any]:
    opening = (
        f"Ngày {day(notice.held_on)}, {_place(notice.place)}, {notice.chair} đã chủ trì {_lowered(notice.meeting)}. "
        f"Sau khi nghe báo cáo và ý kiến của các đại biểu dự họp, {notice.chair} kết luận như sau:"
    )
    bases = [line.strip() for line in notice.opening.splitlines() if line.strip()]
    if notice.corrects:
        bases.insert(0, f"Thông báo này đính chính, thay thế Thông báo số {notice.corrects}.")
    bodies = list(dict.fromkeys(said for one in notice.instructions for said in (one.lead, *one.supporting)))
    return {
        "symbol": "TB",
        "subtitle": f"Kết luận của {notice.chair} tại {_lowered(notice.meeting)}",
        "opening": opening,
        "bases": bases,
        "articles": [_instruction(one) for one in notice.instructions],
        "recipients": [*bodies, "Lưu: VT"],
    }


def span(begins_at: datetime, ends_at: datetime) -> str:
    """`từ 8 giờ 00 đến 11 giờ 30, thứ Tư, ngày 08/5/2024`; the last day is named where it is another one."""
    begins, ends = begins_at.astimezone(ZONE), ends_at.astimezone(ZONE)
    if begins.date() == ends.date():
        return f"từ {_hour(begins)} đến {_hour(ends)}, {_weekday(begins)}, ngày {day(begins)}"
    return (
        f"từ {_hour(begins)}, {_weekday(begins)}, ngày {day(begins)} "
        f"đến {_hour(ends)}, {_weekday(ends)}, ngày {day(ends)}"
    )


def day(on: date) -> str:
    """NĐ 30/2020: days below ten and the first two months with a nought before."""
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return f"{on.day:02}/{month}/{on.year}"


def joined(parts: Sequence[str]) -> str:
    return ", ".join(part for part in parts if part)


def _instruction(one: Instructed) -> str:
    told = [one.text.strip().rstrip(".") + ".", f"Chủ trì: {one.lead}."]
    if one.supporting:
        told.append(f"Phối hợp: {joined(one.supporting)}.")
    told.append(f"Thời hạn: {day(one.due_on)}." if one.due_on else "Thời hạn: thường xuyên.")
    return " ".join(told)


def _about(title: str) -> str:
    return title if title.casefold().startswith(("họp", "về việc")) else f"Dự họp: {title}"


def _place(place: str) -> str:
    return f"tại {place}" if not place.casefold().startswith(("tại ", "trực tuyến")) else place


def _lowered(title: str) -> str:
    lowered = title[:1].lower() + title[1:]
    return lowered if lowered.startswith(("cuộc họp", "hội nghị", "phiên họp")) else f"cuộc họp “{title}”"


def _hour(at: datetime) -> str:
    return f"{at.hour} giờ {at.minute:02}"


def _weekday(at: datetime) -> str:
    return WEEKDAYS[at.weekday()]
