from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offices.models import BusinessDay, Member, Office
from offices.models.same_office import same_office
from reception.enums import OPEN, Status, TurnKind, VisitHistory, VisitPurpose
from visitors.models import Contact, Customer

# A customer who was here before, with the own consultant or a helper, is not registered again (B-04).
RETURNED = models.Q(history=VisitHistory.VISITED, kind__in=(TurnKind.OWN, TurnKind.ASSIST))
OWES_SIGNATURE = (
    models.Q(status=Status.FINISHED, registered_at=None, contact__isnull=False, consultant__isnull=False)
    & ~RETURNED
)


class ReceptionQuerySet(models.QuerySet["Reception"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def on(self, day: BusinessDay | None) -> Self:
        return self.filter(day=day)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def unmet(self) -> Self:
        """Visitors to whom nobody has come yet."""
        return self.filter(status__in=(Status.WAITING, Status.CALLED))

    def owing_outcome(self, consultant: Member) -> Self:
        """Finished receptions of customers whose outcome the consultant has not told yet, oldest first."""
        mine = self.filter(consultant=consultant, status=Status.FINISHED, outcome_at=None)
        return mine.filter(contact__isnull=False).order_by("arrived_at", "pk")

    def owing_signature(self) -> Self:
        """Those over whose line of the visitor register nobody has signed yet (B-01), oldest first."""
        return self.filter(OWES_SIGNATURE).order_by("arrived_at", "pk")

    def with_people(self) -> Self:
        return self.select_related("customer", "consultant", "logged_by")


class Reception(models.Model):
    """A visit at the desk, from arrival to the end; what decided it stands in the queue's log.

    ``record`` is the core's stored decision of the visit (house law 4), which void and cancel need after its end.
    ``registered_at`` marks that its line of the visitor register is signed; the line itself is a RegisterEntry.
    ``entries`` are the numbers of the log's entries that decided something on it, so that its story is found at once.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="receptions")
    day = models.ForeignKey(BusinessDay, on_delete=models.PROTECT, related_name="receptions")
    visit = models.UUIDField(unique=True)
    number = models.PositiveIntegerField(_("number of the day"))
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True, related_name="receptions")
    visitor_name = models.CharField(_("name of a visitor who is no customer"), max_length=40, blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=12, choices=VisitPurpose, default=VisitPurpose.PURCHASE)
    history = models.CharField(max_length=8, choices=VisitHistory, default=VisitHistory.FIRST)
    circumstances = models.JSONField(default=dict)
    party_size = models.PositiveSmallIntegerField(_("party"), default=1)
    status = models.CharField(max_length=10, choices=Status)
    consultant = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="receptions")
    kind = models.CharField(max_length=8, choices=TurnKind)
    counts = models.BooleanField(default=False)
    clause = models.CharField(max_length=30)
    record = models.JSONField(default=dict)
    entries = ArrayField(models.PositiveBigIntegerField(), default=list)
    arrived_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    outcome_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField(null=True)
    logged_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        ordering = ["-arrived_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "number"],
                name="reception_number_once_a_day",
                violation_error_message=_("This number was given to another visitor; send it again."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=OPEN, consultant__isnull=False) | ~models.Q(status__in=OPEN),
                name="reception_open_has_consultant",
                violation_error_message=_("A reception under way needs a consultant."),
            ),
            models.CheckConstraint(
                condition=models.Q(party_size__gte=1, party_size__lte=200),
                name="reception_party_size",
                violation_error_message=_("A party has 1 to 200 people."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-arrived_at"], name="reception_by_arrival"),
            models.Index(
                fields=["office", "status"],
                condition=models.Q(status__in=("waiting", *OPEN)),
                name="reception_under_way",
            ),
            models.Index(fields=["consultant", "-arrived_at"], name="reception_of_consultant"),
            models.Index(
                fields=["consultant", "arrived_at", "id"],
                condition=models.Q(status=Status.FINISHED, outcome_at=None, contact__isnull=False),
                name="reception_owes_outcome",
            ),
            models.Index(
                fields=["office", "consultant", "arrived_at", "id"],
                condition=OWES_SIGNATURE,
                name="reception_owes_signature",
            ),
            models.Index(
                fields=["arrived_at"],
                condition=models.Q(status__in=("waiting", "called"), warned_at=None),
                name="reception_to_warn",
            ),
        ]
        triggers = [
            same_office(
                consultant_id="offices_member",
                logged_by_id="offices_member",
                customer_id="visitors_customer",
                day_id="offices_businessday",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("reception:visit", args=[self.office.slug, self.visit])

    @property
    def label(self) -> str:
        """How the desk speaks of this visitor: the name where one is known, else the number of the day."""
        if self.customer is not None and self.customer.name:
            return str(self.customer)
        return self.visitor_name or gettext("Visitor %(number)s") % {"number": self.number}

    @property
    def is_return(self) -> bool:
        """A customer who stands in the register from an earlier visit (B-04)."""
        return self.history == VisitHistory.VISITED and self.kind in (TurnKind.OWN, TurnKind.ASSIST)

    @property
    def waits_since(self) -> datetime:
        """From when the clock of a visitor without anybody runs: anew where they were handed over (A-20)."""
        return self.called_at if self.met_at and self.called_at else self.arrived_at

    @property
    def was_handed_over(self) -> bool:
        """Whether somebody was called to it after another one had received."""
        return bool(self.met_at and self.called_at and self.called_at > self.met_at)

    @property
    def with_since(self) -> datetime | None:
        """From when the consultant is busy with it."""
        return max(filter(None, (self.met_at, self.called_at)), default=None)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN
