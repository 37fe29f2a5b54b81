"""What every page of an office shows around its content."""

from django.http import HttpRequest

from offices import live, soft_cache
from offices.navigation import items_for


def office_bar(request: HttpRequest) -> dict:
    """Office, member, navigation, poll token and the state of the background services; empty outside an office."""
    member = getattr(request, "member", None)
    if member is None:
        return {}
    return {
        "office": member.office,
        "member": member,
        "nav": items_for(member, request.path),
        # A fragment hands on the token it was polled with: it ends when the page's was to end.
        "live_token": getattr(request, "live_token", "") or live.token_for(member),
        "degraded": soft_cache.is_away(),
    }
