"""Finance closes its day: what came in, by whom and how, against the receipts that were used, void or lost."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deals.models import CashDay
from deals.selectors.cash import figures_of, first_open
from deals.selectors.money import last_closed
from deals.services.payments import NotYourMoney
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep


@transaction.atomic
def close_cash_day(*, office: Office, day: date, seen: str, by: Member, now: datetime) -> CashDay:
    """Close that day, and with it all before it; what it adds up to is kept and never changes. Raises Refusal.

    ``seen`` is the check sum of the figures that the cashier looked at: where something came in meanwhile nothing is
    closed. Days are closed in their order, none before what came in earlier.
    """
    if by.office_id != office.pk or not by.holds(Role.FINANCE) or by.holds(Role.CONSULTANT):
        raise NotYourMoney(_("Only finance closes its day."))
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    today = office.business_date(now)
    closed = last_closed(office)
    if day > today:
        raise Refusal(_("This day is yet to come."))
    if closed and day <= closed:
        raise Refusal(_("Finance closed this day already."))
    earlier = first_open(office, today)
    if earlier < day:
        raise Refusal(_("Close %(day)s first.") % {"day": earlier})
    told = figures_of(office, day).document()
    if told["digest"] != seen:
        raise Refusal(_("Something was entered meanwhile. Look at the figures again, then close the day."))
    made = CashDay.objects.create(office=office, date=day, totals=told, by=by, at=now)
    details = {"day": day.isoformat(), "net": told["total"]["net"], "digest": told["digest"]}
    keep(action=AuditAction.CASH_DAY_CLOSED, record=f"cash:{day}", details=details, by=by, now=now)
    return made
