import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from motcua.kernel.vietnamese import fold, number_in_words, person_sort_key, sort_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đỗ Đức Đạt", "do duc dat"),
        ("  Nguyễn\tThị\n Ánh ", "nguyen thi anh"),
        ("ĐĂNG KÝ KẾT HÔN", "dang ky ket hon"),
        (unicodedata.normalize("NFD", "Thừa Thiên Huế"), "thua thien hue"),
        ("Số 12/3-A", "so 12/3-a"),
        ("", ""),
    ],
)
def test_fold_leaves_out_marks_case_and_spare_spaces(text, key):
    assert fold(text) == key


@given(st.text(max_size=40))
@example("İ\u0301ŉ")
def test_fold_of_any_text_is_stable_and_the_same_for_both_unicode_forms(text):
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "in_order",
    [
        [*"aăâbcdđeêghiklmnoôơpqrstuưvxy"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["cam", "cám", "căm", "cắm", "câm", "cấm"],
        ["An", "Anh", "Ánh", "Ăn", "Ân", "Ba", "Đa", "Đạt", "Em"],
        ["Ea", "Ea Kar", "Ê Đê"],
        ["1", "2", "a"],
        ["hoa", "hoà", "hoa hồng"],
    ],
)
def test_sort_key_follows_the_alphabet_and_then_the_tones(in_order):
    assert sorted(reversed(in_order), key=sort_key) == in_order


@given(st.text(max_size=40))
@example("\u0301")
@example("\u0323\u0302")
def test_sort_key_of_any_text_is_the_same_for_both_forms_and_both_cases(text):
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))
    assert sort_key("Ế" + text) == sort_key("ế" + text)


def test_people_stand_by_given_name_then_family_name_then_the_rest():
    names = ["Trần Văn Bình", "Lê Thị An", "Nguyễn Văn An", "Nguyễn Anh An", "Vừ A Ánh", "Y", "Đinh Công Đạt"]
    assert sorted(names, key=person_sort_key) == [
        "Lê Thị An",
        "Nguyễn Anh An",
        "Nguyễn Văn An",
        "Vừ A Ánh",
        "Trần Văn Bình",
        "Đinh Công Đạt",
        "Y",
    ]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_250_000, "một triệu hai trăm năm mươi nghìn"),
        (2_000_015, "hai triệu không trăm mười lăm"),
        (1_000_000_001, "một tỷ không trăm linh một"),
        (3_000_000_000_000, "ba nghìn tỷ"),
        (-7, "âm bảy"),
    ],
)
def test_number_in_words_is_as_legal_papers_spell_it(number, words):
    assert number_in_words(number) == words


UNITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7}
UNITS |= {"tám": 8, "chín": 9}


def read_back(words: list[str]) -> int:
    """The obvious slow reader: split at the largest word of size."""
    for size_word, size in (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 1000), ("trăm", 100)):
        if size_word in words:
            place = len(words) - 1 - words[::-1].index(size_word)
            return read_back(words[:place]) * size + (
                read_back(words[place + 1 :]) if words[place + 1 :] else 0
            )
    if "mươi" in words:
        tens, units = words[: words.index("mươi")], words[words.index("mươi") + 1 :]
        return UNITS[tens[0]] * 10 + (UNITS[units[0]] if units else 0)
    if words[0] == "mười":
        return 10 + (UNITS[words[1]] if words[1:] else 0)
    return UNITS[words[-1]]


@given(st.integers(min_value=0, max_value=10**15))
def test_number_in_words_can_be_read_back(number):
    assert read_back(number_in_words(number).split()) == number
