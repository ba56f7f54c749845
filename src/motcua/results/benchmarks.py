"""`motcua bench pdf`: results a second on one core, made and signed, beside the bare cost of each part."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import Any

from motcua.kernel.benchmarks import benchmark
from motcua.results import keys, signing
from motcua.results.rendering import render
from motcua.results.rules.forms import Letterhead, Person, Receipt, ResultDocument, Signer
from motcua.results.rules.forms import PaperLine as Paper

AT = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
HEAD = Letterhead("Ban Quản lý Khu kinh tế", "Quảng Ninh", AT, "Ủy ban nhân dân tỉnh", number="01/GP-BQLKKT")
ADDRESS = "https://dichvucong.example.vn/x/0123456789abcdefghjkmnpqrs/"


@benchmark("pdf")
def pdf() -> dict[str, Any]:
    """A second of processor time on one core; waiting for a remote time stamp would come on top."""
    identity = keys.of_officer("bench", name="Trần Quang Vũ", body=HEAD.body)
    signer = signing.KeyFileSigner(identity, keys.root().certificate)
    papers = iter(range(1_000_000))
    document = render(_result(0))
    return {
        "rendered_per_second": _rate(lambda: render(_result(next(papers)))),
        "receipts_per_second": _rate(lambda: render(_receipt(next(papers)))),
        "signed_per_second": _rate(lambda: signer.sign(document, at=AT, place=HEAD.place)),
        "rendered_and_signed_per_second": _rate(
            lambda: signer.sign(render(_result(next(papers))), at=AT, place=HEAD.place)
        ),
        "bare_signatures_per_second": _rate(lambda: keys.sign(identity, b"x" * 100)),
        "bytes": len(signer.sign(document, at=AT, place=HEAD.place)),
    }


def _result(number: int) -> ResultDocument:
    return ResultDocument(
        letterhead=HEAD,
        layout="certificate",
        title="Giấy phép xây dựng",
        holder=f"Nguyễn Thị Bình {number}",
        signer=Signer("Trần Quang Vũ", "Trưởng ban"),
        fields=(("Địa điểm", "Tổ 5, phường Bãi Cháy"), ("Số tầng", "3")),
        signed_at=AT,
        qr=ADDRESS,
    )


def _receipt(number: int) -> Receipt:
    return Receipt(
        letterhead=HEAD,
        code=f"H49.01-261123-{number:04}",
        procedure="Cấp giấy phép xây dựng nhà ở riêng lẻ",
        applicant=Person("Nguyễn Thị Bình", "022185000001", "Tổ 5, phường Bãi Cháy"),
        papers=tuple(Paper(f"Bản vẽ thiết kế số {sheet}") for sheet in range(5)),
        limit="15 ngày làm việc",
        received_at=AT,
        due_at=AT + timedelta(days=21),
        result_channel="Trực tuyến",
        receiver=Signer("Phạm Thu Hằng"),
        qr=ADDRESS,
    )


def _rate(act: Callable[[], object], *, seconds: float = 1.5) -> float:
    act()
    began, times = process_time(), 0
    while (spent := process_time() - began) < seconds:
        act()
        times += 1
    return round(times / spent, 1)
