import os

import psycopg2.errors
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection

from embedded.home import Home
from embedded.postgres import Postgres
from offices.grants import append_only_tables


@pytest.fixture
def cursor(db):
    with connection.cursor() as cursor:
        yield cursor


def test_the_tests_run_as_the_application_role_on_the_tests_own_server(cursor):
    cursor.execute("SELECT current_user, current_database()")
    role, database = cursor.fetchone()
    assert role == settings.APPLICATION_DATABASE["USER"] != settings.OWNER_DATABASE["USER"]
    assert database.startswith("test_lunxu_")
    if "TEST_DATABASE_URL" not in os.environ:
        assert connection.connection.info.host == str(Postgres(Home.of_tests()).sockets)


def test_triggers_find_their_setting_and_are_all_in_force(cursor):
    """A missing one is an error for every row, caught in the trigger: dearer than what the trigger is for."""
    cursor.execute("SELECT current_setting('pgtrigger.ignore', true), _pgtrigger_should_ignore('any')")
    assert cursor.fetchone() == ("{}", False)


def test_the_application_role_has_no_ddl(cursor):
    with pytest.raises(ProgrammingError) as refused:
        cursor.execute("CREATE TABLE public.own (id int)")
    assert isinstance(refused.value.__cause__, psycopg2.errors.InsufficientPrivilege)


@pytest.mark.parametrize("table", sorted(append_only_tables()))
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_evidence_cannot_be_rewritten(cursor, table, statement):
    with pytest.raises(ProgrammingError) as refused:
        cursor.execute(statement.format(connection.ops.quote_name(table)))
    assert isinstance(refused.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_there_is_evidence_to_guard():
    assert append_only_tables() >= {"offices_auditentry"}


def test_every_other_table_can_be_written(cursor):
    cursor.execute(
        "SELECT table_name FROM information_schema.role_table_grants"
        " WHERE grantee = current_user AND privilege_type = 'UPDATE'"
    )
    writable = {name for (name,) in cursor.fetchall()}
    tables = set(connection.introspection.django_table_names(only_existing=True))
    assert tables - writable == append_only_tables()
