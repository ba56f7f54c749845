"""The causes that the demo plants are found, and none where it plants none."""

from datetime import datetime

import pytest

from motcua.bottlenecks.benchmarks.causes import judged
from motcua.bottlenecks.rules.diagnosis.norms import in_force
from motcua.bottlenecks.rules.diagnosis.suspecting import suspected
from motcua.clock.rules.calendar import ZONE
from motcua.demo.rules import settings as told_to_generator
from tests.bottlenecks.diagnosis.provinces import ground, honest, lived

AT = datetime(2026, 11, 20, 16, 0, tzinfo=ZONE)
NORMS = in_force(AT.date())


@pytest.fixture(autouse=True)
def generator():
    yield
    told_to_generator.causes.cache_clear()


@pytest.mark.django_db
def test_every_planted_cause_is_found_and_no_other():
    """Of those that touched enough dossiers to be seen in a small province."""
    records, truth, known = lived(AT, dossiers=4_000, seed=20240508)
    found = suspected(ground(records, known, AT), NORMS)
    told = judged(found, [cause for cause in truth["causes"] if cause["touched"] >= NORMS.least_cases])
    assert told["recall"] == 1.0, told
    assert told["invented"] == []


@pytest.mark.django_db
def test_none_is_invented_in_an_honest_province(monkeypatch):
    honest(monkeypatch)
    records, truth, known = lived(AT, dossiers=4_000, seed=1)
    assert not any(cause["touched"] for cause in truth["causes"])
    assert suspected(ground(records, known, AT), NORMS) == ()
