"""Papers with awkward facts in them: long names, many rows, letters that no typeface has."""

from datetime import date, datetime, timedelta, timezone

from motcua.results.rules import forms

VIETNAM = timezone(timedelta(hours=7))
AT = datetime(2026, 2, 3, 9, 5, 30, tzinfo=VIETNAM)
DUE = AT + timedelta(days=14)
QR = "https://dvc.example.vn/x/0123456789abcdefghjkmnpqrs/"
HEAD = forms.Letterhead(
    body="Ban Quản lý Khu kinh tế Quảng Ninh",
    place="Quảng Ninh",
    at=AT,
    superior="Ủy ban nhân dân tỉnh Quảng Ninh",
    unit="Bộ phận Tiếp nhận và Trả kết quả",
    number="0012/TNHS",
)
FIRM = forms.Person(
    "Công ty trách nhiệm hữu hạn một thành viên Đầu tư Xây dựng và Phát triển Hạ tầng Kỹ thuật Cái Lân 漢字 😀",
    "5700123456",
    "Số 12, đường Hạ Long, khu 4, phường Bãi Cháy, tỉnh Quảng Ninh",
    "0912 345 678",
    "dau-tu@example.vn",
    represents="Nguyễn Hữu Đường",
)
OFFICER = forms.Signer("Phạm Thu Hằng", "Chuyên viên")
LEADER = forms.Signer("Trần Quang Vũ", "Trưởng ban", "TM. Ban Quản lý")
COMMON = {
    "letterhead": HEAD,
    "code": "H49.17-260203-0001",
    "procedure": "Cấp Giấy chứng nhận đăng ký đầu tư đối với dự án không thuộc diện chấp thuận chủ trương",
    "applicant": FIRM,
}


def receipt(papers: int = 20) -> forms.Receipt:
    lines = tuple(
        forms.PaperLine(f"Văn bản đề nghị thực hiện dự án số {n} " * 3, n, "bản chính") for n in range(papers)
    )
    return forms.Receipt(
        **COMMON,
        papers=lines,
        limit="15 ngày làm việc",
        received_at=AT,
        due_at=DUE,
        result_channel="Trực tuyến",
        receiver=OFFICER,
        qr=QR,
    )


def decision(**facts: object) -> forms.ResultDocument:
    told = {
        "letterhead": HEAD,
        "layout": "decision",
        "title": "Quyết định",
        "holder": FIRM.name,
        "signer": LEADER,
        "fields": (("Địa điểm", "Bãi Cháy"),),
        "articles": ("Cấp phép.", "Có hiệu lực từ ngày ký."),
        "signed_at": AT,
        "qr": QR,
        **facts,
    }
    return forms.ResultDocument(**told)


def every_paper() -> list[forms.Printable]:
    hand_overs = tuple(
        forms.HandOver("Một cửa", "A", "Phòng Đầu tư", "B", AT + timedelta(hours=n), DUE, "đúng hạn")
        for n in range(60)
    )
    rows = tuple(
        forms.RegisterRow(
            f"H49.17-260203-{n:04}", COMMON["procedure"], FIRM.name, FIRM.address, AT, DUE, "Ban"
        )
        for n in range(60)
    )
    return [
        receipt(),
        receipt(0),
        forms.SupplementRequest(
            **COMMON,
            items=(forms.Lack("Báo cáo tài chính", "Nộp bản điện tử"),) * 12,
            reason="Thiếu trang",
            respond_by=DUE,
            contact="0203 3 123 456",
            author=OFFICER,
            qr=QR,
        ),
        forms.IntakeRefusal(**COMMON, reasons=("Không thuộc thẩm quyền.",), author=OFFICER, qr=QR),
        forms.ApologyExtension(
            **COMMON, received_at=AT, old_due_at=DUE, new_due_at=DUE, reason="Chờ ý kiến.", signer=LEADER
        ),
        forms.StopNotice(**COMMON, received_at=None, stage="Thẩm định", reason="Rút hồ sơ.", signer=LEADER),
        forms.ControlSheet(
            **COMMON, received_at=AT, due_at=None, rows=hand_overs, cooperating=("Sở Tài chính",)
        ),
        forms.Register(HEAD, date(2026, 1, 1), date(2026, 1, 31), rows),
        forms.FilingRecord(
            **COMMON,
            filed_at=AT,
            channel="trực tuyến",
            groups=(forms.AnswerGroup("Dự án", (("Tên", "dòng một\ndòng\x00 hai"), ("Vốn", "20 tỷ"))),),
            papers=(
                forms.AttachedPaper("Báo cáo", (("bao-cao.pdf", "a" * 64),)),
                forms.AttachedPaper("Hộ chiếu"),
            ),
            fees=(("Lệ phí", "0 ₫"),),
            qr=QR,
        ),
        forms.CollectionReceipt(
            **COMMON,
            payer=FIRM.name,
            lines=(forms.MoneyLine("Lệ phí", 1250000),),
            method="Tiền mặt",
            collector=OFFICER,
            at=AT,
        ),
        decision(),
        decision(layout="certificate", signed_at=None, valid_until=date(2030, 2, 28)),
        decision(layout="confirmation", qr="", articles=()),
        decision(layout="refusal", bases=("Căn cứ Luật Đầu tư",)),
    ]
