"""Finds every sentence that the program can say, without gettext on the machine.

Python is read through its syntax tree, templates through Django's own rewriting of their translation tags.
"""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parent.parent
NOT_OURS = {"tests", "scripts", "static", "staticfiles", "docs", "locale", "requirements"}

# Which arguments of a call are the context, the sentence and its plural.
SIGNATURES: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
IN_TEMPLATES = {**SIGNATURES, "_": SIGNATURES["gettext"]}


class Message(NamedTuple):
    """What a catalogue entry is found by; `context` and `plural` are empty where there is none."""

    text: str
    context: str = ""
    plural: str = ""


@dataclass(frozen=True)
class Unreadable:
    """A call whose sentence is not written out, so that no catalogue can hold it."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path.relative_to(PROJECT)}:{self.line}"


# Sentences of packages that we show but that they have no words for in each of our languages.
OTHERS = (
    Message("next"),  # django-tables2
    Message("previous"),
    Message("Account locked: too many login attempts. Please try again later."),  # django-axes
)


def python_files() -> Iterator[Path]:
    """The modules of the program, in order: every package of the project but its tests and tools."""
    for folder in sorted(PROJECT.iterdir()):
        if folder.is_dir() and folder.name not in NOT_OURS and (folder / "__init__.py").exists():
            yield from sorted(folder.rglob("*.py"))


def template_files() -> Iterator[Path]:
    """The templates of the project and of its apps, in order."""
    for folder in [PROJECT / "templates", *sorted(PROJECT.glob("*/templates"))]:
        yield from sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".txt"})


def messages() -> dict[Message, Path]:
    """Every message with the first file that says it."""
    found = dict.fromkeys(OTHERS, Path(__file__))
    for path in python_files():
        for message in in_python(path)[0]:
            found.setdefault(message, path)
    for path in template_files():
        for message in in_template(path.read_text("utf-8")):
            found.setdefault(message, path)
    # A sentence that is counted in one place and not in another is one entry, the counted one.
    counted = {(message.text, message.context) for message in found if message.plural}
    return {
        message: path
        for message, path in found.items()
        if message.plural or (message.text, message.context) not in counted
    }


def unreadable() -> list[Unreadable]:
    """Every translation call in Python whose sentence is computed."""
    return [call for path in python_files() for call in in_python(path)[1]]


@cache
def in_python(path: Path) -> tuple[list[Message], list[Unreadable]]:
    """The messages of a module and the calls that cannot be read, whatever name gettext was imported under."""
    tree = ast.parse(path.read_text("utf-8"))
    names = dict(_imported(tree))
    found: list[Message] = []
    lost: list[Unreadable] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        called = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        name = names.get(called) if isinstance(function, ast.Name) else called
        if name not in SIGNATURES:
            continue
        message = _message(node.args, SIGNATURES[name])
        if message is None:
            lost.append(Unreadable(path, node.lineno))
        else:
            found.append(message)
    return found, lost


@cache
def in_template(source: str) -> list[Message]:
    """The messages of a template, trimmed and with percent signs doubled as Django looks them up."""
    rewritten = templatize(source)
    found = []
    for call in _calls(rewritten):
        message = _message(call.args, IN_TEMPLATES[call.func.id])  # type: ignore[attr-defined]
        if message:
            found.append(message)
    return found


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                yield alias.asname or alias.name, alias.name


def _message(arguments: list[ast.expr], signature: tuple[int | None, int, int | None]) -> Message | None:
    """None where one of the texts is not a plain string."""
    texts = []
    for place in signature:
        if place is None:
            texts.append("")
            continue
        argument = arguments[place] if place < len(arguments) else None
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            return None
        texts.append(argument.value)
    context, text, plural = texts
    return Message(text, context, plural)


def _calls(rewritten: str) -> Iterator[ast.Call]:
    """The gettext calls in a rewritten template, whose remaining text Django has blotted out."""
    tokens = _tokens(rewritten)
    for index, token in enumerate(tokens[:-1]):
        if token not in IN_TEMPLATES or tokens[index + 1] != "(":
            continue
        depth = 0
        for end in range(index + 1, len(tokens)):
            depth += {"(": 1, ")": -1}.get(tokens[end], 0)
            if not depth:
                call = ast.parse(" ".join(tokens[index : end + 1]), mode="eval").body
                if isinstance(call, ast.Call):
                    yield call
                break


def _tokens(rewritten: str) -> list[str]:
    """The texts of the tokens; line breaks and indentation say nothing here, so lines are joined in brackets."""
    reader = io.StringIO(f"({rewritten})").readline
    return [token.string for token in tokenize.generate_tokens(reader) if token.string.strip()]
