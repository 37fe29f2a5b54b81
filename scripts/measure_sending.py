"""How many due SMS a second two senders hand to the file gateway: `python -m scripts.measure_sending [COUNT]`.

Works in a database of its own on the services of the tests, whose PostgreSQL does not wait for the disk. What it
prints belongs to the machine and the moment it was measured on.
"""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory

import psutil

SENDERS = 2
CLAIMED = 5_000
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)  # in Shanghai, when SMS may leave
READY = "ready"


def send_all() -> None:
    """One sender, in a process of its own: begins when it is told to, and ends when nothing is due.

    In the end it says how many seconds of processor time that took.
    """
    from messaging.services.text_sending import send_texts_due

    send_texts_due(NOON - timedelta(days=1))  # connects
    print(READY, flush=True)
    sys.stdin.readline()
    started = time.process_time()
    while send_texts_due(NOON):
        pass
    print(time.process_time() - started, flush=True)


def measure(count: int) -> None:
    from django.conf import settings
    from django.db import connection

    with TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "TEST_DATABASE_NAME": connection.settings_dict["NAME"],
            "TEST_RUN": settings.RUN,
            "MESSAGE_LOG": f"{folder}/messages.log",
        }
        for category in ("service", "marketing"):
            write_texts(count, category)
            server = server_cpu()
            seconds, senders = sent_in(environment)
            server = server_cpu() - server
            print(f"{category}: {count} texts, {SENDERS} senders, {count / seconds:.0f} a second")
            # What it costs on a machine that is busy with other things, too.
            costs = f"{senders * 1000 / count:.2f} of the senders, {server * 1000 / count:.2f} of PostgreSQL"
            print(f"  processor time a text, ms: {costs}")
        with open(environment["MESSAGE_LOG"]) as log:
            named = [line.split()[2] for line in log]
        if not len(named) == len(set(named)) == 2 * count:
            sys.exit("A text was lost or said twice.")
    write_texts(CLAIMED, "service")
    print(f"claiming: {claimed_in() * 1000 / CLAIMED:.3f} ms a row")


def sent_in(environment: dict[str, str]) -> tuple[float, float]:
    """Seconds from the word go to the end of the last sender, and those of processor time of all of them."""
    words = [sys.executable, "-m", "scripts.measure_sending", "--sender"]
    senders = [
        subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(SENDERS)
    ]
    for each in senders:
        if each.stdout is None or each.stdout.readline().strip() != READY:
            sys.exit("A sender cannot begin.")
    started = time.monotonic()
    for each in senders:
        print(file=each.stdin, flush=True)
    said = [each.communicate()[0] for each in senders]
    if any(each.returncode for each in senders):
        sys.exit("A sender died.")
    return time.monotonic() - started, sum(float(seconds) for seconds in said)


def server_cpu() -> float:
    """Seconds of processor time of PostgreSQL's processes, whoever they worked for."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    server = psutil.Process(pid).parent()
    times = [each.cpu_times() for each in [server, *server.children()]]
    return sum(each.user + each.system for each in times) + times[0].children_user + times[0].children_system


def claimed_in() -> float:
    """Seconds for claiming all that is due, batch by batch."""
    from messaging.services.text_sending import claim_texts

    started = time.monotonic()
    while claim_texts(NOON):
        pass
    return time.monotonic() - started


def write_texts(count: int, category: str) -> None:
    """Due texts for as many numbers that nobody has, all of them agreed."""
    from messaging.models import Consent, TextMessage
    from messaging.selectors.consents import consent_digest
    from offices import phones
    from offices.models import Office
    from offices.sealing import seal
    from tests.messaging.texts import make_gateway, make_template, number_of

    office = Office.objects.create(
        name=category, slug=f"{category}{time.monotonic_ns()}", hotline="400-800-8000"
    )
    gateway, template = make_gateway(office), make_template(office, category=category)
    numbers = [number_of(index) for index in range(count)]
    Consent.objects.bulk_create(
        [
            Consent(
                office=office,
                number=consent_digest(number),
                channel="sms",
                given=True,
                wording="sms",
                wording_version=1,
                way="desk",
                at=NOON - timedelta(days=1),
            )
            for number in numbers
        ],
        batch_size=2_000,
    )
    TextMessage.objects.bulk_create(
        [
            TextMessage(
                office=office,
                gateway=gateway,
                template=template,
                channel="sms",
                category=category,
                purpose="invitation",
                key=str(index),
                number_print=consent_digest(number),
                sealed_number=seal(number),
                masked=phones.masked(number),
                text=f"Dear guest {index}, come and see the show flat on Saturday.",
                not_before=NOON,
                good_until=NOON + timedelta(days=3),
                created_at=NOON,
            )
            for index, number in enumerate(numbers)
        ],
        batch_size=2_000,
    )
    _analyse()


def _analyse() -> None:
    """As the database does by itself on the tables of an office that works."""
    from tests.conftest import execute_as_owner

    for table in ("messaging_textmessage", "messaging_consent"):
        execute_as_owner(f"VACUUM ANALYZE {table}")


def main(words: list[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
    import django

    django.setup()
    if words == ["--sender"]:
        send_all()
        return
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from tests.conftest import as_owner

    setup_test_environment()
    with as_owner():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        measure(int(words[0]) if words else 20_000)
    finally:
        with as_owner():
            teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main(sys.argv[1:])
