"""The database of the tests: made and migrated by the owner, used by the application role, as in production."""

import gc
import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import hypothesis
import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases
from psycopg2 import sql

from offices import live
from scripts import catalogues
from tests.emptying import EMPTY

# No deadline: how long an example takes is no test here. The same examples at each run, so that what was green
# stays green; HYPOTHESIS_PROFILE=deep looks for new ones.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("deep", deadline=None, max_examples=2000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

OURS = re.compile(r"test_lunxu_(\d+)(_gw\d+)?\Z")
# Milliseconds; a test that leaves a transaction open in a thread fails instead of hanging.
FLUSH_OPTIONS = "-c lock_timeout=15000"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the languages, so that a plain `pytest` sees them too; once, not in every process of xdist."""
    if not hasattr(config, "workerinput"):
        catalogues.main()


def pytest_collection_finish() -> None:
    """What was read for good (half a million objects) is not looked through again whenever memory is tidied up.

    Tidying up is rarer too: what a test leaves behind in circles is small.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
    django_db_use_migrations: bool,
) -> Iterator[None]:
    """Replaces pytest-django's, which would create and migrate as the role that the tests run as.

    With --nomigrations the tables are made straight from the models: for whoever is still changing them.
    """
    if not django_db_use_migrations:
        settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
        settings.PGTRIGGER_INSTALL_ON_MIGRATE = True
    with django_db_blocker.unblock():
        with as_owner():
            _drop_left_overs()
            setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
            if not django_db_use_migrations:
                # What a migration of pghistory does.
                apps.get_model("pghistory", "Context").install_pgh_attach_context_func()
        settings.PGTRIGGER_INSTALL_ON_MIGRATE = False
    # What Django does after a test that committed. In the class, because pytest-django makes one of it for each test.
    TransactionTestCase._fixture_teardown = lambda _: execute_as_owner(EMPTY)
    yield
    connection.close()
    with closing(connect_as_owner("postgres")) as owner, owner.cursor() as cursor:
        _drop(cursor, connection.settings_dict["NAME"])


@contextmanager
def as_owner() -> Iterator[None]:
    """Django's own connection belongs to the owner for a while."""
    values = connection.settings_dict
    application = {name: values[name] for name in ("USER", "PASSWORD", "OPTIONS")}
    connection.close()
    values.update({name: settings.OWNER_DATABASE[name] for name in application})
    try:
        yield
    finally:
        connection.close()
        values.update(application)


def connect_as_owner(database: str | None = None) -> Any:
    """A connection of the owner beside Django's, committing by itself."""
    owner = settings.OWNER_DATABASE
    made = psycopg2.connect(
        dbname=database or connection.settings_dict["NAME"],
        user=owner["USER"],
        password=owner["PASSWORD"] or None,
        host=owner["HOST"],
        port=owner["PORT"],
        options=FLUSH_OPTIONS,
    )
    made.autocommit = True
    return made


def execute_as_owner(statement: str) -> None:
    with closing(connect_as_owner()) as owner, owner.cursor() as cursor:
        cursor.execute(statement)


def _drop_left_overs() -> None:
    """Databases of runs that were killed; the process number in the name says whose they were."""
    with closing(connect_as_owner("postgres")) as owner, owner.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        for (name,) in cursor.fetchall():
            match = OURS.match(name)
            if match and not _is_alive(int(match[1])):
                _drop(cursor, name)


def _drop(cursor: Any, name: str) -> None:
    """FORCE ends what a live server's threads or a started worker still have open."""
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


@pytest.fixture
def owner_cursor(transactional_db: None) -> Iterator[Any]:
    """For tests that do what the application role cannot; sees and writes committed rows only."""
    with closing(connect_as_owner()) as owner, owner.cursor() as cursor:
        yield cursor


@pytest.fixture
def steady_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """The version of live pages changes with what they show, not by itself when a half minute ends during the test."""
    monkeypatch.setattr(live, "WHOLE_EVERY", 10**12)


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """The environment for a worker, beat or command that a test starts as a process of its own."""
    return {
        **os.environ,
        "TEST_DATABASE_NAME": connection.settings_dict["NAME"],
        "TEST_RUN": settings.RUN,
    }
