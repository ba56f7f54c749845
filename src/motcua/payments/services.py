"""Charging and collecting. Online payment has its own verbs later; its receipts will come from the same
book.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from motcua.kernel.money import vnd
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.payments.events import InvoiceCharged, InvoiceSettled
from motcua.payments.models import Invoice, Method, Receipt, ReceiptBook
from motcua.payments.rules import Line, as_data, total

AT_THE_COUNTER = (Method.CASH, Method.CARD, Method.TRANSFER)


@transaction.atomic
def charge(
    *, reference: str, body: str, payer_name: str, lines: Sequence[Line], by: str, at: datetime
) -> Invoice | None:
    """Say what is owed for `reference`, once. Nothing owed makes no invoice: None.

    The same lines again give the same invoice; other lines are refused (already-charged).
    """
    owed = total(lines)
    if owed == 0:
        return None
    invoice, is_new = Invoice.objects.get_or_create(
        reference=reference,
        defaults={
            "body": body,
            "payer_name": payer_name,
            "lines": as_data(lines),
            "total": owed,
            "charged_at": at,
        },
    )
    if is_new:
        charged = InvoiceCharged(total=owed, lines=tuple(line.code for line in lines))
        append(charged, subject=reference, body=body, actor=by, at=at)
    elif invoice.lines != as_data(lines):
        raise Refusal(
            _("%(amount)s has already been charged for %(reference)s; a charge is not changed.")
            % {"amount": vnd(invoice.total), "reference": reference},
            code="already-charged",
        )
    return invoice


@transaction.atomic
def collect(invoice: Invoice, *, method: str, by: str, at: datetime) -> Receipt:
    """Take the whole amount at the counter and give the next receipt of the body's book for the year.

    The number is taken in this transaction: a receipt that fails leaves no gap. The year is that of `at` in
    Vietnam. Refuses already-paid, nothing-to-collect, and not-at-the-counter for online payment.
    """
    held = Invoice.objects.select_for_update().get(pk=invoice.pk)
    _refuse_unless_collectable(held, method)
    year = localtime(at).year
    receipt = Receipt.objects.create(
        invoice=held,
        body=held.body,
        year=year,
        number=_next_number(held.body, year),
        amount=held.total,
        method=method,
        collected_at=at,
        collected_by=by,
    )
    settled = InvoiceSettled(amount=receipt.amount, method=method, receipt=str(receipt))
    append(settled, subject=held.reference, body=held.body, actor=by, at=at)
    return receipt


def _refuse_unless_collectable(invoice: Invoice, method: str) -> None:
    if method not in AT_THE_COUNTER:
        raise Refusal(
            _("Money at the counter is taken in cash, by card or by transfer. Choose one of these."),
            code="not-at-the-counter",
            fields={"method": method},
        )
    if invoice.total == 0:
        raise Refusal(_("Nothing is owed; there is nothing to collect."), code="nothing-to-collect")
    if given := Receipt.objects.filter(invoice=invoice).first():
        raise Refusal(
            _("This has already been paid: receipt %(number)s. Print it again instead of collecting twice.")
            % {"number": given},
            code="already-paid",
        )


def _next_number(body: str, year: int) -> int:
    """The next number of a book. Its row stays locked until the transaction ends, so numbers commit in
    order.
    """
    ReceiptBook.objects.bulk_create([ReceiptBook(body=body, year=year, last=0)], ignore_conflicts=True)
    book = ReceiptBook.objects.filter(body=body, year=year)
    book.update(last=F("last") + 1)
    return book.get().last
