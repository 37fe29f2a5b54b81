"""Reads settings from the environment: a small reader for each type, and one report of all that is missing."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "yes", "true", "on"}
NO = {"0", "no", "false", "off", ""}


class Environment:
    """The process environment; ``fallback`` is asked for what it does not name."""

    def __init__(self, given: Mapping[str, str], fallback: Mapping[str, str]) -> None:
        self._values = {**fallback, **given}
        self._missing: list[str] = []

    def required(self, name: str) -> str:
        """The text, or an empty one where it is missing: ``refuse_if_incomplete`` then names it."""
        value = self.text(name)
        if not value:
            self._missing.append(name)
        return value

    def text(self, name: str, default: str = "") -> str:
        return self._values.get(name, "").strip() or default

    def words(self, name: str, default: str = "") -> list[str]:
        """A list separated by commas or spaces."""
        return self.text(name, default).replace(",", " ").split()

    def flag(self, name: str, default: bool) -> bool:
        value = self._values.get(name, "yes" if default else "no").strip().lower()
        if value not in YES | NO:
            raise ImproperlyConfigured(f"{name} is {value!r}; it takes yes or no.")
        return value in YES

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal():
            raise ImproperlyConfigured(f"{name} is {value!r}; it takes a whole number.")
        return int(value)

    def refuse_if_incomplete(self, hint: str) -> None:
        """Raises ImproperlyConfigured with everything that is missing."""
        if self._missing:
            raise ImproperlyConfigured(f"Not set: {', '.join(self._missing)}. {hint}")


def database(url: str) -> dict[str, Any]:
    """Django's connection values from ``postgresql://user:password@host:port/name?option=value``.

    ``host`` among the options is the folder of a socket; the other options go to libpq.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("A database URL begins with postgresql:// (no other database will do).")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
    }


def redis_database(url: str, number: int) -> str:
    """The same server's database of that number, in the cache client's spelling."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.netloc}{parts.path}?db={number}"
    if parts.scheme in {"redis", "rediss"}:
        return urlunsplit(parts._replace(path=f"/{number}"))
    raise ImproperlyConfigured("REDIS_URL begins with redis://, rediss:// or unix://.")


def redis_broker(url: str, number: int) -> str:
    """The same in Celery's spelling, which has another name for sockets."""
    address = redis_database(url, number)
    if address.startswith("unix:"):
        return address.replace("unix:", "redis+socket:", 1).replace("?db=", "?virtual_host=", 1)
    return address
