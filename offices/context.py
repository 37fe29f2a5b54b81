"""What every page of an office shows around its content."""

from django.http import HttpRequest
from django.utils import timezone

from offices import live, soft_cache
from offices.forms.account import UnlockForm
from offices.fragments import fragments_for
from offices.idle import LIMITS
from offices.navigation import menu_for
from offices.services import sessions


def office_bar(request: HttpRequest) -> dict:
    """Office, member, navigation, poll token and the state of the background services; empty outside an office."""
    member = getattr(request, "member", None)
    if member is None:
        return {}
    place = sessions.place_in(request.session)
    limit = LIMITS[place] if place else None
    return {
        "office": member.office,
        "member": member,
        "nav": menu_for(member, request.path),
        "fragments": fragments_for(member),
        # A fragment hands on the token it was polled with: it ends when the page's was to end.
        "live_token": getattr(request, "live_token", "") or _new_token(request),
        "degraded": soft_cache.is_away(),
        "idle_seconds": limit.seconds if limit else None,
        "lock_form": UnlockForm(user=member.user) if limit and limit.locks else None,
    }


def _new_token(request: HttpRequest) -> str:
    """A page's token, with the mark that lets it poll: so a mark that the cache lost comes back with the next page."""
    sessions.let_polls_go_on(request.session, timezone.now())
    return live.token_for(request.member, request.session.session_key or "")
