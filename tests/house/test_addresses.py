"""Every address has a name, every name leads somewhere, and every page is linked from another one."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from scripts.extraction import PROJECT, python_files, template_files

STATIC = PROJECT / "static"
# Asked for by machines, not by pages.
FOR_MACHINES = {"healthz", "readyz"}
ASKED = re.compile(r"""\{%\s*url\s+["']([\w:-]+)["']""")


def ours(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the project with its full name."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            if each.app_name != "admin":
                yield from ours(each, f"{namespace}{each.namespace}:" if each.namespace else namespace)
        else:
            yield f"{namespace}{each.name or ''}", each


def test_every_address_has_a_name_of_its_own() -> None:
    names = [name for name, _ in ours(get_resolver())]
    assert [name for name in names if not name or name.endswith(":")] == []
    assert len(set(names)) == len(names)


def test_every_page_is_linked_from_somewhere() -> None:
    askers = [path for path in python_files() if path.name != "urls.py"]
    said = "\n".join(path.read_text("utf-8") for path in [*askers, *template_files()])
    lost = [name for name, _ in ours(get_resolver()) if name not in FOR_MACHINES and not _is_said(name, said)]
    assert lost == []


def test_every_link_leads_somewhere() -> None:
    known = {name for name, _ in ours(get_resolver())}
    dead = [
        (str(path.relative_to(PROJECT)), name)
        for path in template_files()
        for name in ASKED.findall(path.read_text("utf-8"))
        if name not in known and not name.startswith("admin:")
    ]
    assert dead == []


def _is_said(name: str, text: str) -> bool:
    return any(f"{quote}{name}{quote}" in text for quote in "\"'")
