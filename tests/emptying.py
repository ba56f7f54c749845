"""How the rows of a test that commits are taken away: as Django's flush leaves the tables, at a tenth of its price.

TRUNCATE makes new files for every table of the house, and Django then writes its content types and permissions anew.
Here only tables that hold rows are emptied, and what `migrate` itself wrote stays.
"""

from django.db import connection, transaction

KEPT = {"django_content_type", "auth_permission"}
_tables: list[str] = []


def empty_tables() -> None:
    """Empty every table of ours. What a request still writes is waited for, so that nothing comes after."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Neither the ledger, which refuses to forget, nor foreign keys are asked.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"LOCK TABLE {', '.join(tables())} IN EXCLUSIVE MODE")
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables())
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {table}")


def tables() -> list[str]:
    """Those that Django's flush would empty, and those of jobs, which are not Django's own; asked for once."""
    if not _tables:
        there = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        jobs = {name for name in connection.introspection.table_names() if name.startswith("procrastinate_")}
        _tables.extend(sorted((there | jobs) - KEPT))
    return _tables
