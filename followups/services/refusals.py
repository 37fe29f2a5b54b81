"""Who wants no messages gets none on any number, also of what is queued already."""

from datetime import datetime

from followups.selectors.recipients import destinations
from followups.selectors.refusals import refusing, who_refused_lately
from messaging.enums import ConsentChannel
from messaging.services.texts import call_off_numbers

CHANNELS = (ConsentChannel.SMS, ConsentChannel.EMAIL)


def call_off_refused(now: datetime) -> int:
    """Drop what waits for the other numbers of whoever said no on one of them; how many texts.

    The number itself is asked about at each hand-over (messaging.gates): only the files know which others there are.
    """
    called_off = 0
    for channel in CHANNELS:
        for office, customers in who_refused_lately(channel, now).items():
            ways = destinations(customers, office=office, channel=channel)
            refused = refusing(ways, office=office, channel=channel, now=now)
            prints = {way.print for customer in refused for way in ways[customer]}
            called_off += call_off_numbers(office=office, channel=channel, prints=prints) if prints else 0
    return called_off
