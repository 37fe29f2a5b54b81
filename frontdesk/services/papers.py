"""Mail that arrives until somebody has it (H-03), and papers that are copied or printed (H-04)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frontdesk.enums import CopyKind, MailKind
from frontdesk.models import Copy, Mail
from frontdesk.services.entry import number, one_of, said
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.services.customers import clean_text

MOST_PIECES = 999
MOST_SHEETS = 5000
MOST_FEN = 10_000_000


@transaction.atomic
def enter_mail(
    *, kind: str, addressee: str, sender: str, mail_number: str, pieces: int | None, by: Member, now: datetime
) -> Mail:
    """Something arrived for somebody. Raises Refusal; a registered letter has a number."""
    one_of(kind, MailKind, "kind")
    kept = clean_text(mail_number, "mail_number", 40)
    if kind == MailKind.REGISTERED and not kept:
        raise Refusal(_("A registered letter has a number: type it."), field="mail_number")
    mail = Mail.objects.create(
        office_id=by.office_id,
        kind=kind,
        addressee=said(addressee, "addressee", 40),
        sender=clean_text(sender, "sender", 40),
        number=kept,
        pieces=number(pieces, "pieces", least=1, most=MOST_PIECES),
        arrived_at=now,
        arrived_by=by,
    )
    _keep(AuditAction.MAIL_CHANGED, f"mail:{mail.pk}", {"did": "entered", "kind": kind}, by, now)
    return mail


@transaction.atomic
def hand_out(*, mail: Mail, handed_to: str, by: Member, now: datetime) -> None:
    """Somebody has it now: whoever it is for where nobody else is named. Raises Refusal."""
    held = Mail.objects.waiting().select_for_update(of=("self",), no_key=True).filter(pk=mail.pk).first()
    if held is None:
        raise Refusal(_("This was handed out already."))
    held.handed_to = clean_text(handed_to, "handed_to", 40) or held.addressee
    held.handed_at, held.handed_by = now, by
    held.save(update_fields=["handed_to", "handed_at", "handed_by"])
    _keep(AuditAction.MAIL_CHANGED, f"mail:{held.pk}", {"did": "handed"}, by, now)


@transaction.atomic
def note_copy(
    *,
    kind: str,
    whom: str,
    sheets: int | None,
    in_colour: bool,
    price_fen: int | None,
    by: Member,
    now: datetime,
) -> Copy:
    """Papers were copied, printed or scanned for somebody. Raises Refusal."""
    made = Copy.objects.create(
        office_id=by.office_id,
        kind=one_of(kind, CopyKind, "kind"),
        whom=said(whom, "whom", 40),
        sheets=number(sheets, "sheets", least=1, most=MOST_SHEETS),
        in_colour=in_colour,
        price_fen=number(price_fen or 0, "price", least=0, most=MOST_FEN),
        at=now,
        by=by,
    )
    did = {"kind": made.kind, "sheets": made.sheets}
    _keep(AuditAction.PAPERS_COPIED, f"copy:{made.pk}", did, by, now)
    return made


def _keep(action: AuditAction, record: str, details: dict, by: Member, now: datetime) -> None:
    keep(action=action, record=record, details=details, by=by, now=now)
