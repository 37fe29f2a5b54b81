"""The PIN: six digits by which a member proves at a shared screen that it is them (to sign, to unlock the desk).

Nobody sees it again: the account holds a hash from the hasher of the passwords. Six digits are soon guessed, so that
five wrong ones lock the PIN for a quarter of an hour, and its owner is told.
"""

import unicodedata
from datetime import datetime, timedelta
from itertools import pairwise

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offices import live
from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import Member, User
from offices.services.audit import keep
from offices.services.notices import tell

DIGITS = 6
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
COUNTED_AT_MOST = 9999  # what the column holds, however long somebody goes on guessing


@transaction.atomic
def set_pin(*, user: User, pin: str, password: str, by: Member, now: datetime) -> None:
    """Give the account this PIN, and its five tries anew. ``by`` is the user's own member.

    Raises Refusal: ``password`` is not the account's, or ``pin`` is not six digits or one that is guessed first.
    """
    if not user.check_password(password):
        raise Refusal(_("This is not your password. Capitals matter."), field="password")
    typed = as_typed(pin)
    if not _has_six_digits(typed):
        raise Refusal(_("A PIN has six digits."), field="pin")
    if _is_obvious(typed, user.mobile or ""):
        raise Refusal(
            _("This one is guessed first: the same digit, digits in a row, or the end of your number."),
            field="pin",
        )
    account = _locked(user.pk)
    account.pin, account.pin_failures, account.pin_locked_until = make_password(typed), 0, None
    account.save(update_fields=["pin", "pin_failures", "pin_locked_until"])
    keep(action=AuditAction.PIN_SET, record=by.code, by=by, now=now)


def check_pin(*, member: Member, pin: str, by: Member, now: datetime) -> None:
    """Return where this is the PIN of the member; ``by`` is in whose session it was typed.

    Every wrong one counts, also when the caller gives up afterwards: so it is called outside any transaction
    (RuntimeError inside of one). Raises Refusal for the field ``pin``: none is set, it is wrong, it is locked.
    """
    typed = as_typed(pin)
    if not _has_six_digits(typed):
        raise Refusal(_("Type the six digits of the PIN."), field="pin")
    account = _count(member, now)
    if account.pin_failures > TRIES:
        raise while_locked(account, member)
    # Outside the lock: the hash is slow on purpose, and twenty guesses at once would wait for each other.
    if check_password(typed, account.pin):
        _start_anew(account)
        return
    left = TRIES - account.pin_failures
    if left:
        raise Refusal(
            ngettext(
                "This PIN is not right. %(left)d try remains, then it is locked for a quarter of an hour.",
                "This PIN is not right. %(left)d tries remain, then it is locked for a quarter of an hour.",
                left,
            )
            % {"left": left},
            field="pin",
        )
    _tell_of_lock(member, by, now)
    raise while_locked(account, member)


def is_locked(user: User, now: datetime) -> bool:
    """Whether no PIN is taken from this account for the moment."""
    return user.pin_locked_until is not None and user.pin_locked_until > now


def as_typed(pin: str) -> str:
    """Digits as a keyboard with a Chinese input method may give them: full-width ones and spaces are no mistake."""
    return "".join(unicodedata.normalize("NFKC", pin).split())


def _has_six_digits(pin: str) -> bool:
    return len(pin) == DIGITS and pin.isascii() and pin.isdigit()


def _is_obvious(pin: str, mobile: str) -> bool:
    steps = {(int(right) - int(left)) % 10 for left, right in pairwise(pin)}
    return steps in ({0}, {1}, {9}) or mobile.endswith(pin)


def _count(member: Member, now: datetime) -> User:
    """Count the try before it is looked at, so that of many at once only five are; the account with its new count.

    The last try locks already here: should the process die meanwhile, it counts as wrong.
    """
    with transaction.atomic(durable=True):
        account = _locked(member.user_id)
        if not account.pin or not account.is_active:
            raise Refusal(
                _("%(name)s has no PIN yet. It is set under the own name in the bar, “My account”.")
                % {"name": member.name},
                field="pin",
            )
        if account.pin_locked_until and account.pin_locked_until <= now:
            account.pin_failures, account.pin_locked_until = 0, None
        account.pin_failures = min(account.pin_failures + 1, COUNTED_AT_MOST)
        if account.pin_failures == TRIES:
            account.pin_locked_until = now + LOCKED_FOR
        account.save(update_fields=["pin_failures", "pin_locked_until"])
    return account


def _start_anew(account: User) -> None:
    """A right PIN gives the five tries back; not where another PIN was set meanwhile."""
    User.objects.filter(pk=account.pk, pin=account.pin).update(pin_failures=0, pin_locked_until=None)


@transaction.atomic
def _tell_of_lock(member: Member, by: Member, now: datetime) -> None:
    """The owner learns of it, and the log keeps in whose session the wrong ones were typed."""
    tell(
        office_id=member.office_id,
        member_ids=[member.pk],
        kind=NoticeKind.PIN_LOCKED,
        about={"by": by.pk},
        now=now,
    )
    keep(action=AuditAction.PIN_LOCKED, record=member.code, details={"tries": TRIES}, by=by, now=now)
    live.bump(member.office_id)


def while_locked(account: User, member: Member) -> Refusal:
    """What is said to whoever types a PIN that is locked; the time is that of the member's office."""
    until = member.office.local(account.pin_locked_until)
    return Refusal(
        _("After five wrong tries this PIN is locked until %(time)s.") % {"time": f"{until:%H:%M}"},
        field="pin",
    )


def _locked(user_id: int) -> User:
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)
