"""The words of letters by e-mail about reviews: what is asked, by when, and the way to it."""

from datetime import date

CLOSING = "Thư do hệ thống gửi tự động, xin không trả lời thư này."


def called(code: str, title: str, keeper: str, before_on: date, address: str) -> tuple[str, str]:
    """Subject and text, as in every function here."""
    said = f"{keeper} yêu cầu quý cơ quan rà soát, báo cáo: “{title}”."
    due = f"Gửi báo cáo trước ngày {_day(before_on)}. Hệ thống đã dự thảo báo cáo từ số liệu của cơ quan."
    return f"Yêu cầu rà soát {code}: gửi trước {_day(before_on)}", _text(said, due, address)


def extended(code: str, title: str, from_on: date, to_on: date, reason: str, address: str) -> tuple[str, str]:
    said = f"Thời hạn gửi báo cáo rà soát “{title}” được gia hạn: từ trước {_day(from_on)} sang trước {_day(to_on)}."
    return f"Gia hạn rà soát {code}: gửi trước {_day(to_on)}", _text(said, f"Lý do: {reason}", address)


def reminded(code: str, title: str, before_on: date, days: int, address: str) -> tuple[str, str]:
    """`days`: working days left; negative: late by so many."""
    time = f"đã quá hạn {-days} ngày làm việc" if days < 0 else f"còn {days} ngày làm việc"
    said = (
        f"Báo cáo rà soát “{title}” phải gửi trước ngày {_day(before_on)}, {time}; hệ thống chưa nhận được."
    )
    subject = f"{'Quá hạn' if days < 0 else 'Nhắc'} báo cáo rà soát {code}"
    return subject, _text(said, "Đề nghị quý cơ quan hoàn thành, ký và gửi báo cáo.", address)


def sent(code: str, title: str, body: str, number: str, address: str) -> tuple[str, str]:
    said = f"{body} đã gửi Báo cáo số {number} về “{title}” (tệp đã ký gửi kèm)."
    return f"Báo cáo rà soát {code}: {body}", _text(said, "", address)


def returned(code: str, title: str, reason: str, address: str) -> tuple[str, str]:
    said = f"Báo cáo rà soát “{title}” được trả lại để hoàn thiện."
    return f"Trả lại báo cáo rà soát {code}", _text(said, f"Lý do: {reason}", address)


def _text(said: str, more: str, address: str) -> str:
    parts = [said, more, f"Xem trên hệ thống (đăng nhập): {address}", CLOSING]
    return "\n\n".join(part for part in parts if part)


def _day(on: date) -> str:
    return f"{on:%d/%m/%Y}"
