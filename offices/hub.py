"""The cards of the office page: each app registers what an administrator sets up, so that the ground floor needs to
know none of it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from offices.enums import Role
from offices.models import Member


@dataclass(frozen=True, slots=True)
class Card:
    """A page that is set up now and then: its place, URL name (which takes the slug), words, icon and roles."""

    place: int
    url_name: str
    label: Promise
    text: Promise
    icon: str
    roles: tuple[Role, ...] = (Role.ADMINISTRATOR,)


@dataclass(frozen=True, slots=True)
class Door:
    """A card as a member sees it."""

    url: str
    label: str
    text: str
    icon: str


_cards: list[Card] = []


def register(*cards: Card) -> None:
    """Add cards; they stand by their places."""
    _cards.extend(card for card in cards if card not in _cards)
    _cards.sort(key=lambda card: card.place)


def doors_for(member: Member) -> list[Door]:
    """The pages that this member may open."""
    return [
        Door(reverse(card.url_name, args=[member.office.slug]), str(card.label), str(card.text), card.icon)
        for card in _cards
        if member.holds(*card.roles)
    ]
