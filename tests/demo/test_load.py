"""A small world, loaded as the command loads it, holds together."""

import json

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils.module_loading import autodiscover_modules

from motcua.clock.queries import now
from motcua.demo.rules.settings import causes
from motcua.demo.services import load
from motcua.dossiers.models import Dossier, Draft, State, Task
from motcua.kernel.invariants import declared
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.ledger.reconciliation import reconcile
from motcua.results.models import Instrument, Standing


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for all these tests, and taken away again; its heads are witnessed elsewhere than others'."""
    var = tmp_path_factory.mktemp("var")
    elsewhere = override_settings(VAR=var, WITNESS_ROOT=var / "witnesses")
    with elsewhere, django_db_blocker.unblock(), transaction.atomic():
        yield load(at=now(), dossiers=300, tell=lambda line: None)
        transaction.set_rollback(True)


def test_every_invariant_of_the_house_holds(world, db):
    autodiscover_modules("invariants")
    assert {each.name: list(each.check()) for each in declared() if list(each.check())} == {}


def test_the_tables_follow_from_the_ledger(world, db):
    autodiscover_modules("reconciliation")
    found = reconcile()

    assert (found.subjects, found.differences) == (world.dossiers, [])


def test_dossiers_stand_in_every_open_state(world, db):
    states = set(Dossier.objects.values_list("state", flat=True))

    assert {State.FILED, State.RECEIVED, State.IN_PROGRESS, State.AWAITING_SUPPLEMENT} <= states
    assert Draft.objects.filter(dossier=None).count() == 2


@pytest.mark.parametrize(
    ("unit", "role"),
    [
        ("H49.31-DT", "head"),
        ("H49.31-DT", "specialist"),
        ("H49.31-LD", "leader"),
        ("H49.31-VT", "clerk"),
        ("H49.121-KT", "specialist"),
    ],
)
def test_every_officer_of_the_tour_has_something_to_do(world, db, unit, role):
    assert Task.objects.filter(unit__code=unit, role=role, finished_at=None).exists()


def test_a_consultation_of_two_is_open(world, db):
    opened = Task.objects.filter(step__in=["yk-xay-dung", "yk-moi-truong"], finished_at=None)

    assert {2} <= {opened.filter(dossier=task.dossier).count() for task in opened}


def test_a_result_waits_for_its_signature(world, db):
    waiting = Task.objects.filter(kind="sign", finished_at=None, unit__code="H49.31-LD").values(
        "dossier__code"
    )

    assert Instrument.objects.filter(standing=Standing.DRAFT, reference__in=waiting).exists()


def test_results_of_the_last_days_are_signed_for_real(world, db):
    assert Instrument.objects.filter(standing=Standing.IN_FORCE, body__code="H49.31").exists()
    assert Entry.objects.filter(kind="result.issued").count() == world.results_signed


def test_a_second_province_is_refused(world, db):
    with pytest.raises(Refusal) as refused:
        load(at=now(), tell=lambda line: None)

    assert refused.value.code == "world-exists"


def test_what_was_planted_stands_in_a_file_beside_the_house(world, db):
    truth = json.loads((settings.VAR / "demo-truth.json").read_text())

    assert {each["code"] for each in truth["causes"]} == {cause.code for cause in causes()}
    assert truth["dossiers"] == world.dossiers
