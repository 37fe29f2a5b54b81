"""Sessions: since when, how long unattended, and which are over."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone

from offices import live
from offices.idle import SHIFT, WRITTEN_EVERY, Place, Watch, strictest
from offices.models import Member, User

WATCH_KEY = "watch"


def begin(session: SessionBase, user: User, now: datetime) -> Watch:
    """Start the session's time, and let its row and cookie end with the shift."""
    moment = int(now.timestamp())
    session[WATCH_KEY] = {
        "began_at": moment,
        "active_at": moment,
        "place": place_of(user),
        "revocation": user.revocation,
    }
    session.set_expiry(now + timedelta(seconds=SHIFT))
    return _read(session)


def begin_at_log_in(sender: Any, request: Any, user: User, **_: Any) -> None:
    """Receiver of Django's user_logged_in: the house's own page and the administration's log in alike."""
    begin(request.session, user, timezone.now())


def watch_of(session: SessionBase, user: User, now: datetime) -> Watch:
    """What the session knows of its time; its place is found again where the user's roles changed since."""
    kept = session.get(WATCH_KEY)
    if kept is None:
        return begin(session, user, now)
    if kept["revocation"] != user.revocation:
        session[WATCH_KEY] = {**kept, "place": place_of(user), "revocation": user.revocation}
    return _read(session)


def place_in(session: SessionBase) -> Place | None:
    """Where the session's user works, or None where the session does not say."""
    kept = session.get(WATCH_KEY)
    return Place(kept["place"]) if kept else None


def note_activity(session: SessionBase, watch: Watch, now: datetime, *, at_once: bool = False) -> None:
    """A hand was seen; written once a minute at most, unless ``at_once`` (the screen was unlocked)."""
    moment = int(now.timestamp())
    if at_once or moment - watch.active_at >= WRITTEN_EVERY:
        session[WATCH_KEY] = {**session[WATCH_KEY], "active_at": moment}
        let_polls_go_on(session, now)


def let_polls_go_on(session: SessionBase, now: datetime) -> None:
    """Leave the mark by which polls know that the session is attended, for as long as it will be."""
    if session.get(WATCH_KEY):
        live.mark_attended(session.session_key or "", _read(session).seconds_left(int(now.timestamp())))


def place_of(user: User) -> Place:
    """The strictest of all offices the user works in: the same browser shows them all."""
    memberships = Member.objects.working().filter(user_id=user.pk, office__is_active=True)
    return strictest(role for roles in memberships.values_list("roles", flat=True) for role in roles)


def end_others(*, user: User, but: str, now: datetime) -> int:
    """End all sessions of the user except the one with that key; returns how many. Their polls end, too.

    Sessions do not say in a column whose they are, so all that are alive are looked through: some hundreds at most.
    """
    alive = Session.objects.filter(expire_date__gt=now).exclude(session_key=but)
    theirs = [
        each.session_key for each in alive.iterator() if each.get_decoded().get(USER_KEY) == str(user.pk)
    ]
    ended, _by_model = Session.objects.filter(session_key__in=theirs).delete()
    live.revoke(user)
    return ended


def forget_ended_sessions(*, before: datetime) -> int:
    """Delete the sessions that ended before that moment, with the drafts left in them; returns how many."""
    deleted, _by_model = Session.objects.filter(expire_date__lt=before).delete()
    return deleted


def _read(session: SessionBase) -> Watch:
    kept = session[WATCH_KEY]
    return Watch(kept["began_at"], kept["active_at"], Place(kept["place"]))
