"""Both services of a home together, and the file that tells the settings where they are."""

import shutil
from collections.abc import Mapping

from embedded import envfile, roles
from embedded.home import Home
from embedded.postgres import SUPERUSER, Postgres
from embedded.valkey import Valkey

NOTHING: Mapping[str, str] = {}


def up(home: Home, given: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """Start what does not run; the environment to reach it by. Safe to call at the same time. Raises Trouble.

    A service that ``given`` (usually the process environment) names is somebody's own and is left alone.
    """
    environment: dict[str, str] = {}
    with home.locked():
        if "DATABASE_URL" not in given:
            postgres = Postgres(home)
            postgres.start()
            roles.make(postgres.url(SUPERUSER, "postgres"), of_tests=home.fast)
            environment["DATABASE_URL"] = postgres.url(roles.APPLICATION, roles.DATABASE)
            environment["DATABASE_OWNER_URL"] = postgres.url(roles.OWNER, roles.DATABASE)
        if "REDIS_URL" not in given:
            valkey = Valkey(home)
            valkey.start()
            environment["REDIS_URL"] = valkey.url
        envfile.write(home.services_file, environment)
    return environment


def down(home: Home) -> bool:
    """Stop what runs; whether anything did. Raises Trouble."""
    with home.locked():
        home.services_file.unlink(missing_ok=True)
        stopped = [service.stop() for service in (Valkey(home), Postgres(home))]
    return any(stopped)


def status(home: Home, given: Mapping[str, str] = NOTHING) -> dict[str, bool]:
    """Whether each of the services that ``given`` does not name runs."""
    found = {}
    if "DATABASE_URL" not in given:
        found["PostgreSQL"] = Postgres(home).is_ready()
    if "REDIS_URL" not in given:
        found["Valkey"] = Valkey(home).is_ready()
    return found


def destroy(home: Home) -> None:
    """Stop the services and remove their data. Raises Trouble."""
    down(home)
    with home.locked():
        for service in (Postgres(home), Valkey(home)):
            service.destroy()
    shutil.rmtree(home.log, ignore_errors=True)
