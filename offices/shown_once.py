"""A password that the house made up: it waits, sealed, in the administrator's session and is shown on one page."""

import json

from django.http import HttpRequest

from offices.sealing import SealBroken, seal, unseal

SESSION_KEY = "shown_once"


def keep(request: HttpRequest, *, username: str, password: str) -> None:
    """Written at once, inside the caller's transaction: a second click finds it as well."""
    request.session[SESSION_KEY] = seal(json.dumps([username, password]))
    request.session.save()


def take(request: HttpRequest) -> dict[str, str] | None:
    """``username`` and ``password``, once; None where there is nothing to show."""
    kept = request.session.pop(SESSION_KEY, None)
    if kept is None:
        return None
    try:
        username, password = json.loads(unseal(kept))
    except (SealBroken, ValueError):  # the keys were changed meanwhile
        return None
    return {"username": username, "password": password}
