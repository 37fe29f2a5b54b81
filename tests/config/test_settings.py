"""The settings refuse what is incomplete, and the documentation names every variable."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from embedded import envfile

PROJECT = Path(__file__).resolve().parent.parent.parent
READERS = {"required", "text", "words", "flag", "number"}
EXAMPLE = PROJECT / ".env.production.example"
SECRETS = {
    "SECRET_KEY": "for-this-test-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "FIELD_KEYS": Fernet.generate_key().decode(),
    "LOOKUP_KEY": "for-this-test-only",
}


def start(environment: dict[str, str]) -> str:
    """What a process says that is started with this environment; empty where it starts."""
    started = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )
    return started.stderr


def variables_read() -> set[str]:
    tree = ast.parse((PROJECT / "config" / "settings.py").read_text())
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
    }


def test_the_table_of_settings_names_exactly_the_variables_that_are_read():
    table = (PROJECT / "docs" / "settings.md").read_text().partition("Besides the settings")[0]
    documented = re.findall(r"^\| `([A-Z_]+)` \|", table, flags=re.M)
    assert sorted(documented) == sorted(variables_read())


def test_no_other_part_of_the_product_reads_the_environment():
    readers = {
        str(file.relative_to(PROJECT))
        for app in ("config", "offices", "messaging", "visitors", "frontdesk", "reception")
        for file in (PROJECT / app).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", file.read_text())
    }
    # Other settings modules give the first one its values; celery and wsgi say which of them is meant.
    settings = {"config/settings.py", "config/settings_test.py", "config/settings_documents.py"}
    assert readers <= settings | {"config/celery.py", "config/wsgi.py"}


def test_production_is_checked_without_a_warning_with_the_example():
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **envfile.read(EXAMPLE), **SECRETS},
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_only_the_secrets_are_left_out_of_the_example():
    assert "Not set: SECRET_KEY, FIELD_KEYS, LOOKUP_KEY." in start(envfile.read(EXAMPLE))
    assert start({**envfile.read(EXAMPLE), **SECRETS}) == ""


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEYS", "LOOKUP_KEY", "REDIS_URL", "ALLOWED_HOSTS"])
def test_production_refuses_to_start_without(name):
    environment = {**envfile.read(EXAMPLE), **SECRETS}
    del environment[name]
    assert f"Not set: {name}." in start(environment)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("FIELD_KEYS", "short", "no Fernet key"),
        ("DATABASE_URL", "mysql://x/y", "begins with postgresql://"),
        ("REDIS_URL", "http://x", "REDIS_URL begins with"),
        ("DATABASE_ROLE", "root", "application or owner"),
        ("DEBUG", "perhaps", "takes yes or no"),
        ("PROXY_COUNT", "one", "takes a whole number"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_in_words(name, value, words):
    assert words in start({**envfile.read(EXAMPLE), **SECRETS, name: value})
