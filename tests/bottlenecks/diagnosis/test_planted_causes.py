"""The causes that the demo plants are found, and none where it plants none."""

from datetime import datetime

import pytest

from motcua.bottlenecks.benchmarks.causes import judged
from motcua.bottlenecks.rules.diagnosis.norms import in_force
from motcua.bottlenecks.rules.diagnosis.suspecting import suspected
from motcua.clock.rules.calendar import ZONE
from tests.bottlenecks.diagnosis.provinces import ground, two_years

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 16, 0, tzinfo=ZONE)
NORMS = in_force(AT.date())


@pytest.fixture(scope="module")
def years(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield two_years(AT, dossiers=3_000, seed=20240508)


def test_every_planted_cause_is_found_and_no_other(years):
    """Of those that touched enough dossiers to be seen in a small province."""
    planted, _honest, known = years
    found = suspected(ground(planted.records, known, AT), NORMS)
    visible = [cause for cause in planted.truth["causes"] if cause["touched"] >= NORMS.least_cases]
    told = judged(found, visible)
    assert len(visible) >= 3
    assert (told["recall"], told["invented"]) == (1.0, []), told


def test_none_is_invented_in_an_honest_province(years):
    _planted, honest, known = years
    assert not any(cause["touched"] for cause in honest.truth["causes"])
    assert suspected(ground(honest.records, known, AT), NORMS) == ()
