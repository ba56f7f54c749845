"""A report as a Word document: A4 landscape, Times New Roman, the national header of NĐ 30/2020/NĐ-CP.

Heads of tables are header rows, so that they stand again on each page and are read out as heads.
"""

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from motcua.reports.rules.frozen import Told
from motcua.reports.tables.shapes import (
    NUMBERS,
    Head,
    Line,
    digest,
    heads,
    lines,
    notes,
    period,
    state,
    subject,
    texts,
    title,
    vi,
)

FACE = "Times New Roman"
BODY, SMALL, WIDEST = 14, 13, 11
"""Points: text 13-14 by NĐ 30/2020, appendix I; tables with many columns smaller, to stay on one page."""
MANY = 12
_WIDTH = 25.2
"""Centimetres between the margins."""


def document(report: Told) -> bytes:
    """The report as DOCX."""
    made = docx.Document()
    _page(made, report)
    _national_header(made, report)
    _centred(made, title(report), size=BODY, bold=True)
    _centred(made, subject(report), size=BODY, bold=True)
    _centred(made, period(report), size=BODY, italic=True)
    _centred(made, f"Kính gửi: {vi(report['recipient'])}", size=BODY)
    for place, block in enumerate(report["blocks"], start=1):
        _block(made, place, block)
    _line_of(made, state(report), italic=True, size=SMALL)
    if told := digest(report):
        _line_of(made, told, italic=True, size=WIDEST)
    _signatures(made, report)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _page(made: Any, report: Told) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    style = made.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(BODY)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    style.paragraph_format.space_after = Pt(4)
    made.core_properties.title = f"{subject(report)} – {period(report)}"
    made.core_properties.author = vi(report["body"]["name"])
    made.core_properties.language = "vi-VN"
    heading = made.styles["Heading 2"]
    heading.font.name, heading.font.size, heading.font.bold = FACE, Pt(BODY), True
    heading.element.rPr.rFonts.set(qn("w:ascii"), FACE)
    heading.element.rPr.rFonts.set(qn("w:hAnsi"), FACE)


def _national_header(made: Any, report: Told) -> None:
    table = made.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    centre = WD_ALIGN_PARAGRAPH.CENTER
    _into(left, vi(report["above"]).upper(), size=SMALL, first=True, align=centre)
    _into(left, vi(report["body"]["name"]).upper(), size=SMALL, bold=True)
    _into(left, f"{report['form']}", size=SMALL, italic=True)
    _into(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=SMALL, bold=True, first=True, align=centre)
    _into(right, "Độc lập - Tự do - Hạnh phúc", size=BODY, bold=True)


def _block(made: Any, place: int, block: Told) -> None:
    heading = made.add_heading(f"{place}. {vi(block['title'])}", level=2)
    heading.paragraph_format.keep_with_next = True
    for run in heading.runs:
        run.font.color.rgb = None
    if block.get("reason"):
        _line_of(made, vi(block["reason"]), italic=True)
    if "text" in block:
        for paragraph in block["text"].splitlines():
            _line_of(made, paragraph)
        return
    if block.get("unit"):
        _line_of(made, vi(block["unit"]), italic=True, size=SMALL, to_the_right=True)
    if block["rows"]:
        _table(made, block)
    for words in notes(block):
        _line_of(made, words, italic=True, size=WIDEST)


def _table(made: Any, block: Told) -> None:
    columns, rows = heads(block), lines(block)
    grouped = any(one.group for one in columns)
    numbered = any(one.number for one in columns)
    top = 1 + grouped + numbered
    table = made.add_table(rows=top + len(rows), cols=len(columns))
    table.style, table.autofit = "Table Grid", False
    size = WIDEST if len(columns) >= MANY else SMALL
    grid = [[_Cell(cell, size) for cell in row.cells] for row in table.rows]
    _heads(grid, columns, grouped=grouped, numbered=numbered)
    for cells, line in zip(grid[top:], rows, strict=True):
        _row(cells, line, columns)
    for row in table.rows[:top]:
        _repeat(row)
    for place, width in enumerate(_widths(columns)):
        for row in table.rows:
            row.cells[place].width = Cm(width)


class _Cell:
    """A cell, and the size of what is written into it."""

    def __init__(self, cell: Any, size: int) -> None:
        self.cell, self.size = cell, size

    def write(self, words: str, *, bold: bool = False, align: Any = None) -> None:
        _into(self.cell, words, size=self.size, bold=bold, first=True, align=align)


def _heads(grid: list[list[_Cell]], columns: Sequence[Head], *, grouped: bool, numbered: bool) -> None:
    centre = WD_ALIGN_PARAGRAPH.CENTER
    if grouped:
        for name, several in groupby(enumerate(columns), key=lambda pair: pair[1].group):
            places = [place for place, _one in several]
            if name:
                _joined(grid[0][places[0]], grid[0][places[-1]]).write(name, bold=True, align=centre)
    for place, one in enumerate(columns):
        cell = grid[int(grouped)][place]
        if grouped and not one.group:
            cell = _joined(grid[0][place], cell)
        cell.write(one.name, bold=True, align=centre)
        if numbered:
            grid[1 + int(grouped)][place].write(one.number, align=centre)


def _joined(first: _Cell, last: _Cell) -> _Cell:
    return first if first.cell is last.cell else _Cell(first.cell.merge(last.cell), first.size)


def _row(cells: Sequence[_Cell], line: Line, columns: Sequence[Head]) -> None:
    bold = line.is_bold or (line.depth == 1 and any(one.number for one in columns))
    for cell, one, words in zip(cells, columns, texts(line, columns), strict=True):
        is_number = one.kind in NUMBERS
        middle = WD_ALIGN_PARAGRAPH.CENTER if one.key == "tt" or one.kind == "day" else None
        cell.write(words, bold=bold, align=WD_ALIGN_PARAGRAPH.RIGHT if is_number else middle)


def _widths(columns: Sequence[Head]) -> list[float]:
    """The whole width: little for numbers, more for words."""
    whole = sum(one.weight for one in columns)
    return [_WIDTH * one.weight / whole for one in columns]


def _repeat(row: Any) -> None:
    """A row of heads: again on each page, and never torn."""
    told = row._tr.get_or_add_trPr()
    for name in ("w:tblHeader", "w:cantSplit"):
        mark = OxmlElement(name)
        mark.set(qn("w:val"), "true")
        told.append(mark)


def _into(
    cell: Any,
    words: str,
    *,
    size: int,
    bold: bool = False,
    italic: bool = False,
    first: bool = False,
    align: Any = None,
) -> None:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if align is None and not first else align
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(words)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _centred(made: Any, words: str, *, size: int, bold: bool = False, italic: bool = False) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(words)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _line_of(
    made: Any, words: str, *, size: int = BODY, italic: bool = False, to_the_right: bool = False
) -> None:
    paragraph = made.add_paragraph()
    if to_the_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(words)
    run.font.size, run.italic = Pt(size), italic


def _signatures(made: Any, _report: Told) -> None:
    table = made.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _into(left, "NGƯỜI LẬP BÁO CÁO", size=SMALL, bold=True, first=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _into(left, "(Ký và ghi rõ họ tên)", size=SMALL, italic=True)
    _into(right, "THỦ TRƯỞNG ĐƠN VỊ", size=SMALL, bold=True, first=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _into(right, "(Ký, đóng dấu)", size=SMALL, italic=True)
