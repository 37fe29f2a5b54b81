"""An office in the middle of its calls and texts: results of every kind, batches at every state, a calendar."""

import json
from datetime import timedelta
from pathlib import Path

from django.core import signing
from django.utils import timezone

from followups.enums import BatchState, FollowUpPurpose, MilestoneKind
from followups.models import Appointment, Batch, CallResult, FollowUp, Milestone
from followups.services import batches
from followups.services.batch_feeding import feed
from followups.services.calendar import add_festival, keep_calendar, set_milestone
from followups.services.call_entry import CallEntry
from followups.services.call_wording import start_with_our_questions
from followups.services.calls import record_call
from followups.services.follow_ups import add
from followups.services.plans import refresh_plan
from followups.services.reception_plans import set_reception_plan
from messaging.hooks import Reply
from messaging.models import MessageTemplate, TextMessage
from messaging.selectors.consents import address_digest
from messaging.services.incoming import take_replies
from messaging.services.templates import start_with_ours
from messaging.services.texts import STOP_SALT
from messaging.views.own_answers import CONSENT_SALT
from offices.enums import Role
from offices.models import Member, Office
from tests.cast import enrol
from tests.followups.texted import people
from tests.messaging.texts import make_gateway
from visitors.models import Customer, CustomerPhone
from visitors.services.call_wishes import set_wishes
from visitors.services.customer_dates import add_birthday

NAMES = json.loads(Path(__file__).with_name("names.json").read_text())
ROLES = [Role.CONSULTANT, Role.MANAGER, Role.DESK, Role.ADMINISTRATOR]
LONG = "Says that the price is right, asks about the school, and wants to come back with the whole family"


def calling(lin: Member) -> list[str]:
    """The pages of an office in which lin calls, leads and sets up."""
    member, _hua, files = _busy_office(lin)
    return _of(member, [*_calendar(member, files[0]), *_calls(member, files)])


def texting(lin: Member) -> list[str]:
    """The pages of an office in which lin approves the batches that Hua makes; and what its customers open."""
    member, hua, files = _busy_office(lin)
    return [*_of(member, _texts(member, hua, files)), *_own_pages(member.office, files[0])]


def _busy_office(lin: Member) -> tuple[Member, Member, list[Customer]]:
    """Lin and Hua there, and twelve customers, one with the longest name."""
    office = Office.objects.create(
        name="Calls Court", slug="calls", project="Calls Court", hotline="400-800-8000"
    )
    member = Member.objects.create(user=lin.user, office=office, name="Lin", roles=ROLES)
    hua = enrol(office, "calls-hua", Role.SUPERVISOR, Role.CONSULTANT, name=NAMES["longest_latin"][:20])
    files = people(member, 12, now=timezone.now())
    Customer.objects.filter(pk=files[0].pk).update(name=NAMES["longest"])
    return member, hua, files


def _of(member: Member, paths: list[str]) -> list[str]:
    return [f"/{member.office.slug}/{path}" for path in paths]


def _calendar(lin: Member, customer: Customer) -> list[str]:
    """Holidays, a festival of the office, news of the project; wishes and a birthday."""
    now, today = timezone.now(), lin.office.business_date(timezone.now())
    keep_calendar(now=now)
    add_festival(office=lin.office, on=today + timedelta(days=9), name=NAMES["longest"], by=lin, now=now)
    for ahead, kind in ((-30, MilestoneKind.SHOW_FLAT), (12, MilestoneKind.TOPPING_OUT)):
        on = today + timedelta(days=ahead)
        set_milestone(office=lin.office, milestone=None, on=on, name=LONG[:40], kind=kind, by=lin, now=now)
    set_wishes(customer=customer, key=True, special="vip", by=lin, now=now)
    add_birthday(customer=customer, month=2, day=29, whose="family", name=NAMES["longest"], by=lin, now=now)
    milestone = Milestone.objects.of(lin.office).first()
    return [
        "calendar/",
        f"calendar/milestones/{milestone.pk}/",
        "calendar/festivals/new/",
        f"customers/{customer.pk}/wishes/",
        "rules/",
        "background/",
    ]


def _calls(lin: Member, files: list[Customer]) -> list[str]:
    """Calls that are due, overdue, agreed, tried and done; a complaint, a request for help, a visit tomorrow."""
    now = timezone.now()
    today = lin.office.business_date(now)
    start_with_our_questions(office=lin.office, language="en", by=lin, now=now)
    purposes = [FollowUpPurpose.SAME_DAY, FollowUpPurpose.INVITE, FollowUpPurpose.WIN_BACK]
    made: list[FollowUp] = []
    for place, customer in enumerate(files):
        refresh_plan(customer, now=now)
        purpose = purposes[place % len(purposes)]
        made.append(add(customer=customer, owner=lin, on=today, purpose=purpose, by=lin, now=now))
    FollowUp.objects.filter(pk__in=[each.pk for each in made[:2]]).update(on=today - timedelta(days=4))
    said = [
        CallEntry(code="complains", note=LONG),
        CallEntry(code="reached", note=LONG, objections=["price", "family"], wants_help=True),
        CallEntry(code="coming", coming_at=now + timedelta(days=1), people=3, plan=LONG),
        CallEntry(code="not_convenient", agreed_at=now + timedelta(minutes=2)),
        CallEntry(code="no_answer"),
        CallEntry(code="passed_on", passed_on_to=NAMES["longest"]),
    ]
    for follow_up, entry in zip(made[2:], said, strict=False):
        record_call(follow_up=follow_up, entry=entry, by=lin, now=now)
    visit = Appointment.objects.of(lin.office).get()
    set_reception_plan(appointment=visit, people=12, plan=LONG, licence_plate="A12345", by=lin, now=now)
    asked = CallResult.objects.of(lin.office).for_leaders().first()
    called, due = files[3].pk, made[0].pk
    return [
        *("today/", f"calls/{due}/", f"customers/{called}/calls/", f"customers/{called}/calls/new/"),
        *("team/", f"team/{lin.pk}/", f"team/answers/{asked.pk}/"),
        *("tracking/", "tracking/print/", f"tracking/{called}/"),
        *("expected/", f"expected/{visit.pk}/", "scripts/", "scripts/regular/", "questions/"),
    ]


def _texts(lin: Member, hua: Member, files: list[Customer]) -> list[str]:
    """A batch at each state, texts with every end, a reply, templates and gateways."""
    now = timezone.now()
    gateway = make_gateway(lin.office, name=NAMES["longest"][:40], price_fen=5)
    make_gateway(lin.office, channel="email")
    start_with_ours(office=lin.office, language="en", by=lin, now=now)
    template = MessageTemplate.objects.of(lin.office).get(code="festival")
    made = {state: _batch(template, hua, lin, state) for state in BatchState.values[1:]}
    _ends(lin.office, made[BatchState.DONE])
    text = TextMessage.objects.of(lin.office).first()
    phone = CustomerPhone.objects.of(lin.office).filter(customer=files[1]).get()
    take_replies(gateway=gateway, replies=[Reply(phone.number, LONG), Reply(phone.number, "TD")], now=now)
    return [
        *("batches/", "batches/new/", "batches/ways/", *(f"batches/{pk}/" for pk in made.values())),
        *("texts/", f"texts/{text.pk}/", "gateways/", "gateways/new/", f"gateways/{gateway.pk}/"),
        *("text-templates/", f"text-templates/{template.pk}/", "text-templates/new/"),
        f"text-templates/{template.pk}/preview/?customer={files[0].pk}&event=Spring",
        *(f"customers/{files[0].pk}/consents/", f"customers/{files[0].pk}/consents/code/"),
    ]


def _batch(template: MessageTemplate, maker: Member, approver: Member, state: str) -> int:
    """A batch of everybody that has come as far as that."""
    now = timezone.now()
    batch = batches.make_batch(
        office=template.office,
        name=f"{state} {LONG}"[:60],
        template=template,
        chosen={},
        variables={"event": "Spring Festival"},
        by=maker,
        now=now,
    )
    if state != BatchState.LISTED:
        batches.approve_batch(batch=batch, by=approver, now=now)
    if state in (BatchState.RUNNING, BatchState.PAUSED, BatchState.DONE):
        batches.start_batch(batch=batch, by=maker, now=now)
        feed(batch.pk, now)
    if state == BatchState.PAUSED:
        batches.pause_batch(batch=batch, by=maker, now=now)
    if state == BatchState.STOPPED:
        batches.stop_batch(batch=batch, by=maker, now=now)
    return batch.pk


def _ends(office: Office, batch: int) -> None:
    """The batch is over: its texts have come to every end there is."""
    now = timezone.now()
    texts = list(TextMessage.objects.of(office).in_group(f"batch:{batch}").order_by("pk"))
    ends = [("sent", "", now), ("failed", "not_taken", None), ("uncertain", "timeout", None)]
    ends += [("dropped", "opted_out", None)]
    for place, text in enumerate(texts):
        state, error, at = ends[place] if place < len(ends) else ("delivered", "", now)
        found = TextMessage.objects.filter(pk=text.pk)
        found.update(state=state, error=error, sent_at=at, delivered_at=at if state == "delivered" else None)
    Batch.objects.filter(pk=batch).update(state=BatchState.DONE, ended_at=now)


def _own_pages(office: Office, customer: Customer) -> list[str]:
    """What customers open themselves, and links that have ended."""
    phone = CustomerPhone.objects.of(office).filter(customer=customer).get()
    says = [office.pk, phone.digest, phone.masked, ["call", "sms"]]
    consent = signing.dumps(says, salt=CONSENT_SALT, compress=True)
    stop = signing.dumps([office.pk, address_digest("wang@example.com")], salt=STOP_SALT, compress=True)
    return [f"/consent/{consent}/", f"/stop/{stop}/"]
