"""The menu: each app registers its pages when it is loaded, so that the ground floor needs to know none.

What a member does every day stands on the bar; all else is one step away under “More”, by group.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from offices.enums import Role
from offices.models import Member

ON_A_PHONE = 4
ON_A_DESK = 6
"""So many pages stand on the bar: at the foot of a phone beside “More”, and on a wide screen."""
LAST = 99
"""The place of what is no daily work; places begin with 1."""


class Group(models.TextChoices):
    """What a page belongs to, in the order in which the groups stand."""

    FLOOR = "floor", pgettext_lazy("menu", "Reception")
    CUSTOMERS = "customers", pgettext_lazy("menu", "Customers")
    SALES = "sales", pgettext_lazy("menu", "Sales")
    DEALS = "deals", pgettext_lazy("menu", "Whose deal")
    HOUSE = "house", pgettext_lazy("menu", "The house")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page of an office: URL name (which takes the slug), label, icon, and the roles that may open it.

    No roles: all may but those who stand at the gate alone, as behind ``office_view()``.

    ``daily``: for whom it is daily work, and at which place of the bar it stands for them.
    ``within``: the pages reached from it, by their first word in addresses; there the entry is active as well.
    """

    url_name: str
    label: Promise
    icon: str
    group: Group
    roles: tuple[Role, ...] = ()
    daily: Mapping[Role, int] = field(default_factory=dict)
    within: tuple[str, ...] = ()

    def place_for(self, member: Member) -> int | None:
        """Where it stands on the member's bar; None where it is no daily work of theirs."""
        return min((place for role, place in self.daily.items() if member.holds(role)), default=None)


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry as a member sees it. ``is_wide``: it stands on the bar of a wide screen, on a phone under “More”."""

    url: str
    label: str
    icon: str
    active: bool
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Pages under “More” that belong together."""

    code: str
    label: str
    items: list[NavItem]

    @property
    def is_wide(self) -> bool:
        """Whether a wide screen shows all of it on the bar."""
        return all(item.is_wide for item in self.items)


@dataclass(frozen=True, slots=True)
class Menu:
    """The bar, and the groups of what is under “More”; the last pages of the bar stand in both."""

    bar: list[NavItem]
    groups: list[NavGroup]

    @property
    def is_wide(self) -> bool:
        """Whether a wide screen needs no “More”."""
        return all(group.is_wide for group in self.groups)

    def __iter__(self) -> Iterator[NavItem]:
        """Every page once."""
        yield from self.bar
        for group in self.groups:
            yield from (item for item in group.items if not item.is_wide)


_entries: list[Entry] = []


def register(*entries: Entry) -> None:
    """Add entries; where nothing else decides, they stand in this order."""
    _entries.extend(entry for entry in entries if entry not in _entries)


def entries_for(member: Member) -> list[Entry]:
    """What the member may open, daily work first: the first page is where their work is."""
    mine = [
        entry for entry in _entries if (member.holds(*entry.roles) if entry.roles else not member.is_at_gate)
    ]
    return sorted(mine, key=lambda entry: entry.place_for(member) or LAST)


def menu_for(member: Member, path: str) -> Menu:
    """The pages that this member may open; the one that ``path`` belongs to is active."""
    entries = entries_for(member)
    size = _bar_size(entries, member)
    items = {
        entry.url_name: _item(entry, member, path, is_wide=ON_A_PHONE <= place < size)
        for place, entry in enumerate(entries)
    }
    more = {entry.url_name for entry in entries[ON_A_PHONE:]}
    groups = (
        # as they were registered: in the same order for everybody
        NavGroup(
            group.value,
            str(group.label),
            [items[each.url_name] for each in _entries if each.group == group and each.url_name in more],
        )
        for group in Group
    )
    return Menu(list(items.values())[:size], [group for group in groups if group.items])


def _bar_size(entries: list[Entry], member: Member) -> int:
    """As much as is daily work, and no fewer than a phone holds; all where all fit."""
    if len(entries) <= ON_A_DESK:
        return len(entries)
    daily = sum(entry.place_for(member) is not None for entry in entries)
    return min(max(daily, ON_A_PHONE), ON_A_DESK)


def _item(entry: Entry, member: Member, path: str, *, is_wide: bool = False) -> NavItem:
    url = reverse(entry.url_name, args=[member.office.slug])
    places = (url, *(f"/{member.office.slug}/{page}/" for page in entry.within))
    return NavItem(url, str(entry.label), entry.icon, path.startswith(places), is_wide)
