from datetime import datetime
from zoneinfo import ZoneInfo

from motcua.payments.models import Invoice
from motcua.payments.rules import Line
from motcua.payments.services import charge

AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
FEES = (Line("cap-lai", "fee", "Phí thẩm định", 100_000), Line("le-phi", "charge", "Lệ phí cấp giấy", 50_000))


def make_invoice(
    reference: str = "H49.01-261123-0001", *, body: str = "H49.01", at: datetime = AT
) -> Invoice:
    invoice = charge(
        reference=reference, body=body, payer_name="Đỗ Thị Ánh", lines=FEES, by="officer-1", at=at
    )
    assert invoice is not None
    return invoice
