"""The verdict on a file: ours and in force, ours no longer, or not what it seems."""

import json
import shutil
import subprocess
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.files.queries import content_of
from motcua.results import keys, signing
from motcua.results.rendering import render
from motcua.results.rules.verdicts import Finding, Reason
from motcua.results.services import replace, revoke
from motcua.results.verification import verify
from tests.factories.results import MORNING, make_leader, make_result
from tests.results.papers import decision
from tests.results.tampering import EVERY_WAY

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(days=1)


def test_verify_finds_an_issued_result_genuine_and_in_force():
    result = make_result()
    verdict = verify(content_of(result.file), at=LATER)
    assert verdict.verdict is Finding.GENUINE_IN_FORCE
    assert verdict.reasons == (Reason.SAME_BYTES, Reason.SIGNATURE_VALID)
    assert (verdict.number, verdict.signer) == (result.number, result.signed_by.name)
    assert verdict.covers_whole_file
    assert verdict.signed_at == MORNING


@pytest.mark.parametrize("way", EVERY_WAY)
def test_verify_never_calls_a_tampered_file_genuine(way):
    pdf = content_of(make_result().file)
    tampered = way(pdf)
    assert tampered != pdf
    verdict = verify(tampered, at=LATER)
    assert verdict.verdict in (Finding.ALTERED, Finding.UNKNOWN, Finding.UNREADABLE)
    assert not verdict.is_genuine


@pytest.mark.parametrize(
    "way",
    [
        way
        for way in EVERY_WAY
        if way.__name__ not in ("with_replaced_page", "truncated", "with_foreign_range")
    ],
)
def test_verify_calls_a_changed_copy_altered(way):
    verdict = verify(way(content_of(make_result().file)), at=LATER)
    assert verdict.verdict is Finding.ALTERED


def test_verify_says_what_has_become_of_a_result():
    leader = make_leader()
    old, gone, short = make_result(leader), make_result(leader), make_result(leader, valid_months=1)
    replace(old, data={}, by=leader, at=LATER)
    revoke(gone, reason="Cấp sai", by=leader, at=LATER)
    findings = [
        verify(content_of(each.file), at=MORNING + timedelta(days=60)).verdict for each in (old, gone, short)
    ]
    assert findings == [Finding.GENUINE_REPLACED, Finding.GENUINE_REVOKED, Finding.GENUINE_EXPIRED]


def test_verify_knows_a_signature_of_ours_that_was_never_issued():
    leader = make_leader()
    pdf = signing.signer_for(leader).sign(render(decision()), at=MORNING, place="Quảng Ninh")
    verdict = verify(pdf, at=LATER)
    assert (verdict.verdict, verdict.reasons) == (Finding.UNKNOWN, (Reason.NEVER_ISSUED,))


def test_verify_does_not_know_a_foreign_signature(settings, tmp_path):
    make_result()
    ours = settings.KEYS_ROOT
    settings.KEYS_ROOT = tmp_path / "foreign"
    pdf = signing.signer_for(make_leader()).sign(render(decision()), at=MORNING, place="Quảng Ninh")
    settings.KEYS_ROOT = ours
    verdict = verify(pdf, at=LATER)
    assert (verdict.verdict, verdict.reasons) == (Finding.UNKNOWN, (Reason.NOT_TRUSTED,))


@pytest.mark.parametrize(
    ("content", "finding", "reason"),
    [
        (b"", Finding.UNREADABLE, Reason.NOT_A_PDF),
        (b"PK\x03\x04 not a pdf", Finding.UNREADABLE, Reason.NOT_A_PDF),
        (b"%PDF-1.7 but nothing else", Finding.UNKNOWN, Reason.UNSIGNED),
        (b"%PDF-1.7 /ByteRange [0 1 2 3] /Contents <" + b"00" * 40 + b">", Finding.UNKNOWN, Reason.UNSIGNED),
    ],
)
def test_verify_answers_calmly_to_what_is_no_result(content, finding, reason):
    verdict = verify(content, at=LATER)
    assert (verdict.verdict, verdict.reasons) == (finding, (reason,))


def test_verify_an_unsigned_paper_is_unknown():
    assert verify(render(decision()), at=LATER).reasons == (Reason.UNSIGNED,)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, 2**20), junk=st.binary(min_size=1, max_size=60))
def test_verify_never_fails_and_never_calls_damage_genuine(signed_pdf, start, junk):
    at = start % len(signed_pdf)
    damaged = signed_pdf[:at] + junk + signed_pdf[at + len(junk) :]
    verdict = verify(damaged, at=LATER)
    assert verdict.is_genuine == (damaged == signed_pdf)


@pytest.fixture
def signed_pdf():
    return content_of(make_result().file)


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig (poppler-utils) is not installed")
def test_pdfsig_agrees_that_the_whole_document_is_validly_signed(tmp_path):
    result = make_result()
    path = tmp_path / "result.pdf"
    path.write_bytes(content_of(result.file))
    said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert f"Common Name: {result.signed_by.name}" in said
    assert "ETSI.CAdES.detached" in said


def test_results_verify_tells_json_and_exits_by_the_verdict(tmp_path):
    path = tmp_path / "result.pdf"
    path.write_bytes(content_of(make_result().file))
    out = StringIO()
    call_command("results", "verify", str(path), "--json", stdout=out)
    facts = json.loads(out.getvalue())
    assert facts["verdict"] == "genuine_in_force"
    assert facts["reasons"] == ["same-bytes", "signature-valid"]

    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(SystemExit) as ended:
        call_command("results", "verify", str(path), stdout=out)
    assert ended.value.code == 1
    assert "Không" in out.getvalue() or "Not issued here" in out.getvalue()


def test_trusted_roots_include_earlier_ones(settings, tmp_path):
    ours = keys.root()
    settings.KEYS_ROOT = tmp_path / "new"
    keys.write("trusted/2025", ours)
    assert [certificate.serial_number for certificate in keys.trusted()][1:] == [
        ours.certificate.serial_number
    ]
