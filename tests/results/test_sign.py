"""Signing: who may, what it costs if it fails, and what others say of the signature."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest

from motcua.files.queries import content_of
from motcua.kernel.refusals import Refusal
from motcua.ledger.queries import entries_of
from motcua.organizations.models import Delegation, Role
from motcua.results import journal
from motcua.results.models import Instrument, Standing
from motcua.results.queries import fingerprint
from motcua.results.services import discard, issuing, redraft, replace, revoke, sign
from tests.factories.organizations import make_officer
from tests.factories.results import MORNING, make_draft, make_leader, make_result

pytestmark = pytest.mark.django_db


def test_sign_brings_a_draft_into_force_and_records_the_whole_file():
    leader = make_leader()
    result = make_result(leader)

    stored = content_of(result.file)
    assert (result.standing, result.number) == (Standing.IN_FORCE, "01/GPXD-BQLKKT")
    assert result.digest == hashlib.sha256(stored).hexdigest() == result.file.digest
    kinds = [(entry.kind, entry.actor) for entry in entries_of(result.reference)]
    assert kinds == [("result.drafted", leader.code), ("result.issued", leader.code)]
    assert list(entries_of(result.reference))[-1].data["sha256"] == result.digest


def test_sign_numbers_without_gaps_per_symbol_and_year():
    leader = make_leader()
    numbers = [make_result(leader).number for _ in range(2)]
    other_symbol = make_result(leader, data={"symbol": "QĐ"}).number
    next_year = make_result(leader, at=MORNING + timedelta(days=60)).number
    assert numbers == ["01/GPXD-BQLKKT", "02/GPXD-BQLKKT"]
    assert (other_symbol, next_year) == ("01/QĐ-BQLKKT", "01/GPXD-BQLKKT")


def test_sign_refuses_an_officer_without_power():
    draft = make_draft()
    specialist = make_officer(body=draft.body)
    with pytest.raises(Refusal) as refused:
        sign(draft, by=specialist, at=MORNING)
    assert refused.value.code == "no-power-to-sign"


def test_sign_under_a_delegation_names_it_in_the_ledger():
    draft = make_draft()
    deputy = make_officer(body=draft.body, role=Role.HEAD)
    Delegation.objects.create(
        code="UQ-1",
        delegator=draft.drafted_by,
        delegate=deputy,
        from_at=MORNING - timedelta(days=1),
        until_at=MORNING + timedelta(days=1),
        basis="QĐ 5",
    )
    result = sign(draft, by=deputy, at=MORNING)
    assert list(entries_of(result.reference))[-1].data["under"] == "UQ-1"


def test_sign_twice_is_refused():
    result = make_result()
    with pytest.raises(Refusal) as refused:
        sign(result, by=result.signed_by, at=MORNING)
    assert refused.value.code == "already-signed"


def test_sign_refuses_a_draft_that_changed_after_it_was_shown():
    draft = make_draft()
    seen = fingerprint(draft)
    redraft(draft, data={"dia_diem": "Nơi khác"}, by=draft.drafted_by, at=MORNING)
    with pytest.raises(Refusal) as refused:
        sign(draft, by=draft.drafted_by, at=MORNING, shown=seen)
    assert refused.value.code == "draft-changed"


def test_a_signature_that_cannot_be_stored_uses_no_number_and_is_still_known(monkeypatch):
    draft = make_draft()

    def full(*args, **kwargs):
        raise OSError("No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(issuing, "keep", full)
        with pytest.raises(OSError, match="No space"):
            sign(draft, by=draft.drafted_by, at=MORNING)
    draft.refresh_from_db()
    assert (draft.standing, draft.number) == (Standing.DRAFT, "")
    assert len(journal.signatures()[draft.token]) == 1

    assert sign(draft, by=draft.drafted_by, at=MORNING).number.startswith("01/")


def test_draft_is_one_per_reference():
    first = make_draft()
    with pytest.raises(Refusal) as refused:
        make_draft(first.drafted_by, reference=first.reference)
    assert refused.value.code == "result-exists"


def test_redraft_keeps_the_frame_and_forgets_old_answers():
    draft = make_draft()
    held = redraft(draft, data={"quy_mo": "2 tầng"}, by=draft.drafted_by, at=MORNING)
    assert held.data == {"symbol": "GPXD", "labels": {"dia_diem": "Địa điểm"}, "quy_mo": "2 tầng"}


def test_redraft_and_discard_refuse_what_is_signed():
    result = make_result()
    with pytest.raises(Refusal) as rewriting:
        redraft(result, data={}, by=result.signed_by, at=MORNING)
    with pytest.raises(Refusal) as discarding:
        discard(result, by=result.signed_by, at=MORNING)
    assert (rewriting.value.code, discarding.value.code) == ("already-signed", "already-signed")


def test_discard_leaves_the_reference_free():
    draft = make_draft()
    discard(draft, by=draft.drafted_by, at=MORNING)
    assert make_draft(draft.drafted_by, reference=draft.reference).standing == Standing.DRAFT


def test_replace_keeps_the_old_result_and_says_by_which():
    old = make_result()
    new = replace(old, data={"dia_diem": "Tổ 6"}, by=old.signed_by, at=MORNING)
    old.refresh_from_db()
    assert (old.standing, old.replaced_by, new.standing) == (Standing.REPLACED, new, Standing.IN_FORCE)
    assert [entry.kind for entry in entries_of(old.reference)][-3:] == [
        "result.drafted",
        "result.issued",
        "result.replaced",
    ]
    with pytest.raises(Refusal) as refused:
        replace(old, data={}, by=old.signed_by, at=MORNING)
    assert refused.value.code == "not-in-force"


def test_revoke_needs_power_and_a_reason():
    result = make_result()
    with pytest.raises(Refusal) as no_reason:
        revoke(result, reason=" ", by=result.signed_by, at=MORNING)
    with pytest.raises(Refusal) as no_power:
        revoke(result, reason="Cấp sai", by=make_officer(body=result.body), at=MORNING)
    revoke(result, reason="Cấp sai thẩm quyền", by=result.signed_by, at=MORNING)
    assert (no_reason.value.code, no_power.value.code) == ("reason-needed", "no-power-to-sign")
    assert Instrument.objects.get().standing == Standing.REVOKED


@pytest.mark.parametrize(
    ("months", "until"),
    [(1, date(2027, 2, 28)), (13, date(2028, 2, 29)), (12, date(2028, 1, 31)), (None, None)],
)
def test_validity_ends_on_the_same_day_of_a_later_month(months, until):
    at = datetime(2027, 1, 31, 3, tzinfo=UTC)
    assert make_result(at=at, valid_months=months).valid_until == until
