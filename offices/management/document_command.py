"""`manage.py COMMAND FILE… [--rules …]`: a core's decisions on documents, without any database."""

import io
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from offices.documents import NotJson, parsed, printed

STDIN = "-"
BAD_INPUT = 2


class BadInput(Exception):
    """What is wrong with which file, on one line."""

    def __init__(self, name: str, reason: object) -> None:
        super().__init__(" ".join(f"{name}: {reason}".splitlines()))


class DocumentCommand(BaseCommand):
    """Reads documents, lets ``decide`` answer each, and prints the answers; bad input ends with status 2.

    A subclass names its presets and says how rules are read and what is answered; ``refusals`` are the errors by
    which those two tell that a document or a rule set is wrong.
    """

    requires_system_checks = []  # needs no service
    presets: Mapping[str, Any]
    refusals: tuple[type[ValueError], ...]

    def read_rules(self, value: object) -> Any:
        """The rule set that a JSON value describes. Raises one of ``refusals``."""
        raise NotImplementedError

    def decide(self, document: object, rules: Any) -> object:
        """The answer on one document; ``rules`` win over its own. Raises one of ``refusals``."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="a JSON document, or - for standard input"
        )
        parser.add_argument(
            "--rules",
            metavar="RULES",
            help=f"{', '.join(self.presets)}, or a JSON file with a rule set; wins over the documents' own",
        )

    def handle(self, *, files: list[str], rules: str | None, **options: Any) -> None:
        sources = [*files, *([rules] if rules else [])]
        try:
            if sources.count(STDIN) > 1:
                raise BadInput(STDIN, "standard input can be read only once")
            wanted = None if rules is None else self._rules(rules)
            answers = [self._answer(name, wanted) for name in files]
        except BadInput as error:
            self.stderr.write(str(error))
            sys.exit(BAD_INPUT)
        _speak_utf8()
        for piece in printed(answers):
            self.stdout.write(piece, ending="")

    def _rules(self, name: str) -> Any:
        """The preset of that name, or the rule set in that file."""
        if name in self.presets:
            return self.presets[name]
        if name != STDIN and not Path(name).exists():
            raise BadInput(name, f"is neither a rule set ({', '.join(self.presets)}) nor a file")
        try:
            return self.read_rules(parsed(_content(name)))
        except (NotJson, *self.refusals) as error:
            raise BadInput(name, error) from None

    def _answer(self, name: str, rules: Any) -> object:
        try:
            return self.decide(parsed(_content(name)), rules)
        except (NotJson, *self.refusals) as error:
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
