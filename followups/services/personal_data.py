"""What follow-ups hold of a person: told for their own file; words go, and nothing is owed them any more."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from followups.enums import AppointmentState
from followups.models import (
    Answer,
    Appointment,
    BatchRow,
    CallReply,
    CallResult,
    CallWords,
    FollowUp,
    ReceptionPlan,
    TrackingCheck,
)
from visitors import personal_data
from visitors.personal_data import Holder, Person, Row, Stays

GONE = "\u2013"


def name_places() -> None:
    """Called once, when the app is loaded."""
    personal_data.register(
        Holder(
            "followups.calls",
            gettext_lazy("Our calls and what was agreed"),
            (
                *("followups.CallWords", "followups.CallReply", "followups.ReceptionPlan"),
                *("followups.Answer: text", "followups.TrackingCheck: remark", "followups.FollowUp: name"),
                "followups.BatchRow: masked number_print",
            ),
            _erase,
            _rows,
        )
    )
    personal_data.leave(
        Stays.EVIDENCE,
        *("followups.CallResult", "followups.Appointment", "followups.BatchRow: reason"),
        "followups.FollowUp: clause windows",
    )
    personal_data.leave(
        Stays.HOUSE,
        *("followups.SavedFilter: name chosen", "followups.Batch: name chosen variables occasion"),
        *("followups.Milestone: name", "followups.CalendarDay: code name"),
        *("followups.Script: purpose body", "followups.Question: text"),
    )


def _rows(person: Person) -> Iterable[Row]:
    results = CallResult.objects.filter(customer__in=person.files).order_by("at", "pk")
    for result in results.prefetch_related("answers__question"):
        yield {
            pgettext("call", "When"): result.at,
            pgettext("call", "What came of it"): result.get_code_display(),
            _("Agreed for"): result.agreed_at,
            _("Answers"): "; ".join(
                f"{answer.question.text} {answer.shown}" for answer in result.answers.all()
            ),
        }
    for appointment in Appointment.objects.filter(customer__in=person.files).order_by("at", "pk"):
        yield {_("Appointment"): appointment.at, pgettext("call", "State"): appointment.get_state_display()}
    for follow_up in FollowUp.objects.filter(customer__in=person.files).due().order_by("on", "pk"):
        yield {
            _("We mean to get in touch on"): follow_up.on,
            pgettext("follow-up", "By"): follow_up.get_channel_display(),
            pgettext("follow-up", "What for"): follow_up.get_purpose_display(),
        }


def _erase(person: Person, now: datetime) -> int:
    of_result = {"result__customer__in": person.files}
    checks = TrackingCheck.objects.filter(customer__in=person.files)
    batches = BatchRow.objects.filter(customer__in=person.files).exclude(masked="", number_print="")
    planned = Appointment.objects.filter(customer__in=person.files).planned()
    count = sum(model.objects.filter(**of_result).delete()[0] for model in (CallWords, CallReply))
    count += Answer.objects.filter(**of_result, value=None).delete()[0]
    count += Answer.objects.filter(**of_result).exclude(text="").update(text="")
    count += ReceptionPlan.objects.filter(appointment__customer__in=person.files).delete()[0]
    count += checks.exclude(remark="").update(remark=GONE)
    count += batches.update(masked="", number_print="")
    count += planned.update(state=AppointmentState.CANCELLED, ended_at=now)
    ours = FollowUp.objects.filter(customer__in=person.files)
    count += ours.due().filter(results=None).delete()[0]
    # Of a birthday in the family it may say whose.
    return count + ours.exclude(name="").update(name="")
