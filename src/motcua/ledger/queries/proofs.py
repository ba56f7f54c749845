"""The proof that an entry is in the ledger, for those who do not trust us."""

from dataclasses import dataclass
from typing import Any

from motcua.ledger.models import Entry, Leaf
from motcua.ledger.queries.heads import latest_head
from motcua.ledger.queries.tree import inclusion_path
from motcua.ledger.rules.heads import SignedHead

FORMAT = "motcua ledger proof 1"


@dataclass(frozen=True)
class Proof:
    """Leaf `index`, the hash of `digest`, leads along `path` to the root of `head` (RFC 6962 §2.1.1)."""

    digest: bytes
    index: int
    path: tuple[bytes, ...]
    head: SignedHead

    def document(self) -> dict[str, Any]:
        """The proof as JSON, for the stand-alone verifier. It tells nothing of what the entry says."""
        return {
            "format": FORMAT,
            "digest": self.digest.hex(),
            "leaf_index": self.index,
            "path": [known.hex() for known in self.path],
            "head": self.head.document(),
        }


def entry_by_digest(digest: bytes) -> Entry | None:
    return Entry.objects.filter(digest=digest).first()


def inclusion_proof(entry: Entry) -> Proof | None:
    """The proof under the newest head, or None while the entry waits for its seal (about a minute)."""
    index = Leaf.objects.filter(entry=entry).values_list("index", flat=True).first()
    head = latest_head() if index is not None else None
    if index is None or head is None:
        return None
    return Proof(bytes(entry.digest), index, tuple(inclusion_path(index, head.tree_size)), head)


def proof_document(entry: Entry) -> dict[str, Any] | None:
    """The proof as the stand-alone verifier reads it, or None while the entry is not sealed."""
    proof = inclusion_proof(entry)
    return proof.document() if proof else None
