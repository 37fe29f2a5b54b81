"""Messages for colleagues: taken, and passed on (F-23)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from offices import live
from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.notices import tell
from switchboard.models import Caller, IncomingCall, PhoneMessage
from visitors.models import Customer
from visitors.services.customers import clean_text

NAME_LENGTH = 40
TEXT_LENGTH = 500


@transaction.atomic
def take_message(
    *,
    office: Office,
    to: Member,
    who: str,
    text: str,
    is_urgent: bool = False,
    caller: Caller | None = None,
    customer: Customer | None = None,
    call: IncomingCall | None = None,
    by: Member,
    now: datetime,
) -> PhoneMessage:
    """For whom, from whom, what; the colleague is told at once. Raises Refusal."""
    name = clean_text(who, "who", NAME_LENGTH)
    words = clean_text(text, "text", TEXT_LENGTH)
    if not name:
        raise Refusal(_("Say from whom the message is."), field="name" if call else "who")
    if not words:
        raise Refusal(_("Write down what is to be passed on."), field="text")
    if to.office_id != office.pk or not to.is_active:
        raise Refusal(_("Choose somebody who works in this office."), field="to")
    made = PhoneMessage.objects.create(
        office=office,
        to=to,
        who=name,
        text=words,
        is_urgent=is_urgent,
        caller=caller,
        customer=customer,
        call=call,
        taken_at=now,
        taken_by=by,
    )
    about = {"path": reverse("switchboard:messages", args=[office.slug])}
    if to.pk != by.pk:
        tell(office_id=office.pk, member_ids=[to.pk], kind=NoticeKind.PHONE_MESSAGE, about=about, now=now)
    live.bump(office.pk)
    return made


@transaction.atomic
def pass_on(*, message: PhoneMessage, by: Member, now: datetime) -> PhoneMessage:
    """The colleague has it: they read it themselves, or somebody told them. Raises Refusal."""
    rows = PhoneMessage.objects.waiting().filter(pk=message.pk)
    if not rows.update(passed_at=now, passed_by=by):
        raise Refusal(_("This message was passed on already."))
    live.bump(message.office_id)
    message.refresh_from_db()
    return message
