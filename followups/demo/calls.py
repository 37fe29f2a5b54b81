"""The demo's calls of yesterday and today, and what the leaders said of them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice

from followups.demo.cast import Cast
from followups.demo.tales import TODAY, YESTERDAY, Tale, tales_of
from followups.demo.texts import texts
from followups.enums import CallCode, CustomerType, FollowUpChannel, FollowUpPurpose, QuestionKind
from followups.models import CallResult, FollowUp, Question
from followups.services.call_entry import CallEntry
from followups.services.calls import record_call
from followups.services.follow_ups import add
from followups.services.team import answer, check_tracking
from offices.models import Member
from visitors.models import Customer

CHECKED = 3
BY_HAND = (FollowUpPurpose.REGULAR, FollowUpPurpose.INVITE, FollowUpPurpose.WIN_BACK)
READ_UNTIL_THEN = timedelta(minutes=5)


def tell_calls(cast: Cast) -> None:
    """Each consultant's calls, to customers who are owed one; then the leaders' answers to some of them."""
    scales = (
        Question.objects.of(cast.office).in_use().filter(kind=QuestionKind.SCALE, for_type=CustomerType.OPEN)
    )
    asked = list(scales.values_list("pk", flat=True)[:2])
    for place, consultant in enumerate(cast.consultants):
        # A little apart, so that nobody dials by the clock.
        shift = timedelta(minutes=2 * place)
        tales = tales_of(place)
        _enter_more(cast, consultant, Counter(tale.day for tale in tales))
        owed = _owed(cast, consultant)
        for tale in tales:
            at = cast.moment(tale.day, tale.clock) + shift
            follow_up = next(owed[tale.day], None) if at < cast.now else None
            if follow_up is not None:
                answers = dict.fromkeys(asked, tale.rates) if tale.rates else {}
                record_call(follow_up=follow_up, entry=_entry(cast, tale, answers), by=consultant, now=at)
    _leaders_answer(cast)


def _enter_more(cast: Cast, consultant: Member, needed: Mapping[int, int]) -> None:
    """Whom the plan owes fewer calls than the tales of a day need, and one that stays due, has entered some by hand."""
    calls = FollowUp.objects.owned_by(consultant).due().filter(channel=FollowUpChannel.CALL)
    busy = list(calls.by(cast.today).values_list("customer", flat=True))
    ahead = list(calls.exclude(customer__in=busy).order_by("on", "pk").values_list("customer", flat=True))
    found = Customer.objects.select_related("office").in_bulk(ahead)
    others = iter([found[pk] for pk in dict.fromkeys(ahead)])
    for day in (TODAY, YESTERDAY):
        there = calls.filter(on=cast.today) if day == TODAY else calls.filter(on__lt=cast.today)
        for customer in islice(others, max(0, needed[day] + 1 - there.count())):
            add(
                customer=customer,
                owner=consultant,
                on=cast.day(day),
                purpose=BY_HAND[customer.pk % len(BY_HAND)],
                by=consultant,
                now=min(cast.moment(day, "09:05"), cast.now),
            )


def _owed(cast: Cast, consultant: Member) -> dict[int, Iterator[FollowUp]]:
    """By the day of the call, what the consultant was due to call on it, the oldest first; nobody is called twice."""
    due = FollowUp.objects.owned_by(consultant).due().filter(channel=FollowUpChannel.CALL)
    rows = due.by(cast.today).select_related("customer", "office").order_by("on", "pk")
    first = {row.customer_id: row for row in reversed(rows)}
    mine = sorted(first.values(), key=lambda row: (row.on, row.pk))
    return {
        YESTERDAY: iter([row for row in mine if row.on < cast.today]),
        TODAY: iter([row for row in mine if row.on == cast.today]),
    }


def _entry(cast: Cast, tale: Tale, answers: Mapping[int, int]) -> CallEntry:
    said = texts()["calls"]
    more = dict(tale.more)
    if who := more.pop("passed_on_to", ""):
        more["passed_on_to"] = said["who"][who]
    if tale.coming:
        more["plan"] = said["plan"]
    return CallEntry(
        code=tale.code,
        agreed_at=_moment(cast, tale.agreed),
        coming_at=_moment(cast, tale.coming),
        note=said["notes"][tale.words] if tale.words else "",
        answers=answers,
        **more,
    )


def _moment(cast: Cast, named: tuple[int, str] | None) -> datetime | None:
    return cast.moment(*named) if named else None


def _leaders_answer(cast: Cast) -> None:
    """The first complaint is answered and the consultant owes a call back; the others wait for the manager."""
    asked = CallResult.objects.of(cast.office).for_leaders().order_by("at", "pk")
    complaint = asked.filter(code=CallCode.COMPLAINS).select_related("customer", "office").first()
    if complaint is not None:
        later = complaint.at + READ_UNTIL_THEN
        answer(result=complaint, text=texts()["calls"]["answer"], by=cast.manager, now=min(later, cast.now))
    calls = CallResult.objects.of(cast.office).effective().select_related("customer", "by")
    for place, result in enumerate(calls.order_by("at", "pk")[:CHECKED]):
        check_tracking(
            customer=result.customer,
            consultant=result.by,
            is_fine=place > 0,
            remark="" if place else texts()["calls"]["remark"],
            by=cast.supervisor,
            now=min(cast.moment(YESTERDAY, "18:30"), cast.now),
        )
