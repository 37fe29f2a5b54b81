"""`manage.py replay FILE… [--rules …]`: the rotation's decisions on a day's log, without any database."""

import io
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reception.rotation import PRESETS, DocumentError, Rules, RulesError, replay, rules_from
from reception.rotation_document import parsed, printed

STDIN = "-"
BAD_INPUT = 2


class Command(BaseCommand):
    help = "Replay days at the desk: reads JSON documents, prints every decision and the state at the end."
    requires_system_checks = []  # needs no service

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="a JSON document, or - for standard input"
        )
        parser.add_argument(
            "--rules",
            metavar="RULES",
            help=f"{', '.join(PRESETS)}, or a JSON file with a rule set; wins over the documents' own",
        )

    def handle(self, *, files: list[str], rules: str | None, **options: Any) -> None:
        sources = [*files, *([rules] if rules else [])]
        try:
            if sources.count(STDIN) > 1:
                raise BadInput(STDIN, "standard input can be read only once")
            wanted = None if rules is None else _rules(rules)
            answers = [_answer(name, wanted) for name in files]
        except BadInput as error:
            self.stderr.write(str(error))
            sys.exit(BAD_INPUT)
        _speak_utf8()
        for piece in printed(answers):
            self.stdout.write(piece, ending="")


class BadInput(Exception):
    """What is wrong with which file, on one line."""

    def __init__(self, name: str, reason: object) -> None:
        super().__init__(" ".join(f"{name}: {reason}".splitlines()))


def _rules(name: str) -> Rules:
    """The preset of that name, or the rule set in that file."""
    if name in PRESETS:
        return PRESETS[name]
    if name != STDIN and not Path(name).exists():
        raise BadInput(name, f"is neither a rule set ({', '.join(PRESETS)}) nor a file")
    try:
        return rules_from(parsed(_content(name)))
    except (DocumentError, RulesError) as error:
        raise BadInput(name, error) from None


def _answer(name: str, rules: Rules | None) -> dict[str, object]:
    try:
        return replay(parsed(_content(name)), rules)
    except DocumentError as error:
        raise BadInput(name, error) from None


def _content(name: str) -> bytes:
    try:
        if name != STDIN:
            return Path(name).read_bytes()
        if sys.stdin is None:
            raise BadInput(name, "cannot be read: standard input is closed")
        return sys.stdin.buffer.read()
    except (OSError, ValueError) as error:
        raise BadInput(name, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _speak_utf8() -> None:
    """JSON is UTF-8, whatever the terminal's locale says."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.encoding.lower() != "utf-8":
        sys.stdout.reconfigure(encoding="utf-8")
