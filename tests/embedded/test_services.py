import os
import signal
import threading
from contextlib import closing

import psycopg2
import pytest

from embedded import envfile, process, services
from embedded.home import Home
from embedded.postgres import Postgres
from embedded.valkey import Valkey


def postmaster(home: Home) -> int:
    return int((Postgres(home).data / "postmaster.pid").read_text().split()[0])


def write_down(url: str, word: str) -> None:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS words (word text)")
        cursor.execute("INSERT INTO words VALUES (%s)", [word])


def words(url: str) -> list[str]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT word FROM words")
        return [word for (word,) in cursor.fetchall()]


def test_data_stay_between_runs(home):
    write_down(services.up(home)["DATABASE_OWNER_URL"], "kept")
    assert services.down(home)
    assert services.status(home) == {"PostgreSQL": False, "Valkey": False}
    assert words(services.up(home)["DATABASE_OWNER_URL"]) == ["kept"]


def test_the_file_for_the_settings_stands_while_the_services_run(home):
    environment = services.up(home)
    assert envfile.read(home.services_file) == environment
    services.down(home)
    assert not home.services_file.exists()


def test_starting_twice_at_once_gives_one_server(home):
    found: list[dict[str, str]] = []
    starters = [threading.Thread(target=lambda: found.append(services.up(home))) for _ in range(3)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert found == [found[0]] * 3


def test_a_killed_server_comes_back_with_its_data(home):
    careful = Home(home.base)  # as the demo's; the fast one may lose the last moment
    write_down(services.up(careful)["DATABASE_OWNER_URL"], "kept")
    os.kill(postmaster(careful), signal.SIGKILL)
    assert words(services.up(careful)["DATABASE_OWNER_URL"]) == ["kept"]


def test_the_number_of_a_stranger_in_the_pid_file_stops_nothing(home):
    write_down(services.up(home)["DATABASE_OWNER_URL"], "kept")
    file = Postgres(home).data / "postmaster.pid"
    lines = file.read_text().splitlines()
    services.down(home)
    file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    Postgres(home).account.own(file)
    assert words(services.up(home)["DATABASE_OWNER_URL"]) == ["kept"]
    assert services.down(home)


def test_a_server_that_lost_its_socket_is_started_again(home):
    write_down(services.up(home)["DATABASE_OWNER_URL"], "kept")
    first = Valkey(home).pid_file.read_text()
    Valkey(home).socket.unlink()
    (Postgres(home).sockets / ".s.PGSQL.5432").unlink()
    assert words(services.up(home)["DATABASE_OWNER_URL"]) == ["kept"]
    assert process.is_zombie_or_gone(int(first))


def test_a_cluster_that_was_half_made_is_made_anew(home):
    half = Postgres(home).folder / "data.draft"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    Postgres(home).account.own(half)
    services.up(home)
    assert services.status(home)["PostgreSQL"]


def test_a_path_too_long_for_a_socket_gets_a_short_one(home):
    deep = Home(home.base / ("so-long-" * 15), fast=True)
    home.prepare()
    try:
        environment = services.up(deep)
        write_down(environment["DATABASE_OWNER_URL"], "kept")
        assert Valkey(deep).is_ready()
        assert len(str(Postgres(deep).sockets)) < 90
    finally:
        services.destroy(deep)


@pytest.mark.skipif(os.getuid() != 0, reason="only root runs PostgreSQL as somebody else")
def test_a_checkout_that_the_account_cannot_enter_keeps_its_data_elsewhere(home):
    home.prepare()
    home.base.chmod(0o700)
    assert not Postgres(home).folder.is_relative_to(home.base)
    write_down(services.up(home)["DATABASE_OWNER_URL"], "kept")
    services.down(home)
    home.base.chmod(0o700)
    assert words(services.up(home)["DATABASE_OWNER_URL"]) == ["kept"]
    assert home.base.stat().st_mode & 0o777 == 0o700


def test_a_service_that_the_environment_names_is_left_alone(home):
    given = {"DATABASE_URL": "postgresql://elsewhere/x"}
    assert set(services.up(home, given)) == {"REDIS_URL"}
    assert services.status(home) == {"PostgreSQL": False, "Valkey": True}


def test_only_the_user_of_the_server_enters_the_folder_of_its_socket(home):
    services.up(home)
    for folder in (Postgres(home).sockets, Valkey(home).sockets, Postgres(home).data):
        assert folder.stat().st_mode & 0o077 == 0
