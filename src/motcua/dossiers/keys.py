"""The key under which applicants, phones and devices get their marks. It lies outside the database.

All web servers of a house need the same file. Another key, and no later mark equals an earlier one.
"""

import os
import secrets
import tempfile
from pathlib import Path

from django.conf import settings

from motcua.dossiers.rules.marks import Marks

NAME = "marks.key"


def marks() -> Marks:
    """With the house's key, which is made at its first use."""
    path = Path(settings.KEYS_ROOT) / NAME
    if not path.exists():
        _make(path)
    return Marks(bytes.fromhex(path.read_text().strip()))


def _make(path: Path) -> None:
    """Two processes may make it at once: the name is given whole, and only once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        os.unlink(draft)
