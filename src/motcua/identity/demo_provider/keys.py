"""The provider's signing keys, made once and kept with the demo's other keys."""

import json
import os
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

ALGORITHMS = ("RS256", "ES256")


def sign(claims: dict[str, Any], *, algorithm: str = "RS256") -> str:
    key = next(key for key in key_set().keys if key.alg == algorithm)
    return jwt.encode(
        {"alg": algorithm, "kid": key.kid, "typ": "JWT"}, claims, key, algorithms=list(ALGORITHMS)
    )


def public_keys() -> dict[str, Any]:
    return dict(key_set().as_dict(private=False))


def key_set() -> KeySet:
    return _key_set(Path(settings.KEYS_ROOT) / "demo-identity-provider.json")


@cache
def _key_set(kept: Path) -> KeySet:
    if not kept.exists():
        _make(kept)
    return KeySet.import_key_set(json.loads(kept.read_text()))


def _make(kept: Path) -> None:
    """Several workers may come at once: the first whole file stays."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    keys = KeySet(
        [
            RSAKey.generate_key(
                2048, {"alg": "RS256", "use": "sig", "kid": secrets.token_hex(8)}, private=True
            ),
            ECKey.generate_key(
                "P-256", {"alg": "ES256", "use": "sig", "kid": secrets.token_hex(8)}, private=True
            ),
        ]
    )
    draft = kept.with_suffix(f".{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(keys.as_dict(private=True)))
    try:
        os.link(draft, kept)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
