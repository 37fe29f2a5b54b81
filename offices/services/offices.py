"""An office is set up, and changed by its administrator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from offices import live
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import Member, Office, User
from offices.models.office import RESERVED_SLUGS
from offices.services.audit import keep

SLUG_LENGTH = 40
# What stands in the audit log with its values; of the others only that they were changed.
CODES = ("timezone", "opens_at", "closes_at", "self_check_in", "is_active")


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What an administrator says about an office; times are on the office's own clock."""

    name: str
    project: str = ""
    timezone: str = "Asia/Shanghai"
    opens_at: time = time(9, 0)
    closes_at: time = time(18, 0)
    hotline: str = ""
    self_check_in: bool = False
    is_active: bool = True


def may_set_up(user: User) -> bool:
    """Whether this user may set up another office: the first one is set up by the installation's superuser."""
    if user.is_superuser:
        return True
    memberships = Member.objects.filter(user=user, office__is_active=True).working()
    return memberships.holding(Role.ADMINISTRATOR).exists()


@transaction.atomic
def set_up_office(
    *,
    facts: OfficeFacts,
    slug: str = "",
    member_name: str,
    also: Iterable[Role] = (),
    by: User,
    now: datetime,
) -> Member:
    """A new office whose first member and administrator is ``by``, with these other roles; returns that member.

    ``slug`` is its short name in addresses; where none is given it is made from the name. Raises Refusal.
    """
    if not may_set_up(by):
        raise Refusal(_("Only the administrator of an office sets up another one. Ask one to do it."))
    slug = slug or _free_slug(facts.name)
    if slug in RESERVED_SLUGS:
        raise Refusal(_("The house uses this short name itself. Choose another one."), field="slug")
    try:
        with transaction.atomic():
            office = Office.objects.create(slug=slug, **_fields_of(facts))
    except IntegrityError as error:
        if Office.objects.filter(slug=slug).exists():
            raise Refusal(_("Another office has this short name."), field="slug") from error
        raise
    roles = [Role.ADMINISTRATOR, *(role for role in Role if role in also and role != Role.ADMINISTRATOR)]
    member = Member.objects.create(user=by, office=office, name=member_name, roles=roles)
    keep(
        action=AuditAction.OFFICE_CHANGED,
        record=f"office:{office.pk}",
        details={"set_up": slug, "timezone": facts.timezone, "member": member.code, "roles": roles},
        by=member,
        now=now,
    )
    return member


@transaction.atomic
def change_office(*, office: Office, facts: OfficeFacts, by: Member, now: datetime) -> Office:
    """The office as its administrator wants it. Raises Refusal.

    While a day is open its clock stays, because the clock says which date it is; and so does the office itself.
    """
    standing = Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    wanted = _fields_of(facts)
    changed = [name for name, value in wanted.items() if getattr(standing, name) != value]
    if standing.days.open().exists():
        if "timezone" in changed:
            raise Refusal(
                _("The time zone says which date it is: close the day first, then change it."),
                field="timezone",
            )
        if "is_active" in changed:
            raise Refusal(
                _("A day is open. Close it first, then take the office out of use."), field="is_active"
            )
    _write(standing, wanted, changed, by, now)
    return standing


@transaction.atomic
def use_again(*, office: Office, by: Member, now: datetime) -> None:
    """Put an office that was out of use back into use."""
    standing = Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    changed = [] if standing.is_active else ["is_active"]
    _write(standing, {"is_active": True}, changed, by, now)


def _write(office: Office, wanted: dict, changed: list[str], by: Member, now: datetime) -> None:
    details: dict = {"changed": changed}
    for name in changed:
        if name in CODES:
            details[name] = [_code(getattr(office, name)), _code(wanted[name])]
        setattr(office, name, wanted[name])
    office.save(update_fields=changed)
    keep(action=AuditAction.OFFICE_CHANGED, record=f"office:{office.pk}", details=details, by=by, now=now)
    live.bump(office.pk)


def _fields_of(facts: OfficeFacts) -> dict:
    return {name: getattr(facts, name) for name in OfficeFacts.__slots__}


def _code(value: object) -> object:
    return value.isoformat(timespec="minutes") if isinstance(value, time) else value


def _free_slug(name: str) -> str:
    """A short name from the office's name, Chinese characters by their pinyin; numbered where it is taken."""
    stem = slugify(" ".join(lazy_pinyin(name)))[: SLUG_LENGTH - 4].strip("-") or "office"
    taken = set(Office.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED_SLUGS
    return next(
        slug
        for number in range(1, 1000)
        if (slug := stem if number == 1 else f"{stem}-{number}") not in taken
    )
