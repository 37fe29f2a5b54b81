"""Addresses of pages that other parts of the house bring: empty while they do not exist."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from offices.models import Office


def address_of(name: str, office: Office, **query: object) -> str:
    """The page's address with that query; empty where no page has the name."""
    try:
        page = reverse(name, args=[office.slug])
    except NoReverseMatch:
        return ""
    return f"{page}?{urlencode(query)}" if query else page
