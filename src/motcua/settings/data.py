"""Where facts and files are kept."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from motcua import embedded
from motcua.settings import environment
from motcua.settings.base import ROOT

VAR = Path(environment.text("MOTCUA_VAR", str(ROOT / "var")))
EMBEDDED_DATA = VAR / "postgres"
FILES_ROOT = VAR / "files"
WITNESS_ROOT = VAR / "witnesses"
KEYS_ROOT = VAR / "keys"
DATABASE_URL = environment.text("DATABASE_URL")
# What a statement asks for the sixth time on one connection, the server has read and planned before. Statements must
# say `= ANY(%s)`, not `IN %s`, and carry at most 65,535 values. A pooler that gives every transaction another
# connection forgets what was prepared: MOTCUA_POOLER=1 says that there is one.
PREPARED: dict[str, object] = {
    "server_side_binding": True,
    "prepare_threshold": None if environment.flag("MOTCUA_POOLER", default=False) else 5,
}


def from_url(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise SystemExit(
            "DATABASE_URL must begin with postgresql://, for example postgresql://user:password@host:5432/name. "
            "Leave it unset to use the embedded PostgreSQL."
        )
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": PREPARED | dict(parse_qsl(parts.query)),
    }


def embedded_server(data: Path) -> dict[str, object]:
    host = str(embedded.cluster(data).socket)
    return {"NAME": "motcua", "USER": embedded.SUPERUSER, "HOST": host, "OPTIONS": PREPARED}


DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        **(from_url(DATABASE_URL) if DATABASE_URL else embedded_server(EMBEDDED_DATA)),
    }
}
