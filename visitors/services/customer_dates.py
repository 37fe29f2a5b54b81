"""Days that a customer remembers: birthdays of the buyer and of the family (E-24)."""

from calendar import monthrange
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.enums import DateCalendar, DateKind, DateOf
from visitors.models import Customer, CustomerDate
from visitors.services.customers import NAME_LENGTH, clean_text
from visitors.services.plan_due import plan_is_due

EARLIEST_YEAR = 1900
LONGEST_LUNAR_MONTH = 30
LEAP_YEAR = 2000
"""A day of the year may be 29 February, whatever year it is."""
MOST_DATES = 12


@transaction.atomic
def add_birthday(
    *,
    customer: Customer,
    month: int,
    day: int,
    year: int | None = None,
    calendar: str = DateCalendar.SOLAR,
    whose: str = DateOf.BUYER,
    name: str = "",
    by: Member,
    now: datetime,
) -> CustomerDate:
    """A birthday onto the customer's file; the same person's again is set right. Raises Refusal."""
    name = clean_text(name, "name", NAME_LENGTH)
    _refuse_no_day(month, day, year, calendar, now)
    if whose not in DateOf.values:
        raise Refusal(_("Say whose birthday it is."), field="whose")
    if whose == DateOf.FAMILY and not name:
        raise Refusal(_("Say whose birthday it is: a name, or what they are to the customer."), field="name")
    held = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.file_id)
    place = {"customer": held, "kind": DateKind.BIRTHDAY, "whose": whose, "name": name}
    others = CustomerDate.objects.filter(customer=held).exclude(whose=whose, name=name).count()
    if others >= MOST_DATES:
        raise Refusal(_("More than %(most)d days are not kept for one customer.") % {"most": MOST_DATES})
    values = {"month": month, "day": day, "year": year, "calendar": calendar, "at": now, "by": by}
    found, _made = CustomerDate.objects.update_or_create(
        **place, defaults=values, create_defaults={**values, "office_id": held.office_id}
    )
    _note(found, "set", by, now)
    return found


@transaction.atomic
def remove_date(*, found: CustomerDate, by: Member, now: datetime) -> None:
    """The day off the file; gone already is gone."""
    if CustomerDate.objects.filter(pk=found.pk).delete()[0]:
        _note(found, "removed", by, now)


def _refuse_no_day(month: int, day: int, year: int | None, calendar: str, now: datetime) -> None:
    if calendar not in DateCalendar.values:
        raise Refusal(_("Choose the calendar from the list."), field="calendar")
    if not 1 <= month <= 12:
        raise Refusal(_("There is no such month."), field="month")
    if year is not None and not EARLIEST_YEAR <= year <= now.year:
        raise Refusal(_("Nobody here was born in that year."), field="year")
    lunar = calendar == DateCalendar.LUNAR
    longest = LONGEST_LUNAR_MONTH if lunar else monthrange(year or LEAP_YEAR, month)[1]
    if not 1 <= day <= longest:
        raise Refusal(_("There is no such day in that month."), field="day")


def _note(found: CustomerDate, did: str, by: Member, now: datetime) -> None:
    keep(
        action=AuditAction.WISHES_CHANGED,
        record=f"customer:{found.customer_id}",
        details={"birthday": did, "whose": found.whose},
        by=by,
        now=now,
    )
    plan_is_due(found.customer_id, now=now)
