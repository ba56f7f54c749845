"""The world of a past day, and what is no world at all."""

from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from motcua.catalog.models import Version
from motcua.clock.queries import now
from motcua.demo.services import load
from motcua.demo.services.steering import steer
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.payments.models import Invoice, Receipt

STAGE = date(2024, 5, 8)
pytestmark = pytest.mark.django_db


@pytest.fixture
def staged(settings, tmp_path):
    settings.VAR, settings.WITNESS_ROOT = tmp_path, tmp_path / "witnesses"
    return load(at=now(), stage=STAGE, dossiers=60, tell=lambda line: None)


def test_on_the_staged_day_petitions_are_all_answered_and_fees_all_paid_online(staged):
    latest = Entry.objects.filter(kind__startswith="dossier.").order_by("-occurred_at").first()
    assert latest.occurred_at <= staged.ends
    assert staged.ends.date() == STAGE

    petitions = Entry.objects.filter(kind="petition.sent").count()
    assert petitions == Entry.objects.filter(kind="petition.answered", data__on_time=True).count() > 0

    charged, paid = Invoice.objects.count(), Receipt.objects.filter(method="online").count()
    assert paid == Receipt.objects.count()
    assert charged - paid <= 1  # one filed a minute ago is about to be paid

    assert all("mô phỏng" in version.document["decision"] for version in Version.objects.all())


@pytest.mark.parametrize("stage", ["2020-01-01", "2999-01-01"])
def test_a_day_that_cannot_be_staged_is_refused(stage):
    with pytest.raises(CommandError, match="stage|cảnh"):
        call_command("demo", "load", "--stage", stage, "--dossiers", "10")


def test_a_house_that_is_no_demo_is_not_filled_with_invented_people(settings):
    settings.DEMO = False

    with pytest.raises(Refusal) as refused:
        load(at=now(), tell=lambda line: None)

    assert refused.value.code == "not-a-demo"


def test_without_a_province_no_officer_acts():
    with pytest.raises(CommandError, match="demo load"):
        call_command("demo", "steer")


def test_outside_a_demo_no_invented_officer_acts(settings):
    settings.DEMO = False

    with pytest.raises(Refusal) as refused:
        steer(at=now(), tell=lambda line: None)

    assert refused.value.code == "not-a-demo"
