"""The worker is set up as the facts ask for, and every task has somebody who calls it."""

from django.conf import settings

from config.celery import RUNG, SCHEDULE, app

OUR_APPS = {
    "offices",
    "messaging",
    "visitors",
    "deals",
    "complaints",
    "followups",
    "switchboard",
    "frontdesk",
    "reception",
}
LONGEST_DELAY = 900


def our_tasks() -> set[str]:
    app.loader.import_default_modules()
    return {name for name in app.tasks if name.partition(".")[0] in OUR_APPS}


def test_every_task_is_on_the_schedule_or_rung():
    scheduled = {entry["task"] for entry in SCHEDULE.values()}
    assert our_tasks() == scheduled | RUNG
    assert not scheduled & RUNG


def test_the_worker_is_set_up_as_the_facts_ask_for():
    conf = app.conf
    assert conf.task_acks_late
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_ignore_result
    assert conf.task_soft_time_limit < conf.task_time_limit < LONGEST_DELAY
    assert conf.broker_transport_options["visibility_timeout"] == LONGEST_DELAY
    assert conf.worker_soft_shutdown_timeout == 30
    assert conf.accept_content == ["json"]
    assert (conf.task_serializer, conf.result_serializer) == ("json", "json")
    assert conf.broker_connection_max_retries is None
    assert not conf.task_publish_retry


def test_broker_and_cache_do_not_share_a_database():
    assert settings.CELERY_BROKER_URL.endswith(("virtual_host=0", "/0"))
    assert settings.CACHES["default"]["LOCATION"].endswith(("db=1", "/1"))


def test_a_tick_that_came_too_late_is_dropped():
    for entry in SCHEDULE.values():
        if isinstance(entry["schedule"], float):
            assert entry["options"]["expires"] <= entry["schedule"]


def test_nothing_is_put_off_by_the_broker():
    for entry in SCHEDULE.values():
        assert not {"countdown", "eta"} & entry.get("options", {}).keys()
