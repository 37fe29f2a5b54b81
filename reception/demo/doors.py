"""The demo's screen in the hall and code at the door, and a visitor who has just used it."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.urls import reverse

from offices.models import Office
from reception.demo.people import Crew, crew_of
from reception.demo.texts import texts
from reception.enums import LinkKind, VisitHistory
from reception.models import CheckIn, PublicLink
from reception.services.check_ins import OwnEntry, enter_check_in, takes_check_ins
from reception.services.links import make_link, secret_of

A_MOMENT = timedelta(seconds=70)


@transaction.atomic
def open_doors(office: Office, *, now: datetime) -> None:
    """Make the two links where the office never had one, and let a visitor wait who entered themself.

    Whoever has revoked a link, or switched the door off, is left with that.
    """
    crew = crew_of(office)
    if crew is None:
        return
    if not PublicLink.objects.of(office).exists():
        for kind in LinkKind:
            make_link(office=office, kind=kind, by=crew.manager, now=now)
        office.self_check_in = True
        office.save(update_fields=["self_check_in"])
    _visitor(crew, now)


def wall_path(office: Office) -> str:
    """Where the office's wall board stands; empty where there is none."""
    link = PublicLink.objects.of(office).live().filter(kind=LinkKind.WALL).first()
    secret = secret_of(link) if link else ""
    return reverse("wall", args=[secret]) if secret else ""


def _visitor(crew: Crew, now: datetime) -> None:
    link = PublicLink.objects.of(crew.office).live().filter(kind=LinkKind.CHECK_IN).first()
    if link is None or not takes_check_ins(crew.office) or CheckIn.objects.of(crew.office).waiting().exists():
        return
    link.office = crew.office
    said = texts("staff")["at_the_door"]
    entry = OwnEntry(
        token=uuid5(NAMESPACE_URL, f"{crew.office.slug} {now.isoformat()}"),
        name=said["name"],
        phone=said["phone"],
        call=True,
        history=VisitHistory.PHONED,
        named=(crew.consultants[0].pk,),
        language="zh-hans",
    )
    enter_check_in(link=link, entry=entry, now=now - A_MOMENT)
