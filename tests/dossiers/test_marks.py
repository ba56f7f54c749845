"""The ledger tells that two dossiers share somebody, and never who he is."""

import hmac
import itertools
import json
from datetime import date, timedelta
from hashlib import blake2b, md5, sha1, sha256, sha512
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers import services
from motcua.dossiers.keys import NAME, marks
from motcua.dossiers.models import Channel, Dossier
from motcua.dossiers.rules.marks import Marks
from motcua.ledger.models import Entry
from tests.factories.dossiers import MONDAY, make_draft, make_file, make_filed, make_office

ID_NUMBER, PHONE, DEVICE = "022190001234", "0912345678", "203.0.113.7 Mozilla/5.0 (X11; Linux)"
KEY = bytes(range(32))
DAY = date(2026, 3, 2)
digits = st.text("0123456789", min_size=9, max_size=12)


def filed(dossier):
    return Entry.objects.get(subject=dossier.code, kind="dossier.filed").data


@given(digits, digits)
def test_one_number_has_one_mark_and_two_numbers_have_two(first, second):
    given = Marks(KEY)
    assert (given.applicant(first) == given.applicant(second)) == (first == second)


def test_a_number_is_the_same_however_it_is_written():
    given = Marks(KEY)
    assert given.applicant("5700 101-468") == given.applicant("5700101468")
    assert len({given.phone(said) for said in ("0912345678", "+84 912 345 678", "84912345678")}) == 1
    assert given.phone("0912345678") != given.phone("0912345679")


def test_what_is_unknown_has_no_mark():
    given = Marks(KEY)
    assert {given.applicant(""), given.applicant(" - "), given.phone("?"), given.device(" ", on=DAY)} == {""}


def test_a_phone_that_is_written_like_an_identity_number_is_not_taken_for_it():
    given = Marks(KEY)
    assert (
        len({given.applicant("0912345678"), given.phone("0912345678"), given.device("0912345678", on=DAY)})
        == 3
    )


def test_a_device_cannot_be_followed_from_day_to_day():
    given = Marks(KEY)
    assert given.device(DEVICE, on=DAY) == given.device(DEVICE, on=DAY)
    assert given.device(DEVICE, on=DAY) != given.device(DEVICE, on=DAY + timedelta(days=1))


def test_under_another_key_every_mark_is_another():
    ours, theirs = Marks(KEY), Marks(bytes(32))
    assert ours.applicant(ID_NUMBER) != theirs.applicant(ID_NUMBER)
    assert ours.phone(PHONE) != theirs.phone(PHONE)


def test_a_key_that_could_be_guessed_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        Marks(b"secret")


def test_the_key_is_never_shown():
    assert KEY.hex() not in repr(Marks(KEY))
    assert repr(KEY) not in repr(Marks(KEY))


def guesses(value):
    """What somebody who has the ledger alone could try: every usual hash, and HMAC under what everybody knows."""
    for written in (value, f"applicant\n{value}", f"phone\n{value}", f"device {DAY}\n{value}"):
        text = written.encode()
        for hashed in (md5, sha1, sha256, sha512, blake2b):
            yield hashed(text).hexdigest()
        for key in (b"", b"motcua", bytes(32), b"applicant", b"phone", text):
            yield hmac.new(key, text, sha256).hexdigest()


@pytest.mark.django_db
def test_a_filed_dossier_bears_marks_that_no_plain_hash_gives():
    office = make_office()
    office.citizen.id_number = ID_NUMBER
    office.citizen.save()
    draft = make_draft(office)
    dossier = services.file(draft, key="k", by=office.citizen, at=MONDAY, device=DEVICE)

    data = filed(dossier)
    told = [data[name] for name in ("applicant_mark", "phone_mark", "device_mark")]
    assert [len(mark) for mark in told] == [16, 16, 16]
    values = (ID_NUMBER, PHONE, DEVICE, DEVICE.split()[0])
    tried = {digest[:16] for digest in itertools.chain.from_iterable(map(guesses, values))}
    assert not tried & set(told)


@pytest.mark.django_db
def test_the_ledger_holds_nothing_personal_of_a_filing():
    office = make_office()
    office.citizen.id_number = ID_NUMBER
    office.citizen.save()
    draft = make_draft(office)
    reached = {"phone": "0987654321", "address": "Số 5 phố Bí Mật", "email": "rieng@example.vn"}
    services.save_applicant(draft, applicant=reached, revision=draft.revision, at=MONDAY)
    dossier = services.file(draft, key="k", by=office.citizen, at=MONDAY, device=DEVICE)

    told = json.dumps(
        [entry.data for entry in Entry.objects.filter(subject=dossier.code)], ensure_ascii=False
    )
    own = (ID_NUMBER, *reached.values(), office.citizen.full_name, "203.0.113.7", "Mozilla")
    assert [value for value in own if value in told] == []


@pytest.mark.django_db
def test_the_same_person_and_device_have_the_same_marks_in_two_dossiers_of_a_day():
    office = make_office()
    office.citizen.id_number = ID_NUMBER
    office.citizen.save()
    first, second = (
        services.file(make_draft(office), key=f"k{n}", by=office.citizen, at=MONDAY, device=DEVICE)
        for n in range(2)
    )
    for name in ("applicant_mark", "phone_mark", "device_mark"):
        assert filed(first)[name] == filed(second)[name] != ""


@pytest.mark.django_db
def test_at_a_counter_the_device_is_the_officers_and_is_not_marked():
    office = make_office()
    draft = services.start_draft(office.version, body=office.body, officer=office.counter, at=MONDAY)
    applicant = {"kind": "citizen", "name": "Trần Thị B", "id_number": ID_NUMBER, "phone": PHONE}
    services.save_applicant(draft, applicant=applicant, revision=draft.revision, at=MONDAY)
    answers = {"dia_diem": "Tổ 1", "loai": "khac"}
    services.save_section(draft, section="cong-trinh", answers=answers, revision=draft.revision, at=MONDAY)
    services.attach(draft, paper="don", file=None, name="", at=MONDAY)
    services.choose_delivery(draft, result_by=Channel.COUNTER, revision=draft.revision, at=MONDAY)
    dossier = services.file(draft, key="k", by=office.counter, at=MONDAY, device=DEVICE)

    assert filed(dossier)["device_mark"] == ""
    assert filed(dossier)["applicant_mark"] == marks().applicant(ID_NUMBER)
    assert filed(dossier)["scans"] == []


@pytest.mark.django_db
def test_scans_are_told_by_their_digests_and_reused_papers_are_not():
    office = make_office()
    draft = make_draft(office)
    scanned = list(draft.attachments.order_by("pk").values_list("file__digest", flat=True))
    services.attach(draft, paper="uy-quyen", file=make_file(), name="u.pdf", is_reused=True, at=MONDAY)
    dossier = services.file(draft, key="k", by=office.citizen, at=MONDAY)

    assert filed(dossier)["scans"] == [digest[:16] for digest in scanned]


@pytest.mark.django_db
def test_the_key_is_made_once_outside_the_database_for_its_owner_only(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "keys"
    first, second = marks(), marks()

    path = Path(settings.KEYS_ROOT) / NAME
    assert first == second
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in path.parent.iterdir()] == [NAME]


@pytest.mark.django_db
def test_with_another_key_the_marks_of_before_mean_nothing(settings, tmp_path):
    office = make_office()
    before = filed(make_filed(office))["applicant_mark"]
    settings.KEYS_ROOT = tmp_path / "keys"
    assert filed(make_filed(office))["applicant_mark"] != before
    assert Dossier.objects.count() == 2


@pytest.mark.django_db
def test_pages_without_ink_are_counted_of_scans_and_not_of_reused_papers():
    office = make_office()
    draft = make_draft(office)
    services.attach(draft, paper="uy-quyen", file=make_file(pages=2, blank=2), name="u.pdf", at=MONDAY)
    old = make_file(pages=1, blank=1)
    services.attach(draft, paper="uy-quyen", file=old, name="v.pdf", is_reused=True, at=MONDAY)
    dossier = services.file(draft, key="k", by=office.citizen, at=MONDAY)

    assert filed(dossier)["blank"] == 2
