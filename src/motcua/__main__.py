"""`motcua <verb>`: the one command line. The embedded database runs while a verb does (DATABASE_URL: another)."""

import os
import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import connections

from motcua import embedded

NEED_NO_DATABASE = {"help", "log", "makemessages", "compilemessages", "collectstatic"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings")
    verb = sys.argv[1] if len(sys.argv) > 1 else "help"
    if not needs_database(verb, sys.argv[2:]):
        settings.PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None  # the jobs of all rooms are half of the start
    if settings.DATABASE_URL or not needs_database(verb, sys.argv[2:]):
        execute_from_command_line(["motcua", *sys.argv[1:]])
        return
    with embedded.in_use(settings.EMBEDDED_DATA) as here:
        _ensure_database(here)
        execute_from_command_line(["motcua", *sys.argv[1:]])
        connections.close_all()


def needs_database(verb: str, said: Sequence[str]) -> bool:
    """Asked about a body these verbs read the house's own dossiers, else a log and nothing more."""
    if verb in ("diagnose", "conformance"):
        return any(word.partition("=")[0] == "--body" for word in said)
    return verb not in NEED_NO_DATABASE


def _ensure_database(here: embedded.Cluster) -> None:
    answer = here.call("createdb", "-h", here.socket, "-U", embedded.SUPERUSER, "motcua")
    if answer.returncode != 0 and "already exists" not in answer.stderr:
        raise SystemExit(f"The database could not be made:\n{answer.stderr}")


if __name__ == "__main__":
    main()
