"""Visits that are agreed on in a call, and how who comes is received (E-07, A-18)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.enums import AppointmentState
from followups.models import Appointment, ReceptionPlan
from followups.services.appointments import end_appointment, make_appointment
from offices.errors import Refusal
from offices.models import Member
from visitors.models import Customer
from visitors.services.customers import clean_plate, clean_text

PLAN_LENGTH = 300
MOST_PEOPLE = 99


def agree_on_visit(
    *, customer: Customer, at: datetime, people: int | None, plan: str, by: Member, now: datetime
) -> Appointment:
    """The customer comes at that time, inside the caller's transaction; an appointment ahead gives way to it.

    The same time once more confirms the appointment and sets its plan right. Raises Refusal.
    """
    if at <= now:
        raise Refusal(_("Say when the customer comes: a time to come."), field="coming_on")
    ahead = Appointment.objects.planned().filter(customer=customer, at=at).first()
    if ahead is None:
        ahead = make_appointment(customer=customer, at=at, by=by, now=now)
    if people is not None or plan.strip():
        _write(ahead, people, plan, by, now)
    return ahead


def call_off_visit(*, customer: Customer, by: Member, now: datetime) -> None:
    """The customer comes no more, inside the caller's transaction."""
    whole = Customer.objects.of_person(customer.file_id).order_by().values("pk")
    for ahead in Appointment.objects.planned().filter(customer__in=whole):
        end_appointment(appointment=ahead, state=AppointmentState.CANCELLED, by=by, now=now)


@transaction.atomic
def set_reception_plan(
    *, appointment: Appointment, people: int | None, plan: str, licence_plate: str, by: Member, now: datetime
) -> None:
    """How many come, with which car, what lies ready. Raises Refusal."""
    rows = Appointment.objects.planned().select_related("customer__merged_into")
    held = rows.select_for_update(of=("self",), no_key=True).filter(pk=appointment.pk).first()
    if held is None:
        raise Refusal(_("This appointment is over. Look at the list again."))
    _write(held, people, plan, by, now)
    file, plate = held.customer.file, clean_plate(licence_plate)
    if plate != file.licence_plate:
        file.licence_plate = plate
        file.save(update_fields=["licence_plate"])


@transaction.atomic
def end_visit(*, appointment: Appointment, state: str, by: Member, now: datetime) -> None:
    """They came, did not come, or called off (AppointmentState). Raises Refusal."""
    if state in (AppointmentState.KEPT, AppointmentState.MISSED) and appointment.at > now:
        raise Refusal(_("The time of this appointment has not come yet."))
    end_appointment(appointment=appointment, state=state, by=by, now=now)


def _write(appointment: Appointment, people: int | None, plan: str, by: Member, now: datetime) -> None:
    if people is not None and not 1 <= people <= MOST_PEOPLE:
        raise Refusal(_("1 to 99 people come."), field="people")
    words = clean_text(plan, "plan", PLAN_LENGTH)
    values = {"office_id": appointment.office_id, "people": people, "text": words, "at": now, "by": by}
    ReceptionPlan.objects.update_or_create(appointment=appointment, defaults=values)
