"""May this member be released from the consultant's work? The floors above know, and register how to find out."""

from collections.abc import Callable

from django.utils.functional import Promise

from offices.models import Member

# Inside a transaction; the sentence that says what has to be done first, or None.
Check = Callable[[Member], Promise | str | None]

_checks: list[Check] = []


def register(check: Check) -> None:
    """Have this asked before a consultant loses the role or is switched off."""
    if check not in _checks:
        _checks.append(check)


def what_holds(member: Member) -> Promise | str | None:
    """Why the member cannot be released now, or None."""
    return next((said for check in _checks if (said := check(member)) is not None), None)
