"""An office in the middle of its services: guests who come and are here, rooms, loans, mail, gifts, an incident."""

import json
from pathlib import Path

from django.utils import timezone

from frontdesk.demo.desk_services import tell_desk_services
from frontdesk.enums import GiftState, WelcomeState
from frontdesk.models import Booking, Copy, Gift, Incident, Loan, Mail, WelcomePlan
from offices.enums import Role
from offices.models import Member, Office
from tests.cast import enrol

NAMES = json.loads(Path(__file__).with_name("names.json").read_text())
ROLES = [Role.DESK, Role.MANAGER, Role.DIRECTOR, Role.ADMINISTRATOR]


def hosting(lin: Member) -> list[str]:
    """The pages of an office in which lin stands at the desk and leads; everybody has the longest name."""
    office = Office.objects.create(name="Hosting Court", slug="hosting")
    enrol(office, "hosting-mei", Role.MANAGER, name=NAMES["longest_latin"][:20])
    enrol(office, "hosting-an", Role.CONSULTANT, name="An")
    Member.objects.create(user=lin.user, office=office, name="Lin", roles=ROLES)
    assert tell_desk_services(office, language="en", now=timezone.now())
    longest = NAMES["longest"][:40]
    WelcomePlan.objects.of(office).update(guests=longest, host=longest)
    Booking.objects.of(office).update(title=longest)
    Loan.objects.of(office).update(borrower=longest)
    Mail.objects.of(office).update(addressee=longest, sender=NAMES["longest_latin"][:40])
    Copy.objects.of(office).update(whom=longest)
    Gift.objects.of(office).update(receiver=longest)
    return [f"/hosting/{page}" for page in (*_guests(office), *_counter(office))]


def _guests(office: Office) -> list[str]:
    plans = WelcomePlan.objects.of(office).order_by("arrives_at")
    announced = plans.filter(state=WelcomeState.ANNOUNCED).last()
    draft = plans.get(state=WelcomeState.DRAFT)
    plan = f"welcome/{announced.pk}/"
    return [
        "services/",
        "welcome/",
        "welcome/new/",
        plan,
        f"{plan}change/",
        f"{plan}add/",
        f"{plan}print/",
        f"welcome/{draft.pk}/",
        "venues/",
        f"venues/book/?plan={draft.pk}",
        "venues/list/",
        "venues/list/new/",
        "gate/",
    ]


def _counter(office: Office) -> list[str]:
    gift = Gift.objects.of(office).filter(state=GiftState.ASKED).first()
    incident = Incident.objects.of(office).open().get()
    return [
        "loans/",
        "loans/lend/",
        "loans/items/",
        "mail/",
        "copies/",
        "gifts/",
        "gifts/ask/",
        f"gifts/{gift.pk}/",
        "self-check/",
        "incidents/",
        "incidents/report/",
        f"incidents/{incident.pk}/",
        f"incidents/{incident.pk}/note/",
        f"incidents/{incident.pk}/close/",
    ]
