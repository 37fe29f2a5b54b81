"""The forms of the calendar, of wishes and of the background, ready to be sent (tests/reception/sent_forms.py)."""

from datetime import timedelta

from django.utils import timezone

from followups.enums import DayKind
from followups.models import CalendarDay
from followups.services.calendar import set_milestone
from offices.models import TaskRun
from tests.reception.sent_form import House, SentForm
from tests.visitors.rows import file_of
from visitors.services.customer_dates import add_birthday


def _at(name: str, *args: object):
    return lambda house: house.page(f"followups:{name}", *args)


def _milestone(name: str):
    def prepare(house: House) -> str:
        now = timezone.now()
        on = house.office.business_date(now) + timedelta(days=20)
        made = set_milestone(
            office=house.office,
            milestone=None,
            on=on,
            name="Roof",
            kind="topping_out",
            by=house.chief,
            now=now,
        )
        return house.page(f"followups:{name}", made.pk)

    return prepare


def _festival(house: House) -> str:
    now = timezone.now()
    on = house.office.business_date(now) + timedelta(days=9)
    day, _made = CalendarDay.objects.get_or_create(
        office=None,
        on=on,
        kind=DayKind.FESTIVAL,
        code="spring_festival",
        name="Spring",
        defaults={"made_at": now},
    )
    return house.page("followups:day_switch", day.pk)


def _customer(name: str):
    return lambda house: house.page(f"followups:{name}", file_of(house.chief, name="Zhou").pk)


def _job(house: House) -> str:
    """Jobs are the whole house's: who asks for one that waits already has asked for nothing."""
    TaskRun.objects.all().delete()
    return house.page("background_run", "offices.tasks.forget_runs")


def _birthday(house: House) -> str:
    customer = file_of(house.chief, name="Zhou")
    born = add_birthday(customer=customer, month=2, day=29, by=house.chief, now=timezone.now())
    return house.page("followups:birthday_remove", customer.pk, born.pk)


MILESTONE = {"on": "{day}", "kind": "opening", "name": "Opening of the second phase"}
DAY_FORMS = {
    "followups:milestone_new": SentForm(_at("milestone_new"), MILESTONE, words=("name",)),
    "followups:milestone": SentForm(_milestone("milestone"), MILESTONE, words=("name",)),
    "followups:milestone_remove": SentForm(_milestone("milestone_remove")),
    "followups:festival_new": SentForm(
        _at("festival_new"), {"on": "{day}", "name": "Owners' day"}, words=("name",)
    ),
    "followups:day_switch": SentForm(_festival, {"on": "no"}),
    "followups:wishes": SentForm(_customer("wishes"), {"asked_less": "on", "key": "on", "special": "vip"}),
    "followups:regrade": SentForm(_customer("regrade"), {"grade": "B", "grade_reason": "needs"}),
    "followups:birthdays": SentForm(
        _customer("birthdays"),
        {"whose": "family", "name": "daughter", "calendar": "lunar", "month": "8", "day": "15", "year": ""},
        words=("name",),
    ),
    "followups:birthday_remove": SentForm(_birthday),
    "background_run": SentForm(_job),
}
