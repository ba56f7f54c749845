"""Papers as PDF: Typst with the bundled typeface, PDF/A-2a and PDF/UA-1, same facts, same bytes."""

import io
import json
import threading
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from motcua.kernel.money import vnd
from motcua.kernel.vietnamese import number_in_words
from motcua.results.rules.forms import CollectionReceipt, MoneyLine, Printable, ResultDocument
from motcua.results.rules.glyphs import coverage, printable

HERE = Path(__file__).resolve().parent
TEMPLATES, FONTS = HERE / "typst", HERE / "fonts"
VIETNAM = timezone(timedelta(hours=7))


class _Threads(threading.local):
    """One compiler for each thread: it keeps fonts and templates warm, and is not shared."""

    def __init__(self) -> None:
        self.compiler = typst.Compiler(root=TEMPLATES, font_paths=[FONTS], ignore_system_fonts=True)


_threads = _Threads()


def render(form: Printable) -> bytes:
    """The paper as PDF. Given the same form, the same bytes; characters that the typeface lacks become □."""
    facts = _plain(form)
    facts["qr"] = getattr(form, "qr", "")
    facts["qr_svg"] = qr_svg(facts["qr"]) if facts["qr"] else ""
    if isinstance(form, CollectionReceipt):
        total = sum(line.amount for line in form.lines)
        facts |= {"total": vnd(total), "total_words": number_in_words(total).capitalize()}
    template = "result" if isinstance(form, ResultDocument) else form.template
    pdf = _threads.compiler.compile(
        input=TEMPLATES / f"{template}.typ",
        sys_inputs={"d": json.dumps(facts, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=form.letterhead.at.astimezone(VIETNAM).replace(microsecond=0),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no single document.")
    return pdf


def qr_svg(address: str) -> str:
    """A QR code of correction level M, in black on white."""
    svg = io.BytesIO()
    segno.make(address, error="m", micro=False).save(svg, kind="svg", border=2, light="#fff", xmldecl=False)
    return svg.getvalue().decode()


@cache
def glyphs() -> frozenset[int]:
    """What every face of the bundled typeface can print."""
    return frozenset.intersection(*(coverage(face) for face in sorted(FONTS.glob("*.ttf"))))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, MoneyLine):
            return {"name": _plain(value.name), "amount": vnd(value.amount)}
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime):
        return _moment(value.astimezone(VIETNAM))
    if isinstance(value, date):
        return {"day": f"ngày {value:%d} tháng {_month(value)} năm {value:%Y}", "short": f"{value:%d/%m/%Y}"}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return printable(value, glyphs()) if isinstance(value, str) else value


def _moment(at: datetime) -> dict[str, str]:
    day = f"ngày {at:%d} tháng {_month(at)} năm {at:%Y}"
    return {
        "day": day,
        "capital": day.capitalize(),
        "moment": f"{at:%H} giờ {at:%M} phút, {day}",
        "short": f"{at:%d/%m/%Y %H:%M}",
        "exact": f"{at:%d/%m/%Y %H:%M:%S} +07:00",
    }


def _month(day: date) -> str:
    """NĐ 30/2020: January and February with a nought before, the other months without."""
    return f"{day.month:02d}" if day.month < 3 else str(day.month)
