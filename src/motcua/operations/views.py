"""What machines ask: is the process alive, is it ready, which version is it."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from motcua import __version__


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: the database answers, and every migration has been made."""
    try:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "unreachable"}, status=503)
    return JsonResponse({"ready": not pending, "migrations_pending": pending}, status=503 if pending else 200)


def version(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"name": "motcua", "version": __version__})
