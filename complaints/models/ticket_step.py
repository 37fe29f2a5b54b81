"""What happened with a complaint: steps that stay, the words beside them, signatures, and who was told of what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.enums import StepKind
from complaints.models.ticket import Ticket
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office


class TicketStep(AppendOnly):
    """A step: what was done, by whom, from which state to which. Codes, ids and times only (house law 7).

    ``by`` is None for what a customer did by the web form.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="steps", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=StepKind)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    details = models.JSONField(default=dict)
    commitment = models.CharField(max_length=80, blank=True)

    class Meta(AppendOnly.Meta):
        verbose_name = _("step of a complaint")
        verbose_name_plural = _("steps of complaints")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "number"],
                name="ticket_step_once",
                violation_error_message=_("Somebody else has just done something here. Look at it again."),
            ),
            models.CheckConstraint(condition=models.Q(kind__in=StepKind.values), name="ticket_step_known"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(ticket_id="complaints_ticket", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return self.kind


class TicketWords(models.Model):
    """What was said in a step, beside it: it can be erased, the step keeps a salted commitment."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.OneToOneField(TicketStep, on_delete=models.PROTECT, related_name="words")
    salt = models.CharField(max_length=32)
    text = models.TextField(max_length=4000)

    class Meta:
        triggers = [same_office(step_id="complaints_ticketstep")]

    def __str__(self) -> str:
        return self.text


class Signature(models.Model):
    """The customer's signature under a step (G-28): drawn (``sealed`` holds the path of an SVG) or the name typed.

    Sealed both ways, for it is as personal as a number to call.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.OneToOneField(TicketStep, on_delete=models.PROTECT, related_name="signature")
    sealed = models.TextField()
    is_drawn = models.BooleanField()
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)

    class Meta:
        triggers = [same_office(step_id="complaints_ticketstep")]

    def __str__(self) -> str:
        return str(self.step_id)


class TicketTelling(models.Model):
    """That the core wanted somebody told, and that it was done: once, by its key."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="tellings", db_index=False)
    key = models.CharField(max_length=60)
    who = models.CharField(max_length=12)
    clause = models.CharField(max_length=12)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField()
    people = models.JSONField(default=list)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["ticket", "key"], name="ticket_telling_once")]
        triggers = [same_office(ticket_id="complaints_ticket")]

    def __str__(self) -> str:
        return self.key
