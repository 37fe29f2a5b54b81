"""Where robots may live: an address that leads anywhere else is never called."""

from collections.abc import Collection

import httpx
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from messaging.enums import RobotKind
from messaging.robots import VENDORS

LOOPBACK = "127.0.0.1"


def check_address(kind: str, address: str, hosts: Collection[str]) -> None:
    """Raise ValidationError unless the address is one of the vendor's, over https, on one of ``hosts``.

    Plain http and a port are for the loopback only, and only where ``hosts`` holds it (tests, development).
    Read with the parser of the client that calls it, so that both see the same host.
    """
    url = _parsed(address)
    on_loopback = url.host == LOOPBACK
    if url.scheme != "https" and not on_loopback:
        raise ValidationError(_("The address must begin with https://."), code="scheme")
    if url.userinfo or url.fragment or (url.port is not None and not on_loopback):
        raise _not_of_vendor(kind)
    if url.host not in hosts or _is_of_another_vendor(kind, url.host):
        raise _not_of_vendor(kind)
    vendor = VENDORS[kind]
    token = url.params.get(vendor.key_name, "") if vendor.key_name else url.path.removeprefix(vendor.path)
    if not url.path.startswith(vendor.path) or not token:
        raise _not_of_vendor(kind)


def masked_address(address: str) -> str:
    """Host and last four characters: enough to tell two robots apart, useless to a thief."""
    try:
        host = httpx.URL(address).host
    except httpx.InvalidURL:
        host = ""
    return f"{host}/\u2026{address[-4:]}"


def _parsed(address: str) -> httpx.URL:
    broken = ValidationError(
        _("This is no address. Copy it whole from the robot's page in the group chat."), code="url"
    )
    if len(address) > 500 or not address.isascii() or any(character in address for character in "\\ \t\r\n"):
        raise broken
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise broken from None
    if url.scheme not in ("http", "https") or not url.host:
        raise broken
    return url


def _is_of_another_vendor(kind: str, host: str) -> bool:
    return any(vendor.host == host for other, vendor in VENDORS.items() if other != kind)


def _not_of_vendor(kind: str) -> ValidationError:
    return ValidationError(
        _("This is no robot address of %(vendor)s. Copy it whole from the robot's page in the group chat."),
        code="host",
        params={"vendor": RobotKind(kind).label},
    )
