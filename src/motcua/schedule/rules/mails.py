"""The words of letters by e-mail about meetings, Vietnamese as the papers are. No video link: letters travel on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.schedule.rules.letters import joined, span


class News(StrEnum):
    CALLED = "called"
    CHANGED = "changed"
    REISSUED = "reissued"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    INVITED = "invited"
    SENT = "sent"
    UNINVITED = "uninvited"
    SITE_REMOVED = "site_removed"


CANCELS = frozenset({News.CANCELLED, News.UNINVITED})
"""After these a calendar takes the meeting out."""
_SUBJECTS = {
    News.CALLED: "Giấy mời họp",
    News.CHANGED: "Thay đổi cuộc họp",
    News.REISSUED: "Giấy mời họp ký lại",
    News.POSTPONED: "Hoãn họp",
    News.CANCELLED: "Hủy họp",
    News.INVITED: "Mời họp bổ sung",
    News.SENT: "Được cử dự họp",
    News.UNINVITED: "Thôi mời họp",
    News.SITE_REMOVED: "Bỏ điểm cầu",
}
_OPENINGS = {
    News.CALLED: "{host} trân trọng kính mời dự họp. Giấy mời đã ký và tệp lịch gửi kèm.",
    News.CHANGED: "{host} thông báo thay đổi cuộc họp. Giấy mời mới gửi kèm thay thế giấy mời trước.",
    News.REISSUED: "{host} gửi giấy mời ký lại, có bổ sung, điều chỉnh thành phần hoặc tài liệu.",
    News.POSTPONED: "{host} thông báo hoãn cuộc họp. Thời gian mới sẽ thông báo sau; giấy mời đã gửi hết hiệu lực.",
    News.CANCELLED: "{host} thông báo hủy cuộc họp. Giấy mời đã gửi không còn hiệu lực.",
    News.INVITED: "{host} trân trọng kính mời dự họp (bổ sung thành phần).",
    News.SENT: "Ông/Bà được cử đến dự cuộc họp do {host} triệu tập.",
    News.UNINVITED: "{host} xin thôi mời dự cuộc họp dưới đây.",
    News.SITE_REMOVED: "{host} thông báo bỏ điểm cầu này; thành phần tại đó dự họp theo địa điểm chung.",
}
CLOSING = "Thư do hệ thống gửi tự động, xin không trả lời thư này."


@dataclass(frozen=True)
class Facts:
    """`changed`: what the new letter says otherwise than the one before, by the labels of the letter."""

    code: str
    host: str
    title: str
    chair: str
    begins_at: datetime
    ends_at: datetime
    place: str
    address: str
    reason: str = ""
    site: str = ""
    changed: Sequence[str] = ()


def subject(news: News, facts: Facts) -> str:
    return f"{_SUBJECTS[news]}: {facts.title} ({facts.code})"


def text(news: News, facts: Facts) -> str:
    lines = [
        ("Nội dung", facts.title),
        ("Thời gian", "sẽ thông báo sau" if news is News.POSTPONED else span(facts.begins_at, facts.ends_at)),
        ("Địa điểm", facts.place),
        ("Chủ trì", facts.chair),
        ("Điểm cầu", facts.site),
        ("Thay đổi so với giấy mời trước", joined(facts.changed)),
        ("Lý do", facts.reason),
        ("Mã cuộc họp", facts.code),
    ]
    said = "\n".join(f"{label}: {words}" for label, words in lines if words)
    way = f"Trả lời, xem tài liệu và liên kết họp trực tuyến (đăng nhập): {facts.address}"
    parts = [_OPENINGS[news].format(host=facts.host), said, way, CLOSING]
    if news is News.UNINVITED:
        parts.remove(way)
    return "\n\n".join(parts)


def changed_labels(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> list[str]:
    """Of two letters' fields: the labels whose words differ, in the order of the newer one, then those that left."""
    old, new = {label: said for label, said in before}, {label: said for label, said in after}
    return [
        label for label in (*new, *(one for one in old if one not in new)) if old.get(label) != new.get(label)
    ]


def notice_subject(number: str, title: str) -> str:
    return f"Thông báo kết luận {number}: {title}"


def notice_text(number: str, host: str, title: str, address: str) -> str:
    parts = [
        f"{host} gửi Thông báo kết luận số {number} tại cuộc họp “{title}” (tệp đã ký gửi kèm).",
        "Thông báo có nội dung giao cơ quan nhận thư này chủ trì hoặc phối hợp thực hiện.",
        f"Xem trên hệ thống (đăng nhập): {address}",
        CLOSING,
    ]
    return "\n\n".join(parts)
