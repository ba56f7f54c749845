"""What a token may be good for."""

CATALOG_READ = "catalog:read"
DOSSIERS_READ = "dossiers:read"
DOSSIERS_WRITE = "dossiers:write"
TASKS_READ = "tasks:read"
TASKS_WRITE = "tasks:write"
DECISIONS_READ = "decisions:read"

FOR_APPLICANTS = (CATALOG_READ, DOSSIERS_READ, DOSSIERS_WRITE, DECISIONS_READ)
FOR_OFFICERS = (*FOR_APPLICANTS, TASKS_READ, TASKS_WRITE)


def open_to(account_kind: str) -> tuple[str, ...]:
    """The scopes that an account of the kind may give to a token."""
    return FOR_OFFICERS if account_kind in ("officer", "system") else FOR_APPLICANTS
