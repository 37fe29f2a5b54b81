"""Log lines as JSON, one object a line, without personal data.

Query strings and bodies are never written; of an exception only its type, its place and, from the database, the
code and the constraint: messages quote what people typed. With DEBUG on, messages of exceptions are written too.
"""

import json
import logging
import re
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import psycopg2
from celery import current_task
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from offices import request_id

# What may be given as `extra=`; anything else is left out.
FACTS = ("method", "path", "status", "ms", "error", "office", "member", "count", "seq")
QUIET_PATHS = {"/healthz", "/readyz"}
# Addresses that are secrets: whoever reads the log shall not open them.
SECRET_ADDRESS = re.compile(r"(/(?:wall|check-in|hooks|consent|stop)/)[^/\s]+")
access = logging.getLogger("lunxu.access")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            **(request_id.current.get() or {}),
        }
        if current_task:
            line |= {"task": current_task.name, "task_id": current_task.request.id}
        line |= {name: vars(record)[name] for name in FACTS if name in vars(record)}
        if record.exc_info and record.exc_info[1]:
            line["exception"] = _describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _describe(error: BaseException) -> dict[str, Any]:
    """Type, place and, where the database refused, its code and constraint."""
    frames = traceback.extract_tb(error.__traceback__)
    found: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    cause = error.__cause__
    if isinstance(cause, psycopg2.Error):
        found |= {"code": cause.pgcode, "constraint": cause.diag.constraint_name}
    if settings.DEBUG:
        found["message"] = str(error)
    return found


def without_secrets(text: str) -> str:
    """The text with the secrets of public links blotted out."""
    return SECRET_ADDRESS.sub(r"\1…", text)


class AccessLogMiddleware:
    """One line a request. Stands inside the request-id middleware, so that the line carries the id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.monotonic()
        response = self.get_response(request)
        if request.path not in QUIET_PATHS:
            facts = {
                "method": request.method,
                "path": without_secrets(request.path),
                "status": response.status_code,
                "ms": round((time.monotonic() - start) * 1000),
            }
            access.info("request", extra=facts)
        return response


def table(level: str) -> dict[str, Any]:
    """The LOGGING setting."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "config.logging.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # The access line says the same with its status.
            "django.request": {"level": "ERROR"},
            # Would name every webhook's address, which is a secret.
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
            # Writes a line each time beat or a sweep ticks.
            "celery.beat": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }
