"""The look-up secret that stands on a receipt beside the code: twelve letters and digits, derived, never stored."""

import base64
import hashlib
import hmac

from django.conf import settings

CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def secret_of(code: str) -> str:
    """`7KQ2-44MX-9PTA`: 60 bits of HMAC-SHA256 over the code; guessing is held off by the look-up's rate limit."""
    mac = hmac.new(
        settings.SECRET_KEY.encode(), b"dossier look-up\0" + code.encode(), hashlib.sha256
    ).digest()
    letters = base64.b32encode(mac).decode()[:12].translate(CROCKFORD)
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def secret_matches(code: str, said: str) -> bool:
    """Compare what somebody typed, forgiving case, spaces, hyphens and the letters that look like digits."""
    plain = (
        "".join(c for c in said.upper() if c.isalnum()).replace("O", "0").replace("I", "1").replace("L", "1")
    )
    return hmac.compare_digest(plain.encode(), secret_of(code).replace("-", "").encode())
