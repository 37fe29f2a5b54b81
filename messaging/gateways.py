"""The vendors of text messages: what each must be told, how it is spoken to, and how it is called too often."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from messaging import sms_aliyun, sms_http, sms_tencent
from messaging.addresses import LOOPBACK
from messaging.robots import Answer
from messaging.text_vendors import Call, Letter


@dataclass(frozen=True)
class TextVendor:
    """``needs``: the settings without which it cannot be called. ``whole``: codes of a limit that is the account's."""

    needs: tuple[str, ...]
    build: Callable[..., Call]
    read: Callable[[int, bytes], Answer]
    whole: tuple[str, ...]
    address: str  # the setting that may hold another address
    usual: str = ""


TEXT_VENDORS: dict[str, TextVendor] = {
    "aliyun": TextVendor(
        ("key_id", "key_secret"),
        sms_aliyun.build,
        sms_aliyun.read,
        ("Throttling",),
        "endpoint",
        sms_aliyun.ENDPOINT,
    ),
    "tencent": TextVendor(
        ("key_id", "key_secret", "app_id"),
        sms_tencent.build,
        sms_tencent.read,
        ("RequestLimitExceeded",),
        "endpoint",
        sms_tencent.ENDPOINT,
    ),
    "http": TextVendor(("address", "secret"), sms_http.build, sms_http.read, ("http_429",), "address"),
}


class Unusable(Exception):
    """The gateway lacks a setting or names an address that is never called; nothing was sent."""


def call_for(
    kind: str, settings: dict[str, Any], letter: Letter, *, hosts: Collection[str], at: datetime, nonce: str
) -> Call:
    """The signed call that hands the letter over. Raises Unusable."""
    vendor = TEXT_VENDORS[kind]
    if any(not settings.get(name) for name in vendor.needs):
        raise Unusable("incomplete")
    try:
        check_gateway_address(settings.get(vendor.address) or vendor.usual, hosts)
    except ValidationError as error:
        raise Unusable("address") from error
    return vendor.build(settings, letter, at=at, nonce=nonce)


def is_of_account(kind: str, code: str) -> bool:
    """Whether "too often" was said of the whole account and not of one number."""
    return code.startswith(TEXT_VENDORS[kind].whole)


def check_gateway_address(address: str, hosts: Collection[str]) -> None:
    """Raise ValidationError unless the address is https on one of ``hosts``; plain http for the loopback only."""
    try:
        url = httpx.URL(address if address.isascii() else "")
    except httpx.InvalidURL:
        raise ValidationError(_("This is no address."), code="url") from None
    if url.userinfo or url.fragment or not url.host:
        raise ValidationError(_("This is no address."), code="url")
    if url.host not in hosts:
        raise ValidationError(
            _(
                "This host is not among those that messages may be handed to. The operator adds it (SMS_HOSTS)."
            ),
            code="host",
        )
    if url.scheme != "https" and not (url.scheme == "http" and url.host == LOOPBACK):
        raise ValidationError(_("The address must begin with https://."), code="scheme")
