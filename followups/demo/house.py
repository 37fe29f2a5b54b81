"""What the office settled before it called and wrote to anybody: calendar, scripts, questions, gateways, templates."""

from datetime import datetime

from followups.demo.cast import Cast
from followups.demo.texts import texts
from followups.services.calendar import add_festival, keep_calendar, set_milestone
from followups.services.call_wording import start_with_our_questions, write_script
from messaging.enums import GatewayKind, TextChannel
from messaging.models import Gateway
from messaging.services.gateways import keep_gateway
from messaging.services.templates import start_with_ours

LANGUAGE = "zh-hans"
SETTLED_AGO = 10
FESTIVAL_AGO = 3
"""Days since the office's own festival, on which it wrote to its customers."""
PRICE_FEN = 5
MAILS_A_SECOND = 1
"""So that a batch by e-mail takes its time, and can be watched, paused and resumed."""


def settle(cast: Cast) -> None:
    """All of it ten days ago."""
    now = cast.moment(-SETTLED_AGO, "10:00")
    keep_calendar(now=cast.now)
    _days(cast, now)
    for purpose, body in texts()["scripts"].items():
        write_script(office=cast.office, purpose=purpose, body=body, by=cast.manager, now=now)
    start_with_our_questions(office=cast.office, language=LANGUAGE, by=cast.manager, now=now)
    if cast.writes:
        _gateways(cast, now)
        start_with_ours(office=cast.office, language=LANGUAGE, by=cast.manager, now=now)


def _days(cast: Cast, now: datetime) -> None:
    """News of the project behind us and ahead, the nearest in two days; and a festival that is only this office's."""
    for news in texts()["milestones"]:
        set_milestone(
            office=cast.office,
            milestone=None,
            on=cast.day(news["ahead"]),
            name=news["name"],
            kind=news["kind"],
            by=cast.manager,
            now=now,
        )
    add_festival(
        office=cast.office, on=cast.day(-FESTIVAL_AGO), name=texts()["festival"], by=cast.manager, now=now
    )


def _gateways(cast: Cast, now: datetime) -> None:
    """Both write into the log of messages: nothing leaves the house."""
    said = texts()["gateways"]
    for channel, pace, price in (
        (TextChannel.SMS, 0, PRICE_FEN),
        (TextChannel.EMAIL, MAILS_A_SECOND, 0),
    ):
        gateway = Gateway(
            office=cast.office,
            channel=channel,
            kind=GatewayKind.FILE,
            name=said[channel]["name"],
            signature=said[channel]["signature"],
            per_second=pace,
            price_fen=price,
        )
        keep_gateway(gateway=gateway, by=cast.administrator, now=now)
