"""What an office's rules say of customer files on a business day."""

from datetime import date

from offices.models import HouseRules, Office
from visitors.file_rules import FileRules, file_rules_from


def house_file_rules(office: Office, day: date) -> FileRules:
    """The rules of that day; the presets' where the office has chosen none yet: one query."""
    rules = HouseRules.objects.of(office).in_force_on(day).first()
    return file_rules_from(rules.section("files")) if rules else FileRules()
