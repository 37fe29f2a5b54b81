import pytest
from django.core.cache import cache
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from offices import soft_cache
from offices.tasks import HEARTBEAT_KEY, heartbeat


@pytest.fixture(autouse=True)
def _fresh_breaker():
    soft_cache.breaker.reset()
    cache.delete(HEARTBEAT_KEY)  # this run's own; clearing would empty the cache of every run
    yield
    soft_cache.breaker.reset()


@pytest.fixture
def nobody_listens(settings):
    """Redis is gone."""
    values = settings.CACHES["default"]
    settings.CACHES = {"default": {**values, "LOCATION": "redis://127.0.0.1:1/1"}}


def test_the_process_is_healthy_without_asking_anybody(client: Client):
    """No database mark on this test: a query would fail it."""
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_when_the_clock_has_left_its_mark(client: Client):
    heartbeat()
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "redis": "ok", "beat": "ok"}


@pytest.mark.django_db
def test_without_beat_ready_but_degraded(client: Client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "degraded", "database": "ok", "redis": "ok", "beat": "silent"}


@pytest.mark.django_db
def test_without_redis_ready_but_degraded(client: Client, nobody_listens):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "degraded", "database": "ok", "redis": "away", "beat": "unknown"}


@pytest.mark.django_db(transaction=True)
def test_not_ready_while_a_migration_is_missing(client: Client, owner_cursor):
    table = MigrationRecorder.Migration._meta.db_table
    owner_cursor.execute(f"DELETE FROM {table} WHERE app = 'offices' RETURNING name, applied")
    rows = owner_cursor.fetchall()
    try:
        response = client.get("/readyz")
    finally:
        for row in rows:
            owner_cursor.execute(f"INSERT INTO {table} (app, name, applied) VALUES ('offices', %s, %s)", row)
    assert response.status_code == 503
    assert response.json()["database"] == "migrations missing"
    assert client.get("/readyz").status_code == 200


def test_health_is_asked_without_tls(settings):
    assert {r"^healthz$", r"^readyz$"} <= set(settings.SECURE_REDIRECT_EXEMPT)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_only_answers_questions(client: Client, path):
    response = client.post(path)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
