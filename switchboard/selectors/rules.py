"""What the office's house rules say of the telephone."""

from datetime import date

from offices.models import HouseRules, Office
from switchboard.phone_rules import PhoneRules, phone_rules_from

SECTION = "phone"


def phone_rules_of(office: Office, day: date) -> PhoneRules:
    """Those in force on that business day; the usual ones where the office has chosen none."""
    held = HouseRules.objects.of(office).in_force_on(day).first()
    return phone_rules_from(held.section(SECTION)) if held else PhoneRules()
