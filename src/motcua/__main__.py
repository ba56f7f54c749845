"""`motcua <verb>`: the one command line. Starts the embedded database first, unless DATABASE_URL names another."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line

from motcua import embedded

NEED_NO_DATABASE = {"help", "makemessages", "compilemessages", "collectstatic"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings")
    verb = sys.argv[1] if len(sys.argv) > 1 else "help"
    if not settings.DATABASE_URL and verb not in NEED_NO_DATABASE:
        embedded.start(settings.EMBEDDED_DATA)
        _ensure_database()
    execute_from_command_line(["motcua", *sys.argv[1:]])


def _ensure_database() -> None:
    here = embedded.cluster(settings.EMBEDDED_DATA)
    answer = here.call("createdb", "-h", here.socket, "-U", embedded.SUPERUSER, "motcua")
    if answer.returncode != 0 and "already exists" not in answer.stderr:
        raise SystemExit(f"The database could not be made:\n{answer.stderr}")


if __name__ == "__main__":
    main()
