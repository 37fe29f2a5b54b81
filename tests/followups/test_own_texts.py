"""Texts that come about by themselves: of what is owed soon, and none of what is no longer true."""

from datetime import timedelta

import pytest

from deals.models import Instalment
from followups.models import Appointment
from followups.services.appointments import end_appointment, make_appointment
from followups.services.own_texts import write_own_texts
from messaging.enums import TextPurpose
from messaging.models import TextMessage
from messaging.services.templates import start_with_ours
from messaging.services.text_sending import send_texts_due
from offices.enums import Role
from tests.cast import enrol
from tests.deals.conftest import building, customer, release, unit  # noqa: F401
from tests.deals.money import at, book, order_of, pay, with_instalments
from tests.followups.texted import people
from tests.messaging.texts import NOON, make_gateway

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def wordings(office, mei):
    """Ours, in English."""
    office.hotline = "400-800-8000"
    office.save()
    return start_with_ours(office=office, language="en", by=mei, now=at(NOON.date()) - 30 * DAY)


@pytest.fixture
def order(unit, customer, an, mei):  # noqa: F811
    """300,000 is due on 9 November 2026, 600,000 on 9 December."""
    hua = enrol(an.office, "hua", Role.SUPERVISOR)
    book(hua)
    return with_instalments(order_of(unit, customer, an), mei)


def due(order) -> list:
    return list(Instalment.objects.filter(order=order).order_by("position").values_list("due_on", flat=True))


def stands() -> dict[str, str]:
    return dict(TextMessage.objects.order_by("pk").values_list("key", "state"))


@pytest.mark.clause("sms-payment-due")
def test_a_payment_is_announced_once_three_days_before(order, an, wordings):
    first = due(order)[0]
    early, then = at(first - 4 * DAY), at(first - 3 * DAY)
    assert [write_own_texts(early), write_own_texts(then), write_own_texts(then + DAY)] == [0, 1, 0]
    [text] = TextMessage.objects.all()
    assert (text.purpose, text.category, text.key) == (
        TextPurpose.PAYMENT_DUE,
        "service",
        f"payment:{order.pk}:{first:%Y%m%d}",
    )
    assert "your payment of 300,000.00 yuan is due on 11-09" in text.text
    assert "Your consultant: An" in text.text


def test_only_what_is_open_is_asked_for(order, an, wordings):
    gu = enrol(an.office, "gu", Role.FINANCE)
    pay(order, "120000.00", gu)
    write_own_texts(at(due(order)[0] - DAY))
    assert "180,000.00 yuan" in TextMessage.objects.get().text


def test_who_has_paid_meanwhile_is_not_reminded(order, an, wordings):
    """Written in the evening, paid at night, not sent in the morning."""
    gu = enrol(an.office, "gu", Role.FINANCE)
    evening = at(due(order)[0] - 2 * DAY, hour=14)
    write_own_texts(evening)
    send_texts_due(evening)
    pay(order, "300000.00", gu, now=evening + SECOND)
    write_own_texts(evening + 2 * SECOND)
    send_texts_due(at(due(order)[0] - DAY))
    assert list(stands().values()) == ["dropped"]


def test_what_was_put_off_is_announced_for_its_new_day(order, an, wordings):
    make_gateway(an.office)
    first = due(order)[0]
    write_own_texts(at(first - DAY))
    send_texts_due(at(first - DAY))
    Instalment.objects.filter(order=order, due_on=first).update(due_on=first + 7 * DAY)
    write_own_texts(at(first + 5 * DAY))
    assert list(stands().values()) == ["sent", "queued"]


def test_an_order_that_ended_owes_nothing(order, an, wordings):
    write_own_texts(at(due(order)[0] - DAY, hour=14))
    type(order).objects.filter(pk=order.pk).update(end="withdrawn", ended_at=at(due(order)[0] - DAY, hour=15))
    write_own_texts(at(due(order)[0] - DAY, hour=16))
    assert list(stands().values()) == ["dropped"]


def test_the_confirmation_of_a_visit_that_was_called_off_never_leaves(an, office, wordings):
    """Also where another time was agreed on: then that one is confirmed."""
    make_gateway(office)
    [customer] = people(an, 1)  # noqa: F811
    evening = NOON + timedelta(hours=9)
    first = make_appointment(customer=customer, at=NOON + 2 * DAY, by=an, now=evening)
    write_own_texts(evening + SECOND)
    second = make_appointment(customer=customer, at=NOON + 3 * DAY, by=an, now=evening + 2 * SECOND)
    write_own_texts(evening + 3 * SECOND)
    assert stands() == {first.text_key: "dropped", second.text_key: "queued"}
    end_appointment(appointment=second, state="cancelled", by=an, now=evening + 4 * SECOND)
    write_own_texts(evening + 5 * SECOND)
    send_texts_due(NOON + DAY)
    assert set(stands().values()) == {"dropped"}
    assert Appointment.objects.count() == 2
