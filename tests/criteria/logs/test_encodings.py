"""UTF-8, UTF-16 and Windows-1258 are read; the encodings of Vietnamese fonts are recognised and refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules.logs.checking import check
from motcua.criteria.rules.logs.encodings import encoding_of
from motcua.criteria.rules.logs.faults import Fault, Refused, Unreadable
from motcua.criteria.rules.logs.legacy import (
    from_tcvn3,
    from_vni,
    from_windows,
    legacy_encoding,
    vietnamese_share,
)
from motcua.criteria.rules.logs.roles import Roles
from tests.criteria.logs.making import as_csv, form, reading, written

HEADERS = ["Mã hồ sơ", "Bước xử lý", "Thời điểm kết thúc"]
ROLES = Roles(case=HEADERS[0], activity=HEADERS[1], timestamp=HEADERS[2])
STEPS = ["Tiếp nhận hồ sơ", "Thẩm định", "Lấy ý kiến", "Trình lãnh đạo ký duyệt", "Trả kết quả"]
ROWS = [[f"H49-{n}", step, f"2026-01-0{n + 1} 08:00:00"] for n, step in enumerate(STEPS)]
# “Tiếp nhận hồ sơ, Thẩm định, Trả kết quả”, as the bytes of the two font encodings
TCVN3 = b"Ti\xd5p nh\xcbn h\xe5 s\xac, Th\xc8m \xae\xdenh, Tr\xb6 k\xd5t qu\xb6"
VNI = b"Tie\xe1p nha\xe4n ho\xe0 s\xf4, Tha\xe5m \xf1\xf2nh, Tra\xfb ke\xe1t qua\xfb"


def windows_1258(text):
    """Vowels with their hat as one letter, tones as combining marks after it, as the keyboard of Windows writes."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", letter)
            tones = [mark for mark in marks if mark in "\u0300\u0301\u0309\u0303\u0323"]
            shape = [mark for mark in marks if mark not in tones]
            out.append(unicodedata.normalize("NFC", base + "".join(shape)).encode("cp1258"))
            out.append("".join(tones).encode("cp1258"))
    return b"".join(out)


@pytest.mark.parametrize(
    ("encode", "told"),
    [
        (lambda text: text.encode("utf-8"), "utf-8"),
        (lambda text: text.encode("utf-8-sig"), "utf-8"),
        (lambda text: unicodedata.normalize("NFD", text).encode("utf-8"), "utf-8"),
        (lambda text: text.encode("utf-16"), "utf-16"),
        (lambda text: text.encode("utf-16-le"), "utf-16-le"),
        (lambda text: b"\xfe\xff" + text.encode("utf-16-be"), "utf-16"),
        (windows_1258, "windows-1258"),
    ],
    ids=[
        "utf-8",
        "utf-8 with a mark",
        "decomposed",
        "utf-16",
        "utf-16 without a mark",
        "big-endian",
        "windows-1258",
    ],
)
@pytest.mark.parametrize("suffix", ["csv", "csv.gz"])
def test_vietnamese_is_read_from_every_usual_encoding(tmp_path, encode, told, suffix):
    path = written(tmp_path / f"log.{suffix}", encode(as_csv(ROWS, HEADERS, delimiter=";")))
    with reading(path, ROLES) as log:
        check(log)
        assert log.told == {"format": "csv", "encoding": told, "delimiter": ";"}
        assert log.rows.order("row").project(log.cell("activity")).fetchall() == [(step,) for step in STEPS]
        assert log.faults.first == []


def test_the_two_font_encodings_read_as_meant():
    meant = "Tiếp nhận hồ sơ, Thẩm định, Trả kết quả"
    assert from_tcvn3(TCVN3) == meant
    assert from_vni(VNI) == meant
    assert from_windows(windows_1258(meant)) == meant


@pytest.mark.parametrize(("raw", "name"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
@pytest.mark.parametrize("inside_unicode", [False, True])
def test_a_font_encoding_is_recognised_and_refused_also_inside_unicode(tmp_path, raw, name, inside_unicode):
    content = b"case:concept:name,concept:name,time:timestamp\na," + raw.replace(b",", b"") + b",2026-01-05\n"
    content = content.decode("cp1252").encode() if inside_unicode else content
    with pytest.raises(Unreadable) as refused, reading(written(tmp_path / "log.csv", content)):
        pass
    assert (refused.value.code, refused.value.values) == (Refused.LEGACY_ENCODING, {"encoding": name})


def test_whoever_names_utf8_is_believed():
    disguised = VNI.decode("cp1252").encode()
    assert encoding_of(disguised, named="UTF-8") == "utf-8-sig"


@pytest.mark.parametrize("name", ["TCVN3", "tcvn-3", "vni", "VNI-Windows"])
def test_a_font_encoding_cannot_be_asked_for_either(name):
    with pytest.raises(Unreadable) as refused:
        encoding_of(b"abc", named=name)
    assert refused.value.code is Refused.LEGACY_ENCODING


def test_an_encoding_that_nobody_knows_is_refused():
    with pytest.raises(Unreadable) as refused:
        encoding_of(b"abc", named="morse")
    assert refused.value.code is Refused.UNKNOWN_ENCODING


def test_one_wrong_byte_in_utf8_is_a_fault_of_its_row(tmp_path):
    raw = as_csv(ROWS, HEADERS).encode().replace("Thẩm".encode(), "Thẩm".encode()[:-2] + b"m", 1)
    with reading(written(tmp_path / "log.csv", raw), ROLES) as log:
        assert [(each.row, each.column, each.code) for each in log.faults.first] == [
            (3, HEADERS[1], Fault.BAD_ENCODING)
        ]


def test_one_western_letter_in_an_ascii_file_is_a_fault_and_no_new_encoding(tmp_path):
    raw = as_csv([["a", "caf\xe9", "2026-01-05"]]).encode("latin-1")
    path = written(tmp_path / "log.csv", raw)
    with reading(path) as log:
        assert log.faults.counts == {Fault.BAD_ENCODING: 1}
    with reading(path, like=form(encoding="latin-1")) as log:
        assert log.rows.project(log.cell("activity")).fetchall() == [("café",)]
        assert log.faults.counts.total() == 0


SYLLABLES = [
    "tiếp",
    "nhận",
    "hồ",
    "thẩm",
    "trả",
    "kết",
    "quả",
    "người",
    "nộp",
    "giấy",
    "phép",
    "đất",
    "nghiêm",
]
SYLLABLES += [
    "khuyết",
    "ngoằng",
    "yêu",
    "thuở",
    "định",
    "duyệt",
    "hưởng",
    "khoản",
    "xoáy",
    "quyển",
    "gì",
    "ý",
]


def test_vietnamese_syllables_read_as_such_and_western_words_do_not():
    assert [word for word in SYLLABLES if vietnamese_share(word) < 1] == []
    assert vietnamese_share("café coördinator Straße naïve façade") == 0


@given(st.lists(st.sampled_from(SYLLABLES), min_size=2, unique=True))
def test_windows_1258_is_never_taken_for_a_font(words):
    assert legacy_encoding(windows_1258(" ".join(words))) == "windows-1258"
