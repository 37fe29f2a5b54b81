"""When a customer comes: agreed on, changed, kept, missed or cancelled. The plan confirms it the day before (E-07)."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from followups.enums import AppointmentState
from followups.models import Appointment
from followups.services.plans import hold_plan
from messaging.services.texts import drop_text
from offices.errors import Refusal
from offices.models import Member, Office
from visitors.models import Customer

DAY = timedelta(days=1)


@transaction.atomic
def make_appointment(*, customer: Customer, at: datetime, by: Member, now: datetime) -> Appointment:
    """The customer comes then; an appointment that is still ahead gives way to this one. Raises Refusal(field="at")."""
    hold_plan(customer.file_id, now=now)
    if at <= now:
        raise Refusal(_("The appointment must lie in the future."), field="at")
    whole = Customer.objects.of_person(customer.file_id).order_by().values("pk")
    ahead = Appointment.objects.planned().filter(customer__in=whole)
    for appointment in ahead.select_related("office"):
        _take_back_text(appointment)
    over = ahead.filter(at__lte=now)
    over.update(state=AppointmentState.MISSED, ended_at=now, ended_by=by)
    ahead.update(state=AppointmentState.CANCELLED, ended_at=now, ended_by=by)
    return Appointment.objects.create(
        office_id=customer.office_id, customer_id=customer.file_id, at=at, made_at=now, by=by
    )


def came(*, customer: Customer, office: Office, by: Member, now: datetime) -> None:
    """The customer is here: the appointment of this day was kept. Inside the caller's transaction; one query."""
    begin = datetime.combine(office.business_date(now), time.min, tzinfo=office.zone)
    whole = Customer.objects.of_person(customer.file_id).order_by().values("pk")
    today = Appointment.objects.planned().filter(customer__in=whole, at__gte=begin, at__lt=begin + DAY)
    today.update(state=AppointmentState.KEPT, ended_at=now, ended_by=by)


@transaction.atomic
def end_appointment(*, appointment: Appointment, state: str, by: Member, now: datetime) -> Appointment:
    """The customer came, did not come, or it was called off. Raises Refusal."""
    hold_plan(appointment.customer_id, now=now)
    if state not in AppointmentState.values or state == AppointmentState.PLANNED:
        raise Refusal(_("Say whether the customer came."), field="state")
    rows = Appointment.objects.planned().filter(pk=appointment.pk)
    if not rows.update(state=state, ended_at=now, ended_by=by):
        raise Refusal(_("This appointment was ended already."))
    _take_back_text(appointment)
    appointment.refresh_from_db()
    return appointment


def _take_back_text(appointment: Appointment) -> None:
    """Its confirmation is wrong now; where it has not left, it never will."""
    drop_text(office=appointment.office, key=appointment.text_key)
