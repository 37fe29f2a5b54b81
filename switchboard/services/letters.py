"""Letters: registered and classified, forwarded, answered; boxes that are looked into every day (F-27, F-28, G-20)."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.enums import Channel, TicketKind
from complaints.models import Ticket
from complaints.services.opening import TicketEntry, open_ticket
from offices import live
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.jobs import in_each
from offices.models import Member, Office
from offices.services.audit import keep
from offices.services.notices import leaders_of, tell
from switchboard.enums import BoxKind, LetterState, LetterStepKind, LetterTopic
from switchboard.letter_steps import after
from switchboard.models import Letter, LetterStep, LetterWords, Mailbox, MailboxCheck
from switchboard.selectors.rules import phone_rules_of
from visitors.enums import ContactKind
from visitors.models import Customer
from visitors.services.contacts import record_contact
from visitors.services.customers import clean_text

SENDER_LENGTH, SUBJECT_LENGTH, NOTE_LENGTH, DEPARTMENT_LENGTH = 60, 120, 300, 40
OLDEST = timedelta(days=366)
BEFORE_CLOSING = timedelta(hours=2)
MOST_FOUND = 999
MOST_BOXES = 20


@transaction.atomic
def register_letter(
    *,
    office: Office,
    mailbox: Mailbox | None,
    arrived_on: date,
    sender: str,
    subject: str,
    topic: str,
    customer: Customer | None = None,
    answer_by: date | None = None,
    by: Member,
    now: datetime,
) -> Letter:
    """Enter and classify it; whoever does so answers for it (F-33). A customer's letter is a contact.

    Raises Refusal.
    """
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    today = office.business_date(now)
    if not today - OLDEST <= arrived_on <= today:
        raise Refusal(_("Say on which day it arrived: today, or a day before."), field="arrived_on")
    answer_by = answer_by or today + timedelta(days=phone_rules_of(office, today).letter_days)
    if answer_by < today:
        raise Refusal(_("That day is over. Choose today or a later day."), field="answer_by")
    last = Letter.objects.of(office).filter(year=today.year).aggregate(last=Max("number"))["last"]
    ticket = contact = None
    if topic == LetterTopic.COMPLAINT:
        ticket = _complaint(office, mailbox, sender, subject, customer, by, now)
    elif customer is not None:
        contact = record_contact(
            office=office, customer=customer, kind=ContactKind.LETTER, at=now, by=by, now=now
        )
    letter = Letter.objects.create(
        office=office,
        year=today.year,
        number=(last or 0) + 1,
        mailbox=mailbox,
        arrived_on=arrived_on,
        sender=_words(sender, "sender", SENDER_LENGTH),
        subject=_words(subject, "subject", SUBJECT_LENGTH),
        topic=_topic(topic),
        customer=customer.file if customer else None,
        contact=contact,
        ticket=ticket,
        answer_by=answer_by,
        responsible=by,
        recorded_at=now,
    )
    LetterStep.objects.create(
        office=office, letter=letter, kind=LetterStepKind.REGISTERED, topic=letter.topic, at=now, by=by
    )
    return letter


@transaction.atomic
def forward_letter(
    *, letter: Letter, topic: str, department: str, to: Member | None, note: str, by: Member, now: datetime
) -> Letter:
    """Another department, or a colleague, deals with it; who registered it still answers for it. Raises Refusal.

    Found to be a complaint it is registered as one (G-13).
    """
    name = clean_text(department, "department", DEPARTMENT_LENGTH)
    if not name and to is None:
        raise Refusal(_("Say which department or which colleague deals with it."), field="department")
    if to is not None and (to.office_id != letter.office_id or not to.is_active):
        raise Refusal(_("Choose somebody who works in this office."), field="to")
    held = _moved(letter, LetterStepKind.FORWARDED)
    held.topic, held.department, held.with_member = _topic(topic), name, to
    if held.topic == LetterTopic.COMPLAINT and held.ticket_id is None:
        people = (held.office, held.mailbox, held.sender, held.subject, held.customer)
        held.ticket = _complaint(*people, by, now, has_contact=held.contact_id is not None)
    held.save(update_fields=["topic", "department", "with_member", "state", "ticket"])
    _step(held, LetterStepKind.FORWARDED, note, by, now, department=name, to=to)
    if to is not None and to.pk != by.pk:
        _tell(held, [to.pk], NoticeKind.LETTER_FORWARDED, now)
    live.bump(held.office_id)
    return held


@transaction.atomic
def end_letter(*, letter: Letter, answered: bool, note: str, by: Member, now: datetime) -> Letter:
    """The sender has the answer; or there is nothing to answer, and why. Raises Refusal."""
    kind = LetterStepKind.ANSWERED if answered else LetterStepKind.FILED
    if not clean_text(note, "note", NOTE_LENGTH):
        missing = _("Write down what was answered.") if answered else _("Say why there is nothing to answer.")
        raise Refusal(missing, field="note")
    held = _moved(letter, kind)
    held.ended_on = held.office.business_date(now)
    held.save(update_fields=["state", "ended_on"])
    _step(held, kind, note, by, now)
    live.bump(held.office_id)
    return held


@transaction.atomic
def keep_mailbox(
    *, office: Office, mailbox: Mailbox | None, kind: str, name: str, address: str, by: Member, now: datetime
) -> Mailbox:
    """A new box, or another name for one. Raises Refusal."""
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    if kind not in BoxKind.values:
        raise Refusal(_("Say what kind of box it is."), field="kind")
    if mailbox is None and Mailbox.objects.of(office).in_use().count() >= MOST_BOXES:
        raise Refusal(_("Nobody looks into so many boxes every day. Switch one off first."))
    held = mailbox or Mailbox(office=office)
    held.kind, held.name = kind, _words(name, "name", 40)
    held.address = clean_text(address, "address", 120)
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError as error:
        raise Refusal(_("There is a mailbox of that name already."), field="name") from error
    details = {"did": "added" if mailbox is None else "changed", "kind": kind}
    keep(action=AuditAction.MAILBOX_CHANGED, record=f"mailbox:{held.pk}", details=details, by=by, now=now)
    return held


@transaction.atomic
def switch_mailbox(*, mailbox: Mailbox, is_on: bool, by: Member, now: datetime) -> None:
    """Out of use, or in use again; doing it twice changes nothing."""
    rows = Mailbox.objects.filter(pk=mailbox.pk, ended_at__isnull=is_on is False)
    if rows.update(ended_at=None if is_on else now):
        details = {"did": "used_again" if is_on else "switched_off"}
        record = f"mailbox:{mailbox.pk}"
        keep(action=AuditAction.MAILBOX_CHANGED, record=record, details=details, by=by, now=now)


@transaction.atomic
def check_mailbox(*, mailbox: Mailbox, found: int, by: Member, now: datetime) -> MailboxCheck:
    """Looked into today, and so many letters found (F-27). Raises Refusal."""
    if mailbox.ended_at is not None:
        raise Refusal(_("This box is out of use."))
    if not 0 <= found <= MOST_FOUND:
        raise Refusal(_("0 to 999 letters."), field="found")
    on = mailbox.office.business_date(now)
    return MailboxCheck.objects.create(
        office_id=mailbox.office_id, mailbox=mailbox, on=on, found=found, at=now, by=by
    )


def _complaint(
    office: Office,
    mailbox: Mailbox | None,
    sender: str,
    subject: str,
    customer: Customer | None,
    by: Member,
    now: datetime,
    *,
    has_contact: bool = False,
) -> Ticket:
    """A written complaint is opened besides; it writes the contact itself, where there is none."""
    by_post = mailbox is None or mailbox.kind == BoxKind.LETTERBOX
    entry = TicketEntry(
        channel=Channel.LETTER if by_post else Channel.EMAIL,
        kind=TicketKind.WRITTEN,
        text=subject,
        customer=customer,
        caller=clean_text(sender, "sender", SENDER_LENGTH)[:40],
        has_contact=has_contact,
    )
    return open_ticket(office=office, entry=entry, by=by, now=now)


def remind_of_letters(*, now: datetime) -> int:
    """While an office is open: who answers for a letter that is overdue hears of it, the leaders too; once a letter.

    In its last two hours also of boxes that nobody has looked into, once a day (F-27).
    """
    return in_each(Office.objects.all(), _remind, now)


@transaction.atomic
def _remind(office: Office, now: datetime) -> int:
    clock = office.local(now)
    if not office.opens_at <= clock.time() < office.closes_at:
        return 0
    told = _remind_of_answers(office, clock.date(), now)
    if clock.replace(tzinfo=None) >= datetime.combine(clock.date(), office.closes_at) - BEFORE_CLOSING:
        told += _remind_of_boxes(office, clock.date(), now)
    if told:
        live.bump(office.pk)
    return told


def _remind_of_answers(office: Office, today: date, now: datetime) -> int:
    leaders = [each.pk for each in leaders_of(office.pk)]
    rows = Letter.objects.of(office).waiting().filter(answer_by__lt=today, told_on=None)
    held = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True).order_by("pk"))
    for letter in held:
        letter.told_on = today
        letter.save(update_fields=["told_on"])
        told = sorted({letter.responsible_id, letter.with_member_id or letter.responsible_id, *leaders})
        _tell(letter, told, NoticeKind.LETTER_LATE, now)
    return len(held)


def _remind_of_boxes(office: Office, today: date, now: datetime) -> int:
    """One notice to each who keeps the desk, however many boxes there are."""
    unseen = Mailbox.objects.of(office).in_use().exclude(told_on=today).exclude(checks__on=today)
    boxes = list(unseen.values_list("pk", flat=True))
    if not boxes:
        return 0
    Mailbox.objects.filter(pk__in=boxes).update(told_on=today)
    about = {"path": reverse("switchboard:mailboxes", args=[office.slug])}
    members = (
        Member.objects.of(office).working().holding(Role.DESK, Role.SERVICE).values_list("pk", flat=True)
    )
    tell(
        office_id=office.pk,
        member_ids=sorted(members),
        kind=NoticeKind.MAILBOX_UNSEEN,
        about=about,
        now=now,
    )
    return len(boxes)


def _moved(letter: Letter, kind: LetterStepKind) -> Letter:
    """The letter under its lock, where the step brings it. Raises Refusal where it cannot be done."""
    rows = Letter.objects.select_related("office", "mailbox", "customer__merged_into").filter(pk=letter.pk)
    held = rows.select_for_update(of=("self",), no_key=True).get()
    state = after(held.state, kind)
    if state is None:
        raise Refusal(_("This letter was settled meanwhile. Look at it again."))
    held.state = LetterState(state)
    return held


def _step(
    letter: Letter,
    kind: LetterStepKind,
    note: str,
    by: Member,
    now: datetime,
    *,
    department: str = "",
    to: Member | None = None,
) -> None:
    step = LetterStep.objects.create(
        office_id=letter.office_id, letter=letter, kind=kind, topic=letter.topic, to=to, at=now, by=by
    )
    words = clean_text(note, "note", NOTE_LENGTH)
    if words or department:
        LetterWords.objects.create(office_id=letter.office_id, step=step, department=department, note=words)


def _tell(letter: Letter, members: list[int], kind: NoticeKind, now: datetime) -> None:
    about = {"path": reverse("switchboard:letter", args=[letter.office.slug, letter.pk])}
    tell(office_id=letter.office_id, member_ids=members, kind=kind, about=about, now=now)


def _topic(topic: str) -> str:
    if topic not in LetterTopic.values:
        raise Refusal(_("Choose from the list what kind of letter it is."), field="topic")
    return topic


def _words(text: str, field: str, length: int) -> str:
    words = clean_text(text, field, length)
    if not words:
        raise Refusal(_("Type a few words."), field=field)
    return words
