from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.payments import invariants
from motcua.payments.models import Invoice, Method, Receipt, ReceiptBook
from motcua.payments.queries import is_settled, receipt_of
from motcua.payments.services import collect
from tests.payments.making import AT, make_invoice


def broken() -> list[str]:
    checks = (
        invariants.receipts_are_gapless,
        invariants.receipts_equal_invoices,
        invariants.receipts_stand_in_the_ledger,
    )
    return [sentence for check in checks for sentence in check()]


@pytest.mark.django_db
def test_collect_gives_a_numbered_receipt_for_the_whole_amount():
    invoice = make_invoice()
    receipt = collect(invoice, method=Method.CASH, by="officer-1", at=AT)
    assert str(receipt) == "H49.01/2026/000001"
    assert receipt.amount == 150_000
    assert is_settled(invoice.reference)
    assert receipt_of(invoice.reference) == receipt
    settled = Entry.objects.get(kind="invoice.settled")
    assert settled.data == {"amount": 150_000, "method": "cash", "receipt": "H49.01/2026/000001"}
    assert broken() == []


@pytest.mark.django_db
def test_collect_twice_is_refused_and_names_the_receipt():
    invoice = make_invoice()
    receipt = collect(invoice, method=Method.CARD, by="officer-1", at=AT)
    with pytest.raises(Refusal) as refusal:
        collect(invoice, method=Method.CARD, by="officer-2", at=AT)
    assert refusal.value.code == "already-paid"
    assert str(receipt) in str(refusal.value)
    assert Receipt.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("method", [Method.ONLINE, "barter", ""])
def test_collect_at_the_counter_takes_no_other_method(method):
    with pytest.raises(Refusal) as refusal:
        collect(make_invoice(), method=method, by="officer-1", at=AT)
    assert refusal.value.code == "not-at-the-counter"
    assert not ReceiptBook.objects.exists()


@pytest.mark.django_db
def test_collect_of_nothing_is_refused():
    empty = Invoice.objects.create(
        reference="X-0", body="H49.01", payer_name="A", lines=[], total=0, charged_at=AT
    )
    with pytest.raises(Refusal) as refusal:
        collect(empty, method=Method.CASH, by="officer-1", at=AT)
    assert refusal.value.code == "nothing-to-collect"


@pytest.mark.django_db
def test_collect_begins_each_book_at_one_per_body_and_year_in_vietnam():
    last_evening = datetime(2026, 12, 31, 23, 59, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    new_year = datetime(2026, 12, 31, 17, 0, tzinfo=ZoneInfo("UTC"))
    given = [
        collect(make_invoice("a"), method=Method.CASH, by="o", at=last_evening),
        collect(make_invoice("b"), method=Method.CASH, by="o", at=new_year),
        collect(make_invoice("c", body="H49.02"), method=Method.CASH, by="o", at=new_year),
        collect(make_invoice("d"), method=Method.CASH, by="o", at=new_year),
    ]
    assert [str(receipt) for receipt in given] == [
        "H49.01/2026/000001",
        "H49.01/2027/000001",
        "H49.02/2027/000001",
        "H49.01/2027/000002",
    ]
    assert broken() == []


@pytest.mark.django_db
def test_collect_that_fails_leaves_no_gap():
    def collect_and_fail() -> None:
        with transaction.atomic():
            collect(make_invoice("a"), method=Method.CASH, by="o", at=AT)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        collect_and_fail()
    assert collect(make_invoice("b"), method=Method.CASH, by="o", at=AT).number == 1
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_collect_by_many_officers_at_once_gives_numbers_without_gaps():
    invoices = [make_invoice(f"at-once-{n}") for n in range(12)]

    def collect_one(invoice: Invoice) -> int:
        try:
            return collect(invoice, method=Method.CASH, by="o", at=AT).number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as officers:
        numbers = list(officers.map(collect_one, invoices))
    assert sorted(numbers) == list(range(1, 13))
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_collect_of_one_invoice_by_many_officers_takes_the_money_once():
    invoice = make_invoice("one")

    def try_to_collect(officer: int) -> str:
        try:
            return str(collect(invoice, method=Method.CASH, by=f"o{officer}", at=AT))
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as officers:
        answers = list(officers.map(try_to_collect, range(6)))
    assert sorted(answers) == ["H49.01/2026/000001", *["already-paid"] * 5]
    assert broken() == []


@pytest.mark.django_db
def test_invariants_find_a_lost_receipt_and_a_changed_amount():
    lost = collect(make_invoice("a"), method=Method.CASH, by="o", at=AT)
    kept = collect(make_invoice("b"), method=Method.CASH, by="o", at=AT)
    Receipt.objects.filter(pk=lost.pk).delete()
    Receipt.objects.filter(pk=kept.pk).update(amount=1)
    Invoice.objects.filter(reference="a").update(total=7)
    assert sorted(broken()) == [
        "a: the lines do not add up to the total",
        "b: the receipt is not for the invoice's amount and body",
        "book H49.01/2026: 1 receipts, highest 2, last 2",
        "receipts {'count': 1, 'sum': 1}, settlements in the ledger {'count': 2, 'sum': 300000}",
    ]


@pytest.mark.django_db
def test_invariants_find_a_book_whose_receipts_are_all_gone():
    collect(make_invoice("a"), method=Method.CASH, by="o", at=AT)
    Receipt.objects.all().delete()
    assert "book H49.01/2026: numbers were given but no receipt is there" in broken()
