"""Reading the ledger."""

from motcua.ledger.queries.entries import Bookmark, entries_after, entries_of
from motcua.ledger.queries.heads import Freshness, freshness, latest_head, latest_heads
from motcua.ledger.queries.proofs import Proof, entry_by_digest, inclusion_proof, proof_document
from motcua.ledger.queries.verification import Verification, verify

__all__ = [
    "Bookmark",
    "Freshness",
    "Proof",
    "Verification",
    "entries_after",
    "entries_of",
    "entry_by_digest",
    "freshness",
    "inclusion_proof",
    "latest_head",
    "latest_heads",
    "proof_document",
    "verify",
]
