"""The numbered receipt of a dossier's fee, as plain facts."""

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.papers import applicant, letterhead, signer, tracking_address
from motcua.organizations.models import Officer
from motcua.payments.queries import receipt_of
from motcua.payments.rules import from_data
from motcua.results.rules import forms

METHODS = {"cash": "Tiền mặt", "card": "Thẻ ngân hàng", "transfer": "Chuyển khoản", "online": "Trực tuyến"}


def collection_receipt(dossier: Dossier) -> forms.CollectionReceipt:
    """Raises `LookupError` for a dossier whose fee has not been paid."""
    receipt = receipt_of(dossier.code)
    if receipt is None:
        raise LookupError(f"no fee of {dossier.code} has been paid")
    collector = Officer.objects.filter(code=receipt.collected_by).first()
    unit = dossier.receiving_unit
    number = f"{receipt.number:06}/{receipt.year}"
    return forms.CollectionReceipt(
        letterhead=letterhead(unit.body, at=receipt.collected_at, unit=unit, number=number),
        code=dossier.code,
        procedure=dossier.version.procedure.name_vi,
        applicant=applicant(dossier),
        payer=receipt.invoice.payer_name,
        lines=tuple(forms.MoneyLine(line.name, line.amount) for line in from_data(receipt.invoice.lines)),
        method=METHODS[receipt.method],
        collector=signer(collector) if collector else forms.Signer(name=""),
        at=receipt.collected_at,
        qr=tracking_address(dossier),
    )
