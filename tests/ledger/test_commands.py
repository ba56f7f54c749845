import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from motcua.ledger import documentation, reconciliation
from tests.ledger.lamps import LampLit


def asked(*arguments):
    out = StringIO()
    code = 0
    try:
        call_command("ledger", *arguments, "--json", stdout=out)
    except SystemExit as end:
        code = end.code
    return json.loads(out.getvalue()), code


def test_verify_answers_with_counts_and_what_is_broken(ledger):
    ledger.light("A", "B")
    ledger.seal_all()
    ledger.light("C")
    assert asked("verify") == ({"entries": 3, "sealed": 2, "broken": []}, 0)

    ledger.as_superuser("UPDATE ledger_entry SET body = 'H50' WHERE subject = 'C'")
    facts, code = asked("verify")
    assert (facts["broken"], code) == (
        ["entry 1 of C has been changed: its content does not give its digest"],
        1,
    )


def test_seal_answers_with_the_head_and_partial_when_a_witness_refused(ledger):
    ledger.light("A")
    facts, code = asked("seal")
    assert (facts["refused"], code) == ([], 0)

    (Path(settings.WITNESS_ROOT) / "own" / "heads.jsonl").write_text("rubbish\n")
    ledger.light("B")
    while not facts["refused"]:
        facts, code = asked("seal")
    assert code == 3


def test_reconcile_asks_every_room_and_counts_subjects(db, monkeypatch):
    monkeypatch.setattr(reconciliation, "_registered", {})
    findings = [
        ("A", ""),
        ("B", "state is filed, the ledger says received"),
        ("B", "due date differs"),
        ("C", ""),
    ]
    reconciliation.register("lamps", lambda: findings)
    reconciliation.register("rooms", lambda: [("R", "")])

    answer = reconciliation.reconcile()

    assert answer.subjects == 4
    assert answer.differences == [
        "lamps B: state is filed, the ledger says received",
        "lamps B: due date differs",
    ]
    with pytest.raises(ValueError, match="lamps"):
        reconciliation.register("lamps", lambda: [])


def test_events_document_tells_every_kind_of_the_rooms_and_no_other():
    page = documentation.events_document()

    assert "### `dossier.received`" in page
    assert "| `due_at` | datetime |" in page
    assert "| `under` | str, may be absent |" in page
    assert "| `reasons` | list of str |" in page
    assert LampLit.kind not in page


def test_events_check_fails_when_the_page_is_stale(tmp_path, monkeypatch):
    path = tmp_path / "events.md"
    monkeypatch.setattr("motcua.ledger.management.commands.ledger.document_path", lambda: path)

    assert asked("events", "--check")[1] == 1
    assert asked("events")[1] == 0
    assert asked("events", "--check")[1] == 0
