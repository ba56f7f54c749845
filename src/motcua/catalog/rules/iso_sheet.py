"""The ISO sheet as a spreadsheet with the headers that Vietnamese offices use, both ways.

A consultation is a row of the kind “Xin ý kiến song song” (STT 3); the units asked follow as STT 3.1, 3.2 and so on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from motcua.catalog.rules.listed import RowError
from motcua.catalog.rules.problems import gettext_noop
from motcua.catalog.rules.process import DONE, END, Net
from motcua.catalog.rules.spreadsheets import sheet_of, table_of
from motcua.catalog.rules.unrolling import rows_of_net
from motcua.kernel.sentences import Sentence
from motcua.kernel.vietnamese import fold

NUMBER, CODE, NAME, NAME_EN, KIND = "STT", "Mã bước", "Bước", "Bước (tiếng Anh)", "Loại"
BODY, UNIT, ROLE, TIME = "Cơ quan", "Đơn vị", "Vai trò", "Thời gian"
FORM, OUTPUT, CHECKLIST, NEXT = "Biểu mẫu", "Kết quả", "Danh mục kiểm tra", "Bước tiếp theo/Rẽ nhánh"
HEADERS = (NUMBER, CODE, NAME, NAME_EN, KIND, BODY, UNIT, ROLE, TIME, FORM, OUTPUT, CHECKLIST, NEXT)
NEEDED = (NUMBER, NAME, ROLE)
WIDTHS = (6, 16, 36, 30, 16, 10, 18, 18, 18, 12, 30, 40, 40)
TOGETHER = "Xin ý kiến song song"
FINISH = "Kết thúc"
KINDS = {
    "process": "Xử lý",
    "consult": "Xin ý kiến",
    "draft": "Dự thảo",
    "submit": "Trình",
    "approve": "Phê duyệt",
    "sign": "Ký",
    "deliver": "Phát hành",
}
UNITS = {
    "one_stop": "Bộ phận Một cửa",
    "expert": "Phòng chuyên môn",
    "leadership": "Lãnh đạo",
    "records": "Văn thư",
    "finance": "Tài chính",
}
ROLES = {
    "one_stop": "Công chức một cửa",
    "specialist": "Chuyên viên",
    "head": "Trưởng phòng",
    "leader": "Lãnh đạo",
    "clerk": "Văn thư",
}
TIMES = {
    "working_days": "ngày làm việc",
    "half_days": "buổi",
    "working_hours": "giờ làm việc",
    "calendar_days": "ngày",
    "months": "tháng",
}
OUTCOMES = {DONE: "Đạt", "return": "Trả lại", "refuse": "Từ chối"}
Cells = Mapping[str, str]
Row = dict[str, Any]


def write(net: Net, *, title: str) -> bytes:
    """The process of a net as XLSX. Cells are text only, so that none is ever run as a formula."""
    return sheet_of("Quy trình", HEADERS, list(_lines(rows_of_net(net))), widths=WIDTHS)


def _lines(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(rows, start=1):
        if "step" in row:
            yield _line(str(number), row, "process")
            continue
        empty = dict.fromkeys(HEADERS, "")
        onward = FINISH if row.get("next") == END else row.get("next", "")
        yield tuple(
            (
                {
                    **empty,
                    NUMBER: str(number),
                    CODE: row["consult"],
                    NAME: "Xin ý kiến",
                    KIND: TOGETHER,
                    NEXT: onward,
                }
            ).values()
        )
        for place, branch in enumerate(row["branches"], start=1):
            yield _line(f"{number}.{place}", branch, "consult")


def _line(number: str, row: Row, usual: str) -> tuple[str, ...]:
    limit = row.get("limit")
    return (
        number,
        row["step"],
        row["name"]["vi"],
        row["name"].get("en", ""),
        KINDS[row.get("kind", usual)],
        row.get("body", ""),
        UNITS[row.get("unit", "expert")],
        ROLES[row["role"]],
        f"{limit['quantity'].replace('.', ',')} {TIMES[limit['unit']]}" if limit else "",
        row.get("form", ""),
        _both(row["output"]) if "output" in row else "",
        "\n".join(_both(item) for item in row.get("checklist", ())),
        _ways(row),
    )


def _both(text: Mapping[str, str]) -> str:
    return f"{text['vi']} | {text['en']}" if text.get("en") else text["vi"]


def _ways(row: Row) -> str:
    if "outcomes" not in row:
        return FINISH if row.get("next") == END else str(row.get("next", ""))
    ways = row["outcomes"].items()
    return "; ".join(f"{OUTCOMES.get(name, name)}: {FINISH if to == END else to}" for name, to in ways)


def read(content: bytes) -> tuple[list[Row], list[RowError]]:
    """The rows of a sheet, ready to stand as `process` of a document, and the errors by row of the spreadsheet.

    Raises `Unreadable` if the file is no spreadsheet. Rows with errors are kept as far as they can be read.
    """
    table = table_of(content)
    missing = [name for name in NEEDED if not table or name not in table[0]]
    if missing:
        lacking = Sentence(gettext_noop("The column is missing: add it to the table."))
        return [], [RowError(1, name, lacking) for name in missing]
    reader = _Reader(table)
    return reader.rows(), reader.errors


class _Reader:
    """One sheet being read: it remembers which number and which name stands for which step."""

    def __init__(self, table: Sequence[Cells]) -> None:
        self.errors: list[RowError] = []
        self.lines = [(number, cells) for number, cells in enumerate(table, start=2) if any(cells.values())]
        self.codes: dict[str, str] = {}
        taken: set[str] = set()
        for number, cells in self.lines:
            code = cells.get(CODE) or _unique(slug(cells[NAME]), taken)
            if code in taken:
                message = gettext_noop("The code “%(code)s” is used twice: give one of them another code.")
                self.wrong(number, CODE, message, code=code)
            taken.add(code)
            self.codes[cells[NUMBER]] = code

    def wrong(self, row: int, column: str, message: str, **params: str) -> None:
        self.errors.append(RowError(row, column, Sentence(message, params)))

    def rows(self) -> list[Row]:
        rows: list[Row] = []
        for number, cells in self.lines:
            if fold(cells.get(KIND, "")) == fold(TOGETHER):
                onward = self.target(number, cells.get(NEXT, ""))
                rows.append(
                    {
                        "consult": self.codes[cells[NUMBER]],
                        "branches": [],
                        **({"next": onward} if onward else {}),
                    }
                )
            elif "." in cells[NUMBER]:
                if rows and "consult" in rows[-1]:
                    rows[-1]["branches"].append(self.step(number, cells, "consult"))
                else:
                    self.wrong(
                        number, NUMBER, gettext_noop("Put a row “%(kind)s” before this one."), kind=TOGETHER
                    )
            else:
                rows.append({**self.step(number, cells, "process"), **self.ways(number, cells.get(NEXT, ""))})
        return rows

    def step(self, number: int, cells: Cells, usual: str) -> Row:
        row: Row = {"step": self.codes[cells[NUMBER]], "name": _text(cells[NAME], cells.get(NAME_EN, ""))}
        if not cells[NAME]:
            self.wrong(number, NAME, gettext_noop("This may not be empty: write something here."))
        row["role"] = self.word(number, ROLE, cells, ROLES, "specialist")
        others = {
            "kind": self.word(number, KIND, cells, KINDS, usual),
            "unit": self.word(number, UNIT, cells, UNITS, "expert"),
            "body": cells.get(BODY, ""),
            "limit": self.limit(number, cells.get(TIME, "")),
            "checklist": [_split(line) for line in cells.get(CHECKLIST, "").split("\n") if line.strip()],
            "form": cells.get(FORM, ""),
            "output": _split(cells[OUTPUT]) if cells.get(OUTPUT) else "",
        }
        usuals = {"kind": usual, "unit": "expert"}
        return row | {name: value for name, value in others.items() if value and value != usuals.get(name)}

    def word(self, number: int, column: str, cells: Cells, words: Mapping[str, str], usual: str) -> str:
        """The identifier of a Vietnamese word of a closed list; the identifier itself is understood too."""
        said = fold(cells.get(column, ""))
        if not said and column != ROLE:
            return usual
        for name, word in words.items():
            if said in (fold(word), name):
                return name
        message = gettext_noop("“%(value)s” is not one of: %(wanted)s.")
        self.wrong(number, column, message, value=cells.get(column, ""), wanted=", ".join(words.values()))
        return usual

    def limit(self, number: int, said: str) -> dict[str, str] | None:
        """`0,5 ngày làm việc`, `4 giờ`: hours are working hours."""
        if not said:
            return None
        found = re.fullmatch(r"(\d{1,4}(?:[.,]\d{1,4}|/[1-9]\d{0,3})?)\s*(\D+)", said)
        words = {fold(word): unit for unit, word in TIMES.items()} | {"gio": "working_hours"}
        unit = words.get(fold(found[2])) if found else None
        if found is None or unit is None:
            message = gettext_noop("Write the time as a number and a unit, such as “0,5 ngày làm việc”.")
            self.wrong(number, TIME, message)
            return None
        quantity = found[1].replace(",", ".")
        return {"quantity": quantity if Fraction(quantity) else "0", "unit": unit}

    def ways(self, number: int, said: str) -> Row:
        """Nothing: the next row. One name: there. `Đạt: du-thao; Trả lại: tham-dinh`: by outcome."""
        if not said:
            return {}
        if ":" not in said:
            return {"next": self.target(number, said)}
        names = {fold(word): name for name, word in OUTCOMES.items()}
        pairs = [part.split(":", 1) for part in re.split(r"[;\n]", said) if ":" in part]
        outcomes = {names.get(fold(name), slug(name)): self.target(number, to.strip()) for name, to in pairs}
        return {"outcomes": outcomes}

    def target(self, number: int, said: str) -> str:
        """A step by its code or its STT; `Kết thúc` is the end."""
        if not said or fold(said) in (fold(FINISH), END):
            return END if said else ""
        if said in self.codes.values():
            return said
        if said in self.codes:
            return self.codes[said]
        message = gettext_noop("There is no step “%(target)s” to go to: name a step of this sheet, or “end”.")
        self.wrong(number, NEXT, message, target=said)
        return END


def slug(text: str) -> str:
    """An id made of a name: `Thẩm định` → `tham-dinh`."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:32].strip("-")
    return words if words[:1].isalpha() else f"b-{words}".strip("-")


def _unique(code: str, taken: set[str]) -> str:
    number, found = 2, code
    while found in taken:
        found, number = f"{code}-{number}", number + 1
    return found


def _split(text: str) -> dict[str, str]:
    vi, _bar, en = text.partition(" | ")
    return _text(vi.strip(), en.strip())


def _text(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en} if en else {"vi": vi}
