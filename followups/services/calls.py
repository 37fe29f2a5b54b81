"""What came of a call is written down: contact, result, what the customer wishes, what is due next; one transaction."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deals.services.locking import lock_office
from followups.enums import CallCode, FollowUpState
from followups.models import Answer, CallResult, CallWords, FollowUp, Question
from followups.models.wording import SCALE
from followups.services.call_effects import EFFECTS, Call, tell_leaders
from followups.services.call_entry import CallEntry
from followups.services.plans import hold_plan, refresh_plan
from offices.enums import NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member
from visitors.enums import ContactKind, ContactRole
from visitors.models import Contact
from visitors.selectors.ownership import house_validity_rules, ownership_of
from visitors.services.contacts import record_contact
from visitors.services.customers import clean_text
from visitors.services.grades import change_grade
from visitors.services.outcomes import OutcomeEntry, record_outcome

NAME_LENGTH = 40
ANSWER_LENGTH = 300


@transaction.atomic
def record_call(*, follow_up: FollowUp, entry: CallEntry, by: Member, now: datetime) -> CallResult:
    """Write the call down and do what follows from it (E-01 … E-45). Raises Refusal.

    Only an effective call is a contact with the consultant and settles the follow-up; what was not reached stays due,
    what was agreed is due at its minute.
    """
    office = lock_office(follow_up.office_id)
    hold_plan(follow_up.customer.file_id, now=now)
    held = _still_due(follow_up)
    _check(entry, now)
    customer = held.customer.file
    contact = _contact(held, entry, by, now)
    call = Call(
        office=office, follow_up=held, customer=customer, contact=contact, entry=entry, by=by, now=now
    )
    if entry.note or entry.objections:
        said = OutcomeEntry(objections=entry.objections, note=entry.note)
        record_outcome(contact=contact, entry=said, by=by, now=now)
    if entry.grade and entry.grade != customer.grade:
        change_grade(customer=customer, grade=entry.grade, reason=entry.grade_reason, by=by, now=now)
    appointment = EFFECTS[CallCode(entry.code)](call)
    result = CallResult.objects.create(
        office=office,
        follow_up=held,
        customer=customer,
        contact=contact,
        code=entry.code,
        at=now,
        by=by,
        agreed_at=entry.agreed_at,
        appointment=appointment,
        occasion=entry.occasion,
        objections=list(dict.fromkeys(entry.objections)),
        declined=entry.declined,
        wants_help=entry.wants_help,
    )
    _write_words(result, entry)
    if entry.wants_help:
        tell_leaders(call, NoticeKind.CALL_HELP)
    refresh_plan(customer, now=now)
    return result


def _still_due(follow_up: FollowUp) -> FollowUp:
    """The row under its lock. Raises Refusal where somebody has settled it."""
    rows = FollowUp.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("customer__merged_into", "office", "owner").filter(pk=follow_up.pk).first()
    if held is None or held.state != FollowUpState.DUE:
        raise Refusal(_("This call was settled meanwhile. Look at the list again."))
    return held


def _check(entry: CallEntry, now: datetime) -> None:
    """Raise Refusal for what a result of this kind must say and does not."""
    if entry.code not in CallCode.values:
        raise Refusal(_("Say what came of the call."), field="code")
    if entry.code == CallCode.NOT_CONVENIENT and (entry.agreed_at is None or entry.agreed_at <= now):
        raise Refusal(_("Say when the customer would like to be called: a time to come."), field="agreed_on")
    if entry.code == CallCode.COMING and (entry.coming_at is None or entry.coming_at <= now):
        raise Refusal(_("Say when the customer comes: a time to come."), field="coming_on")
    if entry.code == CallCode.PASSED_ON and not entry.passed_on_to.strip():
        raise Refusal(_("Ask for the name of who passes it on, and write it down."), field="passed_on_to")
    if entry.code == CallCode.NEVER and not (entry.no_calls or entry.no_sms):
        raise Refusal(
            _("Say what the customer wants no more of: calls, text messages or both."), field="never"
        )


def _contact(held: FollowUp, entry: CallEntry, by: Member, now: datetime) -> Contact:
    """The evidence. Who calls in the owner's place speaks with the customer, but is registered for nothing."""
    is_effective = entry.code in CallCode.effective()
    return record_contact(
        office=held.office,
        customer=held.customer,
        kind=ContactKind.CALL,
        at=now,
        consultant=by if is_effective else None,
        role=_role(held, by, now) if is_effective else ContactRole.NONE,
        circumstances={"outgoing": True, "result": entry.code},
        by=by,
        now=now,
    )


def _role(held: FollowUp, by: Member, now: datetime) -> ContactRole:
    if not by.holds(Role.CONSULTANT):
        return ContactRole.NONE
    customer, day = held.customer.file, held.office.business_date(now)
    rules = house_validity_rules(held.office, day)
    owner = ownership_of([customer], office=held.office, day=day, rules=rules)[customer.pk].owner
    return ContactRole.PHONE if owner in (None, by.pk) else ContactRole.NONE


def _write_words(result: CallResult, entry: CallEntry) -> None:
    """What may be erased one day: the name of who passes it on, and the answers."""
    name = clean_text(entry.passed_on_to, "passed_on_to", NAME_LENGTH)
    if name and result.code == CallCode.PASSED_ON:
        CallWords.objects.create(office_id=result.office_id, result=result, passed_on_to=name)
    asked = Question.objects.of(result.office).in_use().in_bulk(list(entry.answers))
    Answer.objects.bulk_create(
        _answer(result, asked[pk], given) for pk, given in sorted(entry.answers.items()) if pk in asked
    )


def _answer(result: CallResult, question: Question, given: int | str) -> Answer:
    if isinstance(given, int):
        return Answer(
            office_id=result.office_id, question=question, result=result, value=min(max(given, 0), max(SCALE))
        )
    text = clean_text(given, f"q_{question.pk}", ANSWER_LENGTH)
    return Answer(office_id=result.office_id, question=question, result=result, text=text)
