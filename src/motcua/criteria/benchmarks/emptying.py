"""Leaves nothing counted in the house: a nation settled there would be counted anew before any act is."""

import sys

from django.db import connection

TABLES = ", ".join(
    f"criteria_{name}"
    for name in (
        *("daytally", "monthtally", "proceduretally", "grouptally", "pairtally"),
        *("offer", "dossier", "reader"),
    )
)


def main() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE " + TABLES)


if __name__ == "__main__":
    main()
    sys.stdout.write("null")
