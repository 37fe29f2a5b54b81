"""Old files of people who did not buy: listed, reviewed by the manager, destroyed in small parts, with a record (I-23).

A line is destroyed in a transaction of its own, so that a run may be stopped anywhere and goes on where it stopped.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from offices import live
from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.models import Contact, Customer, Erasure, RetentionLine, RetentionReview
from visitors.personal_data import holds_on
from visitors.retention import KeptFile, Why, due_files, judge, months_before
from visitors.rights_words import ErasedAs, LineAnswer, ReviewState
from visitors.roles import RETENTION_DECIDERS
from visitors.selectors.file_rules import house_file_rules
from visitors.services.erasing import erase_person

MOST_LINES = 1000
"""Files of one list: as many as somebody can look through. The next list has the next ones."""
IN_ONE_RUN = 200


@transaction.atomic
def list_old_files(*, office: Office, now: datetime) -> RetentionReview | None:
    """Make the office's list where there is something to review and no list is unfinished; the managers are told.

    None where the house does not review files, or none has been kept long enough.
    """
    today = office.business_date(now)
    rules = house_file_rules(office, today)
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    if not rules.retention_review or RetentionReview.objects.of(office).unfinished().exists():
        return None
    found = _files(office, _old_ones(office, today, rules.retention_months))
    due = due_files(found, today=today, months=rules.retention_months, is_on=True)[:MOST_LINES]
    if not due:
        return None
    review = RetentionReview.objects.create(
        office=office, made_on=today, months=rules.retention_months, listed=len(due)
    )
    RetentionLine.objects.bulk_create(
        RetentionLine(office=office, review=review, customer_id=file.file, since=file.since) for file in due
    )
    _tell_managers(review, now)
    return review


@transaction.atomic
def answer_line(*, line: RetentionLine, answer: str, by: Member, now: datetime) -> RetentionLine:
    """The manager says what becomes of one file. Raises Refusal."""
    _held_open(line.review_id, by)
    if answer not in LineAnswer.values:
        raise Refusal(_("Choose from the list."))
    line.answer, line.answered_by, line.answered_at = answer, by, now
    line.save(update_fields=["answer", "answered_by", "answered_at"])
    keep(
        action=AuditAction.FILES_REVIEWED,
        record=f"retention:{line.review_id}",
        details={"customer": line.customer_id, "answer": answer},
        by=by,
        now=now,
    )
    return line


@transaction.atomic
def decide_review(*, review: RetentionReview, by: Member, now: datetime) -> RetentionReview:
    """The manager has looked through the list: what they did not keep is destroyed from now on. Raises Refusal."""
    held = _held_open(review.pk, by)
    held.state, held.decided_by, held.decided_at = ReviewState.DESTROYING, by, now
    held.save(update_fields=["state", "decided_by", "decided_at"])
    waiting = held.lines.waiting().count()
    keep(
        action=AuditAction.FILES_REVIEWED,
        record=f"retention:{held.pk}",
        details={"destroy": waiting, "kept": held.listed - waiting},
        by=by,
        now=now,
    )
    return held


def destroy_decided(*, now: datetime, limit: int = IN_ONE_RUN) -> int:
    """The next lines of the lists that were decided, one transaction each; how many files were destroyed."""
    gone: list[int] = []
    for review in RetentionReview.objects.filter(state=ReviewState.DESTROYING).order_by("pk"):
        for pk in review.lines.waiting().order_by("pk").values_list("pk", flat=True)[: limit - len(gone)]:
            gone += _destroy(pk, review, now)
        _end(review, now)
    return len(gone)


def _destroy(pk: int, review: RetentionReview, now: datetime) -> list[int]:
    """Erase one file, or write down what spares it; the ids that are gone. Another run's lines are left to it."""
    with transaction.atomic():
        lines = RetentionLine.objects.waiting().select_for_update(of=("self",), no_key=True, skip_locked=True)
        line = lines.select_related("customer", "office").filter(pk=pk).first()
        if line is None:
            return []
        why = _judged_anew(line, review, now)
        line.done_at = now
        if why is not Why.DUE:
            line.spared = why.value
            line.save(update_fields=["done_at", "spared"])
            return []
        try:
            with transaction.atomic():
                erase_person(customer=line.customer, why=ErasedAs.RETENTION, by=review.decided_by, now=now)
        except Refusal:
            line.spared = Why.HELD.value
        line.save(update_fields=["done_at", "spared"])
        return [] if line.spared else [line.customer_id]


def _judged_anew(line: RetentionLine, review: RetentionReview, now: datetime) -> Why:
    """Whether it is due still: somebody may have come back, or something been opened, since the list was made."""
    if line.customer.merged_into_id is not None:
        return Why.KEPT
    [file] = _files(line.office, [line.customer_id])
    today = line.office.business_date(now)
    return judge(file, today=today, months=review.months, is_on=True)


def _end(review: RetentionReview, now: datetime) -> None:
    with transaction.atomic():
        held = RetentionReview.objects.select_for_update(of=("self",), no_key=True).get(pk=review.pk)
        if held.state != ReviewState.DESTROYING or held.lines.waiting().exists():
            return
        held.destroyed = held.lines.filter(answer=LineAnswer.DESTROY, spared="").count()
        held.state, held.ended_at = ReviewState.DONE, now
        held.save(update_fields=["state", "ended_at", "destroyed"])


def _old_ones(office: Office, today: date, months: int) -> list[int]:
    """Ids of files that were entered and last met long ago, the oldest first; more than a list, for some fall away."""
    until = datetime.combine(months_before(today, months), time.max, office.zone)
    newer = Contact.objects.filter(customer=OuterRef("pk"), at__gt=until).order_by()
    gone = Erasure.objects.filter(customer=OuterRef("pk")).order_by()
    asked = RetentionLine.objects.filter(customer=OuterRef("pk"), answer=LineAnswer.KEEP).order_by()
    rows = Customer.objects.of(office).people().filter(created_at__lte=until)
    rows = rows.exclude(Exists(newer)).exclude(Exists(gone)).order_by("created_at", "pk")
    fresh = rows.exclude(Exists(asked)).values_list("pk", flat=True)
    again = rows.filter(Exists(asked)).values_list("pk", flat=True)
    return [*fresh[: 3 * MOST_LINES], *again[:MOST_LINES]]


def _files(office: Office, ids: Iterable[int]) -> list[KeptFile]:
    """What is known of these files, their aliases counted in: six queries and those of the holds."""
    wanted = list(ids)
    aliases = Customer.objects.filter(merged_into__in=wanted).values_list("pk", "merged_into")
    people = {**{pk: pk for pk in wanted}, **dict(aliases)}
    whole = list(people)
    met = _last(office, people, Contact.objects.filter(customer__in=whole), "at")
    made = _last(office, people, Customer.objects.filter(pk__in=whole), "created_at", "pk")
    lines = RetentionLine.objects.filter(customer__in=whole, answer=LineAnswer.KEEP)
    kept = _last(office, people, lines, "answered_at")
    gone = {people[pk] for pk in _of(Erasure, whole)}
    reasons: dict[int, set[str]] = defaultdict(set)
    for pk, holds in holds_on(whole, asked_for=False).items():
        reasons[people[pk]] |= {hold.name for hold in holds}
    return [
        KeptFile(
            pk,
            made[pk],
            met.get(pk),
            bought="bought" in reasons[pk],
            held=bool(reasons[pk] - {"bought"}),
            erased=pk in gone,
            kept_on=kept.get(pk),
        )
        for pk in wanted
    ]


def _of(model: type[Erasure], ids: list[int]) -> Iterable[int]:
    return model.objects.filter(customer__in=ids).order_by().values_list("customer", flat=True)


def _last(
    office: Office, people: dict[int, int], rows: object, at: str, key: str = "customer"
) -> dict[int, date]:
    """The last day of each person in these rows."""
    found: dict[int, date] = {}
    for pk, moment in rows.order_by().values(key).annotate(last=Max(at)).values_list(key, "last"):  # type: ignore[attr-defined]
        if moment is not None:
            day = moment.astimezone(office.zone).date()
            found[people[pk]] = max(day, found.get(people[pk], day))
    return found


def _held_open(pk: int, by: Member) -> RetentionReview:
    held = RetentionReview.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if not by.holds(*RETENTION_DECIDERS):
        raise Refusal(_("The manager says which files may go."))
    if held.state != ReviewState.OPEN:
        raise Refusal(_("This list was closed already. Load the page again."))
    return held


def _tell_managers(review: RetentionReview, now: datetime) -> None:
    office = review.office
    managers = Member.objects.of(office).working().holding(*RETENTION_DECIDERS).order_by()
    path = reverse("visitors:retention_review", args=[office.slug, review.pk])
    tell(
        office_id=office.pk,
        member_ids=list(managers.values_list("pk", flat=True)),
        kind=NoticeKind.FILES_TO_REVIEW,
        about={"path": path, "review": review.pk},
        now=now,
    )
    live.bump(office.pk)
