"""A time to tell the customer of a major complaint: what the house's rules allow at most."""

from datetime import datetime, timedelta

from complaints.escalation_clock import count
from complaints.selectors.standing import AHEAD, calendar_of, house_rules, local, moment_of
from offices.models import Office


def suggested_reply(office: Office, now: datetime) -> datetime | None:
    """When a reply to a major complaint that is taken now is due, on the office's clock."""
    rules = house_rules(office, office.business_date(now))
    begin = local(office, now)
    calendar = calendar_of(office, begin.date(), begin.date() + AHEAD, rules)
    return moment_of(office, count(begin, timedelta(hours=rules.major_hours), calendar).due)
