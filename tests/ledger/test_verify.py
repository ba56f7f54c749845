import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as house
from django.core.management import call_command
from django.db import connection

from motcua.kernel.invariants import declared
from motcua.ledger import invariants, keys, verifier  # noqa: F401 -- declares the invariants
from motcua.ledger.models import Entry, Head
from motcua.ledger.queries import inclusion_proof, latest_head, proof_document, verify
from motcua.ledger.queries.heads import signed
from motcua.ledger.rules.chain import BEGINNING, Fact, digest_of
from motcua.ledger.rules.heads import SignedHead, Statement, digest_before
from motcua.ledger.rules.merkle import Growing

OURS = "motcua.ledger.queries.verification"


@pytest.fixture
def sealed(ledger):
    """Forty entries on four subjects under three heads."""
    for _round in range(3):
        ledger.light("A", "B", "C", "D", "A")
        ledger.seal_all()
    ledger.light(*"ABCDABCDABCDABCDABCDABCDA")
    ledger.seal_all()
    return ledger


def test_verify_finds_a_whole_ledger_whole(sealed):
    verification = verify()

    assert (verification.entries, verification.sealed, verification.broken) == (40, 40, [])
    assert [list(each.check()) for each in declared() if each.check.__module__ == OURS] == [[]] * 5


def test_verify_finds_an_empty_ledger_whole(ledger):
    assert verify().broken == []


TAMPERING = {
    "UPDATE ledger_entry SET actor = 'CB-2' WHERE subject = 'A' AND sequence = 3": "entry 3 of A has been changed",
    "UPDATE ledger_entry SET occurred_at = occurred_at - interval '1 us' WHERE subject = 'B' AND sequence = 1": (
        "entry 1 of B has been changed"
    ),
    """UPDATE ledger_entry SET data = data || '{"watts": 41}' WHERE subject = 'C' AND sequence = 2""": (
        "entry 2 of C has been changed"
    ),
    "DELETE FROM ledger_entry WHERE subject = 'A' AND sequence = 2": "entry 3 of A follows entry 1",
    "DELETE FROM ledger_entry WHERE id = (SELECT max(id) FROM ledger_entry)": (
        "leaf 39: its entry or the leaf itself is missing"
    ),
    "DELETE FROM ledger_leaf WHERE index = 7": "leaf 7: its entry or the leaf itself is missing",
    "DELETE FROM ledger_leaf WHERE index = 39": "stands behind one over",
    "UPDATE ledger_leaf SET index = CASE index WHEN 38 THEN 139 ELSE 138 END WHERE index IN (38, 39)": (
        "stands behind one over"
    ),
    "UPDATE ledger_node SET hash = decode(repeat('00', 32), 'hex') WHERE level = 4 AND index = 1": "subtree (4, 1)",
    "UPDATE ledger_head SET root = decode(repeat('00', 32), 'hex') WHERE number = 2": "head 2 is not signed",
    "UPDATE ledger_head SET sealed_at = sealed_at - interval '1 day' WHERE number = 3": "head 3 is not signed",
    "DELETE FROM ledger_head WHERE number = 2": "head 3 does not continue",
    "UPDATE ledger_entry SET transaction = transaction + 1000000000 WHERE subject = 'D'": "pg_resetwal",
}


@pytest.mark.parametrize(("tampering", "says"), TAMPERING.items())
def test_verify_names_what_a_superuser_changed(sealed, tampering, says):
    sealed.as_superuser(tampering)

    assert [sentence for sentence in verify().broken if says in sentence]


def test_verify_names_an_entry_slipped_in_before_a_seal(sealed):
    last = Entry.objects.filter(subject="A").order_by("-sequence").first()
    fact = Fact(
        last.kind, "A", last.sequence + 1, "H49", "CB-9", last.occurred_at, last.recorded_at, {"room": "x"}
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (kind, subject, sequence, body, actor, occurred_at, recorded_at, data, previous, "
            "digest, transaction) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 1)",
            [*fact[:7], json.dumps(fact.data), last.digest, digest_of(fact, last.digest)],
        )

    assert verify().broken == [f"entry {fact.sequence} of A stands before a sealed entry and is not sealed"]


def rewrite_history(ledger):
    """An administrator with the database and even the key backdates one act and computes every hash anew."""
    end, facts = {}, {}
    for entry in Entry.objects.order_by("leaf__index"):
        fact = Fact(*(getattr(entry, name) for name in Fact._fields))
        if (fact.subject, fact.sequence) == ("B", 1):
            fact = fact._replace(actor="CB-666")
        previous = end.get(fact.subject, BEGINNING)
        end[fact.subject] = digest_of(fact, previous)
        facts[entry.pk] = (fact.actor, previous, end[fact.subject])
    tree, nodes, roots = Growing(), [], {}
    for _actor, _previous, digest in facts.values():
        nodes += [(known, *place) for place, known in tree.add(digest)]
        roots[tree.size] = tree.root
    heads, before = [], None
    for old in map(signed, Head.objects.order_by("number")):
        before = keys.sign(
            Statement(
                old.number, old.tree_size, roots[old.tree_size], digest_before(before), old.sealed_at, old.key
            )
        )
        heads.append(before)
    ledger.as_superuser("SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for pk, values in facts.items():
            cursor.execute(
                "UPDATE ledger_entry SET actor = %s, previous = %s, digest = %s WHERE id = %s", [*values, pk]
            )
        for node in nodes:
            cursor.execute("UPDATE ledger_node SET hash = %s WHERE level = %s AND index = %s", node)
        for head in heads:
            cursor.execute(
                "UPDATE ledger_head SET root = %s, previous = %s, signature = %s WHERE number = %s",
                [head.root, head.previous, head.signature, head.number],
            )
        cursor.execute("SET session_replication_role = DEFAULT")


def test_rewritten_history_is_clean_inside_and_caught_by_the_witnesses(sealed):
    rewrite_history(sealed)

    broken = verify().broken

    assert broken
    assert all("witness" in sentence for sentence in broken)
    for name in ("own", "inspectorate"):
        assert (
            f"head 1 kept by witness {name}: its 5 entries are not those that stand in the ledger now"
            in broken
        )
        assert f"witness {name} kept another head 4 than ours" in broken


def test_rewritten_history_is_not_sealed_on_by_the_witnesses(sealed):
    rewrite_history(sealed)
    sealed.light("E")

    sealing = sealed.seal_all()

    assert [refused.split(":")[0] for refused in sealing.refused] == ["inspectorate", "own"]
    assert "have been changed" in sealing.refused[0]


def test_two_heads_of_one_tree_are_a_fork_that_the_witness_catches(sealed):
    ours = latest_head()
    other = keys.sign(
        Statement(ours.number, ours.tree_size, b"f" * 32, ours.previous, ours.sealed_at, ours.key)
    )
    line = json.dumps(other.document())
    path = Path(house.WITNESS_ROOT) / "own" / "heads.jsonl"
    path.write_text(path.read_text() + line + "\n")

    assert verify().broken == [
        "head 4 kept by witness own: its 40 entries are not those that stand in the ledger now",
        "witness own kept another head 4 than ours",
    ]
    assert "forked" in run("heads", path).stdout


def test_ledger_rolled_back_is_caught_by_the_witnesses(sealed):
    sealed.as_superuser(
        "DELETE FROM ledger_entry WHERE id IN (SELECT entry_id FROM ledger_leaf WHERE index >= 15)",
        "DELETE FROM ledger_leaf WHERE index >= 15",
        "DELETE FROM ledger_node WHERE (index + 1) << level > 15",
        "DELETE FROM ledger_head WHERE number = 4",
    )

    assert verify().broken == [
        "witness inspectorate kept another head 4 than ours",
        "witness own kept another head 4 than ours",
    ]


def test_head_signed_by_a_key_that_is_not_ours_is_named(sealed, tmp_path, settings):
    old = keys.public_key()
    settings.KEYS_ROOT = tmp_path / "other-keys"
    assert [f"head {n} is not signed by a key of ours" for n in (1, 2, 3, 4)] == verify().broken

    (tmp_path / "other-keys" / keys.RETIRED).write_text(old.hex())
    assert verify().broken == []


def run(*arguments):
    """The verifier as a stranger runs it: no packages, no environment."""
    command = [sys.executable, "-I", "-S", verifier.__file__, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def exported(path, *options):
    call_command("ledger", "export", str(path), *options, stdout=StringIO())
    return path


@pytest.mark.parametrize("options", [[], ["--digests"]])
def test_verifier_accepts_the_public_dump(sealed, tmp_path, options):
    path = exported(tmp_path / "dump.jsonl", *options)

    answer = run(
        "dump",
        path,
        "--key",
        keys.public_key().hex(),
        "--witness",
        Path(house.WITNESS_ROOT) / "own" / "heads.jsonl",
    )

    assert answer.stdout.startswith("OK 40 leaves under head 4"), answer
    assert (answer.returncode, answer.stderr) == (0, "")


def test_verifier_names_the_first_bad_leaf(sealed, tmp_path):
    path = exported(tmp_path / "dump.jsonl")
    lines = path.read_text().splitlines()

    changed = [
        line.replace('"watts": 40', '"watts": 41') if '"sequence": 4' in line else line for line in lines
    ]
    path.write_text("\n".join(changed))
    assert run("dump", path).stdout.startswith("BAD leaf 9: the content does not give the digest")

    path.write_text("\n".join(line for line in lines if '"sequence": 4' not in line))
    assert run("dump", path).stdout.startswith("BAD head 2: leaf 8 or one before it")

    path.write_text("\n".join(lines[:-1]))
    assert run("dump", path).stdout.startswith("BAD leaf 15: no signed head covers it")


def test_verifier_holds_a_rewritten_dump_against_the_witness(sealed, tmp_path):
    rewrite_history(sealed)
    path = exported(tmp_path / "dump.jsonl")

    assert run("dump", path).returncode == 0
    answer = run("dump", path, "--witness", Path(house.WITNESS_ROOT) / "inspectorate" / "heads.jsonl")

    assert answer.returncode == 1
    assert answer.stdout.startswith("BAD leaf 4 or one before it: not what was witnessed")


def test_verifier_accepts_a_proof_and_no_changed_one(sealed, tmp_path):
    path = tmp_path / "proof.json"
    entry = Entry.objects.get(subject="C", sequence=5)
    document = proof_document(entry)
    path.write_text(json.dumps(document))
    answer = run("proof", path, "--witness", Path(house.WITNESS_ROOT) / "own" / "heads.jsonl")
    assert answer.stdout.startswith(f"OK {bytes(entry.digest).hex()} is leaf "), answer

    for change in (
        {"digest": "00" * 32},
        {"leaf_index": document["leaf_index"] + 1},
        {"path": document["path"][:-1]},
        {"head": document["head"] | {"tree_size": 41}},
        {"head": document["head"] | {"root": "00" * 32}},
        {"head": None},
        {"path": "x"},
    ):
        path.write_text(json.dumps(document | change))
        answer = run("proof", path)
        assert (answer.returncode, answer.stdout[:3], answer.stderr) == (1, "BAD", "")
    assert run("proof", path, "--key", "00" * 32).returncode == 1


def test_verifier_walks_the_heads_of_a_witness(sealed):
    path = Path(house.WITNESS_ROOT) / "own" / "heads.jsonl"
    assert run("heads", path).stdout.startswith("OK 4 heads, the last over 40 leaves")

    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[2], lines[1]]))
    assert run("heads", path).stdout.startswith("BAD head 3: the first 5 leaves are not those")


def test_verifier_agrees_with_cryptography_on_signatures(sealed):
    head = latest_head()
    assert verifier.ed25519_verifies(head.key, head.message(), head.signature)
    for key, text, signature in (
        (head.key, head.message() + b" ", head.signature),
        (head.key, head.message(), head.signature[:-1] + b"\xff"),
        (head.key, head.message(), bytes(64)),
        (b"\xff" * 32, head.message(), head.signature),
        (head.key, head.message(), head.signature[:63]),
        (head.key[:31], head.message(), head.signature),
    ):
        assert not verifier.ed25519_verifies(key, text, signature)


def test_head_survives_being_written_down_and_read_again(sealed):
    head = latest_head()

    assert SignedHead.from_document(json.loads(json.dumps(head.document()))) == head
    assert inclusion_proof(Entry.objects.first()).head == head
