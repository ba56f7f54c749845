"""Figures from outside: each with its paper, never impossible, corrected by another entry."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate

from motcua.clock.queries import now
from motcua.criteria.models import Declared
from motcua.criteria.queries.counting import counts_of
from motcua.criteria.queries.declared import declarations
from motcua.criteria.rules.declared_tables import rows_of, table_of
from motcua.criteria.rules.declaring import Figure
from motcua.criteria.rules.periods import Period, month_of
from motcua.criteria.services import follow, reconcile
from motcua.criteria.services.declaring import declare, declare_all
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import BodyKind
from tests.factories.organizations import make_body

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def province():
    whole = make_body(code="P", kind=BodyKind.PROVINCE)
    make_body(code="B1", parent=whole)
    return whole


def figure(name="reported_national", amount=100, body="B1", **said):
    told = {
        "month": month_of(now()), "paper": "12/BC-UBND", "paper_on": localdate(now()), "issuer": "UBND tỉnh",
    } | said  # fmt: skip
    return Figure(body=body, name=name, amount=amount, **told)


def tell(*args, **said):
    return declare(figure(*args, **said), by="officer", at=now())


def counted(name, body="B1"):
    follow()
    return counts_of({body: (body,)}, month_of(now()))[body][name]


def test_a_declared_figure_counts_and_says_where_it_stands():
    entry = tell(amount=100)
    assert counted("reported_national") == 100
    assert entry.data == {
        "name": "reported_national", "month": month_of(now()).code, "amount": 100, "paper": "12/BC-UBND",
        "paper_on": localdate(now()).isoformat(), "issuer": "UBND tỉnh",
    }  # fmt: skip


def test_a_later_declaration_takes_the_place_of_the_earlier_which_stays_in_the_ledger():
    tell(amount=100)
    assert counted("reported_national") == 100
    tell(amount=90, paper="13/BC-UBND")
    assert counted("reported_national") == 90
    assert Declared.objects.count() == 1
    told = declarations(month_of(now()))
    assert [(one.amount, one.is_latest) for one in told] == [(90, True), (100, False)]
    assert Entry.objects.latest("pk").data["corrects"] == 1
    assert reconcile().differences == []


def test_two_declarations_of_one_figure_in_one_batch_count_the_later():
    tell(amount=100)
    tell(amount=90)
    assert counted("reported_national") == 90
    assert reconcile().differences == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"amount": -1}, "amount"),
        ({"name": "synchronised", "amount": 1}, "amount"),
        ({"name": "received"}, "name"),
        ({"body": "X"}, "body"),
        ({"body": "P"}, "body"),
        ({"name": "communes"}, "body"),
        ({"month": Period(12 * 2999)}, "month"),
        ({"paper_on": date(2020, 1, 1)}, "paper_on"),
        ({"paper_on": date(2999, 1, 1)}, "paper_on"),
        ({"issuer": " "}, "paper"),
    ],
)
def test_what_cannot_be_is_refused_with_the_column_at_fault(said, code):
    with pytest.raises(Refusal) as refused:
        tell(**said)
    assert refused.value.code == code
    assert not Entry.objects.filter(kind="criteria.figure_declared").exists()


def test_no_more_can_be_synchronised_than_were_received_by_either_record():
    tell(amount=10)
    tell("synchronised", 10)
    with pytest.raises(Refusal):
        tell("synchronised", 11)


def test_a_correction_must_not_make_impossible_what_rests_on_it():
    tell(amount=10)
    tell("synchronised", 9)
    with pytest.raises(Refusal):
        tell(amount=8)
    tell(amount=9)


def test_no_more_communes_certify_than_there_are():
    tell("communes", 5, body="P")
    with pytest.raises(Refusal):
        tell("communes_certifying", 6, body="P")
    tell("communes_certifying", 5, body="P")
    assert counted("communes_certifying", "P") == 5


def test_the_same_once_more_is_refused():
    tell()
    with pytest.raises(Refusal) as refused:
        tell()
    assert refused.value.code == "nothing-changed"


HEAD = "body,month,name,amount,paper,paper_on,issuer\n"


def table(*lines):
    today = f"{localdate(now()):%d/%m/%Y}"
    month = month_of(now()).code
    return HEAD + "".join(line.replace("TODAY", today).replace("MONTH", month) + "\n" for line in lines)


def read(text):
    return rows_of(table_of(text.encode(), "a.csv"), ["synchronised", "reported_national"])


def test_a_row_with_faults_is_told_and_the_others_are_declared():
    rows, faults = read(
        table(
            "B1,MONTH,synchronised,90,1/BC,TODAY,UBND",
            "B1,MONTH,reported_national,1.200,1/BC,TODAY,UBND",
            "B1,MONTH,reported_national,many,1/BC,TODAY,UBND",
            "B1,2026,none,3,,yesterday,UBND",
        )
    )
    assert [(fault.row, fault.column) for fault in faults] == [
        (4, "amount"), (5, "month"), (5, "name"), (5, "paper"), (5, "paper_on"),
    ]  # fmt: skip
    done = declare_all(rows, by="officer", at=now())
    assert (done.declared, done.faults) == (2, ())
    assert counted("reported_national") == 1200
    assert counted("synchronised") == 90


def test_a_dry_run_says_the_same_and_declares_nothing():
    rows, _ = read(
        table("B1,MONTH,reported_national,10,1/BC,TODAY,UBND", "B1,MONTH,synchronised,11,1/BC,TODAY,UBND")
    )
    looked = declare_all(rows, by="officer", at=now(), dry_run=True)
    assert not Entry.objects.filter(kind="criteria.figure_declared").exists()
    assert looked == declare_all(rows, by="officer", at=now())
    assert (looked.declared, looked.faults[0].row, looked.faults[0].column) == (1, 3, "amount")
    assert declare_all(rows[:1], by="officer", at=now()).unchanged == 1


def test_a_table_that_is_no_text_is_refused_in_words():
    with pytest.raises(Exception, match="UTF-8"):
        table_of("Đã".encode("utf-16"), "a.csv")


def test_the_command_declares_a_file_and_ends_with_3_where_rows_are_at_fault(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(
        table("B1,MONTH,reported_national,10,1/BC,TODAY,UBND", "X,MONTH,communes,1,1/BC,TODAY,UBND")
    )
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("criteria", "declare", str(path), "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert ended.value.code == 3
    assert (said["declared"], [fault["column"] for fault in said["faults"]]) == (1, ["body"])
