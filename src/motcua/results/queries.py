"""Reads of results that more than one place needs."""

import hashlib
import json

from motcua.results.models import Instrument


def by_token(token: str) -> Instrument | None:
    """The issued result whose QR says this. Drafts are not found: nothing has been issued yet."""
    found = Instrument.objects.select_related("body", "signed_by", "replaced_by").filter(token=token).first()
    return found if found and found.number else None


def by_digest(digest: str) -> Instrument | None:
    """The issued result whose whole signed file has this SHA-256."""
    found = Instrument.objects.select_related("body", "signed_by", "replaced_by")
    return found.filter(digest=digest).first() if digest else None


def fingerprint(instrument: Instrument) -> str:
    """What a leader has seen of a draft: signing with it refuses if the draft was changed meanwhile."""
    said = [
        instrument.template,
        instrument.title,
        instrument.holder,
        instrument.valid_months,
        instrument.data,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
