"""The forms of the desk's services, ready to be sent (tests/reception/sent_forms.py)."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from followups.services.appointments import make_appointment
from frontdesk.models import GateTick
from frontdesk.services import checklists, gate, gifts, hall, papers, preparations
from tests.frontdesk.guests import FILLED as GUESTS
from tests.frontdesk.guests import booked, in_days, lent, plan_for, room, task_of, umbrella
from tests.reception.sent_form import House, SentForm
from tests.visitors.rows import file_of


def _at(name: str, *args: object) -> Callable[[House], str]:
    return lambda house: house.page(f"frontdesk:{name}", *args)


def _venue(name: str) -> Callable[[House], str]:
    return lambda house: house.page(f"frontdesk:{name}", room(house.chief).pk)


def _to_book(house: House) -> str:
    house.entry = str(room(house.chief).pk)
    return house.page("frontdesk:booking_new")


def _booking(name: str) -> Callable[[House], str]:
    def prepare(house: House) -> str:
        made = booked(room(house.chief), house.chief, in_days(house.office, 1))
        return house.page(f"frontdesk:{name}", made.pk)

    return prepare


def _plan(name: str, *args: str, **facts) -> Callable[[House], str]:
    return lambda house: house.page(f"frontdesk:{name}", plan_for(house.chief, **facts).pk, *args)


def _task(deed: str) -> Callable[[House], str]:
    def prepare(house: House) -> str:
        task = task_of(plan_for(house.chief), "unlocked")
        if deed in ("verify", "undone"):
            preparations.tick(task=task, by=house.first, now=timezone.now())
        return house.page("frontdesk:task_deed", task.pk, deed)

    return prepare


def _today(house: House) -> str:
    plan = plan_for(house.chief, announced=True, arrives_at=timezone.now() + timedelta(seconds=30))
    return house.page("frontdesk:gate_guests", plan.pk)


def _visit(house: House) -> str:
    now = timezone.now()
    customer = file_of(house.chief, name="Zhou")
    made = make_appointment(customer=customer, at=now + timedelta(seconds=30), by=house.chief, now=now)
    return house.page("frontdesk:gate_appointment", made.pk)


def _ticked(house: House) -> str:
    now = timezone.now()
    plan = plan_for(house.chief, announced=True, arrives_at=now + timedelta(seconds=30))
    gate.tick_plan(plan=plan, mark="drove_in", by=house.chief, now=now)
    return house.page("frontdesk:gate_back", GateTick.objects.get(plan=plan).pk)


def _to_lend(house: House) -> str:
    house.entry = str(umbrella(house.chief).pk)
    return house.page("frontdesk:lend")


def _mail(house: House) -> str:
    made = papers.enter_mail(
        kind="letter",
        addressee="Ms Xu",
        sender="",
        mail_number="",
        pieces=1,
        by=house.chief,
        now=timezone.now(),
    )
    return house.page("frontdesk:mail_hand_out", made.pk)


def _gift(name: str) -> Callable[[House], str]:
    def prepare(house: House) -> str:
        now = timezone.now()
        made = gifts.ask_for_gift(
            receiver="Ms Xu", what="Tea", occasion="birthday", value=200, by=house.first, now=now
        )
        if name == "gift_give":
            gifts.decide_gift(gift=made, approve=True, reason="", by=house.chief, now=now)
        return house.page(f"frontdesk:{name}", made.pk)

    return prepare


def _check(house: House) -> str:
    said = {"by": house.chief, "now": timezone.now()}
    daily = checklists.add_list(office=house.office, stage="daily", title="Every morning", **said)
    item = checklists.add_item(checklist=daily, level="must", text="Lights on", **said)
    return house.page("frontdesk:self_check_item", item.pk)


def _incident(name: str) -> Callable[[House], str]:
    def prepare(house: House) -> str:
        now = timezone.now()
        made = hall.report_incident(
            kind="loss",
            place="Hall",
            happened_at=now,
            text="a bag",
            somebody_hurt=False,
            by=house.first,
            now=now,
        )
        return house.page(f"frontdesk:{name}", made.pk)

    return prepare


VENUE = {"name": "Plum room", "kind": "business", "seats": "8"}
BOOKING = {
    "booked_for": "reception",
    "venue": "{entry}",
    "begins_at": "{moment}",
    "ends_at": "{moment_after}",
    "title": "Guests of the board",
    "reception_class": "a",
    "people": "4",
    "wishes": "water",
    "note": "by the window",
}
GUESTS_WORDS = ("guests", "host", "cost_reason", "note")
SERVICE_FORMS = {
    "frontdesk:booking_new": SentForm(_to_book, BOOKING, words=("title", "note")),
    "frontdesk:booking_prepare": SentForm(_booking("booking_prepare")),
    "frontdesk:booking_give_up": SentForm(_booking("booking_give_up")),
    "frontdesk:venue_new": SentForm(_at("venue_new"), VENUE, words=("name",)),
    "frontdesk:venue": SentForm(_venue("venue"), VENUE, words=("name",)),
    "frontdesk:venue_switch": SentForm(_venue("venue_switch"), {"do": "off"}),
    "frontdesk:welcome_new": SentForm(_at("welcome_new"), GUESTS, words=GUESTS_WORDS),
    "frontdesk:welcome_change": SentForm(_plan("welcome_change"), GUESTS, words=GUESTS_WORDS),
    "frontdesk:welcome_add": SentForm(
        _plan("welcome_add"),
        {"text": "A ramp for the wheelchair", "duty": "desk", "due_at": "{moment}"},
        words=("text",),
    ),
    "frontdesk:welcome_deed": SentForm(_plan("welcome_deed", "announce")),
    "frontdesk:task_deed": SentForm(_task("verify")),
    "frontdesk:gate_appointment": SentForm(_visit, {"mark": "drove_in"}),
    "frontdesk:gate_guests": SentForm(_today, {"mark": "at_door"}),
    "frontdesk:gate_back": SentForm(_ticked),
    "frontdesk:lend": SentForm(
        _to_lend,
        {"item": "{entry}", "borrower": "Ms Xu", "pledge": "a key", "due_at": "{moment}"},
        words=("borrower", "pledge"),
    ),
    "frontdesk:loan_back": SentForm(
        lambda house: house.page("frontdesk:loan_back", lent(house.chief).pk), {"end": "fine"}
    ),
    "frontdesk:loan_items": SentForm(
        _at("loan_items"), {"kind": "cart", "label": "Cart 2"}, words=("label",)
    ),
    "frontdesk:loan_item_end": SentForm(
        lambda house: house.page("frontdesk:loan_item_end", umbrella(house.chief).pk)
    ),
    "frontdesk:mail": SentForm(
        _at("mail"),
        {"kind": "parcel", "addressee": "Ms Xu", "sender": "Harbour Post", "mail_number": "", "pieces": "2"},
        words=("addressee", "sender"),
    ),
    "frontdesk:mail_hand_out": SentForm(_mail, {"handed_to": "Mr Xu"}),
    "frontdesk:copies": SentForm(
        _at("copies"),
        {"kind": "copy", "whom": "Ms Xu", "sheets": "3", "in_colour": "", "price": "1.50"},
        words=("whom",),
    ),
    "frontdesk:gift_ask": SentForm(
        _at("gift_ask"),
        {"what": "Tea", "receiver": "Ms Xu", "occasion": "birthday", "value": "200"},
        words=("what", "receiver", "occasion"),
    ),
    "frontdesk:gift_decide": SentForm(
        _gift("gift_decide"), {"approve": "no", "reason": "too dear"}, words=("reason",)
    ),
    "frontdesk:gift_give": SentForm(_gift("gift_give")),
    "frontdesk:self_check_item": SentForm(_check, {"state": "problem", "note": "one lamp is out"}),
    "frontdesk:incident_report": SentForm(
        _at("incident_report"),
        {
            "kind": "loss",
            "place": "Hall",
            "happened_at": "{past}",
            "somebody_hurt": "",
            "text": "a bag is gone",
        },
        words=("place", "text"),
    ),
    "frontdesk:incident_note": SentForm(
        _incident("incident_note"), {"text": "it was found"}, words=("text",)
    ),
    "frontdesk:incident_close": SentForm(
        _incident("incident_close"), {"outcome": "given back"}, words=("outcome",)
    ),
}
