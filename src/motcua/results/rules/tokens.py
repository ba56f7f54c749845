"""The secret in a result's QR code: 128 bits, in letters that can be read from paper and typed."""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u
LENGTH = 26
_READ_AS = str.maketrans("ilo", "110")


def new_token() -> str:
    """26 letters and digits that carry 128 bits from the system's own source."""
    number = secrets.randbits(128)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def grouped(token: str) -> str:
    """As it is printed: `0abc-defg-…`."""
    return "-".join(token[start : start + 4] for start in range(0, len(token), 4))


def read(typed: str) -> str:
    """What somebody typed or pasted (with dashes, spaces, capitals, or the whole address), as a token; or
    empty.
    """
    last = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    token = "".join(last.split()).replace("-", "").lower().translate(_READ_AS)
    return token if len(token) == LENGTH and set(token) <= set(ALPHABET) else ""
