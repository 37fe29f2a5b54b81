"""Proving once more who one is, in the middle of a session. Wrong passwords count like those of the log-in."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.translation import gettext as _

from offices.errors import Refusal
from offices.forms.login import one_spelling
from offices.services.passwords import locked_out_until


def prove_by_password(request: Any, password: str) -> None:
    """Return where it is the password of who is logged in. Raises Refusal for the field ``password``.

    Called outside a transaction, that what counts stays counted.
    """
    if authenticate(request, username=request.user.username, password=password) is None:
        raise locked_out(request) or Refusal(
            _("This is not your password. Capitals matter."), field="password"
        )


def refuse_if_locked_out(request: Any) -> None:
    """Raise Refusal where the name is locked out here: then the right password is no way in either."""
    if not AxesProxyHandler.is_allowed(request, {"username": request.user.username}):
        request.axes_locked_out = True
        raise locked_out(request)


def locked_out(request: Any) -> Refusal | None:
    """The words for somebody who is locked out by wrong passwords; None for anybody else."""
    if not getattr(request, "axes_locked_out", False):
        return None
    until = lock_ends(request, {"username": request.user.username})
    return Refusal(
        _("Too many wrong passwords. Try again at %(time)s.") % {"time": f"{until:%H:%M}"}, field="password"
    )


def lock_ends(request: Any, credentials: dict | None) -> Any:
    """When a locked-out name may be tried again, on the clock of the page."""
    name = one_spelling(request, credentials)
    until = locked_out_until(username=name, address=request.axes_ip_address, now=timezone.now())
    return timezone.localtime(until)
