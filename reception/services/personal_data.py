"""What the desk holds of a person: words about their visits go; the log, its hashes and the receptions stay."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext

from reception.models import CheckIn, EventNote, Reception, VoidRequest
from visitors import personal_data
from visitors.personal_data import Holder, Person, Row, Stays


def name_places() -> None:
    """Called once, when the app is loaded."""
    personal_data.register(
        Holder(
            "reception.visits",
            gettext_lazy("Your visits at the desk"),
            (
                *("reception.Reception: visitor_name", "reception.EventNote"),
                *("reception.VoidRequest: note answer", "reception.CheckIn"),
            ),
            _erase,
            _rows,
        )
    )
    personal_data.leave(
        Stays.EVIDENCE,
        "reception.QueueEvent: payload decision previous_hash hash",
        *("reception.Queue: state last_hash", "reception.Checkpoint: state"),
        *("reception.Reception: circumstances clause record", "reception.Slip"),
        *("reception.SlipSheet", "reception.Tick"),
    )
    personal_data.leave(Stays.HOUSE, "reception.PublicLink: label fingerprint sealed")


def _rows(person: Person) -> Iterable[Row]:
    visits = Reception.objects.filter(customer__in=person.files).order_by("arrived_at", "pk")
    for visit in visits.select_related("consultant"):
        yield {
            pgettext("visit", "Arrived"): visit.arrived_at,
            pgettext("visit", "Left"): visit.ended_at,
            pgettext("visit", "What for"): visit.get_purpose_display(),
            pgettext("visit", "People"): visit.party_size,
            pgettext("visit", "Received by"): visit.consultant.name if visit.consultant else "",
        }


def _erase(person: Person, now: datetime) -> int:
    """A note of the log goes with its salt: the commitment that the log keeps of it says nothing then."""
    visits = list(Reception.objects.filter(customer__in=person.files).order_by().values_list("pk", "entries"))
    ids = [pk for pk, _ in visits]
    entries = {seq for _, seqs in visits for seq in seqs}
    office = person.customer.office
    asked = VoidRequest.objects.filter(reception__in=ids).exclude(note="", answer="")
    count = EventNote.objects.filter(office=office, event__seq__in=entries).delete()[0]
    count += asked.update(note="", answer="")
    count += CheckIn.objects.of(office).filter(reception__in=ids).delete()[0]
    named = Reception.objects.filter(pk__in=ids).exclude(Q(visitor_name=""))
    return count + named.update(visitor_name="")
