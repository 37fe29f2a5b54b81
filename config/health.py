"""Two questions of whoever watches the machine: does the process live, and can it serve?"""

from functools import cache

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from offices import soft_cache
from offices.tasks import HEARTBEAT_KEY


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked, so that no outage elsewhere gets it restarted."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 without database or with migrations missing; without Redis or beat the desk works on: degraded, 200."""
    found = {"database": _database(), **_background()}
    if found["database"] != "ok":
        return JsonResponse({"status": "unavailable", **found}, status=503)
    status = "ok" if set(found.values()) == {"ok"} else "degraded"
    return JsonResponse({"status": status, **found})


def _database() -> str:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except (DatabaseError, InterfaceError):
        return "away"
    return "ok" if _known_migrations() <= applied.keys() else "migrations missing"


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """What this release brings; it does not change while the process lives."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _background() -> dict[str, str]:
    marks = soft_cache.read_many([HEARTBEAT_KEY])
    if marks is None:
        return {"redis": "away", "beat": "unknown"}
    return {"redis": "ok", "beat": "ok" if HEARTBEAT_KEY in marks else "silent"}
