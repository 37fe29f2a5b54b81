"""`manage.py cadence FILE… [--rules …]`: which follow-ups are due, and when, without any database."""

from followups.cadence_document import DocumentError, planned
from followups.cadence_rules import PRESETS, Rules, RulesError, rules_from
from offices.management.document_command import DocumentCommand


class Command(DocumentCommand):
    help = "Plan follow-ups: reads JSON documents, prints what is due, with hours and clause."
    presets = dict.fromkeys(PRESETS, Rules())
    refusals = (DocumentError, RulesError)

    def read_rules(self, value: object) -> Rules:
        return rules_from(value)

    def decide(self, document: object, rules: Rules | None) -> list[dict[str, object]]:
        return planned(document, rules)
