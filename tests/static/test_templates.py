"""What the content security policy and the house ask of a template (its words are looked after in tests/house)."""

import re
from pathlib import Path

import pytest

ROOT = Path("templates")
TEMPLATES = sorted(ROOT.rglob("*.html"))
MARKUP = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
POSTED = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
INCLUDED = re.compile(r"""\{%\s*include\s+"([\w/]+\.html)\"""")
# Forms that change nothing in an office: who is logged in, which language, what is searched.
NO_KEY = {"offices/login.html", "_languages.html", "_who.html", "reception/customers.html"}
# What is searched, once more: names and numbers belong into no address, so it is posted.
NO_KEY |= {"deals/_queue_search.html", "deals/household.html", "visitors/files_of.html"}
# What a visitor enters at the door has a token of its own.
NO_KEY |= {"reception/check_in.html", "complaints/complain.html"}
# A customer's own answer, below no office and without a log-in; given again it changes nothing.
NO_KEY |= {"messaging/own_consent.html", "messaging/stop_mails.html"}
# Opening one's own locked screen stands below no office, and does the same however often it is sent.
NO_KEY |= {"offices/_unlock.html", "offices/_unlock_form.html"}
# A form that was not taken is sent again with all its fields, token and key among them.
AS_SENT = {"503_form.html"}


def by_path(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tags_of(text: str) -> str:
    """The tags alone, without what Django puts into them."""
    return " ".join(TAG.findall(MARKUP.sub("", text)))


def with_included(text: str) -> str:
    return text + "".join((ROOT / name).read_text() for name in INCLUDED.findall(text))


@pytest.mark.parametrize("path", TEMPLATES, ids=by_path)
def test_a_template_holds_no_script_style_or_handler(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)", text), "scripts and styles are files under static/"
    assert not re.search(r"\sstyle\s*=", tags_of(text)), "the policy forbids style attributes"
    assert not re.search(r"\son\w+\s*=|javascript:", tags_of(text)), "the policy forbids handler attributes"
    assert not re.search(r"hx-on|hx-vals=['\"]js:|hx-trigger=\"[^\"]*\[", text), (
        "needs eval, which is forbidden"
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=by_path)
def test_a_template_loads_nothing_from_elsewhere(path: Path) -> None:
    assert not re.search(r"\b(?:src|href|action)=\"(?:https?:)?//", path.read_text())


@pytest.mark.parametrize("path", [path for path in TEMPLATES if by_path(path) not in AS_SENT], ids=by_path)
def test_a_posted_form_carries_its_token_and_its_key(path: Path) -> None:
    for form in map(with_included, POSTED.findall(path.read_text())):
        assert "{% csrf_token %}" in form
        assert "{% request_key %}" in form or by_path(path) in NO_KEY
