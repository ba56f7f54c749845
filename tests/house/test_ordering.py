"""The order in which workers take files: only the time depends on it."""

from pathlib import Path

import pytest

from tests.ordering import longest_first, measured

ROOT = Path(__file__).resolve().parents[2]


class Told:
    """A test as its file, its name and what it asks for say."""

    def __init__(self, nodeid, **marks):
        self.nodeid, self.marks = nodeid, marks

    def get_closest_marker(self, name):
        return self.marks.get(name)


def database(**kwargs):
    return pytest.mark.django_db(**kwargs).mark


def order_of(*tests, known=None):
    return [item.nodeid for item in longest_first(list(tests), known or {})]


def test_what_was_measured_comes_first_and_stays_together_in_its_order():
    tests = Told("a.py::one"), Told("b.py::two"), Told("a.py::three"), Told("b.py::one")
    assert order_of(*tests, known={"b.py": 9}) == ["b.py::two", "b.py::one", "a.py::one", "a.py::three"]


def test_a_browser_takes_longer_than_commits_and_these_longer_than_a_rollback():
    tests = (
        Told("a.py::plain"),
        Told("b.py::rolled_back", django_db=database()),
        Told("c.py::committing", django_db=database(transaction=True)),
        Told("d.py::in_a_browser", django_db=database(transaction=True), browser=pytest.mark.browser.mark),
    )
    assert [nodeid[0] for nodeid in order_of(*tests)] == ["d", "c", "b", "a"]


def test_files_of_one_price_come_by_name_so_that_all_workers_agree():
    tests = Told("b.py::one"), Told("a.py::one"), Told("c.py::one")
    assert order_of(*tests) == order_of(*reversed(tests)) == ["a.py::one", "b.py::one", "c.py::one"]


def test_every_file_that_was_measured_is_there():
    assert [file for file in measured() if not (ROOT / file).is_file()] == []
