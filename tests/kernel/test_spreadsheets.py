"""Workbooks: text stays text, and every sheet has a name that spreadsheets accept."""

import io
from datetime import UTC, datetime
from fractions import Fraction
from zipfile import ZipFile

import pytest

from motcua.kernel.spreadsheets import Sheet, guarded, workbook


def parts(content: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", " -3", "\u200b@x", "＝1"])
def test_what_a_spreadsheet_would_compute_is_written_as_text(text):
    assert guarded(text) == f"'{text}"
    assert (
        "<f>" not in parts(workbook([Sheet("a", ["x"], [[text]])], "about", []))["xl/worksheets/sheet1.xml"]
    )


@pytest.mark.parametrize("text", ["Phú Thọ", "1.204", "a=b"])
def test_other_text_is_left_alone(text):
    assert guarded(text) == text


def test_numbers_are_numbers_and_moments_stand_in_the_legal_zone():
    row = [3, Fraction(1, 4), datetime(2026, 11, 23, 1, 30, tzinfo=UTC), None]
    sheet = parts(workbook([Sheet("a", list("abcd"), [row])], "about", []))["xl/worksheets/sheet1.xml"]
    assert "<v>3</v>" in sheet
    assert "<v>0.25</v>" in sheet
    assert "<v>46349.35416666666" in sheet  # 08:30 of that day


def test_sheets_of_one_name_and_names_that_are_too_long_or_forbidden_are_told_apart():
    titles = ["Lĩnh vực: [đất] đai/nhà", "x" * 40, "x" * 50, "X" * 60, ""]
    book = parts(workbook([Sheet(title, ["a"], []) for title in titles], "x" * 40, []))["xl/workbook.xml"]
    names = [piece.split('"')[0] for piece in book.split('<sheet name="')[1:]]
    assert len({name.lower() for name in names}) == len(titles) + 1
    assert all(0 < len(name) <= 31 for name in names)
    assert names[0] == "Lĩnh vực đất đainhà"
