from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from motcua.catalog.models import Competence, Procedure, Version
from motcua.catalog.queries import document_of, version_in_force
from motcua.catalog.rules.folder import SHIPPED
from motcua.catalog.services import load_catalogue, publish
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from tests.catalog.making import SIGN, document, make_field
from tests.factories.organizations import make_body

pytestmark = pytest.mark.django_db
AT = datetime(2025, 6, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def lists() -> None:
    make_field()
    make_body(code="H49.14")


def published(**parts: Any) -> Version:
    return publish(document(**parts), by="editor-1", at=AT)


def from_day(day: str) -> dict[str, Any]:
    return {"effective": {"from": day}}


def test_publish_writes_the_first_version_and_one_entry() -> None:
    version = published()
    assert (version.number, version.effective_from, version.effective_until) == (1, date(2025, 7, 1), None)
    assert document_of(version).net.steps["ky"].role == "leader"
    entry = Entry.objects.get(kind="procedure.published")
    assert (entry.subject, entry.actor, entry.data["digest"]) == ("1.000001", "editor-1", version.digest)


def test_publish_again_changes_nothing() -> None:
    assert published().pk == published().pk
    assert Entry.objects.filter(kind="procedure.published").count() == 1


def test_publish_ends_the_version_before_the_day_before() -> None:
    published()
    second = published(**from_day("2026-01-01"))
    first = Version.objects.get(number=1)
    assert first.effective_until == date(2025, 12, 31)
    assert version_in_force(first.procedure, date(2025, 12, 31)) == first
    assert version_in_force(first.procedure, date(2026, 1, 1)) == second


def test_publish_keeps_a_gap_that_was_meant() -> None:
    published(effective={"from": "2025-07-01", "until": "2025-09-30"})
    published(**from_day("2026-01-01"))
    assert Version.objects.get(number=1).effective_until == date(2025, 9, 30)


def test_publish_refuses_a_version_that_begins_before_the_last() -> None:
    published(**from_day("2026-01-01"))
    with pytest.raises(Refusal) as refused:
        published(**from_day("2025-08-01"))
    assert refused.value.code == "version-begins-too-early"


def test_publish_refuses_what_cannot_be_read_and_names_every_place() -> None:
    with pytest.raises(Refusal) as refused:
        published(field="nowhere", process=[{**SIGN, "outcomes": {"done": "gone"}}])
    assert {"field", "process[0].outcomes.done"} <= refused.value.fields.keys()
    assert not Procedure.objects.exists()


@pytest.mark.parametrize(
    "change", [{"document": {}}, {"effective_from": date(2020, 1, 1)}, {"digest": "0" * 64}]
)
def test_a_published_version_cannot_be_edited(change: dict[str, Any]) -> None:
    version = published()
    with pytest.raises((IntegrityError, InternalError), match="never edited"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**change)


def test_a_published_version_cannot_be_deleted_or_prolonged() -> None:
    version = published(effective={"from": "2025-07-01", "until": "2025-09-30"})
    for act in (lambda rows: rows.delete(), lambda rows: rows.update(effective_until=None)):
        with pytest.raises((IntegrityError, InternalError), match="never edited"), transaction.atomic():
            act(Version.objects.filter(pk=version.pk))


def test_versions_of_a_procedure_never_overlap() -> None:
    version = published()
    twin = Version(**{f.attname: getattr(version, f.attname) for f in Version._meta.fields if f.name != "id"})
    twin.number, twin.effective_from = 2, date(2026, 1, 1)
    with pytest.raises(IntegrityError, match="versions_of_a_procedure_never_overlap"), transaction.atomic():
        twin.save()


def test_load_catalogue_twice_changes_nothing_the_second_time() -> None:
    for code in [*(f"H49.{n}" for n in (*range(11, 14), *range(15, 22), 31, 41, 42, 43)), "H49", "H49.01"]:
        make_body(code=code)
    make_body(code="H49.101", kind="commune")
    first = load_catalogue(SHIPPED, by="loader", at=AT)
    assert first.published >= 30
    assert Procedure.objects.filter(is_eligible=True).count() == 250
    assert Procedure.objects.filter(online_level="full").count() == 183
    assert not Procedure.objects.filter(competences=None).exists()
    second = load_catalogue(SHIPPED, by="loader", at=AT)
    assert (second.changed, second.published, second.competences) == (0, 0, 0)
    assert Competence.objects.filter(procedure__level="zone", body__code="H49.31").exists()
