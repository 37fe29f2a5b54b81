"""Members join an office and change: name on the board, roles, disc, whether they work here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from offices import live
from offices.enums import AuditAction, Disc, Role
from offices.errors import Refusal
from offices.models import Member, Office, User
from offices.releases import what_holds
from offices.services.accounts import Handed, NewAccount, change_mobile, find_account, open_account
from offices.services.audit import keep

# What stands in the audit log with its values; of the others only that they were changed.
CODES = ("roles", "disc", "is_active")


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What the office says about a member."""

    name: str
    roles: tuple[Role, ...] = ()
    disc: int = Disc.TEAL
    group_id: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Joined:
    """A new member, and the password to be told where the house made one up."""

    member: Member
    handed: Handed | None = None


@transaction.atomic
def add_member(
    *, office: Office, account: NewAccount | str, facts: MemberFacts, by: Member, now: datetime
) -> Joined:
    """A new member with a new account, or with the one that logs in with ``account``. Raises Refusal."""
    _lock(office)
    _check_name(office, facts)
    handed = None
    if isinstance(account, str):
        user = find_account(account)
        _check_newcomer(office, user)
    else:
        user, handed = open_account(account)
    member = Member.objects.create(
        user=user,
        office=office,
        name=facts.name,
        roles=_in_order(facts.roles),
        disc=facts.disc,
        group_id=facts.group_id,
        is_active=facts.is_active,
    )
    keep(
        action=AuditAction.MEMBER_CHANGED,
        record=f"member:{member.pk}",
        details={
            "added": user.pk,
            "account": "known" if isinstance(account, str) else "new",
            "roles": member.roles,
        },
        by=by,
        now=now,
    )
    live.bump(office.pk)
    return Joined(member, handed)


@transaction.atomic
def change_member(*, member: Member, facts: MemberFacts, mobile: str, by: Member, now: datetime) -> Member:
    """The member as the office wants them; other roles hold at once, on every open page. Raises Refusal.

    An office keeps an administrator who works there, nobody locks themself out, and a consultant is signed out first.
    """
    # Before the office's lock: an opening day takes its queue first and the office then.
    holds = what_holds(member) if member.holds(Role.CONSULTANT) and member.is_active else None
    office = _lock(member.office)
    standing = Member.objects.select_related("user", "office").get(pk=member.pk)
    roles = _in_order(facts.roles)
    loses = [role for role in standing.roles if role not in roles] if facts.is_active else standing.roles
    if standing.is_active:
        _check_leaving(standing, loses, facts, holds, by)
    _check_name(office, facts, besides=standing)
    changed, details = _write(standing, facts, roles)
    if change_mobile(member=standing, mobile=mobile, by=by):
        changed.append("mobile")
    if "roles" in changed or "is_active" in changed:
        live.revoke(standing.user)
    keep(
        action=AuditAction.MEMBER_CHANGED,
        record=f"member:{standing.pk}",
        details={"changed": changed, **details},
        by=by,
        now=now,
    )
    live.bump(office.pk)
    return standing


def _write(member: Member, facts: MemberFacts, roles: list[str]) -> tuple[list[str], dict]:
    """Save what is different; returns its fields, and of the codes among them the values before and after."""
    wanted = {
        "name": facts.name,
        "roles": roles,
        "disc": facts.disc,
        "group_id": facts.group_id,
        "is_active": facts.is_active,
    }
    changed = [name for name, value in wanted.items() if getattr(member, name) != value]
    details = {name: [getattr(member, name), wanted[name]] for name in CODES if name in changed}
    for name in changed:
        setattr(member, name, wanted[name])
    member.save(update_fields=changed)
    return changed, details


def _lock(office: Office) -> Office:
    """One change of the office's people at a time."""
    return Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)


def _in_order(roles: Iterable[Role]) -> list[str]:
    return [role.value for role in Role if role in roles]


def _check_name(office: Office, facts: MemberFacts, besides: Member | None = None) -> None:
    """Two discs with one name cannot be told apart. Raises Refusal."""
    if not facts.is_active:
        return
    others = Member.objects.of(office).filter(is_active=True, name=facts.name)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise Refusal(_("Somebody on this board has that name already; add a letter."), field="name")


def _check_newcomer(office: Office, user: User) -> None:
    known = Member.objects.of(office).filter(user=user).first()
    if known is None:
        return
    if known.is_active:
        raise Refusal(_("This user is a member of this office already."), field="login")
    raise Refusal(
        _("This user was a member before: open %(name)s under “Left” and let them work here again.")
        % {"name": known.name},
        field="login",
    )


def _check_leaving(
    member: Member, loses: list[str], facts: MemberFacts, holds: object | None, by: Member
) -> None:
    field = "roles" if facts.is_active else "is_active"
    if Role.ADMINISTRATOR in loses:
        others = Member.objects.of(member.office).working().holding(Role.ADMINISTRATOR).exclude(pk=member.pk)
        if not others.exists():
            raise Refusal(
                _("An office keeps an administrator. Give somebody else the role first."), field=field
            )
        if member.user_id == by.user_id:
            raise Refusal(
                _("You would lock yourself out. Another administrator has to do this for you."), field=field
            )
    if Role.CONSULTANT in loses and holds is not None:
        raise Refusal(holds, field=field)
