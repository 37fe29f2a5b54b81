"""What an office's rules say of receiving guests on a business day."""

from datetime import date

from frontdesk.hospitality_rules import HospitalityRules, hospitality_rules_from
from offices.models import HouseRules, Office


def house_hospitality_rules(office: Office, day: date) -> HospitalityRules:
    """The rules of that day; the presets' where the office has chosen none yet: one query."""
    rules = HouseRules.objects.of(office).in_force_on(day).first()
    return hospitality_rules_from(rules.section("hospitality")) if rules else HospitalityRules()
