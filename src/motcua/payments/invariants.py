from collections.abc import Iterator

from django.db.models import BigIntegerField, Count, F, Max, OuterRef, Subquery, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from motcua.kernel.invariants import invariant
from motcua.ledger.models import Entry
from motcua.payments.events import InvoiceSettled
from motcua.payments.models import Invoice, Receipt, ReceiptBook
from motcua.payments.rules import from_data, total


@invariant("receipts are numbered without gaps")
def receipts_are_gapless() -> Iterator[str]:
    """Numbers are unique by constraint; so per book: highest = how many = the book's own last number."""
    books = Receipt.objects.order_by().values("body", "year")
    last = ReceiptBook.objects.filter(body=OuterRef("body"), year=OuterRef("year")).values("last")
    counted = books.annotate(given=Count("pk"), highest=Max("number"), last=Subquery(last))
    for book in counted:
        if not book["given"] == book["highest"] == book["last"]:
            yield "book {body}/{year}: {given} receipts, highest {highest}, last {last}".format(**book)
    written = ReceiptBook.objects.filter(last__gt=0)
    for body, year in set(written.values_list("body", "year")) - {(b["body"], b["year"]) for b in counted}:
        yield f"book {body}/{year}: numbers were given but no receipt is there"


@invariant("money taken equals invoices settled")
def receipts_equal_invoices() -> Iterator[str]:
    """Each receipt is for the whole invoice of the same body, each invoice is the sum of its lines."""
    off = Receipt.objects.exclude(amount=F("invoice__total"), body=F("invoice__body"))
    for reference in off.values_list("invoice__reference", flat=True):
        yield f"{reference}: the receipt is not for the invoice's amount and body"
    for reference, lines, owed in Invoice.objects.values_list("reference", "lines", "total").iterator():
        if total(from_data(lines)) != owed:
            yield f"{reference}: the lines do not add up to the total"


@invariant("receipts stand in the ledger")
def receipts_stand_in_the_ledger() -> Iterator[str]:
    """As many settlements as receipts, and the same sum."""
    taken = Receipt.objects.aggregate(count=Count("pk"), sum=Sum("amount", default=0))
    settled = Entry.objects.filter(kind=InvoiceSettled.kind, subject__in=Invoice.objects.values("reference"))
    amount = Cast(KeyTextTransform("amount", "data"), BigIntegerField())
    written = settled.aggregate(count=Count("pk"), sum=Sum(amount, default=0))
    if taken != written:
        yield f"receipts {taken}, settlements in the ledger {written}"
