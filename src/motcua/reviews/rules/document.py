"""The report as a paper: its parts from frozen figures and texts. Vietnamese, because the paper is.

Plain JSON as results.rules.content takes it: sections of headings, labelled texts and tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from motcua.reviews.rules.consolidating import Row
from motcua.reviews.rules.drafting import (
    ANSWER,
    BY,
    CAUSE,
    CLOSING,
    GENERAL,
    KEEP,
    MEASURE,
    RESPONSIBLE,
    Texts,
    key,
)
from motcua.reviews.rules.figures import Figure, Figures, Standing

ROMAN = ("I", "II", "III", "IV", "V", "VI")
FIGURES_HEAD = ("Tiêu chí", "Tử số", "Mẫu số", "Tỷ lệ", "Điểm", "Tối đa", "Điểm mất")
FIGURES_WIDTHS = (8, 3, 3, 3, 2, 2, 2)
FIGURES_NUMBERS = (1, 2, 3, 4, 5, 6)


def sections(
    figures: Figures, texts: Texts, questions: Iterable[Mapping[str, str]], gathered: Sequence[Row] = ()
) -> list[dict[str, Any]]:
    """Results; what falls short; what is kept; answers; what other bodies reported, if gathered; all figures."""
    parts = [
        _part("Kết quả chung", [_block("", [("", summary(figures)), ("", texts.get(GENERAL, ""))])]),
        _part(
            "Tồn tại, hạn chế; nguyên nhân, trách nhiệm, giải pháp", [_short(o, texts) for o in figures.short]
        ),
        _part("Tiêu chí đã đạt và việc duy trì", [_kept(one, texts) for one in figures.of(Standing.KEPT)]),
        _part("Nội dung khác theo yêu cầu", _answers(texts, questions)),
    ]
    if gathered:
        parts.append({"heading": "Tổng hợp từ các cơ quan, đơn vị", "table": gathered_table(gathered)})
    parts.append({"heading": "Số liệu", "blocks": [_basis(figures)], "table": figures_table(figures)})
    return _numbered(parts)


def consolidated_sections(rows: Sequence[Row], state: str) -> list[dict[str, Any]]:
    """The picture of a call: who reported, then per criterion what falls short, where, and what is done about it."""
    parts = [
        _part("Tình hình gửi báo cáo", [_block("", [("", state)])]),
        {"heading": "Bảng tổng hợp", "table": gathered_table(rows)},
        _part("Tồn tại, hạn chế theo tiêu chí", [_row(row) for row in rows if row.measures]),
        _part("Tiêu chí đã đạt", [_kept_by(row) for row in rows if row.kept]),
    ]
    return _numbered(parts)


def closing(texts: Texts) -> list[str]:
    said = texts.get(CLOSING, "").strip()
    return [said] if said else []


def summary(figures: Figures) -> str:
    """The sentence with the numbers, which nobody edits."""
    kept, unknown = len(figures.of(Standing.KEPT)), figures.of(Standing.UNKNOWN)
    told = (
        f"Kỳ {period_in_words(figures.period)}, {figures.body_name} đạt {number(figures.points, 2)}/"
        f"{number(figures.most, 0)} điểm; {kept} tiêu chí có số liệu đạt điểm tối đa"
    )
    if unknown:
        most = sum((Decimal(line.most) for line in unknown), Decimal(0))
        told += f"; {len(unknown)} tiêu chí ({number(most, 0)} điểm) không có số liệu để tính"
    if not figures.short:
        return f"{told}; không có tiêu chí mất điểm."
    return f"{told}; {len(figures.short)} tiêu chí chưa đạt, mất {number(figures.lost, 2)} điểm."


def figure_in_words(line: Figure) -> str:
    """The figure of one criterion in one line."""
    points = f"{number(line.points, 2)}/{number(line.most, 0)} điểm, mất {number(line.lost, 2)} điểm"
    if line.standing is Standing.KEPT:
        points = f"{number(line.points, 2)}/{number(line.most, 0)} điểm"
    if not line.rate:
        return points
    rate = number(line.rate, 2) + ("" if line.is_mean else "%")
    return f"{rate} ({number(str(line.numerator), 0)}/{number(line.denominator, 0)}); {points}"


def figures_table(figures: Figures) -> dict[str, Any]:
    rows = [
        [
            f"{line.criterion} {line.name}",
            number(str(line.numerator), 0),
            number(line.denominator, 0),
            rate_in_words(line),
            number(line.points, 2),
            number(line.most, 0),
            number(line.lost, 2),
        ]
        for line in figures.of(Standing.SHORT, Standing.KEPT, Standing.EMPTY)
    ]
    return _table(FIGURES_HEAD, rows, FIGURES_WIDTHS, FIGURES_NUMBERS)


def gathered_table(rows: Sequence[Row]) -> dict[str, Any]:
    head = ("Tiêu chí", "Chưa đạt", "Điểm mất", "Nơi mất nhiều nhất", "Giải pháp (cơ quan, hạn)", "Đã đạt")
    told = [
        [
            f"{row.criterion} {row.name}",
            f"{row.short}/{row.measured}",
            number(str(row.lost), 2),
            "; ".join(place_in_words(one.procedure_name, one.step_name) for one in row.causes[:2]),
            "\n".join(f"{one.body_name}: {one.measure} ({day(one.by)})" for one in row.measures[:3]),
            str(len(row.kept)),
        ]
        for row in rows
    ]
    return _table(head, told, (5, 2, 2, 5, 7, 2), (2,))


def rate_in_words(line: Figure) -> str:
    return "" if not line.rate else number(line.rate, 2) + ("" if line.is_mean else "%")


def place_in_words(procedure: str, step: str) -> str:
    """Where points were lost; with neither: nowhere in particular."""
    return " – ".join(part for part in (procedure, f"bước “{step}”" if step else "") if part) or "dàn trải"


def number(said: str | Decimal, digits: int) -> str:
    """`1234.5000` → `1.234,50`; decimals that are all zero are left out."""
    text = f"{Decimal(said):,.{digits}f}"
    whole, _point, decimals = text.partition(".")
    whole = whole.replace(",", ".").replace("-", "−")
    return f"{whole},{decimals}" if decimals.strip("0") else whole


def day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}" if iso else ""


def period_in_words(code: str) -> str:
    year, _dash, part = code.partition("-")
    if not part:
        return f"năm {year}"
    return f"quý {ROMAN[int(part[1:]) - 1]}/{year}" if part.startswith("Q") else f"tháng {int(part)}/{year}"


def _numbered(parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that say something, numbered."""
    kept = [part for part in parts if part.get("blocks") or part.get("table", {}).get("rows")]
    for roman, part in zip(ROMAN, kept, strict=False):
        part["heading"] = f"{roman}. {part['heading'].upper()}"
    return kept


def _row(row: Row) -> dict[str, Any]:
    where = []
    for one in row.causes:
        lost = f"{len(one.bodies)} cơ quan, {number(one.lost, 2)} điểm"
        where.append(f"{place_in_words(one.procedure_name, one.step_name)}: {lost}")
    said = [
        (
            one.body_name,
            f"mất {number(one.lost, 2)} điểm. {one.cause} {one.responsible} {one.measure} Thời hạn: {day(one.by)}.",
        )
        for one in row.measures
    ]
    told = f"{row.short}/{row.measured} cơ quan chưa đạt, mất {number(row.lost, 2)} điểm"
    return _block(
        f"{row.criterion} {row.name}", [("Kết quả", told), ("Nơi mất điểm", "; ".join(where)), *said]
    )


def _kept_by(row: Row) -> dict[str, Any]:
    return _block(f"{row.criterion} {row.name}", [("Đạt", "; ".join(body for body, _keeps in row.kept))])


def _part(heading: str, blocks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"heading": heading, "blocks": [one for one in blocks if one["texts"]]}


def _block(title: str, texts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {"title": title, "texts": [[label, text.strip()] for label, text in texts if text.strip()]}


def _table(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], numbers: Sequence[int]
) -> dict[str, Any]:
    return {"head": list(head), "rows": rows, "widths": list(widths), "numbers": list(numbers)}


def _short(line: Figure, texts: Texts) -> dict[str, Any]:
    said = {what: texts.get(key(what, line.criterion), "") for what in (CAUSE, RESPONSIBLE, MEASURE, BY)}
    return _block(
        f"{line.criterion} {line.name}",
        [
            ("Kết quả", figure_in_words(line)),
            ("Số liệu phân tích", " ".join(line.said)),
            ("Nguyên nhân", said[CAUSE]),
            ("Trách nhiệm", said[RESPONSIBLE]),
            ("Giải pháp", said[MEASURE]),
            ("Thời hạn", day(said[BY])),
        ],
    )


def _kept(line: Figure, texts: Texts) -> dict[str, Any]:
    return _block(
        f"{line.criterion} {line.name}",
        [("Kết quả", figure_in_words(line)), ("Duy trì", texts.get(key(KEEP, line.criterion), ""))],
    )


def _answers(texts: Texts, questions: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    return [
        _block(one["vi"], [("", texts.get(key(ANSWER, one["code"]), ""))])
        for one in questions
        if one["part"] == "text"
    ]


def _basis(figures: Figures) -> dict[str, Any]:
    at = datetime.fromisoformat(figures.horizon)
    formulas = [(line.criterion, line.formula) for line in figures.short]
    told = (
        f"Bộ tiêu chí {figures.criteria_set}; số liệu tính đến {at:%H:%M} ngày {at:%d/%m/%Y}, được cố định khi lập "
        "báo cáo. Cách tính các tiêu chí chưa đạt:"
    )
    return _block("", [("", told), *formulas])
