import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import given, settings

from motcua.catalog.rules import iso_sheet
from motcua.catalog.rules.folder import SHIPPED, read_folder
from motcua.catalog.rules.problems import Unreadable
from motcua.catalog.rules.sheet import net_of
from tests.catalog.making import SHEET
from tests.catalog.processes import Row, sheets

USUAL = ["STT", "Bước", "Đơn vị", "Vai trò", "Thời gian", "Biểu mẫu", "Kết quả", "Bước tiếp theo/Rẽ nhánh"]


def xlsx(rows: Sequence[Sequence[object]], headers: Sequence[str] = USUAL) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(list(headers))
    for row in rows:
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_read_understands_the_sheet_of_an_office() -> None:
    rows, errors = iso_sheet.read(
        xlsx(
            [
                [
                    1,
                    "Phân công",
                    "Phòng chuyên môn",
                    "Trưởng phòng",
                    "0,5 ngày làm việc",
                    "BM-01",
                    "Phiếu",
                    "",
                ],
                [
                    2,
                    "Thẩm định",
                    "",
                    "chuyên viên",
                    "4 giờ",
                    "",
                    "",
                    "Đạt: 3; Trả lại: phan-cong; Từ chối: kết thúc",
                ],
                [3, "Ký duyệt", "Lãnh đạo", "Lãnh đạo", "", "", "", ""],
            ]
        )
    )
    assert errors == []
    assert [row["step"] for row in rows] == ["phan-cong", "tham-dinh", "ky-duyet"]
    assert rows[0]["limit"] == {"quantity": "0.5", "unit": "working_days"}
    assert rows[1]["limit"] == {"quantity": "4", "unit": "working_hours"}
    assert rows[1]["outcomes"] == {"done": "ky-duyet", "return": "phan-cong", "refuse": "end"}


@settings(max_examples=15, deadline=None)
@given(sheets(4))
def test_write_then_read_gives_the_same_net(rows: list[Row]) -> None:
    net = net_of(rows)
    again, errors = iso_sheet.read(iso_sheet.write(net, title="x"))
    assert (errors, net_of(again)) == ([], net)


def test_every_shipped_process_survives_the_spreadsheet() -> None:
    for written in read_folder(SHIPPED).written[::4]:
        again, errors = iso_sheet.read(iso_sheet.write(written.document.net, title="x"))
        assert (errors, net_of(again)) == ([], written.document.net), written.file


def test_write_never_writes_a_formula() -> None:
    rows = [{**SHEET[0], "name": {"vi": '=HYPERLINK("http://x")', "en": "@SUM(1)"}}]
    sheet = openpyxl.load_workbook(io.BytesIO(iso_sheet.write(net_of(rows), title="x"))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet["C2"].value == '=HYPERLINK("http://x")'


def test_read_names_row_and_column_of_every_error() -> None:
    rows = [
        [1, "A", "Phòng lạ", "Giám đốc", "ba ngày", "", "", "nowhere"],
        [2, "", "", "Chuyên viên", "", "", "", ""],
        ["3.1", "C", "", "Chuyên viên", "", "", "", ""],
    ]
    errors = iso_sheet.read(xlsx(rows))[1]
    assert {(error.row, error.column) for error in errors} == {
        (2, "Đơn vị"),
        (2, "Vai trò"),
        (2, "Thời gian"),
        (2, "Bước tiếp theo/Rẽ nhánh"),
        (3, "Bước"),
        (4, "STT"),
    }


def test_read_names_missing_columns() -> None:
    errors = iso_sheet.read(xlsx([["x"]], headers=["Bước"]))[1]
    assert {error.column for error in errors} == {"STT", "Vai trò"}


def test_read_refuses_formulas_and_huge_and_foreign_files() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 61_000_000)
    evil = io.BytesIO()
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
        )
    for content in (
        xlsx([["=1+1", "A"]]),
        xlsx([["1"]] * 5_002),
        bomb.getvalue(),
        evil.getvalue(),
        b"",
        b"PK\x03\x04",
        b"%PDF",
    ):
        with pytest.raises(Unreadable):
            iso_sheet.read(content)
