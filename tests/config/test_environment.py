import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment, database, redis_broker, redis_database
from embedded import envfile


def test_everything_that_is_missing_is_said_at_once():
    env = Environment({"B": "x"}, {})
    env.required("A"), env.required("B"), env.required("C")
    with pytest.raises(ImproperlyConfigured, match=r"Not set: A, C\. Look there\."):
        env.refuse_if_incomplete("Look there.")


def test_the_environment_goes_before_what_the_services_left():
    env = Environment({"A": "ours"}, {"A": "theirs", "B": "theirs"})
    assert (env.text("A"), env.text("B"), env.text("C", "default")) == ("ours", "theirs", "default")


def test_lists_may_be_separated_either_way():
    assert Environment({"A": "one, two three,"}, {}).words("A") == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("text", "meant"), [("yes", True), ("TRUE", True), ("1", True), ("off", False), ("", False)]
)
def test_yes_and_no_in_their_spellings(text, meant):
    assert Environment({"A": text}, {}).flag("A", default=not meant) is meant


def test_a_database_behind_a_network():
    values = database("postgresql://desk:p%40ss@db.example:5433/lunxu?sslmode=require")
    assert values["USER"] == "desk"
    assert values["PASSWORD"] == "p@ss"
    assert (values["HOST"], values["PORT"], values["NAME"]) == ("db.example", "5433", "lunxu")
    assert values["OPTIONS"] == {"sslmode": "require"}


def test_a_database_behind_a_socket():
    values = database("postgresql://desk@/lunxu?host=%2Frun%2Fpg&port=5432")
    assert (values["HOST"], values["PORT"], values["OPTIONS"]) == ("/run/pg", "5432", {})


@pytest.mark.parametrize(
    ("url", "cache", "broker"),
    [
        ("redis://kv:6379", "redis://kv:6379/1", "redis://kv:6379/0"),
        ("rediss://:word@kv/5", "rediss://:word@kv/1", "rediss://:word@kv/0"),
        ("unix:///run/kv.sock", "unix:///run/kv.sock?db=1", "redis+socket:///run/kv.sock?virtual_host=0"),
    ],
)
def test_cache_and_broker_are_different_databases_of_one_server(url, cache, broker):
    assert redis_database(url, 1) == cache
    assert redis_broker(url, 0) == broker


def test_files_of_values_are_read_as_they_were_written(tmp_path):
    file = tmp_path / "some.env"
    values = {"A": "x=y", "B": "", "C": "postgresql://u@/n?host=%2Fa"}
    envfile.write(file, values, mode=0o600)
    assert envfile.read(file) == values
    assert file.stat().st_mode & 0o777 == 0o600
    assert envfile.read(tmp_path / "none.env") == {}
