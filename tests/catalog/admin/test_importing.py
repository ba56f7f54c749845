"""A file is looked at before it is written; what cannot be taken is told in words."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from motcua.catalog.models import EditDraft, Procedure
from motcua.catalog.rules import bpmn, iso_sheet
from motcua.catalog.rules.listing import HEADERS
from motcua.catalog.rules.sheet import net_of
from motcua.catalog.services.publishing import publish
from motcua.ledger.models import Entry
from tests.catalog.admin.conftest import AT, CODE, HOME
from tests.catalog.making import SHEET, document, make_field

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/nhap/"
ROW = (
    "DEMO.1",
    "Mã mô phỏng",
    "Cấp giấy thử",
    "",
    "Xây dựng",
    "Tỉnh",
    "Công dân; Doanh nghiệp",
    "",
    "Có",
    "Toàn trình",
)


def workbook(*rows, headers=()) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    headers = headers or tuple(HEADERS.values())
    for row in (headers, *rows):
        book.active.append(list(row))
    book.save(buffer)
    return buffer.getvalue()


def send(client, content: bytes, name: str = "danh-muc.xlsx", **more):
    return client.post(PAGE, {"kind": "list", "file": SimpleUploadedFile(name, content), **more})


def looked_at(client, content: bytes, **more):
    """The page that says what would change, and its address."""
    answer = send(client, content, **more)
    assert answer.status_code == 303
    return client.get(answer.url), answer.url


def row(code: str = "DEMO.1", **cells) -> tuple[str, ...]:
    return tuple(
        cells.get(name, code if name == "code" else cell) for name, cell in zip(HEADERS, ROW, strict=True)
    )


@pytest.fixture
def clerk(published, anna):
    return anna[1]


def test_dry_run_changes_nothing_and_confirming_writes_once(clerk, anna):
    page, address = looked_at(clerk, workbook(row(), row("DEMO.2")))
    text = page.content.decode()
    assert "DEMO.2" in text
    assert "Chưa có gì thay đổi" in text
    assert not Procedure.objects.filter(code__startswith="DEMO").exists()

    result = clerk.post(address, {"seen": seen_in(text)})
    assert result.status_code == 303
    assert "Đã ghi danh mục" in clerk.get(result.url).content.decode()
    made = Procedure.objects.get(code="DEMO.1")
    assert (made.level, made.online_level, made.subjects) == ("province", "full", ["citizen", "enterprise"])
    entry = Entry.objects.get(kind="catalogue.listed")
    assert (entry.actor, entry.data["changed"]) == (anna[0].code, 2)
    again, _address = looked_at(clerk, workbook(row(), row("DEMO.2")))
    assert "Không có gì để ghi" in again.content.decode()


def seen_in(text: str) -> str:
    return text.split('name="seen" value="')[1].split('"')[0]


def confirm(client, page, address):
    return client.post(address, {"seen": seen_in(page.content.decode())})


def test_rows_are_told_apart_as_new_changed_same_passed_over_and_wrong(clerk):
    page, address = looked_at(clerk, workbook(row(), row("DEMO.2")))
    confirm(clerk, page, address)
    rows = [
        row(name_vi="Tên mới"),
        row("DEMO.2"),
        row("DEMO.3"),
        row(CODE),
        row("DEMO.4", level="Huyện"),
        row("DEMO.3"),
    ]
    page, address = looked_at(clerk, workbook(*rows))
    text = page.content.decode()
    assert "Tên thủ tục: Cấp giấy thử → Tên mới" in text
    assert "có phiên bản công bố riêng" in text
    for said in ("“Huyện” không phải là một trong: Tỉnh, Khu kinh tế, Xã", "“DEMO.3” được dùng hai lần"):
        assert said in text
    confirm(clerk, page, address)
    assert set(Procedure.objects.values_list("code", flat=True)) == {CODE, "DEMO.1", "DEMO.2", "DEMO.3"}


def test_an_unknown_field_is_told_with_the_nearest(clerk):
    page, _address = looked_at(clerk, workbook(row(field="Xay dungs")))
    assert "Có phải là “Xây dựng” không?" in page.content.decode()


def test_wrong_rows_come_back_with_the_reasons(clerk):
    _page, address = looked_at(clerk, workbook(row(), row("DEMO.2", subjects="Hành tinh")))
    sheet = load_workbook(io.BytesIO(clerk.get(f"{address}dong-loi.xlsx").content)).active
    lines = list(sheet.values)
    assert lines[0][-1] == "Lý do"
    assert (len(lines), lines[1][0]) == (2, "DEMO.2")
    assert "“Hành tinh”" in lines[1][-1]


def test_confirming_what_was_not_seen_is_refused(clerk):
    page, address = looked_at(clerk, workbook(row()))
    publish(document(code="DEMO.1"), by="loader", at=AT)
    answer = confirm(clerk, page, address)
    assert answer.status_code == 409
    assert "đã thay đổi" in answer.content.decode()
    assert clerk.post(address, {}).status_code == 409


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "rỗng"),
        (b"code,name\n1,2", "XLSX"),
        (workbook(row())[:400], "hỏng"),
        (workbook(), "Không có dòng nào"),
        (workbook(row(name_vi="=HYPERLINK(1)")), "công thức"),
        (
            workbook(row(), headers=["Ma thu tuc", "Tên các thủ tục", *list(HEADERS.values())[3:]]),
            "Tên các thủ tục",
        ),
        (workbook(row(name_vi="CÊp giÊy phÐp x©y dùng, söa ch÷a c¬ b¶n")), "Unicode"),
        (workbook(row(), headers=[*list(HEADERS.values())[:9], "Cấp thực hiện"]), "hai lần"),
        (workbook(*[row(f"DEMO.{n}") for n in range(5001)]), "quá lớn"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(clerk, content, said):
    answer = send(clerk, content)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "<title>Lỗi: " in answer.content.decode()
    assert Procedure.objects.count() == 1


def test_a_bomb_is_refused_before_it_is_unpacked(clerk):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, workbook()[:200])
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    assert send(clerk, buffer.getvalue()).status_code == 422


def test_a_reference_is_for_the_officer_who_sent_the_file(clerk, binh):
    _page, address = looked_at(clerk, workbook(row()))
    assert binh[1].get(address).status_code == 404
    assert clerk.get(f"{address[:-3]}xx/").status_code == 404


@pytest.mark.parametrize("kind", ["danh-muc", "quy-trinh"])
def test_templates_can_be_sent_back_as_they_are(clerk, kind):
    file = clerk.get(f"{PAGE}mau-{kind}.xlsx").content
    more = {} if kind == "danh-muc" else {"kind": "sheet", "code": CODE}
    page, _address = looked_at(clerk, file, **more)
    assert page.status_code == 200
    assert "Dòng lỗi" in page.content.decode()
    assert "Các ô có lỗi" not in page.content.decode()


def steps(**change):
    return [{**SHEET[0], **change}, *SHEET[1:]]


@pytest.mark.parametrize("kind", ["xlsx", "bpmn"])
def test_a_sheet_goes_into_the_draft(clerk, kind):
    net = net_of(steps(name={"vi": "Giao việc"}))
    written = iso_sheet.write(net, title="") if kind == "xlsx" else bpmn.write(net, name="Thử", code=CODE)
    page, address = looked_at(clerk, written, name=f"quy-trinh.{kind}", kind="sheet", code=CODE)
    assert "Giao việc" in page.content.decode()
    assert not EditDraft.objects.exists()
    assert confirm(clerk, page, address).url == HOME
    draft = EditDraft.objects.get()
    assert draft.content["process"][0]["name"] == {"vi": "Giao việc"}
    assert net_of(draft.content["process"]) == net


def test_a_sheet_with_errors_is_not_written(clerk):
    book = load_workbook(io.BytesIO(iso_sheet.write(net_of(SHEET), title="")))
    book.active["H2"] = "Thợ mộc"
    buffer = io.BytesIO()
    book.save(buffer)
    page, address = looked_at(clerk, buffer.getvalue(), kind="sheet", code=CODE)
    assert "Thợ mộc" in page.content.decode()
    assert clerk.post(address, {"seen": 0}).status_code == 409
    assert not EditDraft.objects.exists()


def test_a_sheet_of_an_unknown_procedure_is_told_the_nearest(clerk):
    answer = send(clerk, b"x", kind="sheet", code="1.000002")
    assert answer.status_code == 422
    assert 'id="code-error"' in answer.content.decode()


def test_a_draft_saved_meanwhile_is_not_written_over(clerk, binh):
    page, address = looked_at(
        clerk, iso_sheet.write(net_of(steps(name={"vi": "A"})), title=""), kind="sheet", code=CODE
    )
    binh[1].post(f"{HOME}mo/")
    assert confirm(clerk, page, address).status_code == 409
    assert EditDraft.objects.get().content["process"][0]["name"] == {"vi": "Phân công"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(clerk, count, django_assert_num_queries):
    make_field()
    for number in range(count):
        publish(document(code=f"2.{number}"), by="loader", at=AT)
        clerk.post(f"/quan-tri/thu-tuc/2.{number}/mo/")
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        assert clerk.get("/quan-tri/thu-tuc/").status_code == 200


QUERIES_OF_THE_LIST = 12


def test_the_list_finds_procedures_and_says_what_holds(clerk):
    publish(document(code="2.7", effective={"from": date(2999, 1, 1).isoformat()}), by="loader", at=AT)
    text = clerk.get("/quan-tri/thu-tuc/?q=giay+phep").content.decode()
    assert "Phiên bản 1, từ 01/07/2025" in text
    assert "phiên bản mới từ 01/01/2999" in text
    assert "Không có thủ tục nào" in clerk.get("/quan-tri/thu-tuc/?q=khong-co").content.decode()


def test_a_procedure_that_is_not_listed_is_begun_with_the_usual_process(clerk):
    typed = {"code": "DEMO.77", "name": "Cấp giấy mới", "field": "xay-dung", "level": "zone"}
    answer = clerk.post("/quan-tri/thu-tuc/moi/", {**typed, "code": "a b"})
    assert answer.status_code == 422
    assert "Cấp giấy mới" in answer.content.decode()
    assert clerk.post("/quan-tri/thu-tuc/moi/", {**typed, "code": CODE}).status_code == 422
    assert clerk.post("/quan-tri/thu-tuc/moi/", typed).url == "/quan-tri/thu-tuc/DEMO.77/"
    assert not Procedure.objects.filter(code="DEMO.77").exists()
    text = clerk.get("/quan-tri/thu-tuc/DEMO.77/").content.decode()
    assert "Cần sửa trước khi công bố" not in text
    assert clerk.get("/quan-tri/thu-tuc/DEMO.77/xem-thu/").status_code == 200
