"""The accounts that an administrator makes and mends: user name, mobile number, password.

An account reaches into every office that its owner works in, so only who administers all of these may change it
(docs/decisions/0015-whose-account-it-is.md).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from offices import live
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import Member, User
from offices.phones import PhoneError, normalise
from offices.services.audit import keep

# Without what is easily taken for something else.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 3, 4


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Somebody who has not logged in here before; ``password`` empty: one is made up."""

    username: str
    name: str
    mobile: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """Whom the administrator tells the password that the house made up."""

    username: str
    password: str


def made_up_password() -> str:
    """Such as ``k7wq-m3hx-p9ta``: read aloud without doubt, and guessed by nobody."""
    groups = ("".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _group in range(GROUPS))
    return "-".join(groups)


def open_account(account: NewAccount) -> tuple[User, Handed | None]:
    """The new user, and the password to be told where none was chosen. Raises Refusal."""
    user = User(username=account.username.strip(), name=account.name.strip(), mobile=account.mobile or None)
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        field, [message, *_more] = next(iter(error.message_dict.items()))
        raise Refusal(message, field=field if field in NewAccount.__slots__ else None) from error
    handed = give_password(user, account.password)
    user.save()
    return user, handed


def give_password(user: User, password: str) -> Handed | None:
    """Set the password that was chosen, or one that is made up and returned; the caller saves. Raises Refusal."""
    if password:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Refusal(" ".join(error.messages), field="password") from error
        user.set_password(password)
        return None
    handed = Handed(user.username, made_up_password())
    user.set_password(handed.password)
    return handed


def find_account(login: str) -> User:
    """Who logs in with that user name or mobile number. Raises Refusal."""
    try:
        return User.objects.get_by_natural_key(login.strip())
    except User.DoesNotExist:
        raise Refusal(
            _("Nobody logs in with that. Check the user name or number, or open a new account."),
            field="login",
        ) from None


def may_change_account(member: Member, by: Member) -> bool:
    """Whether ``by`` administers every office in which the member works, and it is no operator's account."""
    user = member.user
    if user.pk == by.user_id:
        return True
    if (user.is_superuser or user.is_staff) and not by.user.is_superuser:
        return False
    theirs = set(user.memberships.filter(is_active=True).values_list("office_id", flat=True))
    mine = Member.objects.filter(user_id=by.user_id).working().holding(Role.ADMINISTRATOR)
    return theirs <= {by.office_id, *mine.values_list("office_id", flat=True)}


def refuse_foreign(member: Member, by: Member, field: str) -> None:
    """Raise Refusal where somebody else has a say in this account."""
    if not may_change_account(member, by):
        raise Refusal(
            _(
                "This person also works where you are no administrator, or runs the installation. "
                "They change this themself, or whoever runs the installation does."
            ),
            field=field,
        )


@transaction.atomic
def set_password(*, member: Member, password: str = "", by: Member, now: datetime) -> Handed | None:
    """Give the member another password, made up where none is chosen; they are logged out everywhere. Raises Refusal.

    Wrong attempts that had locked the account are forgotten.
    """
    if member.user_id == by.user_id:
        raise Refusal(_("This is your own account: change your password under your own name."))
    refuse_foreign(member, by, field="password")
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=member.user_id)
    handed = give_password(user, password)
    user.save(update_fields=["password"])
    live.revoke(user)
    reset(username=user.username)
    keep(
        action=AuditAction.PASSWORD_RESET,
        record=f"member:{member.pk}",
        details={"user": user.pk, "made_up": handed is not None},
        by=by,
        now=now,
    )
    return handed


def change_mobile(*, member: Member, mobile: str, by: Member) -> bool:
    """Another number to log in with and to be mentioned by; returns whether it is another. Raises Refusal."""
    user = member.user
    try:
        wanted = normalise(mobile) if mobile else None
    except PhoneError as error:
        raise Refusal(error.message, field="mobile") from error
    if wanted == user.mobile:
        return False
    refuse_foreign(member, by, field="mobile")
    if wanted and User.objects.filter(mobile=wanted).exclude(pk=user.pk).exists():
        raise Refusal(_("Somebody else logs in with this mobile number."), field="mobile")
    user.mobile = wanted
    user.save(update_fields=["mobile"])
    return True
