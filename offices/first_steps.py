"""What a new office has to do before its first visitor: each app registers its steps when it is loaded.

The panel is over for good once the step that ends it is done; from then on it costs a page no query.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from offices.enums import Role
from offices.models import Member, Office

NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its place among the steps, its words, the page (which takes the slug) and who may do it.

    ``anchor``: where on that page. ``ends_it``: once this is done, the office is past its first use.
    """

    place: int
    label: Promise
    explanation: Promise
    action: Promise
    url_name: str
    roles: tuple[Role, ...]
    done: Callable[[Office], bool]
    anchor: str = ""
    ends_it: bool = False


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as a member sees it; the next one has the page's address, or else says who can do it."""

    label: str
    explanation: str
    state: Literal["done", "next", "later"]
    action: str = ""
    url: str = ""
    who: str = ""


_steps: list[Step] = []
# Offices known to have had a visitor. That never becomes untrue, so a process asks once for each office.
_past_it: set[int] = set()


def register(*steps: Step) -> None:
    """Add steps; they stand by their places."""
    _steps.extend(step for step in steps if step not in _steps)
    _steps.sort(key=lambda step: step.place)


def is_over(office: Office, *, begun: bool = False) -> bool:
    """Whether the office is past its first use. ``begun``: the page knows already that visitors have come."""
    if office.pk in _past_it:
        return True
    if begun or all(step.done(office) for step in _steps if step.ends_it):
        _past_it.add(office.pk)
        return True
    return False


def steps_for(member: Member) -> list[ShownStep]:
    """All steps with their states, as this member sees them: the first that is not done is the next one."""
    shown = []
    has_next = False
    for step in _steps:
        if step.done(member.office):
            shown.append(_shown(step, "done"))
        elif has_next:
            shown.append(_shown(step, "later"))
        else:
            has_next = True
            shown.append(_next(step, member))
    return shown


def _next(step: Step, member: Member) -> ShownStep:
    if step.roles and not member.holds(*step.roles):
        return _shown(step, "next", who=_who_can(step, member.office))
    url = f"{reverse(step.url_name, args=[member.office.slug])}{step.anchor}"
    return _shown(step, "next", action=str(step.action), url=url)


def _shown(step: Step, state: Literal["done", "next", "later"], **rest: str) -> ShownStep:
    return ShownStep(str(step.label), str(step.explanation), state, **rest)


def _who_can(step: Step, office: Office) -> str:
    """Those who hold a role for it by name; where nobody does, the roles."""
    holders = Member.objects.of(office).working().holding(*step.roles)
    names = list(holders.values_list("name", flat=True)[:NAMED_AT_MOST])
    if names:
        return _("This can be done by: %(names)s.") % {"names": pgettext("between names", ", ").join(names)}
    roles = pgettext("between names", ", ").join(str(role.label) for role in step.roles)
    return _("Nobody here can do this yet. It takes one of the roles: %(roles)s.") % {"roles": roles}
