"""Contrast, computed from the style sheet's own tokens."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parents[2] / "src/motcua/web/static/web/motcua.css"
TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "wash", TEXT),
    ("quiet", "paper", TEXT),
    ("quiet", "wash", TEXT),
    ("link", "paper", TEXT),
    ("link", "wash", TEXT),
    ("link-hover", "blue-wash", TEXT),
    ("on-brand", "brand", TEXT),
    ("on-brand", "brand-dark", TEXT),
    ("on-brand", "red", TEXT),
    ("on-brand", "grey", TEXT),
    *[(tone, f"{tone}-wash", TEXT) for tone in ("blue", "green", "amber", "red", "grey")],
    *[("ink", f"{tone}-wash", TEXT) for tone in ("blue", "green", "amber", "red", "grey")],
    *[("link", f"{tone}-wash", TEXT) for tone in ("blue", "green", "amber", "red", "grey")],
    *[("quiet", f"{tone}-wash", TEXT) for tone in ("blue", "green", "amber", "red", "grey")],
    ("red", "paper", TEXT),
    ("edge", "paper", SHAPE),
    ("amber-edge", "paper", SHAPE),
    ("green", "paper", SHAPE),
    ("focus-ink", "paper", SHAPE),
    ("focus", "brand", SHAPE),
    ("focus-ink", "focus", TEXT),
]


def tokens(*selectors):
    found = {}
    for selector in selectors:
        block = re.search(re.escape(selector) + r" \{(.*?)\n  \}", SHEET.read_text(), re.DOTALL)[1]
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))
    return found


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    "selectors", [(":root",), (":root", '[data-contrast="high"]')], ids=["normal", "high"]
)
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_pair_of_tokens_contrasts_enough(ink, ground, least, selectors):
    colours = tokens(*selectors)
    assert contrast(colours[ink], colours[ground]) >= least


def test_contrast_is_computed_as_the_norm_says():
    assert contrast("#fff", "#000") == 21
    assert round(contrast("#777777", "#fff"), 2) == 4.48


def test_tokens_are_the_only_colours():
    layers = SHEET.read_text().split("@layer base {", 1)[1]
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", layers)) <= {"#fff"}
