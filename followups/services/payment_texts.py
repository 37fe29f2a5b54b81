"""Customers hear by SMS of what they have to pay soon: once for each day on which something falls due (D-27)."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from deals.models import Order
from deals.selectors.arrears import due_soon
from followups.services.own_writing import write_once
from followups.text_ways import PAYMENT_AHEAD
from messaging.enums import TextPurpose
from messaging.models import TextMessage
from messaging.services.templates import template_for
from messaging.services.texts import drop_text
from offices.models import Office

KEY = "payment:"


def write_payment_texts(office: Office, now: datetime) -> int:
    """Write what is owed within the next days, and take back what is paid or put off meanwhile; how many are new."""
    template = template_for(office, TextPurpose.PAYMENT_DUE)
    owed = _owed(office, office.business_date(now))
    _take_back(office, {key for key, _order, _on, _amount in owed})
    if template is None:
        return 0
    return sum(
        write_once(
            template,
            order.customer,
            key,
            consultant=order.closer.name,
            words={"amount": f"{amount:,.2f}", "date": f"{on:%m-%d}"},
            now=now,
        )
        for key, order, on, amount in owed
    )


def _owed(office: Office, today: date) -> list[tuple[str, Order, date, Decimal]]:
    """By order and day: the text's key, and what is open of all that falls due on it."""
    orders: dict[int, Order] = {}
    sums: dict[tuple[int, date], Decimal] = defaultdict(Decimal)
    for coming in due_soon(office, today):
        if coming.item.due.due_on <= today + timedelta(days=PAYMENT_AHEAD):
            orders[coming.order.pk] = coming.order
            sums[coming.order.pk, coming.item.due.due_on] += coming.item.open
    return [(f"{KEY}{pk}:{on:%Y%m%d}", orders[pk], on, amount) for (pk, on), amount in sums.items()]


def _take_back(office: Office, owed: set[str]) -> None:
    waiting = TextMessage.objects.of(office).queued().filter(purpose=TextPurpose.PAYMENT_DUE, copied_by=None)
    for key in waiting.filter(key__startswith=KEY).exclude(key__in=owed).values_list("key", flat=True):
        drop_text(office=office, key=key)
