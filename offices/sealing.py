"""Encryption at rest and blind lookups, with keys that live outside the database.

``FIELD_KEYS``: Fernet keys, newest first; the first seals, all of them open (so keys can be rotated).
``LOOKUP_KEY``: the HMAC key of exact matches; a plain hash of a mobile number is guessed in a minute.
"""

import hashlib
import hmac
import zlib
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SealBroken(Exception):
    """No key we have opens this; the keys of the environment are not those it was sealed with."""


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    """The text encrypted with the newest key, as URL-safe ASCII."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """The text that was sealed. Raises SealBroken."""
    try:
        return _box(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def seal_bytes(data: bytes) -> str:
    """A file, packed and encrypted with the newest key."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(zlib.compress(data, 1)).decode()


def unseal_bytes(token: str) -> bytes:
    """The file that was sealed. Raises SealBroken."""
    try:
        return zlib.decompress(_box(tuple(settings.FIELD_KEYS)).decrypt(token.encode()))
    except InvalidToken:
        raise SealBroken from None


def reseal(token: str) -> str:
    """The same text under the newest key. Raises SealBroken."""
    try:
        return _box(tuple(settings.FIELD_KEYS)).rotate(token.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def is_newest(token: str) -> bool:
    """Whether it was sealed with the key that seals now."""
    try:
        Fernet(settings.FIELD_KEYS[0]).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def fingerprint(*parts: str) -> str:
    """64 hexadecimal digits that only the holder of LOOKUP_KEY can compute; parts cannot run into each other."""
    message = b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)
    return hmac.new(settings.LOOKUP_KEY.encode(), message, hashlib.sha256).hexdigest()
