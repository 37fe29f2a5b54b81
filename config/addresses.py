"""Which machine a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the client.

    With PROXY_COUNT proxies of our own in front, that is the entry of X-Forwarded-For which the outermost of them
    wrote; whatever a client puts before it changes nothing. Without proxies the header is not read at all.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    if not settings.PROXY_COUNT:
        return direct
    entries = [
        entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",") if entry.strip()
    ]
    return entries[-settings.PROXY_COUNT] if len(entries) >= settings.PROXY_COUNT else direct
