"""Letters and the boxes that they come into: registered, classified, forwarded, answered (F-27, F-28, G-20)."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models import Ticket
from offices.models import Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from switchboard.enums import BoxKind, LetterState, LetterStepKind, LetterTopic
from visitors.models import Contact, Customer


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def in_use(self) -> Self:
        return self.filter(ended_at=None)


class Mailbox(models.Model):
    """A box that is looked into every day. ``address`` is where it hangs, or its e-mail address.

    ``told_on``: the last day on which somebody was reminded of it.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(pgettext_lazy("mailbox", "kind"), max_length=10, choices=BoxKind)
    name = models.CharField(pgettext_lazy("mailbox", "name"), max_length=40)
    address = models.CharField(pgettext_lazy("mailbox", "where it is"), max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)
    told_on = models.DateField(null=True)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="mailbox_name_once",
                violation_error_message=_("There is a mailbox of that name already."),
            ),
            models.CheckConstraint(condition=Q(kind__in=BoxKind.values), name="mailbox_known_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class MailboxCheck(AppendOnly):
    """Somebody looked into a box, and found so many letters (F-27)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="checks", db_index=False)
    on = models.DateField()
    found = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta(AppendOnly.Meta):
        verbose_name = _("look into a mailbox")
        verbose_name_plural = _("looks into mailboxes")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["mailbox", "-on"], name="mailbox_check_by_day")]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(mailbox_id="switchboard_mailbox", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def not_about(self, member: Member) -> Self:
        """Without those that complain of this member."""
        return self.exclude(ticket__about_member=member)

    def waiting(self) -> Self:
        """Neither answered nor filed."""
        return self.filter(state__in=[LetterState.OPEN, LetterState.FORWARDED])

    def with_people(self) -> Self:
        return self.select_related(
            "mailbox", "customer__merged_into", "responsible", "with_member", "office", "ticket"
        )


class Letter(models.Model):
    """A letter or e-mail. ``number`` has no gap in the year. Whoever registered it is ``responsible`` for the answer.

    ``department`` and ``with_member`` say who has it now; ``ticket`` is the complaint that a letter opened.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    mailbox = models.ForeignKey(
        Mailbox, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    arrived_on = models.DateField(pgettext_lazy("letter", "arrived on"))
    sender = models.CharField(pgettext_lazy("letter", "from"), max_length=60)
    subject = models.CharField(pgettext_lazy("letter", "what about"), max_length=120)
    topic = models.CharField(pgettext_lazy("letter", "kind"), max_length=10, choices=LetterTopic)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, related_name="letters", db_index=False
    )
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    answer_by = models.DateField(pgettext_lazy("letter", "answer by"))
    responsible = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.CharField(pgettext_lazy("letter", "department"), max_length=40, blank=True)
    with_member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.OPEN)
    ended_on = models.DateField(null=True)
    told_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("mail", "letter")
        verbose_name_plural = pgettext_lazy("mail", "letters")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "number"], name="letter_numbered_once"),
            models.CheckConstraint(
                condition=Q(topic__in=LetterTopic.values, state__in=LetterState.values),
                name="letter_known_codes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "forwarded"], ended_on=None)
                | (Q(state__in=["answered", "filed"]) & Q(ended_on__isnull=False)),
                name="letter_ended_has_its_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "answer_by"],
                condition=Q(state__in=["open", "forwarded"]),
                name="letter_waiting",
            )
        ]
        triggers = [
            same_office(
                mailbox_id="switchboard_mailbox",
                customer_id="visitors_customer",
                contact_id="visitors_contact",
                ticket_id="complaints_ticket",
                responsible_id="offices_member",
                with_member_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number:03d}"

    def is_overdue(self, today: date) -> bool:
        return self.ended_on is None and self.answer_by < today


class LetterStep(AppendOnly):
    """What was done with a letter: by whom, when, and to whom it went; words stand beside it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="steps", db_index=False)
    kind = models.CharField(max_length=10, choices=LetterStepKind)
    topic = models.CharField(max_length=10, choices=LetterTopic)
    to = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta(AppendOnly.Meta):
        verbose_name = _("step of a letter")
        verbose_name_plural = _("steps of letters")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=LetterStepKind.values, topic__in=LetterTopic.values),
                name="letter_step_known_codes",
            )
        ]
        indexes = [models.Index(fields=["letter", "at"], name="letter_step_of_letter")]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(letter_id="switchboard_letter", to_id="offices_member", by_id="offices_member"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class LetterWords(models.Model):
    """The department and the note of a step: can be erased."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.OneToOneField(LetterStep, on_delete=models.PROTECT, related_name="words")
    department = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("words about a letter")
        verbose_name_plural = _("words about letters")
        triggers = [same_office(step_id="switchboard_letterstep")]

    def __str__(self) -> str:
        return self.note
