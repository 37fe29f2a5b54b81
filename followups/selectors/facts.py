"""What the cadence needs to know of customers, gathered for many at once: a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from followups.cadence import Channel, Customer, Done, Grade, Origin, Purpose, Special, Stage
from followups.enums import AppointmentState, FollowUpState
from followups.models import Appointment, FollowUp
from followups.plan_changes import OCCASIONS
from followups.selectors.birthdays import birthdays_of
from followups.selectors.stages import Standing, standings
from messaging.enums import ConsentChannel
from messaging.models import Consent
from offices.models import Member, Office
from visitors.enums import ContactKind
from visitors.models import CallWishes, ContactOutcome, CustomerPhone
from visitors.models import Customer as File
from visitors.ownership import ValidityRules, owner_on
from visitors.selectors.aliases import files_by_id
from visitors.selectors.effective_contacts import EffectiveContact, effective_contacts
from visitors.selectors.ownership import house_validity_rules, touches

UNGRADED = Grade.C
"""Whom nobody has graded yet is kept in touch with like somebody who looks around: nobody is forgotten."""
PLANNED_PURPOSES = frozenset(each.value for each in Purpose)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one file: for the core, and whose it is (a member's id; None where nobody's who works here)."""

    customer: Customer
    done: tuple[Done, ...]
    owner: int | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What was gathered for all files of a batch, by the id of the file."""

    office: Office
    today: date
    validity: ValidityRules
    here: Collection[int]
    contacts: Mapping[int, Sequence[EffectiveContact]]
    standings: Mapping[int, Standing]
    wishes: Mapping[int, CallWishes]
    refused: Mapping[int, Collection[str]]
    ahead: Mapping[int, datetime]
    birthdays: Mapping[int, tuple[date, ...]]
    done: Mapping[int, list[Done]]


def facts_of(files: Sequence[File], *, office: Office, now: datetime, until: date) -> dict[int, Facts]:
    """By the id of each file, what its plan from today to ``until`` depends on; whom nobody ever met is missing.

    What stands in the file's aliases counts as its own.
    """
    today, people = office.business_date(now), files_by_id(file.pk for file in files)
    stands = standings(office, people, today)
    signed = {file for file, each in stands.items() if each.stage is Stage.SIGNED}
    buyers = {pk: file for pk, file in people.items() if file in signed}
    known = _Known(
        office=office,
        today=today,
        validity=house_validity_rules(office, today),
        here=set(Member.objects.of(office).working().values_list("pk", flat=True)),
        contacts=effective_contacts(files),
        standings=stands,
        wishes=_wishes(people),
        refused=_refused(office, people),
        ahead=_ahead(office, people, today),
        birthdays=birthdays_of(buyers, begin=today, end=until),
        done=done_of(people, office),
    )
    found = {file.pk: _facts(file, known) for file in files}
    return {pk: facts for pk, facts in found.items() if facts is not None}


def holder_of(file: File, *, now: datetime) -> int | None:
    """Who follows this customer up (a member's id): whose the deal is, else whose customer it is, or was last."""
    found = facts_of([file.file], office=file.office, now=now, until=file.office.business_date(now))
    facts = found.get(file.file_id)
    return facts.owner if facts is not None else None


def done_of(people: Mapping[int, int], office: Office) -> dict[int, list[Done]]:
    """By file, the follow-ups that took place, on the office's own days: one query. ``people``: see files_by_id.

    What belongs to a date and was done before it was done for that date: it does not come due once more.
    """
    rows = FollowUp.objects.of(office).filter(
        customer__in=list(people), state=FollowUpState.DONE, purpose__in=PLANNED_PURPOSES
    )
    found: dict[int, list[Done]] = defaultdict(list)
    for customer, purpose, channel, planned_on, at in rows.order_by("ended_at", "pk").values_list(
        "customer", "purpose", "channel", "on", "ended_at"
    ):
        on, purpose = office.business_date(at), Purpose(purpose)
        found[people[customer]].append(
            Done(max(on, planned_on) if purpose in OCCASIONS else on, purpose, Channel(channel))
        )
    return found


def _facts(file: File, known: _Known) -> Facts | None:
    met = [each for each in known.contacts[file.pk] if each.stands and each.consultant is not None]
    standing = known.standings.get(file.pk, Standing())
    came = [each for each in met if not each.outgoing]
    since = [each for each in came if standing.closed_at is None or each.at > standing.closed_at]
    stage = Stage.OPEN if standing.stage is Stage.LOST and since else standing.stage
    first = _first(since if stage is Stage.OPEN else came)
    if first is None:
        return None
    origin = Origin.VISIT if first.kind == ContactKind.VISIT else Origin.CALL
    wishes = known.wishes.get(file.pk) or CallWishes()
    refused = known.refused.get(file.pk, ())
    is_lost = stage is Stage.LOST and standing.closed_at is not None
    customer = Customer(
        origin=origin,
        stage=stage,
        first_contact=known.office.local(first.at).replace(tzinfo=None),
        grade=Grade(file.grade) if file.grade else (UNGRADED if origin is Origin.VISIT else None),
        quality=wishes.quality,
        key=wishes.key,
        objection=wishes.objection,
        special=Special(wishes.special) if wishes.special else None,
        appointment=_clock(known.ahead.get(file.pk), known.office),
        deal_on=standing.deal_on,
        lost_on=known.office.business_date(standing.closed_at) if is_lost else None,
        birthdays=known.birthdays.get(file.pk, ()),
        opted_out=ConsentChannel.SMS in refused,
        no_calls=wishes.no_calls or ConsentChannel.CALL in refused,
        asked_less=wishes.asked_less,
    )
    return Facts(customer, tuple(known.done.get(file.pk, ())), _owner(standing, met, known))


def _first(contacts: Sequence[EffectiveContact]) -> EffectiveContact | None:
    """A caller who comes is a visitor from that visit on; else it began with what came first."""
    visits = (each for each in contacts if each.kind == ContactKind.VISIT)
    return next(visits, next(iter(contacts), None))


def _owner(standing: Standing, met: Sequence[EffectiveContact], known: _Known) -> int | None:
    """After a deal whoever has it, or took over from them; before it whoever's customer it is, or was last."""
    if standing.holder is not None:
        holder = standing.holder
        for hand_over in met[0].handed if met else ():
            if hand_over.leaver == holder:
                holder = hand_over.to
    else:
        owned = owner_on(touches(met, known.office), known.validity, known.today)
        holder = owned.owner if owned.owner is not None else owned.previous_owner
    return holder if holder in known.here else None


def _clock(moment: datetime | None, office: Office) -> datetime | None:
    """On the office's own clock, no offset: as the core takes it."""
    return None if moment is None else office.local(moment).replace(tzinfo=None)


def _wishes(people: Mapping[int, int]) -> dict[int, CallWishes]:
    """By file, what its people wished and what is known of them: joining files takes the wishes of both over."""
    rows = CallWishes.objects.filter(customer__in=set(people.values()))
    return {row.customer_id: row for row in rows}


def _refused(office: Office, people: Mapping[int, int]) -> dict[int, set[str]]:
    """By file, through which channels its people said that they want nothing; of several numbers one no is a no."""
    phones = CustomerPhone.objects.of(office).active().filter(customer__in=list(people))
    numbers = {digest: people[customer] for digest, customer in phones.values_list("digest", "customer")}
    found: dict[int, set[str]] = defaultdict(set)
    if not numbers:
        return found
    for answer in Consent.objects.of(office).latest_of_numbers(list(numbers)):
        if not answer.given:
            found[numbers[answer.number]].add(answer.channel)
    return found


def _ahead(office: Office, people: Mapping[int, int], today: date) -> dict[int, datetime]:
    """By file, the appointment from today on that was agreed last, in a call or at a visit: two queries."""
    words: dict[int, tuple[datetime, datetime | None]] = {}
    outcomes = (
        ContactOutcome.objects.of(office)
        .filter(contact__customer__in=list(people), next_appointment__isnull=False)
        .order_by("at", "pk")
    )
    for customer, said_at, at in outcomes.values_list("contact__customer", "at", "next_appointment"):
        words[people[customer]] = (said_at, at)
    rows = Appointment.objects.of(office).filter(customer__in=list(people)).order_by("made_at", "pk")
    for pk, made_at, at, state in rows.values_list("customer", "made_at", "at", "state"):
        customer = people[pk]
        said_at = words[customer][0] if customer in words else None
        if said_at is None or made_at >= said_at:
            words[customer] = (made_at, at if state == AppointmentState.PLANNED else None)
    return {
        customer: at
        for customer, (_said, at) in words.items()
        if at is not None and office.business_date(at) >= today
    }
