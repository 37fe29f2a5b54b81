"""An office with complaints of every sort: open, waiting, late, closed; their papers, figures and the web form."""

import json
from pathlib import Path

from django.utils import timezone

from complaints.demo.telling import tell_complaints
from complaints.models import Analysis, ComplaintLink, Ticket, TicketCategory
from complaints.services.links import secret_of
from offices.enums import Role
from offices.models import Member, Office
from tests.cast import enrol
from tests.visitors.rows import file_of

NAMES = json.loads(Path(__file__).with_name("names.json").read_text())
ROLES = [Role.CONSULTANT, Role.SERVICE, Role.MANAGER, Role.ADMINISTRATOR]


def complaining(lin: Member) -> list[str]:
    """The pages of an office in which lin serves customers and leads; and what its customers open."""
    office = Office.objects.create(name="Voices Court", slug="voices", project="Voices Court")
    Member.objects.create(user=lin.user, office=office, name="Lin", roles=ROLES)
    long = NAMES["longest_latin"][:20]
    clerk = enrol(office, "voices-clerk", Role.DESK, name=long)
    enrol(office, "voices-about", Role.CONSULTANT, name=NAMES["longest"][:10])
    enrol(office, "voices-head", Role.DIRECTOR, name="Wang")
    customers = [file_of(clerk, name=NAMES["longest"], phone=f"1380000{1000 + n}") for n in range(10)]
    told = tell_complaints(office, customers=customers, language="en", now=timezone.now())
    TicketCategory.objects.of(office).filter(position=3).update(name=NAMES["longest_latin"])
    past = Ticket.objects.of(office).filter(state="archived").order_by("pk")[1]
    pages = [*_lists(office), *_tickets(told, past), *_papers(told, past)]
    secret = secret_of(ComplaintLink.objects.of(office).live().get())
    own = ["/complain/nobody-made-this/", f"/complain/{secret}/", f"/complain/{secret}/done/"]
    return [*(f"/{office.slug}/{page}" for page in pages), *own]


def _lists(office: Office) -> list[str]:
    link = ComplaintLink.objects.of(office).get()
    category = TicketCategory.objects.of(office).get(position=3)
    quarter, month = Analysis.objects.of(office).order_by("pk")
    return [
        *("complaints/", "complaints/?state=all", "complaints-today/", "complaints/new/"),
        *(
            "complaints/figures/",
            "complaints/return-visits/",
            "complaints/analyses/",
            f"complaints/analyses/{quarter.pk}/",
        ),
        *(f"complaints/analyses/{month.pk}/", f"complaints/analyses/{quarter.pk}/print/"),
        *("complaints/lists/", f"complaints/categories/{category.pk}/"),
        *("complaints/links/", f"complaints/links/{link.pk}/poster/"),
    ]


def _tickets(told: dict[str, Ticket], past: Ticket) -> list[str]:
    shown = ("second_level", "waiting", "offered", "major", "again", "web")
    done = {"replied": "confirmed", "call_owed": "called", "about": "verified", "late": "explained"}
    return [
        *(f"complaints/{told[name].pk}/" for name in shown),
        *(f"complaints/{told[name].pk}/do/{deed}/" for name, deed in done.items()),
        f"complaints/{past.pk}/",
    ]


def _papers(told: dict[str, Ticket], past: Ticket) -> list[str]:
    forms = {"record": told["major"], "slip": told["handled"], "opinion": past, "visit": past}
    return [f"complaints/{ticket.pk}/print/{form}/" for form, ticket in forms.items()]
