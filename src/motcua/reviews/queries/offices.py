"""A report as a word-processor file, for those who have to work on with it. It proves nothing: the signed PDF does."""

import io
from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPEFACE = "Times New Roman"


def as_docx(title: str, content: Mapping[str, Any], holder: str) -> bytes:
    """From the same content as the paper (queries.papers): headings, labelled texts, tables."""
    paper = Document()
    style = paper.styles["Normal"]
    style.font.name, style.font.size = TYPEFACE, Pt(13)
    for text in (title.upper(), content["subtitle"]):
        _centred(paper, text, bold=True)
    _centred(paper, f"Kính gửi: {holder}")
    paper.add_paragraph(content["opening"])
    for section in content["sections"]:
        _section(paper, section)
    for text in content.get("articles", ()):
        paper.add_paragraph(text)
    kept = io.BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _centred(paper: Any, text: str, *, bold: bool = False) -> None:
    line = paper.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run(text).bold = bold


def _section(paper: Any, section: Mapping[str, Any]) -> None:
    paper.add_paragraph().add_run(section["heading"]).bold = True
    for block in section.get("blocks", ()):
        if block["title"]:
            paper.add_paragraph().add_run(block["title"]).bold = True
        for label, text in block["texts"]:
            line = paper.add_paragraph()
            if label:
                line.add_run(f"{label}: ").italic = True
            line.add_run(text)
    if table := section.get("table"):
        _table(paper, table)


def _table(paper: Any, told: Mapping[str, Any]) -> None:
    table = paper.add_table(rows=1, cols=len(told["head"]), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, told["head"], strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in told["rows"]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
