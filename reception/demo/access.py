"""Who asks for whose file: told once, over customers that somebody owns."""

from datetime import datetime

from offices.models import Office
from visitors.demo.access import FILES, tell_access
from visitors.models import Customer
from visitors.selectors.ownership import house_validity_rules, ownership_of

MOST = 200


def access_of(office: Office, *, now: datetime) -> bool:
    """Whether it was told just now: not a second time, and not before enough customers are somebody's."""
    rows = Customer.objects.of(office).people().filter(contacts__isnull=False).order_by("-pk").distinct()
    customers = list(rows[:MOST])
    day = office.business_date(now)
    owned = ownership_of(customers, office=office, day=day, rules=house_validity_rules(office, day))
    members = {member.pk: member for member in office.members.filter(is_active=True).select_related("office")}
    cases = [(each, members[owner]) for each in customers if (owner := owned[each.pk].owner) in members]
    return tell_access(office, owned=cases[:FILES], language="zh-hans", now=now)
