"""What Python says to users goes through gettext, and at the moment when it is said."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scripts import extraction
from tests.house.files import shown

EAGER = {"gettext", "pgettext", "ngettext", "npgettext"}
# Arguments and attributes whose text users read.
SHOWN = {
    "label",
    "help_text",
    "verbose_name",
    "verbose_name_plural",
    "empty_label",
    "empty_text",
    "violation_error_message",
    "short_description",
    "description",
    "site_header",
    "site_title",
    "index_title",
}
SHOWN_IN_ATTRS = {"placeholder", "title", "aria-label", "alt"}
# Calls whose text users read, and in which place it stands.
SPEAKING = {"Refusal": 0, "ValidationError": 0, "add_error": 1, "said": 0}
MESSAGES = {"success", "info", "warning", "error"}


def test_no_module_fixes_the_language_when_it_is_read() -> None:
    eager = [
        shown(path, node.lineno)
        for path in extraction.python_files()
        for node in _run_at_import(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _eager_names(path)
    ]
    assert eager == []


def test_what_users_read_is_translated() -> None:
    bare = [
        shown(path, line)
        for path in extraction.python_files()
        if "migrations" not in path.parts and "commands" not in path.parts and path.parts[-2] != "embedded"
        for line in _bare_texts(ast.parse(path.read_text("utf-8")))
    ]
    assert bare == []


@cache
def _eager_names(path: Path) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in EAGER
    }


def _run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What is computed as soon as a module is read: everything but the bodies of its functions."""
    yield node
    later = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    for name, value in ast.iter_fields(node):
        if later and name == "body":
            continue
        for below in value if isinstance(value, list) else [value]:
            if isinstance(below, ast.AST):
                yield from _run_at_import(below)


def _bare_texts(tree: ast.AST) -> Iterator[int]:
    """The lines of texts that users would read in English whatever their language."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (
                word.value.lineno for word in node.keywords if word.arg in SHOWN and _is_bare(word.value)
            )
            place = _speaking_place(node.func)
            if place is not None and len(node.args) > place and _is_bare(node.args[place]):
                yield node.lineno
        elif isinstance(node, ast.Assign):
            names = {getattr(target, "id", getattr(target, "attr", "")) for target in node.targets}
            if names & SHOWN and _is_bare(node.value):
                yield node.lineno
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in SHOWN_IN_ATTRS and _is_bare(value):
                    yield value.lineno


def _speaking_place(function: ast.expr) -> int | None:
    if isinstance(function, ast.Attribute):
        if function.attr in MESSAGES and getattr(function.value, "id", "") == "messages":
            return 1
        return SPEAKING.get(function.attr)
    return SPEAKING.get(getattr(function, "id", ""))


def _is_bare(value: ast.expr) -> bool:
    """A text with letters, written down as such or put together."""
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str) and any(letter.isalpha() for letter in value.value)
    if isinstance(value, ast.JoinedStr):
        return any(_is_bare(part) for part in value.values)
    return isinstance(value, ast.BinOp) and (_is_bare(value.left) or _is_bare(value.right))
