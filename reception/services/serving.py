"""From the core's decisions to the desk: who is called, what the contact says, who is told."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from deals.selectors.spoken import spoken_in
from deals.services.circumstances import claim_at_the_door
from messaging.services.outbox import queue_robot_messages
from offices.enums import NoticeKind, Role
from offices.models import Member, Office
from offices.services.notices import tell
from reception.enums import Status, VisitPurpose
from reception.models import Reception
from reception.rotation import Decision, Kind
from reception.services.queue import LockedQueue
from visitors.enums import ContactKind, ContactRole
from visitors.models import Contact
from visitors.services.contacts import record_contact

CALLS = {Kind.TURN, Kind.MAKEUP, Kind.OWN, Kind.ASSIST, Kind.PEER}
STATUS_OF = {
    **dict.fromkeys(CALLS, Status.CALLED),
    Kind.WAITING: Status.WAITING,
    Kind.UNAIDED: Status.UNAIDED,
}


def member_of(office: Office, code: str) -> Member:
    """The member whom the queue calls ``m12``."""
    return Member.objects.of(office).select_related("user").get(pk=int(code.removeprefix("m")))


def remember_entry(queue: LockedQueue, reception: Reception) -> None:
    """The entry made last decided on this visit. Not yet saved (field ``entries``)."""
    reception.entries = [*reception.entries, queue.seq]


def place(queue: LockedQueue, reception: Reception, decision: Decision) -> None:
    """Write what the core decided on a visit that needs somebody; called consultants are told. Not yet saved."""
    remember_entry(queue, reception)
    reception.kind = decision.kind
    reception.counts = decision.counts
    reception.clause = decision.clause
    reception.status = STATUS_OF[decision.kind]
    if decision.kind in CALLS:
        reception.consultant = member_of(queue.office, decision.consultant)
        reception.called_at = queue.now
        reception.record = queue.state.record(decision.visit) or {}
        reception.contact = contact_of(queue, reception)
        call(queue, reception)
    elif decision.kind == Kind.UNAIDED:
        reception.ended_at = queue.now
        reception.record = decision.record()


def contact_of(queue: LockedQueue, reception: Reception) -> Contact | None:
    """The evidence that this consultant and this customer met; none for visitors who are no customers.

    What the customer said of consultants counts when the desk heard it; when it was entered by one who sells, it is a
    claim that a leader confirms.
    """
    if reception.customer_id is None or reception.purpose != VisitPurpose.PURCHASE:
        return None
    said = {**reception.circumstances, "clause": reception.clause}
    sells = reception.logged_by.holds(Role.CONSULTANT)
    if sells and spoken_in(said):
        said["claimed"] = True
    contact = record_contact(
        office=queue.office,
        customer=reception.customer,
        kind=ContactKind.VISIT,
        at=reception.arrived_at,
        consultant=reception.consultant,
        role=role_of(reception.kind),
        counted=reception.counts,
        visit=reception.visit,
        circumstances=said,
        by=reception.logged_by,
        now=queue.now,
    )
    if "claimed" in said:
        claim_at_the_door(contact=contact, by=reception.logged_by, now=queue.now)
    return contact


def role_of(kind: str) -> ContactRole:
    """In which role a consultant of such a reception met the customer."""
    return ContactRole.ASSIST if kind == Kind.ASSIST else ContactRole.RECEPTION


def about_visit(reception: Reception, page: str = "reception:visit") -> dict:
    """What a notice about this visit holds: ids, and the page it leads to."""
    args = [reception.office.slug, *([reception.visit] if page == "reception:visit" else [])]
    return {"visit": str(reception.visit), "number": reception.number, "path": reverse(page, args=args)}


def call(queue: LockedQueue, reception: Reception) -> None:
    """Tell the consultant, in the app and through the office's robot."""
    about = about_visit(reception, "reception:my_turn")
    member = reception.consultant
    tell(
        office_id=queue.office.pk, member_ids=[member.pk], kind=NoticeKind.CALLED, about=about, now=queue.now
    )
    queue_robot_messages(
        office_id=queue.office.pk,
        kind="called",
        member=member,
        params={"number": reception.number, "at": queue.now.isoformat()},
        now=queue.now,
    )


def serve_waiting(queue: LockedQueue, decisions: Sequence[Decision]) -> list[Reception]:
    """Write what the core decided on visits that had been waiting; returns those that are called now."""
    taken = {UUID(decision.visit): decision for decision in decisions if decision.kind in CALLS}
    if not taken:
        return []
    receptions = list(
        Reception.objects.of(queue.office)
        .filter(visit__in=taken, status=Status.WAITING)
        .select_related("customer", "logged_by")
        .order_by("pk")
    )
    for reception in receptions:
        reception.office = queue.office
        place(queue, reception, taken[reception.visit])
        reception.save(
            update_fields=[
                *("kind", "counts", "clause", "status", "consultant"),
                *("called_at", "record", "entries", "contact"),
            ]
        )
    return receptions
