"""What the shipped catalogue promises: enough procedures that run, the figure of the province, honest marks."""

from collections import Counter
from functools import cache

import pytest
import yaml

from motcua.catalog.queries.files import life_events, synonyms
from motcua.catalog.rules.folder import SHIPPED, Catalogue, read_folder
from motcua.catalog.rules.soundness import problems as unsound
from motcua.clock.rules.limits import SupplementMode, Unit
from motcua.kernel.vietnamese import fold

ZONE = [
    ("DEMO.0001", 17), ("DEMO.0002", 10), ("DEMO.0003", 5), ("DEMO.0004", 3), ("DEMO.0005", 7), ("DEMO.0006", 3),
    ("DEMO.0007", 17), ("DEMO.0008", 3), ("DEMO.0009", 3), ("DEMO.0010", 10), ("DEMO.0011", 15), ("1.009977", 15),
    ("1.009976", 15), ("1.009978", 5), ("1.009979", 5), ("1.009794", 15), ("2.000205", 10), ("2.000063", 7),
    ("2.001955", 7),
]  # fmt: skip


@cache
def shipped() -> Catalogue:
    codes = [1, *range(11, 21), 31, 41, 42, 43]
    return read_folder(SHIPPED, bodies={"H49", *(f"H49.{code:02}" for code in codes)})


def test_every_file_can_be_published():
    assert [f"{problem.where}: {problem}" for problem in shipped().problems] == []


def test_the_share_of_full_online_service_is_that_of_the_province():
    said = shipped().procedures.values()

    assert sum(eligible for eligible, _level in said) == 250
    assert sum(eligible and level == "full" for eligible, level in said) == 183
    assert not any(level == "full" and not eligible for eligible, level in said)


def test_no_name_is_listed_twice_at_one_level():
    names = Counter((fold(row.name_vi), row.level) for row in shipped().listed)
    names.update((fold(each.document.name.vi), each.document.level) for each in shipped().written)

    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize(("code", "days"), ZONE)
def test_the_procedures_of_the_zone_have_the_limits_of_the_law(code, days):
    document = next(each.document for each in shipped().written if each.document.code == code)

    assert (document.level, document.time_limit.limit.quantity) == ("zone", days)


def test_the_catalogue_shows_the_whole_range_of_what_procedures_do():
    documents = [each.document for each in shipped().written]

    assert len(documents) >= 32
    assert sum(any(kind == "and" for kind in each.net.gateways.values()) for each in documents) >= 8
    assert sum(each.time_limit.policy.supplement == SupplementMode.RESET for each in documents) >= 3
    assert sum(not each.result.document for each in documents) >= 3
    hours = Unit.WORKING_HOURS  # the law states no whole procedure in hours; steps are
    assert {each.time_limit.limit.unit for each in documents} == set(Unit) - {hours}
    assert all(2 <= len(each.sections) <= 4 for each in documents)
    assert all(each.name.en and each.result.name.en for each in documents)


def test_every_process_is_sound():
    found = {each.document.code: list(unsound(each.document.net)) for each in shipped().written}

    assert {code: problems for code, problems in found.items() if problems} == {}


def test_every_earlier_result_that_may_be_reused_is_given_by_some_procedure():
    given = {each.document.result.reusable_as for each in shipped().written}
    asked = {paper.reusable_from for each in shipped().written for paper in each.document.papers}

    assert asked - given - {""} <= {"gcn-qsdd"}


def test_unknown_national_codes_are_marked():
    marks = {row.code: row.code_status for row in shipped().listed}
    marks |= {each.document.code: each.document.code_status for each in shipped().written}

    assert {code for code, mark in marks.items() if code.startswith("DEMO.") != (mark == "demo")} == set()
    assert "verified" not in marks.values()


def test_lists_of_words_are_whole():
    used = {event for row in shipped().listed for event in row.life_events}
    used |= {event for each in shipped().written for event in each.document.life_events}

    assert used <= {event.code for event in life_events()}
    assert all(len(group) > 1 for group in synonyms())
    competence = yaml.safe_load((SHIPPED / "competence.yaml").read_text(encoding="utf-8"))
    fields = {row["code"] for row in shipped().fields}
    assert set(competence["fields"]) == fields
