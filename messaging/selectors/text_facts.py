"""What the gates need to know of texts at the moment of hand-over: one query, however many they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.db import connection
from django.db.models import Count, Max, Q

from messaging.enums import ConsentWay, GatewayKind, TextCategory
from messaging.gates import Answered, Facts, Limits
from messaging.models import Consent, Gateway, MessageTemplate, TextMessage
from messaging.models.text_message import LEFT
from messaging.text_rules import TextRules, text_rules_from
from offices.models import HouseRules, Office

# For many texts at once. What a member took to send by hand and has not ticked yet counts as if it had left.
FACTS = """
    SELECT gate.is_active, gate.paused_until, own.given, own.at, stop.at, sent.today, sent.month
      FROM unnest(%(ids)s::bigint[], %(offices)s::bigint[], %(gateways)s::bigint[], %(numbers)s::text[],
                  %(channels)s::text[], %(marketing)s::boolean[], %(days)s::timestamptz[],
                  %(months)s::timestamptz[])
           WITH ORDINALITY AS asked(id, office, gateway, number, channel, marketing, day, month, place)
      LEFT JOIN messaging_gateway gate ON gate.id = asked.gateway
      LEFT JOIN LATERAL (
           SELECT given, at FROM messaging_consent
            WHERE office_id = asked.office AND number = asked.number AND channel = asked.channel
            ORDER BY at DESC, id DESC LIMIT 1) own ON true
      LEFT JOIN LATERAL (
           SELECT at FROM messaging_consent
            WHERE number = asked.number AND channel = asked.channel AND way = 'reply' AND NOT given
            ORDER BY at DESC LIMIT 1) stop ON true
      LEFT JOIN LATERAL (
           SELECT count(*) FILTER (WHERE left_at >= asked.day) AS today, count(*) AS month
             FROM (SELECT CASE WHEN state = ANY(%(left)s) THEN called_at
                               ELSE copied_at END AS left_at
                     FROM messaging_textmessage
                    WHERE asked.marketing AND number_print = asked.number AND channel = asked.channel
                      AND category = 'marketing' AND id <> asked.id) each
            WHERE left_at >= asked.month) sent ON true
     ORDER BY asked.place
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
    return facts_of_many([(message, number_is_good)], now)[0]


def facts_of_many(asked: Sequence[tuple[TextMessage, bool]], now: datetime) -> list[Known]:
    """For each text, with whether its number is good; in their order. One query."""
    messages = [message for message, _is_good in asked]
    here = {message.office_id: message.office.local(now) for message in messages}
    values = {
        "ids": [message.pk or 0 for message in messages],
        "offices": [message.office_id for message in messages],
        "gateways": [message.gateway_id for message in messages],
        "numbers": [message.number_print for message in messages],
        "channels": [str(message.channel) for message in messages],
        "marketing": [message.category == TextCategory.MARKETING for message in messages],
        "days": [_midnight(here[message.office_id]) for message in messages],
        "months": [_midnight(here[message.office_id].replace(day=1)) for message in messages],
        "left": [str(state) for state in LEFT],
    }
    with connection.cursor() as cursor:
        cursor.execute(FACTS, values)
        rows = cursor.fetchall()
    return [
        _known(message, is_good, here[message.office_id], row)
        for (message, is_good), row in zip(asked, rows, strict=True)
    ]


def _known(message: TextMessage, is_good: bool, here: datetime, row: tuple) -> Known:
    is_on, rests_until, given, answered_at, stopped_at, today, month = row
    facts = Facts(
        now=here,
        channel=message.channel,
        is_marketing=message.category == TextCategory.MARKETING,
        number_is_good=is_good,
        answer=None if given is None else Answered(given, answered_at),
        stopped_at=stopped_at,
        sent_today=today,
        sent_month=month,
        vendor_ready=vendor_ready(message),
        gateway_on=bool(is_on),
        good_until=message.good_until,
    )
    return Known(facts, rests_until)


def vendor_ready(message: TextMessage) -> bool:
    """Whether its vendor has registered what it would be given: signature, wording and no value too long."""
    template, gateway = message.template, message.gateway
    if gateway is None:
        return True
    fits = not template.longest_value or all(
        len(value) <= template.longest_value for _name, value in message.params
    )
    return wording_is_registered(template, gateway) and (fits or not gateway.needs_registration)


def wording_is_registered(template: MessageTemplate, gateway: Gateway) -> bool:
    """Whether the wording may leave by this gateway at all. An own gateway needs the sender's name for marketing."""
    if gateway.needs_registration:
        return bool(gateway.signature and template.vendor_code and template.approval == "approved")
    return bool(gateway.signature) or gateway.kind != GatewayKind.HTTP or not template.is_marketing


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(), tzinfo=moment.tzinfo)


def next_opening(now: datetime, limits: Limits) -> datetime:
    """Tomorrow at the hour from which SMS may leave."""
    return datetime.combine(now.date() + timedelta(days=1), limits.quiet_until, tzinfo=now.tzinfo)


def own_facts(message: TextMessage, now: datetime) -> Facts:
    """The facts for a text that a member sends by hand: no vendor stands between, and it is never too late."""
    known = facts_of(message, number_is_good=True, now=now).facts
    return replace(known, vendor_ready=True, gateway_on=True, good_until=known.now)


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
