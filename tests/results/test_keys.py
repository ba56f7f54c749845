"""Certificates are looked at before they sign, and keys are never anywhere but in their files."""

import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from motcua.kernel.refusals import Refusal
from motcua.results import keys, signing
from motcua.results.rendering import render
from motcua.results.services import sign
from motcua.results.verification import signature_of
from tests.factories.results import MORNING, make_draft, make_leader
from tests.results.papers import decision

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def give_certificate(leader, begins: datetime, ends: datetime, key=None) -> keys.Identity:
    key = key or ec.generate_private_key(ec.SECP256R1())
    made = keys.certificate("leader", leader.name, "Ban", key=key, issuer=keys.root(), valid=(begins, ends))
    identity = keys.Identity(made, key)
    keys.write(f"officers/{leader.code}", identity)
    return identity


@pytest.mark.parametrize(
    ("begins", "ends", "code"),
    [
        (MORNING - 2 * YEAR, MORNING - YEAR, "certificate-expired"),
        (MORNING + YEAR, MORNING + 2 * YEAR, "certificate-not-yet-valid"),
    ],
)
def test_sign_refuses_a_certificate_out_of_its_time(begins, ends, code):
    draft = make_draft()
    give_certificate(draft.drafted_by, begins, ends)
    with pytest.raises(Refusal) as refused:
        sign(draft, by=draft.drafted_by, at=MORNING)
    assert refused.value.code == code


def test_sign_refuses_a_revoked_certificate(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "new"
    draft = make_draft()
    identity = give_certificate(draft.drafted_by, MORNING - YEAR, MORNING + YEAR)
    (keys.home() / "revoked.txt").write_text(f"{identity.certificate.serial_number:x}\n")
    with pytest.raises(Refusal) as refused:
        sign(draft, by=draft.drafted_by, at=MORNING)
    assert refused.value.code == "certificate-revoked"


def test_a_house_that_is_no_demo_makes_no_certificates(settings, tmp_path):
    settings.KEYS_ROOT, settings.DEMO = tmp_path / "new", False
    draft = make_draft()
    with pytest.raises(Refusal) as refused:
        sign(draft, by=draft.drafted_by, at=MORNING)
    assert refused.value.code == "no-certificate"


def test_signatures_without_a_time_stamp_and_with_rsa_hold_too(settings):
    leader = make_leader()
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    give_certificate(leader, datetime(2020, 1, 1, tzinfo=UTC), MORNING + YEAR, rsa_key)
    signer = signing.signer_for(leader)
    settings.DEMO = False
    pdf = signer.sign(render(decision()), at=MORNING, place="Quảng Ninh")
    assert signature_of(pdf, at=MORNING).holds


def test_keys_can_be_read_by_their_owner_only(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "new"
    signing.signer_for(make_leader())
    modes = {stat.S_IMODE(path.stat().st_mode) for path in keys.home().rglob("*.key")}
    assert modes == {0o600}


def test_the_demo_makes_a_new_certificate_when_a_code_is_given_to_somebody_else():
    first = keys.of_officer("CB-1", name="Nguyễn Thị Bình", body="Ban")
    again = keys.of_officer("CB-1", name="Nguyễn Thị Bình", body="Ban")
    other = keys.of_officer("CB-1", name="Trần Văn Số", body="Ban")
    serials = [identity.certificate.serial_number for identity in (first, again, other)]
    assert serials[0] == serials[1] != serials[2]
