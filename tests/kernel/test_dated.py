"""Numbers hold from their day on, until the day of the next ones."""

from dataclasses import dataclass
from datetime import date

import pytest

from motcua.kernel.dated import in_force, read_dated


@dataclass(frozen=True)
class Norms:
    effective_from: date
    days: int
    before: tuple[int, ...]


FILE = """
- {effective_from: 2026-07-01, basis: {days: {text: NĐ 2}}, days: 4, before: [2, 1]}
- {effective_from: 2025-07-01, basis: {days: {text: NĐ 1}}, days: 5, before: []}
"""


@pytest.fixture
def known(tmp_path):
    (tmp_path / "norms.yaml").write_text(FILE, encoding="utf-8")
    return read_dated(tmp_path / "norms.yaml", Norms)


def test_blocks_are_read_without_their_basis(known):
    assert known == (Norms(date(2026, 7, 1), 4, (2, 1)), Norms(date(2025, 7, 1), 5, ()))


@pytest.mark.parametrize(
    ("on", "days"), [((2025, 7, 1), 5), ((2026, 6, 30), 5), ((2026, 7, 1), 4), ((2030, 1, 1), 4)]
)
def test_the_last_whose_day_has_come_is_in_force(known, on, days):
    assert in_force(known, date(*on)).days == days


def test_before_the_first_nothing_is_in_force(known):
    with pytest.raises(LookupError):
        in_force(known, date(2025, 6, 30))


def test_what_a_block_leaves_out_is_refused(tmp_path):
    (tmp_path / "norms.yaml").write_text("- {effective_from: 2026-07-01}", encoding="utf-8")
    with pytest.raises(TypeError, match="days"):
        read_dated(tmp_path / "norms.yaml", Norms)
