"""Own passwords: changing one's own, and how long wrong ones lock a name out."""

from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from offices import live
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, User
from offices.services.audit import keep


@transaction.atomic
def change_password(*, user: User, password: str, new: str, by: Member, now: datetime) -> None:
    """Give the account a new password; sessions under the old one are over. ``by`` is the user's own member.

    Raises Refusal: ``password`` is not the one so far, or ``new_password1`` is too easy or no other.
    """
    account = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if not account.check_password(password):
        raise Refusal(_("This is not your password. Capitals matter."), field="password")
    if new == password:
        raise Refusal(_("The new password is the old one. Choose another."), field="new_password1")
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), field="new_password1") from error
    account.set_password(new)
    account.save(update_fields=["password"])
    live.revoke(account)
    keep(action=AuditAction.PASSWORD_CHANGED, record=by.code, by=by, now=now)


def locked_out_until(*, username: str, address: str | None, now: datetime) -> datetime:
    """When the name may be tried again from that address, at the latest; as for names that nobody has."""
    attempts = AccessAttempt.objects.filter(username=username, ip_address=address)
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or now
    return last + settings.AXES_COOLOFF_TIME
