"""The organisation files, and the officers who sit in what they describe."""

from collections import Counter
from datetime import date
from random import Random

import pytest
import yaml
from stdnum.vn import mst

from motcua.ledger.models import Entry
from motcua.organizations.models import Body, Officer, Unit
from motcua.organizations.queries import officers_with, roles_of, unit_for
from motcua.organizations.rules import data, names, posts
from motcua.organizations.services import load_organizations, seat_officers
from tests.factories.identity import NOON

TODAY = NOON.date()


def test_the_province_has_thirty_wards_twenty_two_communes_and_two_special_zones() -> None:
    assert Counter(c.kind for c in data.communes()) == {"ward": 30, "commune": 22, "special_zone": 2}
    assert len({c.name for c in data.communes()}) == 54
    assert [data.communes()[0].code, data.communes()[-1].code] == ["H49.101", "H49.154"]


@pytest.mark.django_db
def test_load_organizations_twice_changes_nothing(django_assert_max_num_queries) -> None:
    first = load_organizations(at=NOON)
    with django_assert_max_num_queries(16):
        second = load_organizations(at=NOON)
    assert (first.bodies, first.changed, second.changed) == (71, True, False)
    assert second.units == Unit.objects.count() == len(data.units())
    assert Entry.objects.filter(kind="organizations.loaded").count() == 1


@pytest.mark.django_db
def test_load_organizations_mends_what_differs_from_the_files() -> None:
    load_organizations(at=NOON)
    Body.objects.filter(code="H49.31").update(name_vi="?")
    assert load_organizations(at=NOON).changed
    assert Body.objects.get(code="H49.31").name_vi == "Ban Quản lý Khu kinh tế Quảng Ninh"


@pytest.mark.django_db
def test_every_body_can_receive_process_sign_and_pass_on() -> None:
    load_organizations(at=NOON)
    officers = seat_officers(posts.seats(1), password="x", from_on=date(2024, 1, 1), basis="demo", at=NOON)
    assert not seat_officers(posts.seats(1), password="x", from_on=date(2024, 1, 1), basis="demo", at=NOON)
    assert len(officers) == Officer.objects.count() == len({o.code for o in officers})
    for code in ("H49.31", "H49.12", "H49.101"):
        body = Body.objects.get(code=code)
        for kind, role in (
            ("one_stop", "one_stop"),
            ("expert", "head"),
            ("expert", "specialist"),
            ("leadership", "leader"),
            ("records", "clerk"),
        ):
            assert officers_with(role, unit_for(body, kind, "xay-dung" if kind == "expert" else ""), TODAY), (
                code,
                kind,
            )


@pytest.mark.django_db
def test_seat_officers_gives_every_role_of_the_post() -> None:
    load_organizations(at=NOON)
    seat_officers(posts.seats(1), password="x", from_on=date(2024, 1, 1), basis="demo", at=NOON)
    head = Officer.objects.get(code="H49.01-NV-01")
    assert roles_of(head, TODAY) == {"head", "reform", "catalogue"}
    assert [e.kind for e in Entry.objects.filter(subject=head.code)] == [
        "officer.enrolled",
        "officer.appointed",
        "officer.appointed",
        "officer.appointed",
    ]


def test_names_are_the_same_for_the_same_seed() -> None:
    assert posts.seats(7) == posts.seats(7) != posts.seats(8)
    assert names.full_name(Random(3)) == names.full_name(Random(3))


def test_person_has_an_id_number_of_its_sex_and_year() -> None:
    rng = Random(1)
    for _ in range(200):
        made = names.person(rng, "phường Hồng Gai", today=TODAY)
        assert len(made.id_number) == 12
        assert made.id_number.startswith("022")
        assert int(made.id_number[3]) == 2 * (made.born_on.year // 100 - 19) + (made.sex == names.FEMALE)
        assert made.id_number[4:6] == f"{made.born_on:%y}"
        assert len(made.phone) == 10
        assert 18 <= (TODAY - made.born_on).days / 365.25 < 76


def test_enterprise_has_a_tax_code_with_its_check_digit() -> None:
    rng = Random(2)
    assert all(mst.is_valid(names.enterprise(rng, "xã Ba Chẽ", today=TODAY).tax_code) for _ in range(200))


def test_expert_divisions_handle_fields_of_the_catalogue() -> None:
    catalogue = data.FOLDER.parents[1] / "catalog" / "data" / "fields.yaml"
    known = {row["code"] for row in yaml.safe_load(catalogue.read_text(encoding="utf-8"))}
    assert {field for unit in data.units() for field in unit.fields} <= known
