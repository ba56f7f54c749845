import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from motcua.files.rules.names import display_name


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ánh\\đơn.pdf", "đơn.pdf"),
        ("đơn\u202efdp.exe", "đơnfdp.exe"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ('"><script>.pdf', "___script_.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("", "khong-ten"),
        ("...", "khong-ten"),
        (".pdf", "pdf"),
        ("\x00\u200b", "khong-ten"),
        ("a" * 500 + ".pdf", "a" * 116 + ".pdf"),
        ("👨‍👩‍👧.png", "👨👩👧.png"),
    ],
)
def test_display_name_shows_what_can_be_shown(sent, shown):
    assert display_name(sent) == shown


@given(st.text(max_size=300))
@example("\u2066a\u2069/b\\c:d")
def test_display_name_is_one_short_clean_line_and_stays_as_it_is(sent):
    shown = display_name(sent)
    assert 0 < len(shown) <= 120
    assert not set(shown) & set('/\\<>:"|?*\r\n\0')
    assert not any(unicodedata.category(c) in ("Cc", "Cf") for c in shown)
    assert display_name(shown) == shown
