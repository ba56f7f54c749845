"""What every kind of file shows of a report: its head, the heads of its columns, and its cells as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from motcua.kernel import charts
from motcua.reports.rules.frozen import Told

COUNTED = "count"
NUMBERS = frozenset({"count", "decimal"})
WEIGHTS = {
    "procedure": 4.6,
    "where": 5.0,
    "doing": 4.0,
    "body": 3.0,
    "who": 3.2,
    "unit": 3.2,
    "cause": 2.8,
    "field": 2.4,
    "due": 1.9,
    "state": 1.7,
    "by": 2.1,
}
"""How wide columns of words are, beside a column of numbers (1)."""
LABEL, CODE = 4.0, 3.1
NONE = "–"


@dataclass(frozen=True)
class Head:
    """A column's head. `group`: over which it stands with its neighbours; `number`: of the form, or empty."""

    key: str
    name: str
    group: str = ""
    number: str = ""
    kind: str = "text"
    weight: float = 1.0


@dataclass(frozen=True)
class Line:
    """A row: depth 0 is the total, 1 the outermost. `cells`: as they were frozen, by key of the column."""

    depth: int
    number: str
    label: str
    cells: Mapping[str, Any]

    @property
    def is_bold(self) -> bool:
        return self.depth == 0


def heads(block: Told) -> list[Head]:
    """TT, what the row stands for, then the columns of the block."""
    label = block["label"]
    wide = CODE if label.get("short") else LABEL
    first = [
        Head("tt", "TT", number="(1)" if label["number"] else "", weight=0.6),
        Head("label", vi(label["name"]), number=label["number"], weight=wide),
    ]
    return first + [
        Head(
            one["key"],
            vi(one["name"]),
            vi(one.get("group")),
            f"({one['number']})" if "number" in one else "",
            one["kind"],
            WEIGHTS.get(one["key"], 1.3 if one["kind"] == "text" else 1.0),
        )
        for one in block["columns"]
    ]


def lines(block: Told) -> list[Line]:
    return [Line(one["depth"], one["number"], vi(one["label"]), one["cells"]) for one in block["rows"]]


def texts(line: Line, columns: Sequence[Head]) -> list[str]:
    """The row as text, in the order of the columns."""
    return [line.number, line.label, *(said(line.cells.get(one.key), one.kind) for one in columns[2:])]


def said(cell: Any, kind: str) -> str:
    if cell is None:
        return NONE
    if kind == "day":
        return f"{date.fromisoformat(cell):%d/%m/%Y}"
    if kind == "decimal":
        return decimal(cell)
    if kind == "count":
        return charts.whole(cell)
    return vi(cell)


def decimal(told: str) -> str:
    """`1742.50` → `1.742,50`."""
    whole, _point, rest = told.partition(".")
    return charts.whole(int(whole)) + (f",{rest}" if rest else "")


def vi(told: Any) -> str:
    """Vietnamese of a text in two languages; a plain text as it is."""
    return str(told["vi"]) if isinstance(told, Mapping) and told else str(told or "")


def tables(report: Told) -> list[Told]:
    """Blocks that have columns."""
    return [one for one in report["blocks"] if "columns" in one]


def title(report: Told) -> str:
    return "BÁO CÁO"


def subject(report: Told) -> str:
    return vi(report["name"])


def period(report: Told) -> str:
    """Kỳ báo cáo, with its first and last day."""
    over = report["period"]
    name = period_name(over["code"])
    days = [f"{date.fromisoformat(over[side]):%d/%m/%Y}" for side in ("from_on", "until_on")]
    return f"{name} (từ ngày {days[0]} đến hết ngày {days[1]})"


def period_name(code: str) -> str:
    year, _dash, part = code.partition("-")
    if not part:
        return f"Năm {year}"
    if part[0] == "Q":
        return f"Quý {('I', 'II', 'III', 'IV')[int(part[1]) - 1]}/{year}"
    if part[0] == "H":
        return f"{'6 tháng đầu' if part[1] == '1' else '6 tháng cuối'} năm {year}"
    return f"Tháng {int(part)}/{year}"


def state(report: Told) -> str:
    """Up to when it was counted, which version it is, and that it is provisional if it is."""
    told = f"Số liệu tính đến {moment(report['horizon'])}"
    if report.get("frozen", {}).get("version"):
        told += f"; bản thứ {report['frozen']['version']}"
    return told + ("; số liệu tạm tính, kỳ báo cáo chưa kết thúc." if report["provisional"] else ".")


def digest(report: Told) -> str:
    told = report.get("frozen", {}).get("digest", "")
    return f"Mã băm nội dung (SHA-256): {told}" if told else ""


def moment(said: str) -> str:
    return f"{localtime(datetime.fromisoformat(said)):%H:%M ngày %d/%m/%Y}"


def notes(block: Told) -> list[str]:
    """What has to be known to read a table: its notes, columns that stay empty, its checks, and where it comes from."""
    told = [vi(one) for one in block.get("notes", ())]
    for one in block.get("columns", ()):
        if one.get("reason"):
            told.append(f"Cột ({one['number']}): {vi(one['reason'])}")
    if block.get("checks"):
        told.append("Kiểm tra: " + "; ".join(block["checks"]) + ".")
    if block.get("basis"):
        sure = " (chưa chắc chắn)" if block.get("confidence") == "unsure" else ""
        told.append(f"Căn cứ: {block['basis']}{sure}.")
    return told
