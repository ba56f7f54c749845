import json
import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry
from motcua.organizations.models import Mail, Role
from motcua.organizations.queries import addresses_of, mail_fault, told_by_mail
from motcua.organizations.rules.mail_servers import server_of
from motcua.organizations.rules.mails import PAUSES, Delivery, message_id, one_line, refused
from motcua.organizations.services import Letter, send_again, set_address, write_mails
from motcua.organizations.services.posting import note_stranded, post
from tests.factories.identity import sign_in
from tests.factories.organizations import make_body, make_officer
from tests.organizations.mail_server import serving

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
LETTER = Letter("test.told", "HOP-2026-0001", "0", "Giấy mời họp", "Kính gửi: …\n\nhttp://localhost/")


@pytest.fixture
def server(monkeypatch):
    with serving(monkeypatch) as running:
        yield running


@pytest.fixture
def somebody(db):
    return make_officer(email="an.tv@quangninh.gov.vn")


@pytest.fixture
def operator(db):
    return make_officer(role=Role.OPERATOR)


def written(officer, letter=LETTER, at=AT):
    write_mails(letter, officers=[officer], at=at)
    return Mail.objects.get(officer=officer, about=letter.about)


def sent_all(at=AT):
    return post(lambda: at)


# --- writing


def test_without_a_server_a_letter_is_noted_as_not_sent_and_never_goes_out_later(somebody, monkeypatch):
    mail = written(somebody)
    assert mail.state == Delivery.NO_SERVER
    with serving(monkeypatch) as server:
        assert sent_all(AT + timedelta(days=1)) == 0
    assert server.taken == []


def test_without_an_address_a_letter_is_noted_as_such(server, db):
    assert written(make_officer()).state == Delivery.NO_ADDRESS


def test_a_letter_is_written_once_however_often_its_act_is_told(server, somebody):
    assert write_mails(LETTER, officers=[somebody, somebody], at=AT) == 1
    assert write_mails(LETTER, officers=[somebody], at=AT) == 0
    assert Mail.objects.count() == 1


def test_a_letter_is_lost_with_the_act_that_it_tells_of(server, somebody):
    with transaction.atomic():
        write_mails(LETTER, officers=[somebody], at=AT)
        assert Mail.objects.exists()
        transaction.set_rollback(True)
    assert not Mail.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'mails.send'")
        assert cursor.fetchone() == (0,)


def test_a_body_has_its_own_address_else_that_of_a_clerk_else_of_a_leader(db):
    own, by_clerk, by_leader, mute = make_body(email="vt@a.vn"), make_body(), make_body(), make_body()
    make_officer(body=own, role=Role.CLERK, email="not@a.vn")
    make_officer(body=by_clerk, role=Role.LEADER, email="leader@b.vn")
    make_officer(body=by_clerk, role=Role.CLERK, email="clerk@b.vn")
    make_officer(body=by_leader, role=Role.LEADER, email="leader@c.vn")
    make_officer(body=mute, role=Role.SPECIALIST, email="specialist@d.vn")
    found = addresses_of([], [own, by_clerk, by_leader, mute], AT.date())
    assert [found[one.code] for one in (own, by_clerk, by_leader, mute)] == [
        "vt@a.vn",
        "clerk@b.vn",
        "leader@c.vn",
        "",
    ]


def test_writing_asks_as_often_for_three_as_for_one(server, db):
    counts = []
    for number in (1, 3):
        letter = Letter("k", "A", str(number), "s", "t")
        bodies, officers = [make_body() for _ in range(number)], [make_officer(email="x@y.vn")]
        with CaptureQueriesContext(connection) as asked:
            write_mails(letter, bodies=bodies, officers=officers, at=AT)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- sending


def test_a_letter_reaches_the_server_whole(server, somebody):
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"
    letter = Letter("k", "A", "0", "Giấy mời\nhọp", "Nội dung: Ă Ệ Ữ.", calendar=calendar)
    mail = written(somebody, letter)
    assert sent_all() == 1
    (taken,) = server.taken
    assert taken["Subject"] == "Giấy mời họp"
    assert taken["To"] == "an.tv@quangninh.gov.vn"
    assert taken["From"] == "motcua@quangninh.gov.vn"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert "Ă Ệ Ữ" in taken.get_body().get_content()
    (calendar,) = taken.iter_attachments()
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "CANCEL"
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at) == (Delivery.SENT, AT)
    assert sent_all(AT + timedelta(days=9)) == 0, "never twice"


def test_a_refused_address_fails_at_once_and_the_rest_goes_out(server, somebody):
    other = make_officer(email="gone@quangninh.gov.vn")
    server.refuses["gone@quangninh.gov.vn"] = "550 5.1.1 <gone@quangninh.gov.vn> no such user"
    bad = written(other)
    good = written(somebody)
    assert sent_all() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (Delivery.FAILED, Delivery.SENT)
    assert bad.said == "550 5.1.1 no such user", "the address is not repeated"


def test_a_busy_server_is_asked_again_after_a_pause(server, somebody):
    mail = written(somebody)
    server.refuses[somebody.email] = "451 try later"
    assert sent_all() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.next_at) == (Delivery.WAITING, AT + PAUSES[0])
    server.refuses.clear()
    assert sent_all(AT + timedelta(seconds=1)) == 0, "not before its time"
    assert sent_all(AT + PAUSES[0]) == 1


def test_a_line_that_breaks_after_the_text_leaves_the_letter_unclear_and_is_not_repeated(server, somebody):
    mail = written(somebody)
    server.hangs_up = True
    assert sent_all() == 0
    mail.refresh_from_db()
    assert mail.state == Delivery.UNCLEAR
    server.hangs_up = False
    assert sent_all(AT + timedelta(days=3)) == 0
    assert len(server.taken) == 1


def test_a_server_that_cannot_be_reached_leaves_everything_waiting(monkeypatch, somebody):
    with serving(monkeypatch):
        mail = written(somebody)
    assert sent_all() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (Delivery.WAITING, 0)


def test_what_a_dead_worker_held_becomes_unclear_after_a_while(server, somebody):
    mail = written(somebody)
    Mail.objects.filter(pk=mail.pk).update(state=Delivery.SENDING, next_at=None, claimed_at=AT)
    assert note_stranded(at=AT + timedelta(minutes=5)) == 0
    assert note_stranded(at=AT + timedelta(minutes=16)) == 1
    assert Mail.objects.get().state == Delivery.UNCLEAR


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hangs", ["before the text", "after the text"])
def test_a_worker_killed_while_sending_sends_nothing_twice_and_loses_nothing(monkeypatch, hangs):
    """A worker of its own process is killed (SIGKILL) while the server lets it wait; another one goes on."""
    officer = make_officer(email="an.tv@quangninh.gov.vn")
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        monkeypatch.setenv("MOTCUA_MAIL_HOST", "127.0.0.1")
        monkeypatch.setenv("MOTCUA_MAIL_FROM", "motcua@quangninh.gov.vn")
        monkeypatch.setenv("MOTCUA_MAIL_SECURITY", "none")
        monkeypatch.setenv("MOTCUA_MAIL_PORT", str(deaf.getsockname()[1]))
        mail = written(officer)
        line, got = _held(deaf, until=None if hangs == "before the text" else b".\r\n")
    line.close()
    mail.refresh_from_db()
    with serving(monkeypatch) as server:
        later = AT + timedelta(days=400)
        taken = post(lambda: later)
    mail.refresh_from_db()
    if hangs == "before the text":
        assert (taken, len(server.taken), mail.state) == (1, 1, Delivery.SENT), "it was never claimed"
    else:
        assert b"Message-ID" in got
        assert (taken, server.taken, mail.state) == (0, [], Delivery.UNCLEAR)


def _held(deaf: socket.socket, *, until: bytes | None) -> tuple[socket.socket, bytes]:
    """A worker is let wait for an answer (`until` None: to its greeting; else to the text) and killed there."""
    name = connection.settings_dict["NAME"]
    code = (
        f"import django; django.setup(); from django.db import connection as c; c.settings_dict['NAME'] = '{name}';"
        "from motcua.clock.queries import now; from motcua.organizations.services.posting import post; post(now)"
    )
    there = dict(os.environ) | {"PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "motcua.settings.test"}
    with subprocess.Popen([sys.executable, "-c", code], env=there) as worker:
        try:
            deaf.settimeout(60)
            line, _address = deaf.accept()
            got = _talked(line, until) if until else b""
        finally:
            worker.send_signal(signal.SIGKILL)
    assert worker.returncode == -signal.SIGKILL
    return line, got


def _talked(line: socket.socket, until: bytes) -> bytes:
    got = b""
    line.settimeout(30)
    line.sendall(b"220 tests\r\n")
    while not got.endswith(until):
        got += line.recv(65536)
        if got.lower().endswith(b"\r\ndata\r\n"):
            line.sendall(b"354 go on\r\n")
        elif b"Message-ID" not in got:
            line.sendall(b"250 ok\r\n")
    return got


# --- what the operator sees and does


def test_only_the_operator_opens_the_list(client, operator, somebody):
    written(somebody)
    sign_in(client, operator.account)
    page = client.get("/thu-dien-tu/").content.decode()
    assert "MOTCUA_MAIL_HOST" in page
    assert "Giấy mời họp" in page
    other = Client()
    sign_in(other, somebody.account)
    assert other.get("/thu-dien-tu/").status_code == 403


def test_the_operator_enters_an_address_and_sends_again(client, server, operator):
    nobody = make_officer()
    mail = written(nobody)
    sign_in(client, operator.account)
    assert client.post(f"/thu-dien-tu/{mail.pk}/gui-lai/").status_code == 303
    mail.refresh_from_db()
    assert mail.state == Delivery.NO_ADDRESS, "there is still none"
    assert (
        client.post("/thu-dien-tu/dia-chi/", {"code": nobody.code, "address": "moi@a.vn"}).status_code == 303
    )
    assert client.post(f"/thu-dien-tu/{mail.pk}/gui-lai/").status_code == 303
    assert post(lambda: datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert server.recipients == ["moi@a.vn"]
    with pytest.raises(Refusal) as no:
        send_again(Mail.objects.get(), by=operator, at=AT)
    assert no.value.code == "not-now"


@pytest.mark.parametrize(("code", "address"), [("H49.NONE", "a@b.vn"), ("", "a@b.vn"), ("*", "no address")])
def test_a_wrong_address_is_refused_and_what_was_typed_stays(client, operator, code, address):
    sign_in(client, operator.account)
    answer = client.post(
        "/thu-dien-tu/dia-chi/", {"code": code.replace("*", operator.code), "address": address}
    )
    assert answer.status_code == 422
    assert address in answer.content.decode()


def test_an_address_stands_in_the_table_and_never_in_the_ledger(db, operator):
    set_address(operator.body, "vanthu@quangninh.gov.vn", by=operator, at=AT)
    assert "vanthu" not in json.dumps(list(Entry.objects.values_list("data", flat=True)), default=str)
    with pytest.raises(Refusal):
        set_address(operator.body, "x@y.vn", by=make_officer(), at=AT)


def test_the_pages_say_what_became_of_the_letters(server, somebody):
    assert told_by_mail("HOP-2026-0001").count == 0
    written(somebody)
    assert told_by_mail("HOP-2026-0001").nothing_sent
    sent_all()
    told = told_by_mail("HOP-2026-0001")
    assert not told.nothing_sent
    assert told.lines == (("Đã gửi", 1),)


def test_the_command_lists_sends_and_keeps_addresses(server, somebody):
    mail = written(somebody, at=datetime.now(UTC) - timedelta(minutes=1))
    assert asked("send") == {"sent": 1, "waiting": 0, "server": True}
    listed = asked("list")
    assert [one["state"] for one in listed["mails"]] == ["sent"]
    assert somebody.email not in json.dumps(listed)
    assert asked("address", somebody.code, "x@y.vn") == {"code": somebody.code, "is_set": True}
    assert str(mail).startswith("HOP-2026-0001/test.told/0/")


def asked(*words):
    out = StringIO()
    call_command("mails", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


# --- rules


@given(st.integers(400, 599), st.integers(1, 20))
def test_a_refusal_is_tried_again_only_when_it_is_for_now_and_tries_are_left(code, tries):
    outcome = refused(code, "", tries=tries, at=AT)
    again = code < 500 and tries <= len(PAUSES)
    assert (outcome.state is Delivery.WAITING) is again
    assert (outcome.next_at is not None) is again
    assert outcome.next_at is None or outcome.next_at > AT


@given(st.text(max_size=500))
def test_a_subject_is_one_short_line(text):
    assert len(one_line(text)) <= 200
    assert len(one_line(text).splitlines()) <= 1


def test_a_letter_keeps_its_message_id_and_no_two_share_one():
    assert message_id("a", "h") == message_id("a", "h") != message_id("b", "h")


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"HOST": "smtp.a.vn"}, "MOTCUA_MAIL_FROM"),
        ({"HOST": "smtp.a.vn", "FROM": "a@b.vn", "PORT": "mail"}, "MOTCUA_MAIL_PORT"),
        ({"HOST": "smtp.a.vn", "FROM": "a@b.vn", "SECURITY": "ssl"}, "MOTCUA_MAIL_SECURITY"),
    ],
)
def test_settings_that_cannot_be_understood_are_named_and_nothing_breaks(environ, says, monkeypatch, db):
    told = {f"MOTCUA_MAIL_{name}": said for name, said in environ.items()}
    with pytest.raises(ValueError, match=says):
        server_of(told)
    for name, said in told.items():
        monkeypatch.setenv(name, said)
    assert says in mail_fault()
    assert written(make_officer(email="a@b.vn")).state == Delivery.NO_SERVER


def test_the_usual_port_follows_from_the_security():
    ports = [
        server_of({"MOTCUA_MAIL_HOST": "h", "MOTCUA_MAIL_FROM": "a@b.vn", "MOTCUA_MAIL_SECURITY": one})
        for one in ("none", "starttls", "tls")
    ]
    assert [one.port for one in ports if one] == [25, 587, 465]
    assert server_of({}) is None
