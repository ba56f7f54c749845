"""Keyed pseudonyms: two dossiers can be seen to share a person, a phone or a device, and not whose it is.

The ledger is never erased, so it holds no number of anybody. A mark is HMAC-SHA256 under the house's own key, cut
to 64 bits: without the key a number cannot be tried out against it, and once the key is lost no mark means anything.
"""

import hmac
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

LENGTH = 16
LEAST_KEY_BYTES = 32
_COUNTRY = ("+84", "0084", "84")


@dataclass(frozen=True)
class Marks:
    """Gives marks of 16 hexadecimal digits; an empty one for what is unknown.

    Raises ValueError for a key that could be guessed.
    """

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < LEAST_KEY_BYTES:
            raise ValueError(f"a key of marks has at least {LEAST_KEY_BYTES} bytes")

    def applicant(self, number: str) -> str:
        """Of an identity or tax number, however it is written: one person, one mark, for as long as the key lives."""
        return self._mark("applicant", "".join(filter(str.isalnum, number)).upper())

    def phone(self, number: str) -> str:
        """Of a phone number, with or without the country code."""
        return self._mark("phone", _national("".join(filter("+0123456789".__contains__, number))))

    def device(self, told: str, *, on: date) -> str:
        """Of what a browser tells of itself, good for one day: nobody can be followed from day to day by it."""
        return self._mark(f"device {on.isoformat()}", told.strip())

    def _mark(self, purpose: str, value: str) -> str:
        if not value:
            return ""
        return hmac.new(self.key, f"{purpose}\n{value}".encode(), sha256).hexdigest()[:LENGTH]


def _national(number: str) -> str:
    for code in _COUNTRY:
        if number.startswith(code) and len(number) >= len(code) + 9:
            return "0" + number[len(code) :]
    return number
