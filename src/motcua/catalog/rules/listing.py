"""The list of procedures as offices keep it: Vietnamese headers and words, columns in whatever order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from motcua.catalog.rules.listed import COLUMNS, Listed, RowError, rows_of
from motcua.catalog.rules.problems import Problem, Unreadable, gettext_noop
from motcua.catalog.rules.spreadsheets import sheet_of
from motcua.kernel.sentences import Sentence
from motcua.kernel.vietnamese import fold

HEADERS = {
    "code": "Mã thủ tục",
    "code_status": "Tình trạng mã",
    "name_vi": "Tên thủ tục",
    "name_en": "Tên tiếng Anh",
    "field": "Lĩnh vực",
    "level": "Cấp thực hiện",
    "subjects": "Đối tượng",
    "life_events": "Sự kiện đời sống",
    "eligible": "Đủ điều kiện toàn trình",
    "online": "Mức độ trực tuyến",
}
REASON = "Lý do"
NO_ROWS = gettext_noop("There are no rows below the headers: fill in the template and send it.")
WIDTHS = (16, 16, 60, 40, 24, 20, 24, 20, 14, 16)
SAMPLE = (
    "DEMO.9001",
    "Mã mô phỏng",
    "Cấp giấy phép mẫu (xóa dòng này trước khi nhập)",
    "Sample permit (delete this row)",
    "",
    "Tỉnh",
    "Công dân; Doanh nghiệp",
    "",
    "Có",
    "Toàn trình",
)
_WORDS = {
    "code_status": {
        "ma quoc gia": "verified",
        "da kiem tra": "verified",
        "can kiem tra": "unverified",
        "chua kiem tra": "unverified",
        "ma mo phong": "demo",
        "mo phong": "demo",
    },
    "level": {
        "tinh": "province",
        "cap tinh": "province",
        "khu kinh te": "zone",
        "ban quan ly khu kinh te": "zone",
        "xa": "commune",
        "cap xa": "commune",
    },
    "online": {
        "toan trinh": "full",
        "mot phan": "partial",
        "khong": "none",
        "tai quay": "none",
        "truc tiep": "none",
    },
    "eligible": {"co": "yes", "khong": "no"},
}
SAID = {
    "code_status": {"verified": "Mã quốc gia", "unverified": "Cần kiểm tra", "demo": "Mã mô phỏng"},
    "level": {"province": "Tỉnh", "zone": "Khu kinh tế", "commune": "Xã"},
    "online": {"full": "Toàn trình", "partial": "Một phần", "none": "Tại quầy"},
    "subjects": {"citizen": "Công dân", "enterprise": "Doanh nghiệp", "organization": "Tổ chức"},
}
_SUBJECTS = {
    "cong dan": "citizen",
    "ca nhan": "citizen",
    "nguoi dan": "citizen",
    "doanh nghiep": "enterprise",
    "to chuc": "organization",
}
# letters that Vietnamese in Unicode never has, but TCVN3 and VNI fonts and twice-decoded UTF-8 are full of
_OF_OLD_FONTS = frozenset("µ¸¶·¹¨»¾¼½®ªÆÇÑÎÏÖ×Þßäåæçîïñöøûüþ¬«‘¤")


@dataclass(frozen=True)
class Table:
    """What a spreadsheet lists. `lines`: its rows as they stand, headers first; `errors` name the Vietnamese header."""

    good: tuple[Listed, ...]
    errors: tuple[RowError, ...]
    lines: tuple[tuple[str, ...], ...]


def understood(lines: Sequence[Sequence[str]], *, fields: Mapping[str, str]) -> Table:
    """The rows of a spreadsheet. `fields`: the name of each field in Vietnamese by its code.

    Raises `Unreadable` for a sheet without rows, without its columns, or in an encoding that is not Unicode.
    """
    if len(lines) < 2:
        raise Unreadable([Problem(NO_ROWS)])
    columns = _columns(lines[0])
    if any(_is_old(line) for line in lines[1:]):
        message = gettext_noop(
            "Row %(row)s is not written in Unicode (perhaps TCVN3 or VNI): "
            "convert the file to Unicode and send it again."
        )
        row = next(number for number, line in enumerate(lines, start=1) if number > 1 and _is_old(line))
        raise Unreadable([Problem(message, {"row": str(row)}, line=row)])
    names = {fold(name): code for code, name in fields.items()}
    table = [_identified(dict(zip(columns, line, strict=False)), names) for line in lines[1:]]
    good, errors = rows_of(table, fields=fields)
    strange = list(_strange_subjects(table))
    bad = {table[error.row - 2].get("code") for error in strange}
    kept = [row for row in good if row.code not in bad]
    wrong = sorted([*errors, *strange], key=_place)
    said = tuple(_in_their_words(error, names, fields) for error in wrong)
    return Table(tuple(kept), said, tuple(tuple(line) for line in lines))


def _in_their_words(error: RowError, names: Mapping[str, str], fields: Mapping[str, str]) -> RowError:
    """The error with the header and the words of the table instead of the identifiers of the house."""
    told, params = error.error, error.error.params
    near = (
        get_close_matches(fold(params.get("code", "")), names, n=1, cutoff=0.5)
        if error.column == "field"
        else []
    )
    if "wanted" in params and error.column in SAID:
        told = Sentence(told.message, {**params, "wanted": ", ".join(SAID[error.column].values())})
    elif near:
        message = gettext_noop("There is no field “%(field)s”. Is it “%(near)s”? Then write it so.")
        told = Sentence(message, {"field": params["code"], "near": fields[names[near[0]]]})
    return replace(error, column=HEADERS.get(error.column, error.column), error=told)


def _place(error: RowError) -> tuple[int, int]:
    return error.row, list(HEADERS).index(error.column) if error.column in HEADERS else 99


def _columns(headers: Sequence[str]) -> list[str]:
    """The identifier of each column, empty for unknown ones. Raises `Unreadable` if one is missing or double."""
    known = {fold(header): name for name, header in HEADERS.items()} | {name: name for name in HEADERS}
    found = [known.get(fold(" ".join(header.split())), "") for header in headers]
    strange = {
        fold(header): header for header, name in zip(headers, found, strict=True) if header and not name
    }
    problems = [_missing(name, strange) for name in COLUMNS if name not in found]
    for name in dict.fromkeys(found):
        if name and found.count(name) > 1:
            message = gettext_noop("The column “%(column)s” stands there twice: keep one.")
            problems.append(Problem(message, {"column": HEADERS[name]}, line=1))
    if problems:
        raise Unreadable(problems)
    return found


def _missing(name: str, strange: Mapping[str, str]) -> Problem:
    near = get_close_matches(fold(HEADERS[name]), strange, n=1, cutoff=0.55)
    if near:
        message = gettext_noop(
            "The column “%(column)s” is missing. Is it “%(near)s”? Then rename that column."
        )
        return Problem(message, {"column": HEADERS[name], "near": strange[near[0]]}, line=1)
    message = gettext_noop("The column “%(column)s” is missing: add it to the table.")
    return Problem(message, {"column": HEADERS[name]}, line=1)


def _is_old(line: Sequence[str]) -> bool:
    text = "".join(line)
    return sum(letter in _OF_OLD_FONTS for letter in text) > max(2, len(text) // 50)


def _identified(cells: dict[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """Vietnamese words as the identifiers that the house uses; what is not known stays and is told as an error."""
    row = {name: value for name, value in cells.items() if name}
    for name, words in {**_WORDS, "field": fields}.items():
        row[name] = words.get(fold(row.get(name, "")), row.get(name, ""))
    parts = [part.strip() for part in row.get("subjects", "").replace(",", ";").split(";") if part.strip()]
    row["subjects"] = " ".join(_SUBJECTS.get(fold(part), part.replace(" ", "_")) for part in parts)
    row["life_events"] = row.get("life_events", "").replace(",", " ").replace(";", " ")
    return row


def _strange_subjects(table: Sequence[Mapping[str, str]]) -> Iterator[RowError]:
    for number, row in enumerate(table, start=2):
        for subject in row.get("subjects", "").split():
            if subject not in SAID["subjects"]:
                message = gettext_noop("“%(value)s” is not one of: %(wanted)s.")
                params = {"value": subject.replace("_", " "), "wanted": ""}
                yield RowError(number, "subjects", Sentence(message, params))


def template(field: str) -> bytes:
    """The empty table with one sample row; `field` is the name of a field that exists."""
    sample = [
        field if header == HEADERS["field"] else cell
        for header, cell in zip(HEADERS.values(), SAMPLE, strict=True)
    ]
    return sheet_of("Danh mục thủ tục", list(HEADERS.values()), [sample], widths=WIDTHS)


def with_reasons(lines: Sequence[Sequence[str]], errors: Collection[RowError]) -> bytes:
    """The rows that have errors, as they stand, with a column that says why."""
    reasons: dict[int, list[str]] = {}
    for error in errors:
        reasons.setdefault(error.row, []).append(f"{error.column}: {error.error}")
    width = max(len(line) for line in lines)
    rows = [
        [*lines[number - 1], *[""] * (width - len(lines[number - 1])), "\n".join(reasons[number])]
        for number in sorted(reasons)
        if 1 < number <= len(lines)
    ]
    headers = [*lines[0], *[""] * (width - len(lines[0])), REASON]
    return sheet_of("Dòng lỗi", headers, rows, widths=[24] * width + [60])
