"""Live fragments that stand on every page of an office: each app registers its own, so that the ground floor needs to
know none. A fragment is loaded once with the page; whether it then polls is its own matter."""

from dataclasses import dataclass

from django.urls import reverse

from offices.enums import Role
from offices.models import Member


@dataclass(frozen=True, slots=True)
class Fragment:
    """URL name (which takes the slug; a live_view), the id of its element, and the roles that see it."""

    url_name: str
    css_id: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A fragment as a member's page asks for it."""

    url: str
    css_id: str


_fragments: list[Fragment] = []


def register(*fragments: Fragment) -> None:
    """Add fragments; the same one again changes nothing."""
    _fragments.extend(each for each in fragments if each not in _fragments)


def fragments_for(member: Member) -> list[Piece]:
    """What this member's pages ask for."""
    return [
        Piece(reverse(each.url_name, args=[member.office.slug]), each.css_id)
        for each in _fragments
        if member.holds(*each.roles)
    ]
