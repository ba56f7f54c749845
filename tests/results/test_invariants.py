"""The invariants hold on honest results and name the broken one."""

import pytest

from motcua.files.queries import path_of
from motcua.ledger.models import Entry
from motcua.results import benchmarks, invariants, journal
from motcua.results.models import Instrument, NumberBook
from motcua.results.services import revoke
from tests.factories.results import MORNING, make_draft, make_leader, make_result

pytestmark = pytest.mark.django_db
EVERY = [
    invariants.issued_results_are_whole,
    invariants.issued_results_are_signed,
    invariants.issued_results_are_in_the_ledger,
    invariants.signatures_are_accounted_for,
    invariants.numbers_have_no_gaps,
]


def test_invariants_hold_on_honest_results():
    leader = make_leader()
    make_draft(leader), make_result(leader)
    revoke(make_result(leader), reason="Sai", by=leader, at=MORNING)
    assert [finding for check in EVERY for finding in check()] == []


def test_a_file_changed_on_disk_is_named():
    result = make_result()
    path = path_of(result.file)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b" ")
    assert result.number in "".join(invariants.issued_results_are_whole())
    assert result.number in "".join(invariants.issued_results_are_signed())
    path.unlink()
    assert "missing" in "".join(invariants.issued_results_are_whole())


def test_a_signature_that_was_never_stored_is_named():
    draft = make_draft()
    journal.signed(draft.token, digest="0" * 64, officer=draft.drafted_by.code, at=MORNING)
    assert draft.reference in "".join(invariants.signatures_are_accounted_for())


def test_a_result_slipped_in_past_the_verb_is_named():
    result = make_result()
    Instrument.objects.filter(pk=result.pk).update(number="09/GPXD-BQLKKT", digest="f" * 64)
    NumberBook.objects.update(last=9)
    for check in EVERY:
        if check is not invariants.issued_results_are_signed:
            assert list(check()), check.__name__
    assert Entry.objects.filter(kind="result.issued").count() == 1


def test_the_benchmark_measures_every_part(monkeypatch):
    measure = benchmarks._rate
    monkeypatch.setattr(benchmarks, "_rate", lambda act: measure(act, seconds=0.01))
    assert all(rate > 0 for rate in benchmarks.pdf().values())
