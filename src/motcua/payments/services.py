"""Charging and collecting. Online payment has its own verbs later; its receipts will come from the same
book.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from motcua.kernel.money import vnd
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.payments.events import InvoiceCharged, InvoiceSettled
from motcua.payments.models import Invoice, Method, Receipt, ReceiptBook
from motcua.payments.rules import Line, as_data, total

# Waits for whoever charges the same reference; no row means that he did.
_INVOICE = """
    INSERT INTO payments_invoice (reference, body, payer_name, lines, total, charged_at)
    VALUES (%s, %s, %s, %s::jsonb, %s, %s) ON CONFLICT (reference) DO NOTHING RETURNING id
"""
AT_THE_COUNTER = (Method.CASH, Method.CARD, Method.TRANSFER)


@transaction.atomic
def charge(
    *, reference: str, body: str, payer_name: str, lines: Sequence[Line], by: str, at: datetime
) -> Invoice | None:
    """Say what is owed for `reference`, once. Nothing owed makes no invoice: None.

    The same lines again give the same invoice; other lines are refused (already-charged).
    """
    if charged := invoice(reference=reference, body=body, payer_name=payer_name, lines=lines, at=at):
        append(charged, subject=reference, body=body, actor=by, at=at)
    return Invoice.objects.filter(reference=reference).first()


def invoice(
    *, reference: str, body: str, payer_name: str, lines: Sequence[Line], at: datetime
) -> InvoiceCharged | None:
    """Write the invoice, and give back what the caller must append beside his own entry on `reference`.

    For acts that bring a charge about: one statement instead of three. In the caller's transaction; None if nothing
    is owed, or if the same was charged before. Refuses already-charged.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An invoice belongs into the transaction of the act that it charges.")
    owed, told = total(lines), as_data(lines)
    if owed == 0:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_INVOICE, [reference, body, payer_name, json.dumps(told), owed, at])
        if cursor.fetchone():
            return InvoiceCharged(total=owed, lines=tuple(line.code for line in lines))
    kept = Invoice.objects.get(reference=reference)
    if kept.lines != told:
        raise Refusal(
            _("%(amount)s has already been charged for %(reference)s; a charge is not changed.")
            % {"amount": vnd(kept.total), "reference": reference},
            code="already-charged",
        )
    return None


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
