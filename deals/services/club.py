"""The customers' club: joined on the spot, a level, points for a viewing with one press (D-08 … D-10)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from deals.models import ClubLevel, ClubMembership, ViewingPoints
from deals.roles import LEADERS
from deals.selectors.club import membership_of
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from visitors.enums import ContactKind
from visitors.models import Contact, Customer

START = (
    ("none", Decimal(0), 0),
    ("blue", Decimal(1), 10),
    ("silver", Decimal(2), 20),
    ("gold", Decimal(3), 30),
)
"""Code of the name, discount in percent, points for a viewing: what an office starts from."""


def start_levels(*, office: Office, names: dict[str, str]) -> list[ClubLevel]:
    """The four levels that an office starts from, in the words of the page's language; none where it has some."""
    if not ClubLevel.objects.filter(office=office).exists():
        ClubLevel.objects.bulk_create(
            [
                ClubLevel(office=office, name=names[code], position=place, percent=percent, points=points)
                for place, (code, percent, points) in enumerate(START)
            ],
            ignore_conflicts=True,
        )
    return list(ClubLevel.objects.filter(office=office))


@transaction.atomic
def join(*, customer: Customer, level: ClubLevel, by: Member, now: datetime) -> ClubMembership:
    """The customer joins on the spot, once (D-08). Raises Refusal."""
    _refuse_level(level, by)
    if membership_of(customer) is not None:
        raise Refusal(_("This customer is in the club already."))
    try:
        with transaction.atomic():
            membership = ClubMembership.objects.create(
                office_id=by.office_id, customer_id=customer.file_id, level=level, joined_at=now, by=by
            )
    except IntegrityError as error:
        raise Refusal(_("This customer is in the club already.")) from error
    _keep(membership, by, now)
    return membership


@transaction.atomic
def change_level(
    *, membership: ClubMembership, level: ClubLevel, by: Member, now: datetime
) -> ClubMembership:
    """Another level, by a leader: prices depend on it. Orders that have their price keep it. Raises Refusal."""
    if not by.holds(*LEADERS):
        raise Refusal(_("A supervisor or the manager changes the level."))
    _refuse_level(level, by)
    membership = ClubMembership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    membership.level = level
    membership.save(update_fields=["level"])
    _keep(membership, by, now)
    return membership


@transaction.atomic
def give_points(*, membership: ClubMembership, visit: UUID, by: Member, now: datetime) -> ViewingPoints:
    """The points of the member's level for a visit of theirs, once a visit (D-10). Raises Refusal."""
    membership = ClubMembership.objects.select_related("level", "customer").get(pk=membership.pk)
    if membership.level.points == 0:
        raise Refusal(_("This level earns no points for a viewing."))
    seen = Contact.objects.of(by.office).with_files([membership.customer.file_id])
    if not seen.filter(visit=visit, kind=ContactKind.VISIT).exists():
        raise Refusal(_("This customer made no such visit."))
    try:
        with transaction.atomic():
            return ViewingPoints.objects.create(
                office_id=by.office_id,
                membership=membership,
                visit=visit,
                points=membership.level.points,
                at=now,
                by=by,
            )
    except IntegrityError as error:
        raise Refusal(_("This visit has its points already.")) from error


@transaction.atomic
def save_level(*, level: ClubLevel, by: Member, now: datetime) -> ClubLevel:
    """A level is added or changed; who holds it holds it as it is then. Raises Refusal."""
    same = ClubLevel.objects.filter(office=by.office, name=level.name).exclude(pk=level.pk)
    if same.exists():
        raise Refusal(_("A level has this name already."), field="name")
    level.save()
    details = {"level": level.pk, "percent": str(level.percent), "points": level.points}
    keep(action=AuditAction.CLUB_CHANGED, record=f"club:{level.pk}", details=details, by=by, now=now)
    return level


def _refuse_level(level: ClubLevel, by: Member) -> None:
    if level.office_id != by.office_id or not level.is_active:
        raise Refusal(_("Choose a level that is in use."), field="level")


def _keep(membership: ClubMembership, by: Member, now: datetime) -> None:
    keep(
        action=AuditAction.CLUB_CHANGED,
        record=f"customer:{membership.customer_id}",
        details={"level": membership.level_id},
        by=by,
        now=now,
    )
