"""Lists of customers that stay fast however many there are: a page begins after the last row of the one before.

Whose a customer is and when we last met is read from FileStanding, whose indexes give the order and the choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from offices.models import Member, Office
from visitors.enums import Filled, LastContact, ListOrder, ValidityIs
from visitors.file_enums import TagKind
from visitors.file_filter import MINE, NO_GRADE, NOBODY, SECOND, FileFilter
from visitors.models import Customer, FileTag

A_PAGE = 50
MOST_COUNTED = 1000
FEW = 2000
ENDING_DAYS = 7
TAGS_SHOWN = 40
RECENT = {LastContact.WITHIN_7: 7, LastContact.WITHIN_30: 30}
LONG_AGO = {LastContact.OVER_30: 30, LastContact.OVER_90: 90, LastContact.OVER_365: 365}
QUARTERS = {Filled.HALF: 2, Filled.MOST: 3}


@dataclass(frozen=True, slots=True)
class ListPage:
    """The customers of a page; ``after`` is the id with which the next one begins, None where this is the last."""

    customers: list[Customer]
    after: int | None


@dataclass(frozen=True, slots=True)
class Order:
    """By which columns the list stands (the last one is the id), and whether downwards."""

    columns: tuple[str, str]
    downwards: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"-{name}" if self.downwards else name for name in self.columns)


ORDERS: Mapping[str, Order] = {
    ListOrder.NAME: Order(("sort_key", "pk")),
    ListOrder.NEWEST: Order(("created_at", "pk"), downwards=True),
    ListOrder.CONTACT: Order(("standing__last_contact_at", "standing__customer_id"), downwards=True),
    ListOrder.ENDING: Order(("standing__valid_until", "standing__customer_id")),
}


def chosen_files(
    office: Office, chosen: FileFilter, member: Member, *, now: datetime, fields: int
) -> QuerySet[Customer]:
    """The files that the filter asks for, in no order. ``fields``: how many fields the office's form has."""
    today = office.business_date(now)
    rows = Customer.objects.of(office).people()
    wanted = (
        _owner(chosen, member)
        & _validity(chosen, office, today)
        & _last(chosen, office, now)
        & _filled(chosen, fields)
    )
    if chosen.grade:
        wanted &= Q(grade="" if chosen.grade == NO_GRADE else chosen.grade)
    if chosen.source:
        wanted &= Q(source=chosen.source)
    if chosen.kind:
        wanted &= Q(kind=chosen.kind)
    if chosen.order == ListOrder.ENDING:
        wanted &= _valid(office, today)
    rows = rows.filter(wanted)
    if chosen.tag:
        kind, label = (TagKind.OWN, chosen.own_tag) if chosen.own_tag else (chosen.tag, "")
        rows = rows.filter(tags__office=office, tags__kind=kind, tags__label=label)
    return rows


def page_of(rows: QuerySet[Customer], office: Office, order: str, after: int | None) -> ListPage:
    """The rows after that file (its id), or the first ones: two queries, and one more where the place is looked up.

    Few are found first and put into order then; many are met soon on the way along the order. What the database
    guesses of how many they are is too rough to leave that to it: along the order it looked for a thousand in a
    million for seconds.
    """
    by = ORDERS[order]
    few = list(rows.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        rows = Customer.objects.filter(pk__in=few)
    if order in (ListOrder.CONTACT, ListOrder.ENDING):
        # The same office on both sides, so that the index of the standings gives the order.
        rows = rows.filter(standing__office=office, **{f"{by.columns[0]}__isnull": False})
    rows = rows.order_by(*by.names)
    place = _place(office, by, after)
    if place is not None:
        first, last = by.columns
        beyond, behind = ("lte", "gte") if by.downwards else ("gte", "lte")
        rows = rows.filter(**{f"{first}__{beyond}": place[0]}).exclude(
            **{first: place[0], f"{last}__{behind}": place[1]}
        )
    found = list(rows.select_related("standing")[: A_PAGE + 1])
    return ListPage(found[:A_PAGE], found[A_PAGE - 1].pk if len(found) > A_PAGE else None)


def counted(rows: QuerySet[Customer]) -> tuple[int, bool]:
    """How many they are, and whether there are more than were counted: no list is counted to its end."""
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    return min(count, MOST_COUNTED), count > MOST_COUNTED


def tags_in_use(office: Office) -> list[str]:
    """The office's own tags, by their words."""
    rows = FileTag.objects.of(office).filter(kind=TagKind.OWN).order_by("label")
    return list(rows.values_list("label", flat=True).distinct()[:TAGS_SHOWN])


def _place(office: Office, by: Order, after: int | None) -> tuple[object, object] | None:
    """Where that file stands in the order; None where it is gone, or has no place in it."""
    if after is None:
        return None
    place = Customer.objects.of(office).filter(pk=after).values_list(*by.columns).first()
    return place if place and None not in place else None


def _owner(chosen: FileFilter, member: Member) -> Q:
    if chosen.owner == NOBODY:
        return _judged(member.office, standing__owner__isnull=True)
    if chosen.owner == SECOND:
        return Q(second_contact=member)
    owner = member.pk if chosen.owner == MINE else chosen.owner_id
    return Q() if owner is None else _judged(member.office, standing__owner=owner)


def _judged(office: Office, **wanted: Any) -> Q:
    """The office on both sides, so that the indexes of the standings help."""
    return Q(standing__office=office, **wanted)


def _valid(office: Office, today: date) -> Q:
    return _judged(office, standing__owner__isnull=False, standing__valid_until__gte=today)


def _validity(chosen: FileFilter, office: Office, today: date) -> Q:
    if chosen.validity == ValidityIs.VALID:
        return _valid(office, today)
    if chosen.validity == ValidityIs.ENDING:
        return _valid(office, today) & Q(standing__valid_until__lte=today + timedelta(days=ENDING_DAYS))
    if chosen.validity == ValidityIs.LAPSED:
        return _judged(office, standing__registered_on__isnull=False) & (
            Q(standing__owner__isnull=True) | Q(standing__valid_until__lt=today)
        )
    if chosen.validity == ValidityIs.NONE:
        return _judged(office, standing__registered_on__isnull=True)
    return Q()


def _last(chosen: FileFilter, office: Office, now: datetime) -> Q:
    if not chosen.last:
        return Q()
    last = LastContact(chosen.last)
    if last in RECENT:
        return _judged(office, standing__last_contact_at__gte=now - timedelta(days=RECENT[last]))
    if last in LONG_AGO:
        return _judged(office, standing__last_contact_at__lt=now - timedelta(days=LONG_AGO[last]))
    return _judged(office, standing__last_contact_at__isnull=True)


def _filled(chosen: FileFilter, fields: int) -> Q:
    if chosen.filled == Filled.NOTHING:
        return Q(filled=0)
    if chosen.filled == Filled.LITTLE:
        return Q(filled__gt=0, filled__lt=max(-(-fields // 4), 1))
    quarters = QUARTERS.get(chosen.filled)  # type: ignore[call-overload]
    return Q(filled__gte=max(-(-fields * quarters // 4), 1)) if quarters else Q()
