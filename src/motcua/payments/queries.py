from motcua.payments.models import Invoice, Receipt


def invoice_of(reference: str) -> Invoice | None:
    """What was charged for `reference`, with its receipt if there is one; None if nothing was."""
    return Invoice.objects.select_related("receipt").filter(reference=reference).first()


def is_settled(reference: str) -> bool:
    """Whether nothing is owed for `reference`: paid, or nothing was charged."""
    return not Invoice.objects.filter(reference=reference, receipt=None).exists()


def receipt_of(reference: str) -> Receipt | None:
    """The receipt given for `reference`, with its invoice."""
    return Receipt.objects.select_related("invoice").filter(invoice__reference=reference).first()
