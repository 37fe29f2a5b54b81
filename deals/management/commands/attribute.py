"""`manage.py attribute FILE… [--rules …]`: whose deal it is, by which clause, without any database."""

from deals.attribution_document import DocumentError, judged
from deals.attribution_rules import Rules, rules_from
from deals.attribution_words import sentence
from offices.management.document_command import DocumentCommand
from visitors.ownership import PRESETS, RulesError


class Command(DocumentCommand):
    help = "Judge deals: reads JSON documents, prints credit, commission, clause and reasons."
    presets = dict.fromkeys(PRESETS, Rules())
    refusals = (DocumentError, RulesError)

    def read_rules(self, value: object) -> Rules:
        return rules_from(value)

    def decide(self, document: object, rules: Rules | None) -> dict[str, object]:
        return judged(document, rules, sentence)
