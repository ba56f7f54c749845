"""The words of a reminder by e-mail: codes, days and the way; what a directive says is read behind the sign-in."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple


class Item(NamedTuple):
    """`days`: working days left; negative: late by so many."""

    code: str
    due_on: date
    days: int


def subject(items: Sequence[Item]) -> str:
    late = sum(one.days < 0 for one in items)
    said = [f"{late} việc quá hạn"] if late else []
    said += [f"{len(items) - late} việc sắp đến hạn"] if late < len(items) else []
    return f"Nhắc việc: {', '.join(said)}"


def text(items: Iterable[Item], address: str) -> str:
    ordered = sorted(items, key=lambda one: (one.days, one.code))
    lines = [f"- {one.code}: hạn {one.due_on:%d/%m/%Y}, {_time(one.days)}" for one in ordered]
    parts = [
        "Các việc được giao hoặc thuộc phạm vi theo dõi của Ông/Bà:",
        "\n".join(lines),
        f"Xem nội dung và xử lý (đăng nhập): {address}",
        "Thư do hệ thống gửi tự động, xin không trả lời thư này.",
    ]
    return "\n\n".join(parts)


def _time(days: int) -> str:
    if days < 0:
        return f"quá hạn {-days} ngày làm việc"
    return f"còn {days} ngày làm việc" if days else "đến hạn hôm nay"
