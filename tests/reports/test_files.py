"""The files of a report, read by other programs: a workbook, a Word document, a PDF, a JSON document."""

import io
import json

import docx
import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from pypdf import PdfReader

from motcua.reports.models import ReportRun
from motcua.reports.services import Asked, issue
from motcua.reports.tables import KINDS, file_of, name_of
from motcua.reports.tables.shapes import period_name
from tests.reports.making import AT, OCTOBER, counted_up_to, fact, keep, make_province, on, past_the_guard

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    province = make_province()
    here = province.authority.code
    keep(
        fact(
            here,
            received_at=on(9, 1),
            due_at=on(9, 10),
            late_at=on(9, 10),
            ended_at=on(9, 20),
            ending="completed",
        ),
        *(fact(here, "1.xay", received_at=on(10, 1), due_at=on(10, 30)) for _one in range(1204)),
    )
    counted_up_to()
    return province


@pytest.fixture
def run(province):
    return issue(Asked("ii06a", province.top.code, OCTOBER), by="CB-1", at=AT)


def workbook(run):
    return openpyxl.load_workbook(io.BytesIO(file_of(run, "xlsx")))


def test_the_workbook_has_numbers_as_numbers_and_its_checks_as_formulas(run):
    sheet = workbook(run).worksheets[1]
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=10) if row[1].value}
    total = [cell.value for cell in rows["Tổng cộng"]]
    assert total[2:13] == [1205, 0, 1204, 1, 1, 0, 0, 1, 1204, 1204, 0]
    number = rows["Tổng cộng"][0].row
    assert total[13] == (
        f"=IF(AND(C{number}=D{number}+E{number}+F{number},G{number}=H{number}+I{number}+J{number},"
        f'K{number}=L{number}+M{number},C{number}=G{number}+K{number}),"Khớp","Sai")'
    )
    assert [cell.value for cell in sheet[9]][:4] == ["(1)", "(2)", "(3)", "(4)"]
    assert sheet["C7"].value == "Số lượng hồ sơ tiếp nhận"
    assert sheet.freeze_panes == "C10"
    assert sheet.print_title_rows == "$7:$9"


def test_no_text_of_a_workbook_is_ever_computed(province):
    evil = '=HYPERLINK("http://x","y")'
    asked = Asked("mot-cua-thang", province.top.code, OCTOBER, texts={"text-results": evil})
    run = issue(asked, by="CB-1", at=AT)
    cells = [cell for sheet in workbook(run) for row in sheet.iter_rows() for cell in row]
    (said,) = [cell for cell in cells if cell.value == evil]
    assert said.data_type == "s"
    formulas = [cell for cell in cells if cell.data_type == "f"]
    assert formulas
    assert all(cell.value.startswith("=IF(AND(") for cell in formulas)


def test_the_word_document_is_a4_landscape_in_times_with_repeated_heads_and_the_national_header(run):
    made = docx.Document(io.BytesIO(file_of(run, "docx")))
    section = made.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    assert (made.styles["Normal"].font.name, made.styles["Normal"].font.size.pt) == ("Times New Roman", 14)
    header, first, second, signatures = made.tables
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in header.rows[0].cells[1].text
    for table in (first, second):
        marks = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert marks == [True] * 3 + [False] * (len(table.rows) - 3)
    assert [cell.text for cell in first.rows[-1].cells][1:4] == ["Tổng cộng", "1.205", "0"]
    assert "THỦ TRƯỞNG ĐƠN VỊ" in signatures.rows[0].cells[1].text
    words = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "Tháng 10/2026 (từ ngày 15/09/2026 đến hết ngày 14/10/2026)" in words
    assert run.digest in words


def test_the_pdf_is_a4_landscape_tagged_in_vietnamese_and_the_same_every_time(run):
    content = file_of(run, "pdf")
    read = PdfReader(io.BytesIO(content))
    page = read.pages[0]
    assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (842, 595)
    root = read.trailer["/Root"]
    assert root["/Lang"].startswith("vi")
    assert root["/MarkInfo"]["/Marked"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    text = page.extract_text()
    assert "BÁO CÁO" in text
    assert "1.205" in text
    assert content == file_of(run, "pdf")


@pytest.mark.parametrize("name", ["ii07a", "don-vi-2026", "giai-trinh-766", "mot-cua-thang", "cchc-quy"])
def test_every_template_becomes_every_kind_of_file(province, name):
    period = "2026-Q3" if name == "cchc-quy" else OCTOBER
    run = issue(Asked(name, province.top.code, period), by="CB-1", at=AT)
    for kind in KINDS:
        assert len(file_of(run, kind)) > 500
    assert name_of(run, "pdf").endswith("-v1.pdf")


def test_the_json_document_is_what_was_frozen(run):
    told = json.loads(file_of(run, "json"))
    assert told.pop("frozen")["digest"] == run.digest
    assert told == run.content


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("2026-10", "Tháng 10/2026"),
        ("2026-Q4", "Quý IV/2026"),
        ("2026-H1", "6 tháng đầu năm 2026"),
        ("2026", "Năm 2026"),
    ],
)
def test_periods_are_named_as_officials_name_them(code, name):
    assert period_name(code) == name


def answer(capsys, *words):
    call_command("report", *words, "--json")
    return json.loads(capsys.readouterr().out)


def test_the_command_makes_lists_and_checks(province, capsys, tmp_path):
    out = tmp_path / "ii06a.xlsx"
    told = answer(capsys, "make", "II.06a", "--period", "2026-10", "--format", "xlsx", "--out", str(out))
    assert (told["version"], told["changes"], told["body"]) == (1, [], province.top.code)
    assert openpyxl.load_workbook(out).sheetnames[0] == "Nội dung"
    full = answer(capsys, "make", "ii06a", "--period", "2026-10", "--calendar")
    assert full["content"]["period"]["until_on"] == "2026-10-31"
    listed = answer(capsys, "list")
    assert {one["name"] for one in listed["templates"]} >= {"ii06a", "ii07a"}
    assert [one["grid"] for one in listed["made"]] == ["calendar", "cut-off"]
    assert answer(capsys, "check") == {"checked": 2, "faults": []}
    with past_the_guard():
        ReportRun.objects.filter(pk=told["number"]).update(digest="0" * 64)
    with pytest.raises(SystemExit) as ended:
        call_command("report", "check", str(told["number"]), "--json")
    assert ended.value.code == 1
    assert len(json.loads(capsys.readouterr().out)["faults"]) == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["make", "ii99"], 1),
        (["make", "ii06a", "--period", "bald"], 1),
        (["make", "ii06a", "--format", "pdf"], 2),
        (["check", "999"], 1),
    ],
)
def test_what_the_command_cannot_do_it_says(province, words, code):
    with pytest.raises(CommandError) as refused:
        call_command("report", *words)
    assert refused.value.returncode == code
