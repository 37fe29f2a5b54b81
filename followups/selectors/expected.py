"""Who comes when: appointments ahead, day by day, and those whose time is over and of whom nobody said anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from followups.models import Appointment, CallResult
from offices.models import Member, Office
from visitors.models import Customer, CustomerPhone
from visitors.selectors.ownership import house_validity_rules, ownership_of

AHEAD = timedelta(days=14)
BEHIND = timedelta(days=7)
MOST = 300


@dataclass(slots=True)
class Expected:
    """Somebody who comes. ``confirmed``: they were spoken with since the day before; ``is_over``: the time has come."""

    appointment: Appointment
    owner: Member | None
    phones: list[str]
    confirmed: bool
    is_over: bool


@dataclass(slots=True)
class Days:
    """``past`` wait for a word on whether they came; ``days`` are today and those ahead, each with who comes."""

    past: list[Expected] = field(default_factory=list)
    days: list[tuple[date, list[Expected]]] = field(default_factory=list)


def expected_of(office: Office, *, now: datetime) -> Days:
    """Five queries, however many come."""
    today = office.business_date(now)
    rows = (
        Appointment.objects.of(office)
        .planned()
        .filter(at__gte=now - BEHIND, at__lte=now + AHEAD)
        .select_related("customer__merged_into", "plan", "by")
        .order_by("at", "pk")
    )
    found = list(rows[:MOST])
    files = {each.customer_id: each.customer.file for each in found}
    rules = house_validity_rules(office, today)
    owned = ownership_of(files.values(), office=office, day=today, rules=rules)
    members = Member.objects.of(office).in_bulk(
        {int(each.owner) for each in owned.values() if each.owner is not None}
    )
    phones, last = _phones(office, files), _last_spoken(office, files, now)
    shown = Days()
    by_day: dict[date, list[Expected]] = {}
    for each in found:
        file = files[each.customer_id]
        spoke = last.get(file.pk)
        entry = Expected(
            appointment=each,
            owner=members.get(int(owned[file.pk].owner or 0)),
            phones=phones.get(file.pk, []),
            confirmed=spoke is not None
            and office.business_date(spoke) >= office.business_date(each.at) - timedelta(days=1)
            and spoke > each.made_at,
            is_over=each.at <= now,
        )
        day = office.business_date(each.at)
        if day < today:
            shown.past.append(entry)
        else:
            by_day.setdefault(day, []).append(entry)
    shown.days = sorted(by_day.items())
    return shown


def _phones(office: Office, files: Mapping[int, Customer]) -> dict[int, list[str]]:
    """The masked numbers of each file."""
    found: dict[int, list[str]] = {}
    rows = CustomerPhone.objects.of(office).active().filter(customer__in=files.values())
    for phone in rows.order_by("pk"):
        found.setdefault(phone.customer_id, []).append(phone.masked)
    return found


def _last_spoken(office: Office, files: Mapping[int, Customer], now: datetime) -> dict[int, datetime]:
    """When each was last reached by telephone."""
    calls = CallResult.objects.of(office).effective()
    rows = calls.filter(customer__in=files.values(), at__gte=now - BEHIND - AHEAD)
    return dict(rows.order_by("at", "pk").values_list("customer", "at"))
