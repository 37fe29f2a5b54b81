"""What the gates need to know of a text at the moment of hand-over: one query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import connection
from django.db.models import Count, Max, Q

from messaging.enums import ConsentWay, TextCategory
from messaging.gates import Answered, Facts, Limits
from messaging.models import Consent, TextMessage
from messaging.models.text_message import LEFT
from messaging.text_rules import TextRules, text_rules_from
from offices.models import HouseRules, Office

FACTS = """
    SELECT gate.is_active, gate.paused_until, own.given, own.at, stop.at, sent.today, sent.month
      FROM messaging_gateway gate
      LEFT JOIN LATERAL (
           SELECT given, at FROM messaging_consent
            WHERE office_id = %(office)s AND number = %(number)s AND channel = %(channel)s
            ORDER BY at DESC, id DESC LIMIT 1) own ON true
      LEFT JOIN LATERAL (
           SELECT at FROM messaging_consent
            WHERE number = %(number)s AND channel = %(channel)s AND way = 'reply' AND NOT given
            ORDER BY at DESC LIMIT 1) stop ON true
      LEFT JOIN LATERAL (
           SELECT count(*) FILTER (WHERE called_at >= %(day)s) AS today, count(*) AS month
             FROM messaging_textmessage
            WHERE %(marketing)s AND number_print = %(number)s AND channel = %(channel)s
              AND category = 'marketing' AND called_at >= %(month)s AND state = ANY(%(left)s)
              AND id <> %(id)s) sent ON true
     WHERE gate.id = %(gateway)s
"""


@dataclass(frozen=True)
class Known:
    """The facts, and until when the gateway rests."""

    facts: Facts
    rests_until: datetime | None


def house_limits(office: Office, now: datetime) -> Limits:
    """What the office's rules of that business day say; the preset floor where it has none yet."""
    rules = HouseRules.objects.of(office).in_force_on(office.business_date(now)).first()
    return (text_rules_from(rules.section("texts")) if rules else TextRules()).limits


def facts_of(message: TextMessage, *, number_is_good: bool, now: datetime) -> Known:
    """Read now, from what is committed. The message has its office, gateway and template loaded."""
    here = message.office.local(now)
    values = {
        "office": message.office_id,
        "number": message.number_print,
        "channel": message.channel,
        "marketing": message.category == TextCategory.MARKETING,
        "day": _midnight(here),
        "month": _midnight(here.replace(day=1)),
        "left": [str(state) for state in LEFT],
        "id": message.pk or 0,
        "gateway": message.gateway_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(FACTS, values)
        is_on, rests_until, given, answered_at, stopped_at, today, month = cursor.fetchone()
    facts = Facts(
        now=here,
        channel=message.channel,
        is_marketing=message.category == TextCategory.MARKETING,
        number_is_good=number_is_good,
        answer=None if given is None else Answered(given, answered_at),
        stopped_at=stopped_at,
        sent_today=today,
        sent_month=month,
        vendor_ready=vendor_ready(message),
        gateway_on=is_on,
        good_until=message.good_until,
    )
    return Known(facts, rests_until)


def vendor_ready(message: TextMessage) -> bool:
    """Whether its vendor has registered what it would be given: signature, wording and no value too long."""
    template, gateway = message.template, message.gateway
    if not gateway.needs_registration:
        return True
    fits = not template.longest_value or all(
        len(value) <= template.longest_value for _name, value in message.params
    )
    return bool(gateway.signature and template.vendor_code and template.approval == "approved" and fits)


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(), tzinfo=moment.tzinfo)


def next_opening(now: datetime, limits: Limits) -> datetime:
    """Tomorrow at the hour from which SMS may leave."""
    return datetime.combine(now.date() + timedelta(days=1), limits.quiet_until, tzinfo=now.tzinfo)


def own_facts(message: TextMessage, now: datetime) -> Facts:
    """The facts for a text that a member sends by hand: no vendor stands between."""
    here = message.office.local(now)
    digests = [message.number_print]
    answer = (
        Consent.objects.of(message.office)
        .latest_of_numbers(digests)
        .filter(channel=message.channel)
        .values_list("given", "at")
        .first()
    )
    left = TextMessage.objects.filter(
        number_print=message.number_print,
        channel=message.channel,
        category=TextCategory.MARKETING,
        state__in=LEFT,
    ).exclude(pk=message.pk)
    return Facts(
        now=here,
        channel=message.channel,
        is_marketing=message.category == TextCategory.MARKETING,
        number_is_good=True,
        answer=Answered(*answer) if answer else None,
        stopped_at=Consent.objects.stopped_at(message.number_print, message.channel),
        sent_today=left.filter(called_at__gte=_midnight(here)).count(),
        sent_month=left.filter(called_at__gte=_midnight(here.replace(day=1))).count(),
        vendor_ready=True,
        gateway_on=True,
        good_until=here,
    )


@dataclass(frozen=True)
class NumberFacts:
    """What is known of a number before anything is written for it."""

    answer: Answered | None = None
    stopped_at: datetime | None = None
    sent_today: int = 0
    sent_month: int = 0

    def facts(self, *, here: datetime, channel: str, is_marketing: bool) -> Facts:
        """For the gates, as if everything of the vendor's were in order."""
        return Facts(
            now=here,
            channel=channel,
            is_marketing=is_marketing,
            number_is_good=True,
            answer=self.answer,
            stopped_at=self.stopped_at,
            sent_today=self.sent_today,
            sent_month=self.sent_month,
            vendor_ready=True,
            gateway_on=True,
            good_until=here,
        )


def facts_of_numbers(
    office: Office, channel: str, prints: Collection[str], now: datetime
) -> dict[str, NumberFacts]:
    """By fingerprint, for many numbers at once: three queries."""
    wanted, here = list(prints), office.local(now)
    own = {
        number: Answered(given, at)
        for number, given, at in Consent.objects.of(office)
        .filter(channel=channel)
        .latest_of_numbers(wanted)
        .values_list("number", "given", "at")
    }
    stops = dict(
        Consent.objects.filter(number__in=wanted, channel=channel, way=ConsentWay.REPLY, given=False)
        .order_by("number")
        .values("number")
        .annotate(last=Max("at"))
        .values_list("number", "last")
    )
    left = TextMessage.objects.filter(
        number_print__in=wanted, channel=channel, category=TextCategory.MARKETING, state__in=LEFT
    ).filter(called_at__gte=_midnight(here.replace(day=1)))
    today = Count("pk", filter=Q(called_at__gte=_midnight(here)))
    sent = {
        row["number_print"]: (row["today"], row["month"])
        for row in left.order_by("number_print")
        .values("number_print")
        .annotate(today=today, month=Count("pk"))
    }
    return {
        number: NumberFacts(own.get(number), stops.get(number), *sent.get(number, (0, 0)))
        for number in wanted
    }
