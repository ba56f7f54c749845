"""The rules without a database: tokens, names, titles, numbers, content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.results.rules import content, places, tokens
from motcua.results.rules.byteranges import signatures
from motcua.results.rules.masking import masked


def test_tokens_are_read_back_however_they_are_typed():
    token = tokens.new_token()
    assert len({tokens.new_token() for _ in range(100)}) == 100
    for typed in (token, tokens.grouped(token).upper(), f" https://example.vn/x/{token}/ ", " ".join(token)):
        assert tokens.read(typed) == token


@given(st.text(max_size=60))
def test_tokens_that_cannot_be_are_read_as_nothing(typed):
    read = tokens.read(typed)
    assert read == "" or len(read) == tokens.LENGTH


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Nguyễn Thị Ướt", "Nguyễn T*** Ư***"),
        ("Công ty TNHH Hạ Long Xanh", "Công ty TNHH Hạ Long Xanh"),
        ("Bình", "B***"),
        ("", "***"),
    ],
)
def test_masked_shows_no_whole_name_of_a_person(name, shown):
    assert masked(name) == shown


@pytest.mark.parametrize(
    ("title", "headed"),
    [
        ("Quyết định gia hạn dự án", ("Quyết định", "Về việc gia hạn dự án")),
        ("Quyết định", ("Quyết định", "")),
        ("Chấp thuận chủ trương", ("Quyết định", "Về việc chấp thuận chủ trương")),
    ],
)
def test_heading_of_a_decision_is_one_word_and_its_matter(title, headed):
    assert content.heading(title, "", content.layout_of("khong-ro")) == headed


def test_content_prints_answers_under_their_labels_and_leaves_out_empty_ones():
    data = {
        "symbol": "GP",
        "labels": {"so_tang": "Số tầng"},
        "so_tang": 3,
        "ghi_chu": "",
        "bases": "Một\n\nHai",
    }
    read = content.Content.of(data)
    assert (read.fields, read.bases, read.symbol) == ((("Số tầng", "3"),), ("Một", "Hai"), "GP")


def test_a_decision_without_articles_has_the_usual_three():
    read = content.Content.of({"noi_dung": "A"})
    first, *others = content.articles(read, subtitle="Về việc gia hạn", holder="Bình", layout="decision")
    assert (first, len(others)) == ("Gia hạn đối với Bình, với các nội dung sau:", 2)


@pytest.mark.parametrize(("symbol", "number"), [("QĐ", "03/QĐ-BQLKKT"), ("GCN-BQLKKT", "03/GCN-BQLKKT")])
def test_numbers_bear_the_letters_of_the_body_once(symbol, number):
    assert places.number_of(3, symbol=symbol, body_symbol="BQLKKT") == number
    assert places.sequence_of(number) == 3


def test_place_and_authority_come_from_the_names_of_the_bodies():
    assert places.place_of(["Ban Quản lý Khu kinh tế", "Ủy ban nhân dân tỉnh Quảng Ninh"]) == "Quảng Ninh"
    assert (
        places.place_of(["Ủy ban nhân dân phường Bãi Cháy", "Ủy ban nhân dân tỉnh Quảng Ninh"]) == "Bãi Cháy"
    )
    assert places.authority_of("Trưởng ban", "Ban Quản lý Khu kinh tế") == "Trưởng Ban Quản lý Khu kinh tế"


@given(st.binary(max_size=300))
def test_byte_ranges_are_looked_for_in_any_bytes(noise):
    list(signatures(b"%PDF /ByteRange [0 1 2 3] /Contents <" + b"0" * 64 + b">" + noise))
