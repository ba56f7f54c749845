"""`motcua bench`: which benchmarks there are, and how many dossiers they are told to work on."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from motcua.kernel import benchmarks
from motcua.kernel.commands import USAGE


@pytest.fixture(autouse=True)
def two_benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmarks, "_declared", {})
    monkeypatch.setattr(
        "motcua.operations.management.commands.bench.autodiscover_modules", lambda _name: None
    )
    monkeypatch.delenv("MOTCUA_BENCH_DOSSIERS", raising=False)
    benchmarks.benchmark("heavy")(lambda *, dossiers=7: {"counted": dossiers})
    benchmarks.benchmark("plain")(lambda: {"ticks": 3})


def told(*words: str) -> Any:
    printed = StringIO()
    call_command("bench", *words, "--json", stdout=printed)
    return json.loads(printed.getvalue())


def test_without_a_name_the_benchmarks_are_listed() -> None:
    assert told() == {"benchmarks": ["heavy", "plain"]}


def test_a_benchmark_works_on_as_many_dossiers_as_it_is_told() -> None:
    assert told("heavy") == {"benchmark": "heavy", "counted": 7}
    assert told("heavy", "--dossiers", "12")["counted"] == 12


def test_the_environment_says_how_many_where_the_command_line_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MOTCUA_BENCH_DOSSIERS", "5")
    assert told("heavy")["counted"] == 5
    assert told("heavy", "--dossiers", "12")["counted"] == 12
    assert told("plain")["ticks"] == 3


def test_a_benchmark_that_counts_no_dossiers_refuses_their_number() -> None:
    with pytest.raises(CommandError, match="counts no dossiers") as refused:
        told("plain", "--dossiers", "12")
    assert refused.value.returncode == USAGE


@pytest.mark.parametrize("nonsense", ["0", "-3", "1e6", "many"])
def test_only_a_whole_number_above_0_is_a_number_of_dossiers(nonsense: str) -> None:
    with pytest.raises(CommandError, match="whole number above 0|expected one argument"):
        told("heavy", "--dossiers", nonsense)
