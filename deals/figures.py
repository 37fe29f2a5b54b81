"""Money and areas as texts: one way to write them everywhere."""

from decimal import Decimal

from django.utils.translation import gettext as _

MINUS = "\u2212"


def yuan(amount: Decimal | int | None) -> str:
    """``\u00a5 1,280,000.00``, with the minus in front of all; empty for None."""
    if amount is None:
        return ""
    return f"{MINUS if amount < 0 else ''}\u00a5\u00a0{abs(amount):,.2f}"


def metres(area: Decimal | None) -> str:
    """``98.50 m\u00b2``; empty for None."""
    return "" if area is None else _("%(area)s m\u00b2") % {"area": f"{area:.2f}"}
