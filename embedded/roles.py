"""The two roles and the database: the owner migrates, the application runs (it has no DDL and cannot rewrite logs)."""

from contextlib import closing

import psycopg2
from psycopg2 import sql

OWNER = "lunxu_owner"
APPLICATION = "lunxu_app"
DATABASE = "lunxu"


def make(superuser_url: str, *, of_tests: bool) -> None:
    """Create what is missing; safe to repeat. ``superuser_url`` names the maintenance database.

    In tests the owner may also let all triggers and foreign keys look away, to empty a database quickly.
    """
    with closing(psycopg2.connect(superuser_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolname FROM pg_roles")
            roles = {name for (name,) in cursor.fetchall()}
            for role, options in ((OWNER, "LOGIN CREATEDB"), (APPLICATION, "LOGIN")):
                if role not in roles:
                    cursor.execute(sql.SQL("CREATE ROLE {} " + options).format(sql.Identifier(role)))
            # So that the owner may end the application's connections, as when a test's database is dropped.
            cursor.execute(
                sql.SQL("GRANT {} TO {}").format(sql.Identifier(APPLICATION), sql.Identifier(OWNER))
            )
            if of_tests:
                cursor.execute(
                    sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(
                        sql.Identifier(OWNER)
                    )
                )
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                names = sql.Identifier(DATABASE), sql.Identifier(OWNER)
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))
