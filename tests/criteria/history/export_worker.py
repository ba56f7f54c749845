"""Exporters to be killed: `python -m tests.criteria.history.export_worker DATABASE DIRECTORY`.

Each line read is one more exporter: a process of its own that exports and compacts without a pause. Its number is
printed once it is at it. This process only begins and buries them, so that a kill costs no second of importing.
"""

import os
import sys
import time
from pathlib import Path

import django
from django.conf import settings


def work(directory: Path) -> None:
    from django.db import connection  # noqa: PLC0415 -- the settings must be complete first

    from motcua.clock.queries import now  # noqa: PLC0415
    from motcua.criteria.services.compacting import compact  # noqa: PLC0415
    from motcua.criteria.services.exporting import export  # noqa: PLC0415
    from motcua.kernel.refusals import Refusal  # noqa: PLC0415

    connection.ensure_connection()
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    while True:
        try:
            if os.times().user % 0.3 < 0.1:
                compact(directory)
            export(directory, at=now())
        except Refusal:  # the lock of the one that was killed ends a moment after it
            time.sleep(0.005)


def main() -> None:
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    django.setup()
    import motcua.criteria.services.compacting  # noqa: F401, PLC0415 -- once for all

    for _line in sys.stdin:
        child = os.fork()
        if not child:
            work(Path(sys.argv[2]))
        os.waitpid(child, 0)
        sys.stdout.write("dead\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
