"""A signed head: what exactly is signed, how a head names the one before it, how it is written down."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Self

from motcua.ledger.rules.chain import BEGINNING, canonical, moment

CONTEXT = b"motcua ledger head 1\n"
"""Signed with the head, so that a signature made for another purpose can never be taken for one."""


@dataclass(frozen=True)
class Statement:
    """These leaves, in this order, at this moment, and this head before me."""

    number: int
    tree_size: int
    root: bytes
    previous: bytes
    sealed_at: datetime
    key: bytes

    def content(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "tree_size": self.tree_size,
            "root": self.root.hex(),
            "previous": self.previous.hex(),
            "sealed_at": moment(self.sealed_at),
            "key": self.key.hex(),
        }

    def message(self) -> bytes:
        return CONTEXT + canonical(self.content()).encode()


@dataclass(frozen=True)
class SignedHead(Statement):
    """A statement and the Ed25519 signature over its message."""

    signature: bytes

    @classmethod
    def of(cls, statement: Statement, signature: bytes) -> Self:
        return cls(**vars(statement), signature=signature)

    def digest(self) -> bytes:
        """What the next head names as `previous`."""
        return sha256(self.message() + self.signature).digest()

    def document(self) -> dict[str, Any]:
        return {**self.content(), "signature": self.signature.hex()}

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError for anything that is not a head."""
        return cls(
            number=int(document["number"]),
            tree_size=int(document["tree_size"]),
            root=bytes.fromhex(document["root"]),
            previous=bytes.fromhex(document["previous"]),
            sealed_at=datetime.fromisoformat(document["sealed_at"]),
            key=bytes.fromhex(document["key"]),
            signature=bytes.fromhex(document["signature"]),
        )


def written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def digest_before(head: SignedHead | None) -> bytes:
    return head.digest() if head else BEGINNING
