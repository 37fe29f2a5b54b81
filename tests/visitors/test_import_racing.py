"""A list is written while somebody is being erased: on a real database with real threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from tests.visitors.rows import NOW, TYPED, WU, file_of
from tests.visitors.test_imports import csv_of, looked_through, work
from visitors.models import CustomerPhone, FileValue
from visitors.rights_words import ErasedAs
from visitors.services.erasing import erase_person
from visitors.services.imports import start_import

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s"


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [connection.settings_dict["NAME"]])
        return cursor.fetchone()[0] > 0


def written() -> None:
    try:
        work()
    finally:
        connection.close()


def test_a_list_that_waits_for_an_erasure_writes_nothing_of_the_person(mei, an, lin) -> None:
    wu = file_of(lin, name=WU, phone=TYPED)
    run = looked_through(mei, csv_of(f"{WU},{TYPED},A,Internet,Harbour Town,Bolt Works,,"), whole=False)
    start_import(run=run, by=mei, now=NOW)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            erase_person(customer=wu, why=ErasedAs.REQUEST, by=mei, now=NOW)
            worker = pool.submit(written)
            while not (somebody_waits() or worker.done()):
                pass
        worker.result(timeout=60)
    work()  # what was held by the erasure is left to the next one
    run.refresh_from_db()
    wu.refresh_from_db()
    assert (run.state, run.made, run.added_to) == ("done", 0, 0)
    assert (wu.name, wu.grade) == ("", "")
    assert not FileValue.objects.filter(customer=wu).exists()
    assert not CustomerPhone.objects.filter(customer=wu).exists()
