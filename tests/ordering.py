"""Workers of a parallel run take the longest files first, so that both end at the same time.

A file goes to one worker as a whole (`--dist loadscope`), because its tests share what they set up. In the order of
the alphabet the files that are longest, trips through a browser, would come last, and one worker would do them alone.
The order decides nothing but the time: every test passes in any.
"""

from pathlib import Path

import pytest
import yaml

SECONDS = Path(__file__).with_name("seconds.yaml")
IN_A_BROWSER, COMMITTING, ROLLED_BACK, PLAIN = 2.5, 0.4, 0.12, 0.03


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items[:] = longest_first(items, measured())


def measured() -> dict[str, float]:
    """Processor seconds of whole files that take long, by path."""
    told: dict[str, float] = yaml.safe_load(SECONDS.read_text())
    return told


def longest_first(items: list[pytest.Item], known: dict[str, float]) -> list[pytest.Item]:
    """The tests of one file stay together and in order; what nobody measured is judged by what it needs."""
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.split("::")[0], []).append(item)
    price = {file: known.get(file, sum(map(_guessed, tests))) for file, tests in files.items()}
    return [item for file in sorted(files, key=lambda file: (-price[file], file)) for item in files[file]]


def _guessed(item: pytest.Item) -> float:
    database = item.get_closest_marker("django_db")
    if item.get_closest_marker("browser"):
        return IN_A_BROWSER
    if database is None:
        return PLAIN
    return COMMITTING if database.kwargs.get("transaction") else ROLLED_BACK
