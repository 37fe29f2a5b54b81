"""The forms of the desk, the manager and the house's settings, ready to be sent."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from frontdesk.models import Checklist
from frontdesk.services.checklists import start_with_ours
from messaging.models import Robot
from offices.enums import NoticeKind, Role
from offices.services.deputies import name_deputy
from offices.services.notices import tell
from reception.enums import LinkKind, Move
from reception.models import CheckIn, Reception
from reception.selectors.register import gather
from reception.services import floor, hand_over, register, roster, visits, voids
from reception.services.closing import close_day
from reception.services.links import make_link
from reception.services.slips import print_slips
from tests.cast import PASSWORD, enrol
from tests.reception.sent_form import House, SentForm
from visitors.models import RegisterEntry
from visitors.services.customers import CustomerEntry


def _checklists(house: House) -> Checklist:
    """The office has our lists; ``house.item`` is the first item of the first one."""
    first, *_ = start_with_ours(office=house.office, language="en", by=house.chief, now=timezone.now())
    house.item = first.items.first()
    return first


def of_list(name: str) -> Callable[[House], str]:
    return lambda house: house.page(name, _checklists(house).pk)


def of_item(name: str) -> Callable[[House], str]:
    def prepare(house: House) -> str:
        _checklists(house)
        return house.page(name, house.item.pk)

    return prepare


def _to_tick(house: House) -> str:
    _checklists(house)
    return house.page("reception:tick", house.arrive().visit)


def of_visit(name: str) -> Callable[[House], str]:
    return lambda house: house.page(name, house.arrive().visit)


def of_member(name: str, who: str) -> Callable[[House], str]:
    return lambda house: house.page(name, getattr(house, who).pk)


def _waiting(house: House) -> str:
    for _ in range(2):
        house.arrive()
    return house.page("reception:leave", house.arrive().visit)


def _away(house: House) -> str:
    floor.step_out(consultant=house.first, reason="business", by=house.first, now=timezone.now())
    return house.page("reception:step_in", house.first.pk)


def _asked(house: House) -> str:
    reception = house.arrive()
    asked = voids.ask_void(reception=reception, reason="peer", note="", by=house.first, now=timezone.now())
    house.effect = voids.effect_of_void(asked, by=house.chief).digest
    return house.page("reception:decide_void", asked.pk)


def _mistaken(house: House) -> str:
    reception = house.arrive()
    house.effect = visits.effect_of_cancel(reception).digest
    return house.page("reception:cancel", reception.visit)


def _given_over(house: House) -> str:
    reception = house.arrive()
    effect = hand_over.effect_of_reassign(reception, to=house.second, owed=True, by=house.chief)
    house.effect = effect.digest
    return house.page("reception:reassign", reception.visit)


def _handed_back(house: House) -> str:
    reception = house.arrive()
    house.effect = hand_over.effect_of_hand_back(reception, to=house.second, by=house.chief).digest
    return house.page("reception:hand_back", reception.visit)


def _reordered(house: House) -> str:
    order = [house.second, house.first]
    house.effect = roster.effect_of_reorder(house.office, order, by=house.chief).digest
    return house.page("reception:order")


def _moved(house: House) -> str:
    move = Move.SIGN_OUT
    house.effect = roster.effect_of_move(house.first, move, by=house.chief, now=timezone.now()).digest
    return house.page("reception:roster", house.first.pk)


def _named(house: House) -> str:
    house.deputy = house.deputy or enrol(house.office, f"{house.office.slug}-deputy", Role.SUPERVISOR)
    return house.page("reception:deputy")


def _ended(house: House) -> str:
    _named(house)
    now = timezone.now()
    named = name_deputy(
        supervisor=house.deputy, begins_at=now, ends_at=now + timedelta(days=1), by=house.chief, now=now
    )
    return house.page("reception:end_deputy", named.pk)


def _closed(house: House) -> str:
    close_day(office=house.office, by=house.chief, now=timezone.now())
    return house.page("reception:day")


def _done(house: House) -> str:
    return house.page("reception:close_day")


def _slips_lie_ready(house: House) -> str:
    print_slips(office=house.office, count=3, by=house.chief, now=timezone.now())
    return house.page("reception:late_entry")


def _over(house: House) -> Reception:
    visit = house.arrive()
    return visits.finish(reception=visit, outcome=None, by=house.first, now=timezone.now()).reception


def _to_sign(house: House) -> str:
    visit = _over(house)
    house.seen = gather(house.office, [visit])[visit.pk].seen
    house.entry = f"{visit.visit}:{house.seen}"
    return house.page("reception:register_sign", visit.visit)


def _all_to_sign(house: House) -> str:
    _to_sign(house)
    return house.page("reception:register_sign_all")


def _signed(house: House) -> RegisterEntry:
    return register.sign(reception=_over(house), by=house.first, now=timezone.now())


def _told(house: House) -> str:
    tell(
        office_id=house.office.pk,
        member_ids=[house.chief.pk],
        kind=NoticeKind.LATE,
        about={},
        now=timezone.now(),
    )
    return house.page("notices_seen")


def _number(house: House) -> str:
    entry = CustomerEntry(name="Zhou", phone="13812345678", phone_answer="given")
    customer = house.arrive(customer=entry).customer
    return house.page("reception:reveal", customer.phones.get().pk)


def _robot(name: str) -> Callable[[House], str]:
    def prepare(house: House) -> str:
        robot = Robot(office=house.office, kind="wecom", name="Managers")
        robot.keep_address("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=nobody-1")
        robot.save()
        return house.page(name, robot.pk)

    return prepare


OFFICE = {
    "name": "Harbour Gardens",
    "project": "Harbour Gardens, phase 2",
    "timezone": "Asia/Shanghai",
    "opens_at": "08:30",
    "closes_at": "20:00",
    "hotline": "400 800 1234",
    "self_check_in": "on",
    "is_active": "on",
}
MEMBER = {
    "name": "Spare B",
    "mobile": "",
    "roles": "consultant",
    "disc": "3",
    "group_id": "spare.b",
    "is_active": "on",
}
NEWCOMER = {
    "account": "new",
    "username": "{slug}-newcomer",
    "full_name": "Newcomer Zhou",
    "password": "",
    "login": "",
    "name": "Newcomer",
    "mobile": "",
    "roles": "desk",
    "disc": "4",
    "group_id": "newcomer.z",
}
ROBOT = {
    "kind": "wecom",
    "name": "Sales group",
    "address": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=nobody-2",
    "secret": "",
    "is_active": "on",
}


def _link(house: House) -> str:
    link = make_link(office=house.office, kind=LinkKind.WALL, by=house.chief, now=timezone.now())
    return house.page("reception:revoke_link", link.pk)


def _own_entry(house: House) -> str:
    now = timezone.now()
    link = make_link(office=house.office, kind=LinkKind.CHECK_IN, by=house.chief, now=now)
    entry = CheckIn.objects.create(office=house.office, link=link, token=uuid4(), name="Zhou", at=now)
    return house.page("reception:dismiss_check_in", entry.pk)


ARRIVAL = {
    "check_in": "",
    "customer": "",
    "name": "Zhou Mingming",
    "honorific": "",
    "phone": "13812345678",
    "phone_answer": "given",
    "phone_note": "left it gladly",
    "consent_call": "yes",
    "consent_sms": "no",
    "history": "visited",
    "named": "{second}",
    "designates": "",
    "refuses_named": "",
    "forgot": "",
    "discount_from": "",
    "purpose": "purchase",
    "party_size": "2",
    "source": "",
    "licence_plate": "A12345",
    "referred_by": "",
}
OUTCOME = {
    "grade": "A",
    "layout": "3br",
    "floor": "",
    "area_min": "80",
    "area_max": "120",
    "budget_min": "200",
    "budget_max": "300",
    "buying_purpose": "",
    "objections": "price",
    "units_wanted": "1",
    "phone": "13812345678",
    "phone_answer": "given",
    "phone_note": "left it gladly",
    "consent_call": "yes",
    "consent_sms": "",
    "bears": "",
    "bears_on": "",
    "next_appointment": "{moment}",
    "note": "wants to see the garden side",
}
# Everybody's place; the ids of the consultants stand in the names of the fields.
ROSTER = {
    "here_{first.pk}": "on",
    "place_{first.pk}": "2",
    "here_{second.pk}": "on",
    "place_{second.pk}": "1",
}

RULES = {
    "preset": "charter",
    "rotation-pick": "order",
    "rotation-returning_visit_counts": "no",
    "rotation-assist_by": "",
    "rotation-makeup": "each",
    "rotation-makeup_when_busy": "yes",
    "rotation-uncounted_costs_no_turn": "yes",
    "rotation-makeup_cap": "3",
}

# In the middle of a session everybody proves by their password that it is them.
NEW_PASSWORD = {"password": PASSWORD, "new_password1": "blue-lantern-43", "new_password2": "blue-lantern-43"}

RECEPTION_FORMS: dict[str, SentForm] = {
    # The session goes on under the new password: what eight of them at once do is another matter (test_account.py).
    "account_password": SentForm(lambda house: house.page("account_password"), NEW_PASSWORD, changes=False),
    "account_pin": SentForm(
        lambda house: house.page("account_pin"),
        {"password": PASSWORD, "pin": "407195", "pin_again": "407195"},
    ),
    # These two belong to the user, not to the office; done twice they are done once.
    "account_language": SentForm(
        lambda house: house.page("account_language"), {"language": "en"}, changes=False
    ),
    "account_others": SentForm(lambda house: house.page("account_others"), changes=False),
    "frontdesk:checklists_start": SentForm(lambda house: house.page("frontdesk:checklists_start")),
    "frontdesk:checklist_add": SentForm(
        lambda house: house.page("frontdesk:checklist_add"),
        {"stage": "steps", "title": "On the telephone"},
        words=("title",),
    ),
    "frontdesk:checklist": SentForm(
        of_list("frontdesk:checklist"), {"stage": "risks", "title": "What we warn of"}, words=("title",)
    ),
    "frontdesk:checklist_switch": SentForm(of_list("frontdesk:checklist_switch"), {"do": "off"}),
    "frontdesk:checklist_item_add": SentForm(
        of_list("frontdesk:checklist_item_add"), {"level": "must", "text": "Smile"}, words=("text",)
    ),
    "frontdesk:checklist_item": SentForm(
        of_item("frontdesk:checklist_item"), {"level": "should", "text": "Smile first"}, words=("text",)
    ),
    "frontdesk:checklist_item_move": SentForm(of_item("frontdesk:checklist_item_move"), {"way": "down"}),
    "frontdesk:checklist_item_switch": SentForm(of_item("frontdesk:checklist_item_switch"), {"do": "off"}),
    "reception:tick": SentForm(_to_tick, {"item": "{item}", "done": "yes", "page": "finish"}, by="first"),
    "notices_seen": SentForm(_told),
    "office_settings": SentForm(
        lambda house: house.page("office_settings"), OFFICE, words=("name", "project", "hotline")
    ),
    "member_new": SentForm(
        lambda house: house.page("member_new"), NEWCOMER, words=("name", "full_name", "group_id")
    ),
    "member": SentForm(of_member("member", "spare"), MEMBER, words=("name", "group_id")),
    "member_password": SentForm(of_member("member_password", "spare"), {"password": "plum-harvest-77"}),
    "messaging:robot_new": SentForm(lambda house: house.page("messaging:robot_new"), ROBOT, words=("name",)),
    "messaging:robot": SentForm(_robot("messaging:robot"), ROBOT, words=("name",)),
    "messaging:robot_test": SentForm(_robot("messaging:robot_test")),
    "reception:match": SentForm(
        lambda house: house.page("reception:match"),
        {"phone": "", "name": "Zh", "q": "", "field": "name"},
        changes=False,
    ),
    "reception:preview": SentForm(lambda house: house.page("reception:preview"), ARRIVAL, changes=False),
    "reception:customers": SentForm(
        lambda house: house.page("reception:customers"), {"q": "Zhou"}, changes=False
    ),
    "reception:arrive": SentForm(
        lambda house: house.page("reception:arrive"), ARRIVAL, words=("name", "phone_note", "licence_plate")
    ),
    "reception:dismiss_check_in": SentForm(_own_entry),
    "reception:links": SentForm(
        lambda house: house.page("reception:links"), {"kind": "wall", "label": "big screen"}, words=("label",)
    ),
    "reception:revoke_link": SentForm(_link),
    "reception:sign_in": SentForm(of_member("reception:sign_in", "spare"), {"next": "/"}),
    "reception:sign_out": SentForm(of_member("reception:sign_out", "first")),
    "reception:step_out": SentForm(of_member("reception:step_out", "first"), {"reason": "business"}),
    "reception:step_in": SentForm(_away),
    "reception:meet": SentForm(of_visit("reception:meet")),
    "reception:no_show": SentForm(of_visit("reception:no_show")),
    "reception:leave": SentForm(_waiting),
    "reception:finish": SentForm(
        of_visit("reception:finish"), OUTCOME, words=("phone_note", "note"), by="first"
    ),
    "reception:quick_finish": SentForm(of_visit("reception:quick_finish")),
    "reception:ask_void": SentForm(
        of_visit("reception:ask_void"),
        {"reason": "peer", "note": "asked for every floor plan"},
        words=("note",),
        by="first",
    ),
    "reception:cancel": SentForm(
        _mistaken, {"note": "typed twice", "effect": "{effect}", "do": "yes"}, words=("note",)
    ),
    "reception:register_sign": SentForm(
        _to_sign, {"seen": "{seen}", "remark": "came by metro"}, words=("remark",), by="first"
    ),
    "reception:register_sign_all": SentForm(_all_to_sign, {"entry": "{entry}"}, by="first"),
    "reception:register_correct": SentForm(
        lambda house: house.page("reception:register_correct", _signed(house).pk),
        {
            "name": "Zhou",
            "party_size": "3",
            "source": "friend",
            "remark": "and a child",
            "reason": "miscounted",
        },
        words=("name", "remark", "reason"),
        by="first",
    ),
    "reception:register_ask": SentForm(lambda house: house.page("reception:register_ask", _signed(house).pk)),
    "reception:decide_void": SentForm(
        _asked,
        {"reason": "seen together", "accept": "yes", "effect": "{effect}", "do": "yes"},
        words=("reason",),
    ),
    "reception:reassign": SentForm(
        _given_over,
        {"to": "{second}", "owed": "yes", "reason": "called away", "effect": "{effect}", "do": "yes"},
        words=("reason",),
    ),
    "reception:hand_back": SentForm(
        _handed_back,
        {"to": "{second}", "reason": "met before", "effect": "{effect}", "do": "yes"},
        words=("reason",),
    ),
    "reception:order": SentForm(
        _reordered,
        {
            "place_{first.pk}": "2",
            "place_{second.pk}": "1",
            "reason": "as agreed",
            "effect": "{effect}",
            "do": "yes",
        },
        words=("reason",),
    ),
    "reception:roster": SentForm(
        _moved,
        {"move": "sign_out", "reason": "went home", "effect": "{effect}", "do": "yes"},
        words=("reason",),
    ),
    "reception:deputy": SentForm(
        _named, {"supervisor": "{deputy}", "begins_at": "{this_minute}", "ends_at": "{moment}"}
    ),
    "reception:end_deputy": SentForm(_ended),
    "reception:day": SentForm(_closed, ROSTER),
    "reception:close_day": SentForm(_done, {"day": "{today}"}),
    "reception:slips": SentForm(lambda house: house.page("reception:slips"), {"count": "8"}),
    "reception:late_entry": SentForm(
        _slips_lie_ready,
        {
            **ARRIVAL,
            "number": "1",
            "happened_at": "{past}",
            "received_by": "{second}",
            "ending": "over",
            "ended_at": "{past}",
        },
        words=("name", "phone_note", "licence_plate"),
    ),
    "reception:rules": SentForm(
        lambda house: house.page("reception:rules"),
        RULES | {"effective_from": "{day}", "note": "as agreed"},
        words=("note",),
    ),
    "reception:rules_draft": SentForm(
        lambda house: house.page("reception:rules_draft"), RULES | {"do": "trial"}, changes=False
    ),
    # Each showing of a number has its own line in the log: a second click is a second showing.
    "reception:reveal": SentForm(_number, {"purpose": "entry"}, changes=False, nests=False),
}
