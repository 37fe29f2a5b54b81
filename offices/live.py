"""The version that live fragments show: a cached token an office, changed whenever its pages would look different.

A page polls with the version it shows and gets 204 while that holds. Every ``WHOLE_EVERY`` seconds the version
changes by itself, so that a lost bump heals; without Redis it changes every ``BLIND_EVERY`` seconds.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import transaction

from offices import soft_cache
from offices.models import Member, User

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


def bump(office_id: int) -> None:
    """Tell the office's pages that something changed, once the transaction has committed."""
    transaction.on_commit(lambda: soft_cache.write(_key(office_id), secrets.token_hex(6), None))


def version(office_id: int, now: datetime) -> str:
    """What a page rendered now shows."""
    return _compose(soft_cache.read_many([_key(office_id)]), office_id, now)


def version_for(bearer: Bearer, now: datetime) -> str | None:
    """The same for a poll, or None where the token was revoked since: one read of the cache, none of the database."""
    found = soft_cache.read_many([_key(bearer.office_id), _revoked_key(bearer.user_id)])
    if found and found.get(_revoked_key(bearer.user_id), 0) > bearer.revocation:
        return None
    return _compose(found, bearer.office_id, now)


def token_for(member: Member) -> str:
    """The signed token that a page of this member polls with."""
    return signing.dumps([member.pk, member.office_id, member.user_id, member.user.revocation], salt=SALT)


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
