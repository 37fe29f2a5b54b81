"""The version that live fragments show: a cached token an office, changed whenever its pages would look different.

A page polls with the version it shows and gets 204 while that holds. Every ``WHOLE_EVERY`` seconds the version
changes by itself, so that a lost bump heals; without Redis it changes every ``BLIND_EVERY`` seconds.

A poll goes on only while the session of its page is attended: a mark in the cache says so, which ends by itself when
the screen was left alone for too long. Without Redis polls go on, until the page is used next.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import transaction

from offices import soft_cache
from offices.models import Member, User
from offices.sealing import fingerprint

WHOLE_EVERY = 30
BLIND_EVERY = 4
SALT = "live"
TOKEN_SECONDS = 12 * 60 * 60


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who polls: what the signed token says."""

    member_id: int
    office_id: int
    user_id: int
    revocation: int
    session: str


class PollEnded(Exception):
    """The page may poll no longer; ``unattended``: its session is left alone, or the cache forgot that it is not."""

    def __init__(self, *, unattended: bool) -> None:
        super().__init__()
        self.unattended = unattended


def bump(office_id: int) -> None:
    """Tell the office's pages that something changed, once the transaction has committed."""
    transaction.on_commit(lambda: soft_cache.write(_key(office_id), secrets.token_hex(6), None))


def version(office_id: int, now: datetime) -> str:
    """What a page rendered now shows."""
    return _compose(soft_cache.read_many([_key(office_id)]), office_id, now)


def version_for(bearer: Bearer, now: datetime) -> str:
    """The same for a poll: one read of the cache, none of the database.

    Raises PollEnded where the token was revoked since, or the session is not attended.
    """
    attended, revoked = f"attended:{bearer.session}", _revoked_key(bearer.user_id)
    found = soft_cache.read_many([_key(bearer.office_id), revoked, attended])
    if found is not None and found.get(revoked, 0) > bearer.revocation:
        raise PollEnded(unattended=False)
    if found is not None and attended not in found:
        raise PollEnded(unattended=True)
    return _compose(found, bearer.office_id, now)


def token_for(member: Member, session_key: str) -> str:
    """The signed token that a page of this member polls with; it names the session without giving it away."""
    says = [member.pk, member.office_id, member.user_id, member.user.revocation, _mark(session_key)]
    return signing.dumps(says, salt=SALT)


def mark_attended(session_key: str, seconds: int) -> None:
    """Let the polls of this session's pages go on for so long."""
    if seconds > 0:
        soft_cache.write(attended_key(session_key), 1, seconds)


def attended_key(session_key: str) -> str:
    """Under which the cache keeps that mark."""
    return f"attended:{_mark(session_key)}"


def read_token(token: str) -> Bearer | None:
    """Who polls, or None where the token is not ours or too old."""
    try:
        return Bearer(*signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS))
    except (signing.BadSignature, TypeError):
        return None


def revoke(user: User) -> None:
    """End all polls of this user's pages at once (log-out, account disabled, roles changed)."""
    user.revocation += 1
    user.save(update_fields=["revocation"])
    transaction.on_commit(lambda: soft_cache.write(_revoked_key(user.pk), user.revocation, TOKEN_SECONDS))


def _compose(found: dict | None, office_id: int, now: datetime) -> str:
    seconds = int(now.timestamp())
    if found is None:
        return f"blind.{seconds // BLIND_EVERY}"
    token = found.get(_key(office_id))
    if token is None:
        token = secrets.token_hex(6)
        soft_cache.write(_key(office_id), token, None)
    return f"{token}.{seconds // WHOLE_EVERY}"


def _key(office_id: int) -> str:
    return f"live:{office_id}"


def _revoked_key(user_id: int) -> str:
    return f"revoked:{user_id}"


def _mark(session_key: str) -> str:
    return fingerprint("session", session_key)[:24]
