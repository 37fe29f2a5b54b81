"""What came of calls: the result in codes for ever, words beside it, and what leaders answered."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups.enums import CallCode, CallOccasion
from followups.models.follow_up import Appointment, FollowUp
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.enums import Objection
from visitors.models import Contact, Customer


class CallResultQuerySet(models.QuerySet["CallResult"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def effective(self) -> Self:
        """Those in which we spoke with the customer."""
        return self.filter(code__in=CallCode.effective())

    def for_leaders(self) -> Self:
        """Complaints, and calls after which the consultant asked for help; nobody has answered yet."""
        asks = models.Q(code=CallCode.COMPLAINS) | models.Q(wants_help=True)
        return self.filter(asks, reply=None)


class CallResult(AppendOnly):
    """One attempt to call: who, when, what came of it. Only an effective one settles its follow-up (E-33 … E-45).

    ``at`` is when it was recorded. ``agreed_at`` is the time that the customer named. Words stand beside it: what was
    said in the contact's note, who passes it on in CallWords.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="results")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="call_result")
    code = models.CharField(max_length=16, choices=CallCode)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    agreed_at = models.DateTimeField(null=True)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")
    occasion = models.CharField(max_length=12, choices=CallOccasion, blank=True)
    objections = ArrayField(models.CharField(max_length=12, choices=Objection), default=list)
    declined = models.BooleanField(default=False)
    wants_help = models.BooleanField(default=False)

    objects = CallResultQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = _("result of a call")
        verbose_name_plural = _("results of calls")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__in=CallCode.values)
                & models.Q(occasion__in=["", *CallOccasion.values])
                & models.Q(objections__contained_by=Objection.values),
                name="call_known_codes",
                violation_error_message=_("Choose what came of the call from the list."),
            ),
            models.CheckConstraint(
                condition=~models.Q(code=CallCode.NOT_CONVENIENT) | models.Q(agreed_at__isnull=False),
                name="call_agreed_has_time",
                violation_error_message=_("Say when the customer would like to be called."),
            ),
            models.CheckConstraint(
                condition=models.Q(appointment=None) | models.Q(code=CallCode.COMING),
                name="call_appointment_when_coming",
                violation_error_message=_("An appointment belongs to a customer who is coming."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-at"], name="call_by_time"),
            models.Index(fields=["office", "by", "-at"], name="call_of_member"),
            models.Index(fields=["office", "customer", "-at"], name="call_of_customer"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(
                follow_up_id="followups_followup",
                customer_id="visitors_customer",
                contact_id="visitors_contact",
                appointment_id="followups_appointment",
                by_id="offices_member",
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()

    @property
    def is_effective(self) -> bool:
        return self.code in CallCode.effective()


class CallWords(models.Model):
    """Who passes our message on (E-42): a name, so it stands beside the result and can be erased."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    result = models.OneToOneField(CallResult, on_delete=models.PROTECT, related_name="words")
    passed_on_to = models.CharField(_("who passes it on"), max_length=40)

    class Meta:
        verbose_name = _("words of a call")
        verbose_name_plural = _("words of calls")
        triggers = [same_office(result_id="followups_callresult")]

    def __str__(self) -> str:
        return self.passed_on_to


class CallReply(models.Model):
    """What a leader answered to a complaint or a request for help (E-17)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    result = models.OneToOneField(CallResult, on_delete=models.PROTECT, related_name="reply")
    text = models.CharField(pgettext_lazy("leader", "answer"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = pgettext_lazy("leader", "answer")
        verbose_name_plural = pgettext_lazy("leader", "answers")
        triggers = [same_office(result_id="followups_callresult", by_id="offices_member")]

    def __str__(self) -> str:
        return self.text


class ReceptionPlan(models.Model):
    """How a customer who comes at an agreed time is received: how many, what is shown, what lies ready (E-07)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="plan")
    people = models.PositiveSmallIntegerField(_("how many come"), null=True)
    text = models.CharField(_("what is prepared"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("reception plan")
        verbose_name_plural = _("reception plans")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(people=None) | models.Q(people__range=(1, 99)),
                name="reception_plan_people",
                violation_error_message=_("1 to 99 people come."),
            )
        ]
        triggers = [same_office(appointment_id="followups_appointment", by_id="offices_member")]

    def __str__(self) -> str:
        return self.text


class TrackingCheck(models.Model):
    """A leader looked at how a customer is followed up, and what they said of it (B-18, E-16)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", db_index=False)
    consultant = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_fine = models.BooleanField(pgettext_lazy("tracking", "in order"))
    remark = models.CharField(pgettext_lazy("tracking", "remark"), max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = pgettext_lazy("tracking", "check")
        verbose_name_plural = pgettext_lazy("tracking", "checks")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_fine=True) | ~models.Q(remark=""),
                name="tracking_remark_where_not_fine",
                violation_error_message=_("Say in a few words what is missing."),
            )
        ]
        indexes = [models.Index(fields=["office", "customer", "-at"], name="tracking_of_customer")]
        triggers = [
            same_office(
                customer_id="visitors_customer", consultant_id="offices_member", by_id="offices_member"
            )
        ]

    def __str__(self) -> str:
        return self.remark
