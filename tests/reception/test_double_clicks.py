"""Eight clicks on one button do what one click does, whichever form it is; nothing is half done."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Barrier
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from deals.models import AfterSaleTask, Opportunity
from followups.models import Appointment
from offices.models import Notice, Office, RequestKey
from reception.models import CheckIn, Queue, Reception
from reception.services.verify import differences
from switchboard.models import CallBack, OnPhones, PhoneMessage
from tests.reception.sent_form import House
from tests.reception.sent_forms import FORMS

pytestmark = pytest.mark.django_db(transaction=True)

CLICKS = 8
KEYS = RequestKey._meta.label
CHANGING = {name: form for name, form in FORMS.items() if form.changes}
OURS = (
    "offices",
    "messaging",
    "visitors",
    "deals",
    "complaints",
    "followups",
    "switchboard",
    "frontdesk",
    "reception",
)


@pytest.fixture(autouse=True)
def _patient(monkeypatch) -> None:
    """A machine busy with tests is slow: the clicks wait longer for each other than a desk would."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c lock_timeout=60000")
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", None)


@pytest.fixture(scope="module")
def fingers() -> Iterator[ThreadPoolExecutor]:
    """Threads that keep their connections from form to form: a new one costs more than what it is asked."""
    together = Barrier(CLICKS)

    def close(_number: int) -> None:
        together.wait()
        connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        yield pool
        list(pool.map(close, range(CLICKS)))


@cache
def count_rows() -> tuple[list[str], str]:
    """Our tables, and one statement that counts an office's rows in each of them: a column for each, which is planned
    five times as fast as a line for each.
    """
    models = [
        model
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if any(each.name == "office" for each in model._meta.fields)
    ]
    counted = (
        f"(SELECT count(*) FROM {model._meta.db_table} WHERE office_id = %(office)s)" for model in models
    )
    return [model._meta.label for model in models], f"SELECT {', '.join(counted)}"


def written(office: Office) -> Counter:
    """How many rows the office has in each table, how far its log has come, how visits, appointments, notices stand."""
    names, statement = count_rows()
    with connection.cursor() as cursor:
        cursor.execute(statement, {"office": office.pk})
        rows = dict(zip(names, cursor.fetchone(), strict=True))
    visits = Reception.objects.of(office).values_list("status", flat=True)
    agreed = Appointment.objects.of(office).values_list("state", flat=True)
    entries = CheckIn.objects.of(office).values_list("state", flat=True)
    seen = Notice.objects.filter(office=office).exclude(seen_at=None).count()
    tasks_done = AfterSaleTask.objects.filter(office=office).exclude(done_at=None).count()
    reasoned = Opportunity.objects.filter(office=office).exclude(reason=None).count()
    backs = CallBack.objects.of(office)
    promises = {
        "backs_ended": backs.exclude(ended_at=None).count(),
        "backs_tried": backs.exclude(tries=0).count(),
        "messages_passed": PhoneMessage.objects.of(office).exclude(passed_at=None).count(),
        "away": OnPhones.objects.of(office).exclude(away_since=None).count(),
    }
    return (
        Counter(rows)
        + Counter(promises)
        + Counter(visits)
        + Counter(f"appointment {state}" for state in agreed)
        + Counter(entries)
        + Counter(
            seq=Queue.objects.get(pk=office.pk).seq, seen=seen, tasks_done=tasks_done, reasoned=reasoned
        )
    )


def difference(after: Counter, before: Counter) -> dict[str, int]:
    """What has become more or less."""
    names = after.keys() | before.keys()
    return {name: after[name] - before[name] for name in names if after[name] != before[name]}


def click(fingers: ThreadPoolExecutor, client: Client, address: str, sent: dict, times: int) -> Counter:
    """Send the same form so many times at once; counts the answers: status and where they lead."""
    start = Barrier(times)
    session = client.cookies

    def one(_number: int) -> tuple[int, str]:
        browser = Client(raise_request_exception=False)
        browser.cookies = session
        start.wait()
        answer = browser.post(address, sent)
        return answer.status_code, answer.get("Location", "")

    return Counter(fingers.map(one, range(times)))


def send_without_key(client: Client, address: str, sent: dict) -> None:
    """The form with an empty key, with one that is none, and without the field."""
    for key in ("", "garbage"):
        client.post(address, sent | {"request_key": key})
    client.post(address, {name: value for name, value in sent.items() if name != "request_key"})


@pytest.mark.parametrize("name", CHANGING)
def test_eight_clicks_do_what_one_does(fingers: ThreadPoolExecutor, name: str) -> None:
    """In two houses alike: sent once here, eight times at once there; without its key before, and late once more."""
    form = CHANGING[name]
    outcomes = []
    for times in (1, CLICKS):
        house = House(f"house-{times}")
        client, address = form.client(house), form.prepare(house)
        before = written(house.office)
        if times > 1:
            send_without_key(client, address, form.filled(house))
            assert written(house.office) == before
        sent = form.filled(house)
        answers = click(fingers, client, address, sent, times) + click(fingers, client, address, sent, 1)
        outcomes.append(difference(written(house.office), before))
        assert {status for status, _where in answers} == {302}
        assert len(answers) == 1
        assert list(differences(house.office)) == []
    once, often = outcomes
    assert once == often
    assert not once.keys() <= {KEYS}


def test_two_keys_are_two_arrivals() -> None:
    """The negative control: it is the key that makes two clicks one, and the count sees when it does not."""
    form = FORMS["reception:arrive"]
    house = House("harbour")
    client, address = form.client(house), form.prepare(house)
    before = written(house.office)
    for _ in range(2):
        client.post(address, form.filled(house))
    assert difference(written(house.office), before)["seq"] == 2


def test_key_of_a_colleague_is_refused() -> None:
    house = House("harbour")
    first, second = FORMS["reception:ask_void"], FORMS["reception:cancel"]
    key = str(uuid4())
    address = first.prepare(house)
    first.client(house).post(address, first.filled(house, request_key=key))
    answer = second.client(house).post(
        address.replace("/void/", "/cancel/"), second.filled(house, request_key=key)
    )
    assert answer.status_code == 422
    assert Reception.objects.get().status == "called"
    assert RequestKey.objects.get().member == house.first


def test_form_that_was_refused_may_be_sent_again_under_its_key() -> None:
    """A refusal takes everything back, its key too."""
    house = House("harbour")
    form = FORMS["reception:no_show"]
    client, address = form.client(house), form.prepare(house)
    sent = form.filled(house)
    other = house.arrive()
    before = written(house.office)
    client.post(address, sent)
    assert written(house.office) == before
    finish = FORMS["reception:quick_finish"]
    client.post(house.page("reception:quick_finish", other.visit), finish.filled(house))
    client.post(address, sent)
    assert Reception.objects.get(number=1).consultant == house.second
