"""Questions to units: put from the house's own facts, to those who answer for the unit, never as an accusation."""

import json
from dataclasses import MISSING, asdict, fields
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from motcua.clock.queries import now
from motcua.criteria.benchmarks import planted
from motcua.criteria.benchmarks.invented import HORIZON, MONTH, calendar, honest
from motcua.criteria.models import Dossier, Step
from motcua.criteria.queries.questions import proof, questions
from motcua.criteria.rules.detectors import detectors, findings
from motcua.criteria.rules.detectors.tables import NEVER
from motcua.criteria.rules.facts import DossierFact
from motcua.criteria.rules.periods import month_of
from motcua.ledger.models import Head
from motcua.organizations.models import Role, UnitKind
from tests.browser.checks import OFFICER_BYTES, assert_accessible, assert_fits
from tests.factories.dossiers import make_office
from tests.factories.identity import sign_in
from tests.factories.organizations import make_body, make_officer, make_unit

pytestmark = pytest.mark.django_db(transaction=True)


def recorded(number, body, **told):
    """A dossier of an ordinary person, as the index keeps it."""
    fact = DossierFact(
        code=f"HS{number}",
        body=body.code,
        procedure="1.001",
        filed_at=now() - timedelta(minutes=1),
        channel="online",
        applicant_mark=f"a{number}",
        phone_mark=f"p{number}",
        device_mark=f"d{number}",
        **told,
    )
    Dossier.objects.create(**asdict(fact), counted_at=now(), moved_in=1)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def reform(office):
    return make_officer(make_unit(make_body(kind="province"), UnitKind.RECORDS), Role.REFORM)


@pytest.fixture
def cheat(office):
    """Seven people file from one device in a minute, at the office's body."""
    for number in range(7):
        recorded(number, office.body)
    Dossier.objects.update(device_mark="one-device")
    return office


def period():
    return month_of(now() - timedelta(minutes=1))


def read(officer, said="", language="/en"):
    client = Client()
    sign_in(client, officer.account)
    joined = f"?ky={period().code}" + (f"&{said}" if said else "")
    return client.get(f"{language}/chi-so/cau-hoi/{joined}")


def test_what_was_planted_becomes_a_question_with_its_dossiers(cheat):
    text = read(cheat.leader).content.decode()
    assert str(detectors()["shared_device"].name.en) in text
    assert "Who sat there?" in text
    for number in range(7):
        assert f"HS{number}<" in text


def test_an_honest_house_is_asked_nothing(office):
    for number in range(7):
        recorded(number, office.body)
    text = read(office.leader).content.decode()
    assert "calls for a question" in text
    assert "<section" not in text


def test_a_question_says_that_it_is_none_but_a_question(cheat):
    text = read(cheat.leader).content.decode()
    assert "no accusation" in text
    assert "Benjamini" in text


def test_a_leader_reads_the_questions_to_his_own_body_only(cheat):
    stranger = make_officer(body=make_body(), role=Role.LEADER)
    assert "Who sat there?" not in read(stranger).content.decode()
    assert read(stranger, f"cq={cheat.body.code}").status_code == 403
    assert read(cheat.leader, f"cq={cheat.body.code}").status_code == 200


def test_the_reform_office_reads_the_questions_to_all(cheat, reform):
    assert "Who sat there?" in read(reform).content.decode()
    assert "Who sat there?" in read(reform, f"cq={cheat.body.code}").content.decode()


@pytest.mark.parametrize("who", ["counter", "specialist", "head"])
def test_others_do_not_read_them(cheat, who):
    assert read(getattr(cheat, who)).status_code == 403


def test_nobody_reads_them_without_signing_in(cheat):
    assert Client().get("/chi-so/cau-hoi/").status_code == 302


def test_gaps_between_seals_are_the_houses_own_question(office, reform):
    begin = now() - timedelta(minutes=50)
    for number, minutes in enumerate((0, 45, 49)):
        signed = begin + timedelta(minutes=minutes)
        parts = dict.fromkeys(("root", "previous", "key"), bytes(32))
        Head.objects.create(number=number, tree_size=number, sealed_at=signed, signature=bytes(64), **parts)
    found = questions(month_of(begin), horizon=now())
    assert [one.detector for one in found] == ["seal_gaps"]
    assert "The house itself" in read(reform).content.decode()
    assert "The house itself" not in read(office.leader).content.decode()


def kept(province):
    """An invented province in the tables of the index."""
    dossiers = {name: values.tolist() for name, values in province.dossiers.items()}
    usual = {field.name: field.default for field in fields(DossierFact) if field.default is not MISSING}
    rows = [
        {
            **usual,
            **{name: None if value == NEVER else value for name, value in zip(dossiers, row, strict=True)},
        }
        for row in zip(*dossiers.values(), strict=True)
    ]
    Dossier.objects.bulk_create([Dossier(**row, counted_at=0, moved_in=1) for row in rows], batch_size=500)
    steps = zip(*(province.steps[name].tolist() for name in ("code", "step", "officer")), strict=True)
    Step.objects.bulk_create(
        [
            Step(code=code, step=step, officer=officer, round=number, opened_at=0, moved_in=1)
            for number, (code, step, officer) in enumerate(steps)
        ],
        batch_size=500,
    )


def test_the_tables_raise_the_same_questions_as_the_facts_in_memory():
    """Three hundred fakes of six sorts among two thousand dossiers: nothing is lost on the way from the tables."""
    province = honest(7, dossiers=2_000, bodies=8)
    planted.fakes(province, 300, bodies=6)
    kept(province)
    dossiers, steps = province.tables
    in_memory = findings(dossiers, calendar(), period=MONTH, horizon=HORIZON, steps=steps)
    assert {one.detector for one in in_memory} >= {"shared_device", "blank_scans", "copied_scans"}
    assert questions(MONTH, horizon=HORIZON) == in_memory


def test_the_command_prints_one_document(cheat):
    printed = StringIO()
    call_command("criteria", "questions", "--period", period().code, "--json", stdout=printed)
    told = json.loads(printed.getvalue())
    assert [(one["detector"], one["body"], one["count"]) for one in told["questions"]] == [
        ("shared_device", cheat.body.code, 7)
    ]
    assert told["questions"][0]["question"]["vi"]


def test_the_command_asks_one_body_alone(cheat):
    printed = StringIO()
    other = make_body()
    call_command(
        "criteria", "questions", "--body", other.code, "--period", period().code, "--json", stdout=printed
    )
    assert json.loads(printed.getvalue())["questions"] == []


def test_the_proof_that_is_shown_names_the_command_and_day_that_made_it(cheat):
    kept = proof()
    text = read(cheat.leader).content.decode()
    assert kept.command in text
    assert f"{kept.on:%d/%m/%Y}" in text
    assert {row["detector"] for row in kept.rows} >= {"deadline_spike", "shared_device"}


@pytest.mark.parametrize("width", [1366, 320])
def test_the_page_is_accessible_and_fits(open_page, live_server, cheat, width):
    reader = open_page()
    client = Client()
    sign_in(client, cheat.leader.account)
    name = settings.SESSION_COOKIE_NAME
    reader.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    reader.set_viewport_size({"width": width, "height": 900})
    assert reader.goto(f"/chi-so/cau-hoi/?ky={period().code}").status == 200
    assert_fits(reader)
    assert_accessible(reader)


def test_the_page_is_light(weigh, cheat):
    weigh(f"/chi-so/cau-hoi/?ky={period().code}", account=cheat.leader.account).assert_within(OFFICER_BYTES)
