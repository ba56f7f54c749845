"""A person who can be told from all others goes through a whole trip; afterwards his data are looked for everywhere."""

import logging
import re

import pytest
from django.db import connection, transaction
from django.test import Client

from motcua.dossiers.models import Dossier
from motcua.kernel.logs import Reticent
from motcua.ledger.models import Entry
from tests.factories.dossiers import make_office
from tests.factories.identity import make_account, sign_in
from tests.security.world import REASON, filed, names, working

pytestmark = pytest.mark.django_db
CANARY = {
    "full_name": "Chim Bạch Yến Hót",
    "id_number": "022185987654",
    "phone": "0987123987",
    "address": "Ngõ 7351 Đường Không Đâu",
    "email": "bach.yen.7351@example.vn",
}
TOLD = tuple(CANARY.values())


class Ear(logging.Handler):
    """Hears every logger from the lowest level on, and writes as the house's own handler does."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(Reticent("%(levelname)s %(name)s %(message)s"))
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record) + repr(vars(record).get("words", "")))


@pytest.fixture
def ear(monkeypatch):
    """SQL is logged only under DEBUG; what we and Django say is heard from the lowest level on."""
    ear, root = Ear(), logging.getLogger()
    root.addHandler(ear)
    before = root.level
    root.setLevel(logging.DEBUG)
    yield ear
    root.setLevel(before)
    root.removeHandler(ear)


@pytest.fixture
def trip(ear, tmp_path, settings):
    """Filed, asked, answered, refused, withdrawn; by the pages, and with mistakes on the way."""
    settings.KEYS_ROOT = tmp_path
    office = make_office()
    for name, value in CANARY.items():
        setattr(office.citizen, name, value)
    office.citizen.save()
    owner, counter, specialist = Client(raise_request_exception=False), Client(), Client()
    for client, account in (
        (owner, office.citizen),
        (counter, office.counter.account),
        (specialist, office.specialist.account),
    ):
        sign_in(client, account)
    answers = []

    def go(client, way, sent=None):
        answers.append(client.get(way) if sent is None else client.post(way, sent))
        return answers[-1]

    code = filed(office, dia_diem=CANARY["address"]).code
    go(owner, f"/ho-so/{code}/")
    go(counter, f"/viec/?q={CANARY['id_number']}")
    go(owner, f"/thu-tuc/?q=giay phep {CANARY['id_number']}")
    go(owner, "/tra-cuu/", {"code": CANARY["id_number"], "secret": CANARY["phone"]})
    go(counter, f"/viec/{code}/tiep-nhan/", {})
    go(counter, f"/viec/{code}/chuyen/", {})
    go(specialist, f"/viec/{code}/buoc/tham-dinh/nhan/", {})
    go(specialist, f"/viec/{code}/buoc/tham-dinh/xong/", {"note": CANARY["full_name"]})
    go(owner, f"/ho-so/{code}/rut/", {"text": f"Tôi là {CANARY['full_name']}, {CANARY['phone']}"})
    second = working(office).code
    go(
        specialist,
        f"/viec/{second}/buoc/tham-dinh/ra/refuse/",
        {"reason": f"{REASON} {CANARY['full_name']}", "reasons": "conditions-not-met"},
    )
    go(owner, f"/ho-so/{second}/")
    go(owner, f"/ho-so/{CANARY['id_number']}/")
    go(Client(), "/dang-nhap/can-bo/", {"name": CANARY["email"], "password": CANARY["phone"], "code": "1"})
    go(owner, "/khong-co/")
    return answers


def hits(text):
    return [value for value in TOLD if value in text]


def test_the_trip_was_made(trip):
    assert Dossier.objects.filter(applicant_id_number=CANARY["id_number"]).count() == 2
    assert [answer.status_code for answer in trip if answer.status_code >= 500] == []


def test_no_log_tells_of_a_person(trip, ear):
    ours = [line for line in ear.lines if hits(line)]
    # What somebody puts into an address himself is not ours to hide from the access log; what we write is.
    typed = [line for line in ours if re.search(r"(Not Found|Unprocessable Entity): /(ho-so|tra-cuu)/", line)]
    assert [line[:300] for line in ours if line not in typed] == []


def test_a_fault_is_logged_without_the_row_that_failed(ear, settings, monkeypatch):
    """The database tells the whole row that broke a rule; the log of incidents must not."""
    account = make_account(**CANARY)

    def breaks(*_args, **_facts):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE identity_account SET code = NULL WHERE id = %s", [account.pk])

    monkeypatch.setattr("motcua.web.views.home.overview", breaks)
    client = Client(raise_request_exception=False)
    assert client.get("/").status_code == 500
    assert [line[:2000] for line in ear.lines if hits(line)] == []


def test_every_handler_of_the_house_is_reticent(settings):
    told = settings.LOGGING
    kinds = {told["formatters"][handler["formatter"]]["()"] for handler in told["handlers"].values()}
    assert kinds == {f"{Reticent.__module__}.{Reticent.__qualname__}"}


def test_no_line_of_a_log_can_be_forged(ear):
    logging.getLogger("motcua").warning("typed: %s", "a\r\n2026-01-01 ERROR all is lost")
    assert [line for line in ear.lines if "\n" in line or "\r" in line] == []


def test_the_ledger_tells_of_no_person(trip):
    told = [f"{e.kind} {e.subject} {e.actor} {e.data}" for e in Entry.objects.all()]
    assert told
    assert [line for line in told if hits(line)] == []


def test_no_address_holds_a_person(trip):
    ways = [answer.headers.get("Location", "") for answer in trip]
    ways += [
        way
        for a in trip
        for way in re.findall(r'(?:href|action|src)="([^"]*)"', a.content.decode(errors="replace"))
    ]
    own = [way for way in ways if hits(way)]
    assert [way for way in own if not re.search(r"[?&](q|ma)=|hreflang|/ho-so/022185987654/", way)] == []


def test_pages_for_everybody_tell_of_no_person(trip):
    client = Client()
    ways = [
        "/version",
        "/readyz",
        "/healthz",
        "/so-cai/",
        "/",
        "/thu-tuc/",
        "/khong-co/",
        "/x/",
        "/tra-cuu/",
        "/robots.txt",
    ]
    ways += [f"/so-cai/muc/{entry.digest.hex()}/" for entry in Entry.objects.all()[:20]]
    assert [way for way in ways if hits(client.get(way).content.decode())] == []


def test_what_machines_ask_tells_nothing_of_the_machine():
    client = Client()
    assert set(client.get("/version").json()) <= {"name", "version"}
    assert set(client.get("/readyz").json()) <= {"ready", "migrations_pending", "database"}
    assert client.get("/healthz").content == b"ok\n"


def test_a_stranger_with_the_secret_sees_no_name(world):
    page = world.client("nobody").get(_lookup(world)).content.decode()
    citizen = world.office.citizen
    for value in (citizen.full_name, citizen.id_number, citizen.phone, citizen.address, "Hồng Gai"):
        assert value not in page


def _lookup(world):
    told = world.arguments("dossiers:lookup_result")
    return f"/tra-cuu/{told['code']}/{told['secret']}/"


def test_no_address_asks_for_a_person():
    """No address takes an identity number, a name or a phone: those would stay in histories and logs."""
    asked = re.compile(r"<[^>]*(id_number|cccd|phone|email|name)[^>]*>")
    assert [route for _name, route in names() if asked.search(route)] == []
