import pytest

from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.payments.models import Invoice
from motcua.payments.queries import invoice_of, is_settled
from motcua.payments.rules import Line, from_data
from motcua.payments.services import charge
from tests.payments.making import AT, FEES, make_invoice

pytestmark = pytest.mark.django_db


def test_charge_says_the_sum_and_the_lines():
    invoice = make_invoice()
    assert invoice.total == 150_000
    assert from_data(invoice.lines) == FEES
    assert invoice_of(invoice.reference) == invoice
    assert not is_settled(invoice.reference)


def test_charge_writes_one_entry_without_the_payers_name():
    invoice = make_invoice()
    entry = Entry.objects.get(subject=invoice.reference)
    assert (entry.kind, entry.body, entry.actor) == ("invoice.charged", "H49.01", "officer-1")
    assert entry.data == {"total": 150_000, "lines": ["cap-lai", "le-phi"]}


@pytest.mark.parametrize("lines", [[], [Line("mien", "fee", "Miễn phí", 0)]])
def test_charge_of_nothing_makes_no_invoice(lines):
    made = charge(reference="X-1", body="H49.01", payer_name="A", lines=lines, by="officer-1", at=AT)
    assert made is None
    assert not Invoice.objects.exists()
    assert not Entry.objects.exists()
    assert is_settled("X-1")


def test_charge_twice_with_the_same_lines_is_charged_once():
    assert make_invoice() == make_invoice()
    assert Entry.objects.count() == 1


def test_charge_twice_with_other_lines_is_refused():
    invoice = make_invoice()
    with pytest.raises(Refusal) as refusal:
        charge(
            reference=invoice.reference, body="H49.01", payer_name="A", lines=FEES[:1], by="officer-1", at=AT
        )
    assert refusal.value.code == "already-charged"
    assert "150.000\u00a0₫" in str(refusal.value)


def test_line_is_never_negative():
    with pytest.raises(ValueError, match="never negative"):
        Line("giam", "fee", "Giảm", -1)
