"""What complaints hold of a person: told for their own file; names, numbers and words go, the steps stay."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from complaints.models import Signature, Ticket, TicketWords
from visitors import personal_data
from visitors.personal_data import Hold, Holder, Person, Row, Stays

WORDS = "caller sealed_phone phone_print masked summary"
"""The columns of a ticket, and of its events, that are emptied."""


def name_places() -> None:
    """Called once, when the app is loaded."""
    personal_data.register(
        Holder(
            "complaints.tickets",
            gettext_lazy("Complaints"),
            (
                f"complaints.Ticket: {WORDS}",
                f"complaints.TicketEvent: {WORDS}",
                *("complaints.TicketWords", "complaints.Signature"),
            ),
            _erase,
            _rows,
        )
    )
    personal_data.register_holds(
        Hold("complaint", gettext_lazy("A complaint of theirs is not closed yet."), _complaining)
    )
    personal_data.leave(
        Stays.EVIDENCE,
        "complaints.TicketStep: from_state to_state details commitment",
        "complaints.TicketTelling: key who clause people",
        *("complaints.Ticket: next_deed next_who", "complaints.TicketEvent: pgh_label next_deed next_who"),
    )
    personal_data.leave(
        Stays.HOUSE,
        *("complaints.Department: name", "complaints.TicketCategory: name", "complaints.TicketYear"),
        *("complaints.Analysis: figures words sent_back", "complaints.WebEntry"),
        *(
            "complaints.Measure: cause corrective preventive",
            "complaints.ComplaintLink: label fingerprint sealed",
        ),
    )


def _tickets(person: Person) -> QuerySet[Ticket]:
    """Those of the person's files, and those from one of their numbers that nobody tied to a file."""
    loose = Q(customer=None, phone_print__in=person.prints)
    rows = Ticket.objects.of(person.customer.office)
    return rows.filter(Q(customer__in=person.files) | loose).order_by("pk")


def _rows(person: Person) -> Iterable[Row]:
    for ticket in _tickets(person).prefetch_related("steps__words"):
        yield {
            pgettext("complaint", "Number"): str(ticket),
            pgettext("complaint", "Came by"): ticket.get_channel_display(),
            pgettext("complaint", "When"): ticket.opened_at,
            pgettext("complaint", "State"): ticket.get_state_display(),
            pgettext("complaint", "Name"): ticket.caller,
            pgettext("complaint", "In one line"): ticket.summary,
        }
        for step in ticket.steps.all():
            if words := getattr(step, "words", None):
                yield {
                    pgettext("complaint", "Number"): str(ticket),
                    pgettext("complaint", "When"): step.at,
                    _("In words"): words.text,
                }


def _erase(person: Person, now: datetime) -> int:
    """The events of the ticket are blanked as the ticket is: when it moved, and to whom, stays."""
    ids = list(_tickets(person).order_by().values_list("pk", flat=True))
    blank = dict.fromkeys(WORDS.split(), "")
    count = TicketWords.objects.filter(step__ticket__in=ids).delete()[0]
    count += Signature.objects.filter(step__ticket__in=ids).delete()[0]
    count += Ticket.objects.filter(pk__in=ids).update(**blank)
    return count + apps.get_model("complaints", "TicketEvent").objects.filter(pgh_obj__in=ids).update(**blank)


def _complaining(files: Collection[int]) -> set[int]:
    rows = Ticket.objects.filter(customer__in=files).open()
    return set(rows.order_by().values_list("customer", flat=True))
