import socket

import pytest

from embedded import keys
from embedded.demo import HOST, free_port, wanted_port
from embedded.home import Home, Trouble


def test_a_taken_port_gives_the_next_one_and_says_so(capsys):
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) > port
    assert f"Port {port} is taken" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", ["0", "65536", "-1", "http", "80.5"])
def test_a_port_that_is_none_is_refused_in_words(monkeypatch, wrong):
    monkeypatch.setenv("PORT", wrong)
    with pytest.raises(Trouble, match="number from 1 to 65535"):
        wanted_port()


def test_secrets_are_made_once_and_nobody_else_reads_them(tmp_path):
    home = Home(tmp_path / "data")
    first = keys.of(home)
    assert keys.of(home) == first
    assert home.secrets_file.stat().st_mode & 0o777 == 0o600
    assert len(first["SECRET_KEY"]) >= 50
    assert keys.of(Home(tmp_path / "other")) != first
