"""The bar's entries: each app registers its pages when it is loaded, so that the ground floor needs to know none."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from offices.enums import Role
from offices.models import Member


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of an office: URL name (which takes the slug), label, icon, and the roles that may open it (none: all).

    ``within``: the pages reached from it, by their first word in addresses; there the entry is active as well.
    """

    url_name: str
    label: Promise
    icon: str
    roles: tuple[Role, ...] = ()
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry as a member sees it."""

    url: str
    label: str
    icon: str
    active: bool


_entries: list[Entry] = []


def register(*entries: Entry) -> None:
    """Add entries, in the order in which they shall stand."""
    _entries.extend(entry for entry in entries if entry not in _entries)


def entries_for(member: Member) -> list[Entry]:
    return [entry for entry in _entries if not entry.roles or member.holds(*entry.roles)]


def items_for(member: Member, path: str) -> list[NavItem]:
    """The pages this member may open; the one that ``path`` belongs to is active."""
    items = []
    for entry in entries_for(member):
        url = reverse(entry.url_name, args=[member.office.slug])
        places = (url, *(f"/{member.office.slug}/{page}/" for page in entry.within))
        items.append(NavItem(url, str(entry.label), entry.icon, path.startswith(places)))
    return items
