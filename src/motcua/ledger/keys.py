"""The key that signs heads. It lies outside the database, so that who can rewrite one cannot sign for it."""

import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from motcua.ledger.rules.heads import SignedHead, Statement

PRIVATE, RETIRED = "ledger-head.pem", "ledger-head-retired.txt"


def sign(statement: Statement) -> SignedHead:
    return SignedHead.of(statement, _private_key().sign(statement.message()))


def public_key() -> bytes:
    """The 32 bytes that a verifier needs. The key is made at its first use."""
    return _private_key().public_key().public_bytes_raw()


def trusted_keys() -> frozenset[bytes]:
    """The key in use and those before it: one hex line each in `ledger-head-retired.txt` beside it."""
    retired = Path(settings.KEYS_ROOT) / RETIRED
    lines = retired.read_text().split() if retired.exists() else []
    return frozenset([public_key(), *map(bytes.fromhex, lines)])


def is_signed(head: SignedHead) -> bool:
    """Whether the key that the head names has signed it; whether that key is ours is another question."""
    try:
        Ed25519PublicKey.from_public_bytes(head.key).verify(head.signature, head.message())
    except (InvalidSignature, ValueError):
        return False
    return True


def _private_key() -> Ed25519PrivateKey:
    path = Path(settings.KEYS_ROOT) / PRIVATE
    if not path.exists():
        _make(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} is not an Ed25519 key")
    return key


def _make(path: Path) -> None:
    """Two processes may make it at once: the name is given whole, and only once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        os.unlink(draft)
