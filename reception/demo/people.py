"""Who works at the demo's offices. There is no service yet that founds an office, so the rows are made here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from offices.enums import Role
from offices.models import ClauseText, Member, Office, User
from reception.demo.texts import texts


@dataclass(frozen=True, slots=True)
class Crew:
    """An office and those who act in its story. ``members`` are all of it by id, whoever has left included."""

    office: Office
    members: dict[int, Member]
    consultants: tuple[Member, ...]
    clerk: Member
    manager: Member


@dataclass(frozen=True, slots=True)
class Login:
    """A line of what the command prints: plain ASCII, for any terminal."""

    office: str
    roles: str
    username: str


def specs() -> list[dict[str, Any]]:
    """The offices as ``data/staff.json`` describes them."""
    return list(texts("staff")["offices"])


def history_days(office: Office) -> int:
    """How many days a new demo office has behind it, and at most how many are told at once."""
    return next(spec["history_days"] for spec in specs() if spec["slug"] == office.slug)


def demo_password() -> str:
    """Everybody's; good for a demo on one's own machine and for nothing else."""
    return str(texts("staff")["password"])


def demo_pin() -> str:
    """Everybody's, too: to sign the register and to unlock the desk."""
    return str(texts("staff")["pin"])


def logins() -> Iterator[Login]:
    """Who may log in, office by office."""
    for spec in specs():
        for person in spec["members"]:
            if person.get("left"):
                continue
            yield Login(spec["slug"], ", ".join(person["roles"]), person["username"])


@transaction.atomic
def found_offices() -> None:
    """Make the offices that are not there yet, with their people; what is there stays as its users left it."""
    standing = set(Office.objects.values_list("slug", flat=True))
    missing = [spec for spec in specs() if spec["slug"] not in standing]
    if not missing:
        return
    users = _users(missing)
    for spec in missing:
        office = Office.objects.create(
            slug=spec["slug"],
            name=spec["name"],
            project=spec["project"],
            hotline=spec["hotline"],
            opens_at=time.fromisoformat(spec["opens_at"]),
            closes_at=time.fromisoformat(spec["closes_at"]),
        )
        Member.objects.bulk_create(
            Member(
                user=users[person["username"]],
                office=office,
                roles=person["roles"],
                name=person["name"],
                disc=person["disc"],
                is_active=not person.get("left"),
            )
            for person in spec["members"]
        )
        ClauseText.objects.bulk_create(
            ClauseText(office=office, clause=clause, text=text)
            for clause, text in spec["clause_texts"].items()
        )


def _users(wanted: list[dict[str, Any]]) -> dict[str, User]:
    """The users of these offices by name; hashing is slow on purpose, so the one password and PIN are hashed once."""
    people = {person["username"]: person for spec in wanted for person in spec["members"]}
    known = set(User.objects.filter(username__in=people).values_list("username", flat=True))
    password, pin = make_password(demo_password()), make_password(demo_pin())
    User.objects.bulk_create(
        User(
            username=username,
            name=person["name"],
            mobile=person.get("mobile"),
            password=password,
            pin=pin,
            is_staff=Role.ADMINISTRATOR in person["roles"],
            is_superuser=Role.ADMINISTRATOR in person["roles"],
        )
        for username, person in people.items()
        if username not in known
    )
    return {user.username: user for user in User.objects.filter(username__in=people)}


def crew_of(office: Office) -> Crew | None:
    """Those who can act there now; None where nobody is left for the desk, to lead, or to receive."""
    members = list(Member.objects.of(office).select_related("office", "user").order_by("pk"))
    working = [member for member in members if member.is_active and member.user.is_active]
    consultants = tuple(member for member in working if member.holds(Role.CONSULTANT))
    clerk = next((member for member in working if member.holds(Role.DESK)), None)
    manager = next((member for member in working if member.holds(Role.MANAGER)), None)
    if clerk is None or manager is None or not consultants:
        return None
    return Crew(office, {member.pk: member for member in members}, consultants, clerk, manager)


def administrator_of(crew: Crew) -> Member:
    """Who chooses the house rules; the manager where there is no administrator."""
    return next(
        (member for member in crew.members.values() if member.holds(Role.ADMINISTRATOR)), crew.manager
    )
