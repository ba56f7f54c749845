"""Dossiers for other systems: prepare and file, follow, and, for officers' systems, decide."""

from motcua.dossiers.api.decisions import router as decisions_router
from motcua.dossiers.api.drafts import router as drafts_router
from motcua.dossiers.api.tasks import router as tasks_router
from motcua.dossiers.api.tracking import router as tracking_router

ROUTERS = (
    ("/drafts", drafts_router),
    ("/dossiers", tracking_router),
    ("/dossiers", decisions_router),
    ("/tasks", tasks_router),
)
