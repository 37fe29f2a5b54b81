"""Pages of a customer's file leave nothing behind: not in a cache, an address, a log line, the name of a download."""

import json
import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from config.logging import JsonLines
from offices.enums import Role
from offices.models import Member
from tests.cast import enrol
from tests.offices.test_access import TABLE
from tests.visitors.rows import file_of
from tests.visitors.test_file_matrix import FILE_PAGES, path_of
from tests.visitors.test_rights_pages import page, taken
from visitors.models import Customer

pytestmark = pytest.mark.django_db

NAME, NUMBER = "Canaryson", "13800007788"
# By themselves, masked or in the whole number; not within an id, a key or a microsecond.
LAST_FOUR = re.compile(r"13800007788|(?<![\w/.:-])(?:138\W*)?7788(?!\w)")
UNSAFE = ("unsafe-inline", "unsafe-eval", "*")


@pytest.fixture
def keeper(office) -> Member:
    """Somebody who opens almost everything."""
    return enrol(office, "keeper", Role.MANAGER, Role.INFORMATION, Role.SERVICE)


@pytest.fixture
def wu(lin: Member) -> Customer:
    return file_of(lin, name=NAME, phone=NUMBER, now=timezone.now())


@pytest.fixture
def zhao(lin: Member) -> Customer:
    return file_of(lin, name="Zhao", phone="139 0000 4321", now=timezone.now())


def opened(client: Client, wu: Customer, zhao: Customer) -> dict:
    """Every page of the file that can be got, by its name."""
    names = [name for name in FILE_PAGES if "GET" in TABLE[name][1]]
    return {name: client.get(path_of(name, wu, zhao)) for name in names}


def test_every_page_of_a_file_is_kept_in_no_cache_and_framed_by_nobody(client: Client, keeper, wu, zhao):
    client.force_login(keeper.user)
    answers = opened(client, wu, zhao)
    assert sum(answer.status_code == 200 for answer in answers.values()) > 20
    for name, answer in answers.items():
        assert "no-store" in answer["Cache-Control"], name
        policy = answer["Content-Security-Policy"]
        assert "object-src 'none'" in policy and "frame-ancestors 'none'" in policy, name
        assert not any(word in policy for word in UNSAFE), name
        assert answer["Referrer-Policy"] == "same-origin" and answer["X-Content-Type-Options"] == "nosniff", (
            name
        )


def test_a_whole_number_stands_on_no_page_and_in_no_address(client: Client, keeper, wu, zhao):
    client.force_login(keeper.user)
    digest = wu.phones.get().digest
    for name, answer in opened(client, wu, zhao).items():
        text = answer.content.decode()
        assert NUMBER not in re.sub(r"[ -]", "", text), name
        assert digest not in text, name
        for link in re.findall(r'(?:href|action|hx-[a-z]+)="([^"]*)"', text):
            assert NAME not in link and not LAST_FOUR.search(link), (name, link)


def test_log_lines_of_them_name_nobody(client: Client, keeper, wu, zhao, caplog):
    client.force_login(keeper.user)
    with caplog.at_level(logging.DEBUG):
        opened(client, wu, zhao)
        client.post(path_of("reception:reveal", wu, zhao), {"purpose": "call", "words": NAME})
    ours = [
        record for record in caplog.records if not record.name.startswith(("django.db", "django.template"))
    ]
    lines = [JsonLines().format(record) for record in ours]
    assert any(json.loads(line).get("path") for line in lines)
    for line in lines:
        assert NAME not in line and not LAST_FOUR.search(line), line


def test_a_download_names_nobody_and_is_kept_by_no_cache(client: Client, keeper, wu):
    right = taken(wu, keeper, "access")
    client.force_login(keeper.user)
    for kind in ("xlsx", "json"):
        answer = client.get(page("right_data", keeper.office, right.pk), {"language": "en", "kind": kind})
        assert answer["Content-Disposition"] == f'attachment; filename="own-data-{right.pk}.{kind}"'
        assert "no-store" in answer["Cache-Control"] and answer["X-Content-Type-Options"] == "nosniff"


def test_nobody_takes_the_no_store_away_again():
    """A view that says its own Cache-Control says no-store in it: the middleware leaves it alone then."""
    for path in Path(settings.BASE_DIR).glob("*/**/*.py"):
        if path.parts[-2] == "tests" or ".venv" in path.parts or "tests" in path.parts:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r'"Cache-Control"(\]|:)', line):
                assert "no-store" in line, f"{path}: {line}"
