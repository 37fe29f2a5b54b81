"""Every template is used, and everything that is asked for is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

from scripts.extraction import PROJECT, python_files, template_files

# Asked for by Django itself, and by crispy, whose own it stands in for.
BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html", "bootstrap5/errors.html"}
IN_TEMPLATES = re.compile(r"""\{%\s*(?:extends|include)\s+["']([^"']+)["']""")
NAME = re.compile(r"""["']([\w/.-]+\.(?:html|txt))["']""")


def names() -> list[str]:
    return sorted(_name(path) for path in template_files())


def asked_for() -> Iterator[tuple[str, Path]]:
    for path in template_files():
        for found in NAME.finditer(path.read_text("utf-8")):
            yield found[1], path
    for path in python_files():
        for found in NAME.finditer(path.read_text("utf-8")):
            yield found[1], path


def _name(path: Path) -> str:
    parts = path.relative_to(PROJECT).parts
    return "/".join(parts[parts.index("templates") + 1 :])


def test_every_template_is_used() -> None:
    used = {name for name, asker in asked_for() if _is_other(asker, name)}
    assert [name for name in names() if name not in used | BY_DJANGO] == []


def test_every_template_that_is_included_exists() -> None:
    ours = set(names())
    missing = [
        (str(path.relative_to(PROJECT)), name)
        for path in template_files()
        for name in IN_TEMPLATES.findall(path.read_text("utf-8"))
        if name not in ours and not _is_found(name)
    ]
    assert missing == []


@pytest.mark.parametrize("name", names())
def test_every_template_is_well_formed(name: str) -> None:
    assert get_template(name).template.name == name  # type: ignore[attr-defined]


def _is_other(asker: Path, name: str) -> bool:
    """A template that only names itself is used by nobody."""
    return asker.suffix == ".py" or _name(asker) != name


def _is_found(name: str) -> bool:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    return any(
        Path(origin.name).exists()
        for loader in engine.template_loaders
        for origin in loader.get_template_sources(name)
    )
