"""Everything that can be typed, sent to every field and every address: no fault, and shown as the text that it is."""

import csv
import html
import io
import logging
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from django.db import transaction
from pypdf import PdfReader

from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.tables import as_csv, as_xlsx
from tests.security.pages import forms_in
from tests.security.strings import MARK, NAUGHTY, NO_TEXT, WORST
from tests.security.world import address, names

pytestmark = pytest.mark.django_db
# (string, whether it is put into the fields too in which nobody types)
TYPED_IN = (
    ("out of an attribute", False),
    ("lines", False),
    ("NUL", True),
    ("many digits", True),
    ("superscript digits", True),
)
# Whose addresses these are: with the right to be there one gets furthest.
BEGINNINGS = {
    "nobody": ("/thu", "/iso", "/x", "/tra-cuu", "/so-cai"),
    "owner": ("/nop", "/ho-so", "/tep", "/tai-khoan"),
    "counter": ("/viec", "/quay", "/chi-dao"),
    "leader": ("/uy-quyen",),
    "editor": ("/quan-tri",),
}
SEARCHES = {
    "nobody": (
        "/thu-tuc/?q=&linh-vuc=&cap=&co-quan=&doi-song=&page=",
        "/tra-cuu/?ma=",
        "/x/?ma=",
        "/so-cai/tra-cuu/?digest=",
        "/dang-nhap/?next=",
        "/dang-nhap/can-bo/?next=",
        "/dang-nhap/vao-vai/?body=&next=",
        "/giao-dien/?mat-do=",
        "/dang-nhap/vneid/?next=",
        "/dang-nhap/vneid/xong/?code=&state=&iss=",
        "/vneid-gia-lap/cho-phep/?client_id=&q=",
    ),
    "owner": (
        "/ho-so/?nhom=&page=",
        "/nop/{procedure}/?co-quan=",
        "/nop/ho-so/{draft}/kiem-tra/?tro-lai=",
    ),
    "counter": (
        "/viec/?q=&thu-tuc=&han=",
        "/viec/?muc=&page=&xuat=",
        "/quay/?q=",
        "/quay/?thu-tuc=",
        "/viec/so-theo-doi/?tu=&den=",
        "/viec/{code}/?muc=",
    ),
    "leader": ("/chi-dao/?xem=&tt=&cq=&page=&xuat=", "/chi-dao/moi/?cq=&tc=&ky=&tthc=&bo=&ct="),
    "editor": ("/quan-tri/thu-tuc/?q=&trang=&page=", "/quan-tri/nhap/?thu-tuc="),
}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Limits of tries are another test's matter (test_enumeration.py)."""
    allow = "motcua.identity.services.throttling._COUNT"
    monkeypatch.setattr(allow, "SELECT 1, %(end)s::timestamptz WHERE %(key)s <> '' AND %(at)s IS NOT NULL")


def faults_of(answer, said):
    """A fault of ours, or what was typed let through as markup."""
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    page = answer.content.decode()
    # Only what escaping changes can be told apart from text.
    if said.strip() and html.escape(said) != said and said in page:
        return "not escaped"
    return "computed" if f"49<{MARK}" in page or "&lt;built-in" in page else ""


@pytest.mark.parametrize("role", SEARCHES)
def test_every_search_box_takes_every_string(world, role):
    client = world.client(role)
    told = {
        "procedure": world.office.version.procedure.code,
        "draft": world.draft.code,
        "code": world.filed.code,
    }
    wrong = []
    for box in SEARCHES[role]:
        path, _mark, fields = box.format(**told).partition("?")
        # Every string once where words are searched for; the worst of them everywhere.
        for what, said in NAUGHTY.items() if box == SEARCHES[role][0] else [(w, NAUGHTY[w]) for w in WORST]:
            sent = {field.rstrip("="): said + MARK for field in fields.split("&")}
            answer = client.get(path, sent | {"xuat": ""} if "xuat" in sent else sent)
            if fault := faults_of(answer, said + MARK):
                wrong.append(f"{box} {what}: {fault}")
        for said in NO_TEXT:
            if client.get(path, QUERY_STRING=fields.replace("=", f"={said}")).status_code >= 500:
                wrong.append(f"{box} {said}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["nobody", "owner", "counter", "specialist", "leader", "editor"])
def test_every_form_takes_the_worst_strings(world, role):
    """Typed into every field, and then also put into the hidden, chosen and ticked ones by hand."""
    client = world.client(role)
    wrong = []
    for name, route in names():
        where = address(world, name, route)
        shown = client.get(where)
        if shown.status_code != 200 or not shown.headers["Content-Type"].startswith("text/html"):
            continue
        forms = [form for form in forms_in(shown.content.decode()) if form.method == "post" and form.fields]
        for form in {(form.action or where): form for form in forms}.values():
            for what, whole in TYPED_IN:
                with transaction.atomic():
                    answer = client.post(form.action or where, form.filled(NAUGHTY[what] + MARK, whole=whole))
                    fault = faults_of(answer, NAUGHTY[what] + MARK)
                    transaction.set_rollback(True)
                if fault:
                    wrong.append(f"{name} {form.action}, {what}{', all fields' * whole}: {fault}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", BEGINNINGS)
def test_every_address_takes_odd_arguments(world, role):
    odd = ("%00", "%0d%0aSet-Cookie:%20x=1", "%22%3E%3Cscript%3E", "9" * 400)
    client = world.client(role)
    wrong = []
    for name, route in names():
        plain = address(world, name, route)
        if "<" not in route or not plain.startswith(BEGINNINGS[role]):
            continue
        for argument in {str(value) for value in world.arguments(name).values() if f"/{value}" in plain}:
            for said in odd:
                where = plain.replace(f"/{argument}", f"/{said}", 1)
                for method in ("GET", "POST") if said == "%00" else ("GET",):
                    answer = client.generic(method, "/", QUERY_STRING="", PATH_INFO=_unquoted(where))
                    if answer.status_code >= 500 or "x=1" in str(answer.headers):
                        wrong.append(f"{method} {name} {where[:80]}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def _unquoted(path):
    return unquote_to_bytes(path).decode("latin-1")


FOUR = [list(NAUGHTY.values())[start : start + 4] for start in range(0, len(NAUGHTY), 4)]
BY_FOUR = pytest.mark.parametrize(
    "four", FOUR, ids=[" ".join(list(NAUGHTY)[n * 4 : n * 4 + 4]) for n in range(len(FOUR))]
)


def faults_in(answers, four):
    return [
        f"{answer.request['REQUEST_METHOD']} {answer.request['PATH_INFO']}: {fault}"
        for answer in answers
        for said in four
        if (fault := faults_of(answer, said + MARK))
    ]


@BY_FOUR
def test_a_dossier_full_of_it_goes_its_way(world, four):
    """Filed at the counter under that name, received, searched, printed and exported."""
    name, street, place, reason, *_more = [said + MARK for said in (four * 4)[:4]]
    counter, answers = world.client("counter"), []

    def send(where, **fields):
        answers.append(counter.post(where, fields))
        return answers[-1]

    def look(where):
        answers.append(counter.get(where))
        return answers[-1]

    at = f"/quay/{world.at_counter.code}/"
    applicant = {
        "kind": "citizen",
        "id_number": "022185000777",
        "phone": "0912345678",
        "revision": _revision(world),
    }
    send(f"{at}phan/applicant/", name=name, address=street, email="", **applicant)
    said = send(f"{at}phan/cong-trinh/", dia_diem=place, loai="khac", revision=_revision(world))
    if said.status_code == 422:  # too long, or of more than one line
        send(f"{at}phan/cong-trinh/", dia_diem="Tổ 1", loai="khac", revision=_revision(world))
    look(f"{at}phan/cong-trinh/")
    look(at)
    assert send(f"{at}nop/", key="once").status_code == 303
    dossier = Dossier.objects.latest("pk")
    desk = f"/viec/{dossier.code}/"
    send(f"{desk}kiem-tra-giay-to/", **{"verdict-don": "lacking", "reason-don": reason})
    send(f"{desk}yeu-cau-bo-sung/", item="don", reason=reason, respond_by=reason, **{"what-don": reason})
    send(f"{desk}tu-choi-tiep-nhan/", reasons=reason, reason=reason)
    send(f"{desk}tiep-nhan/")
    look("/viec/?muc=cho-chuyen")
    look(desk)
    for form in ("ban-ghi-nop", "mau-01", "mau-06"):
        printed = look(f"{desk}giay/{form}.pdf")
        assert printed.content.startswith(b"%PDF"), (form, printed.status_code)
    for row in csv.reader(io.StringIO(look("/viec/?muc=cho-chuyen&xuat=csv").content.decode("utf-8-sig"))):
        assert not [cell for cell in row if computes(cell)]
    assert look("/viec/?muc=cho-chuyen&xuat=xlsx").content.startswith(b"PK")
    assert not (wrong := faults_in(answers, four)), "\n".join(wrong)


def _revision(world):
    return Draft.objects.get(pk=world.at_counter.pk).revision


@BY_FOUR
def test_an_applicant_may_write_it_everywhere(world, four):
    one, two, three, last, *_more = [said + MARK for said in (four * 4)[:4]]
    owner, specialist = world.client("owner"), world.client("specialist")
    draft, asked = f"/nop/ho-so/{world.draft.code}/", f"/ho-so/{world.asked.code}/"
    revision = Draft.objects.get(pk=world.draft.pk).revision
    answers = [
        owner.post(
            f"{draft}nguoi-nop/", {"phone": one, "email": two, "address": three, "revision": revision}
        ),
        owner.post(f"{draft}phan/cong-trinh/", {"dia_diem": last, "loai": "khac", "revision": revision}),
        owner.get(f"{draft}phan/cong-trinh/"),
        owner.get(f"{draft}kiem-tra/"),
        owner.post(f"{asked}bo-sung/", {"dia_diem": one, "note": two}),
        owner.post(f"{asked}rut/", {"text": three}),
        owner.get(asked),
        specialist.get(f"/viec/{world.asked.code}/"),
    ]
    assert not (wrong := faults_in(answers, four)), "\n".join(wrong)


def computes(cell):
    """Whether a spreadsheet program may take the cell for a formula."""
    if cell.startswith("'"):
        return False
    first = cell.lstrip(" \t\r\n\v\f\u00a0\u3000\ufeff\u200b")[:1]
    return first in tuple("=+-@＝＋－＠﹦﹢﹣﹫")


def test_no_cell_of_a_csv_computes():
    cells = [
        text for said in NAUGHTY.values() for text in (said, f"\v{said}", f"\u00a0{said}", f"\ufeff{said}")
    ]
    rows = list(csv.reader(io.StringIO(as_csv(["x"], [[cell] for cell in cells]).decode("utf-8-sig"))))
    assert [cell for [cell] in rows[1:] if computes(cell)] == []


def test_no_cell_of_a_workbook_computes_or_leads_away():
    cells = [said for said in NAUGHTY.values() if len(said) < 30_000]
    book = ZipFile(io.BytesIO(as_xlsx("x", ["x"], [[cell] for cell in cells], [("a", "=1+1")])))
    for name in book.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            sheet = fromstring(book.read(name))
            assert sheet.findall(".//{*}f") == []
            assert sheet.findall(".//{*}hyperlink") == []
            assert {cell.get("t") for cell in sheet.iter("{*}c")} <= {"s", None}


def test_typesetting_prints_code_as_text(world):
    code = NAUGHTY["typst code"]
    client = world.client("counter")
    at = f"/quay/{world.at_counter.code}/"
    client.post(f"{at}phan/cong-trinh/", {"dia_diem": code, "loai": "khac", "revision": _revision(world)})
    client.post(f"{at}nop/", {"key": "once"})
    printed = client.get(f"/viec/{Dossier.objects.latest('pk').code}/giay/ban-ghi-nop.pdf").content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages)
    assert "#eval" in text
    assert "root:" not in text
