"""`manage.py replay FILE… [--rules …]`: the rotation's decisions on a day's log, without any database."""

from offices.management.document_command import DocumentCommand
from reception.rotation import PRESETS, DocumentError, Rules, RulesError, replay, rules_from


class Command(DocumentCommand):
    help = "Replay days at the desk: reads JSON documents, prints every decision and the state at the end."
    presets = PRESETS
    refusals = (DocumentError, RulesError)

    def read_rules(self, value: object) -> Rules:
        return rules_from(value)

    def decide(self, document: object, rules: Rules | None) -> dict[str, object]:
        return replay(document, rules)
