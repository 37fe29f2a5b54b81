"""Management commands run in the test's own process: quicker than a new one, and judged by what they print."""

import io
import sys
from typing import NamedTuple

import pytest
from django.core.management import call_command


class Run(NamedTuple):
    """Exit status and what was printed."""

    status: int
    out: str
    err: str


def run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    *arguments: str,
    stdin: str = "",
) -> Run:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
    capsys.readouterr()
    try:
        call_command(name, *arguments)
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    printed = capsys.readouterr()
    return Run(status, printed.out, printed.err)
