import pytest
from django.utils.translation import override

from motcua.kernel.bilingual import Text


@pytest.mark.parametrize(
    ("language", "shown", "lang"),
    [
        ("vi", "Sở Xây dựng", "vi"),
        ("en", "Department of Construction", "en"),
        ("en-gb", None, "en"),
        (None, None, "vi"),
    ],
)
def test_text_shows_itself_in_the_readers_language(language, shown, lang):
    text = Text("Sở Xây dựng", "Department of Construction")
    with override(language):
        assert str(text) == (shown or {"vi": text.vi, "en": text.en}[lang])
        assert text.lang == lang


def test_text_without_english_stays_vietnamese_and_says_so():
    with override("en"):
        assert str(Text("Nghị định 118/2025/NĐ-CP")) == "Nghị định 118/2025/NĐ-CP"
        assert Text("Nghị định").lang == "vi"


def test_text_is_made_of_a_string_a_mapping_or_itself():
    both = Text("Phí", "Fee")
    assert Text.of(both) is both
    assert Text.of({"vi": "Phí", "en": "Fee"}) == both
    assert Text.of({"vi": "Phí"}) == Text.of("Phí") == Text("Phí")
