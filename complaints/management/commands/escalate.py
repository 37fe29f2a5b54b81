"""`manage.py escalate FILE… [--rules …]`: who must know, what is due and what comes next, without any database."""

from complaints.escalation_document import DocumentError, judged
from complaints.escalation_rules import PRESETS, Rules, RulesError, rules_from
from offices.management.document_command import DocumentCommand


class Command(DocumentCommand):
    help = "Judge complaints: reads JSON documents, prints clocks, the next step, and who is told when."
    presets = dict.fromkeys(PRESETS, Rules())
    refusals = (DocumentError, RulesError)

    def read_rules(self, value: object) -> Rules:
        return rules_from(value)

    def decide(self, document: object, rules: Rules | None) -> dict[str, object]:
        return judged(document, rules)
