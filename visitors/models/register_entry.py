from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import BusinessDay, Member, Office
from offices.models.append_only import AppendOnly
from offices.models.same_office import same_office
from visitors.enums import SignedThrough
from visitors.models.contact import Contact


class RegisterEntryQuerySet(models.QuerySet["RegisterEntry"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def standing(self) -> Self:
        """Those that no later entry corrects."""
        return self.filter(corrected_by=None)


class RegisterEntry(AppendOnly):
    """A signed line of the visitor register (B-01, B-02): never changed, corrected only by a new line that names it.

    ``facts`` are ids, codes, figures and times; the words (name, masked number, remark) stand beside it in
    RegisterWords, of which ``commitment`` is kept here. ``digest`` is the SHA-256 over all that was signed
    (visitors.register).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.ForeignKey(BusinessDay, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="register_entries")
    number = models.PositiveIntegerField(_("number of the day"))
    facts = models.JSONField()
    commitment = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    signed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    signed_through = models.CharField(max_length=5, choices=SignedThrough)
    screen_of = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")

    objects = RegisterEntryQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact"],
                condition=models.Q(corrects=None),
                name="register_entry_once_per_contact",
                violation_error_message=_("This visit is signed already; correct that entry."),
            ),
            models.CheckConstraint(
                condition=models.Q(signed_through=SignedThrough.LOGIN, screen_of=None)
                | models.Q(signed_through=SignedThrough.PIN, screen_of__isnull=False),
                name="register_entry_pin_names_the_screen",
                violation_error_message=_("A signature by PIN says at whose screen it was given."),
            ),
        ]
        indexes = [models.Index(fields=["office", "-signed_at"], name="register_entry_by_time")]
        triggers = [
            *AppendOnly.Meta.triggers,
            same_office(
                day_id="offices_businessday",
                contact_id="visitors_contact",
                signed_by_id="offices_member",
                screen_of_id="offices_member",
                corrects_id="visitors_registerentry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:8]}"


class RegisterWords(models.Model):
    """What a register entry says of a person, in words: beside the evidence, so that it can be erased."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    entry = models.OneToOneField(RegisterEntry, on_delete=models.PROTECT, related_name="words")
    salt = models.CharField(max_length=32)
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(_("masked number"), max_length=24, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    reason = models.CharField(_("reason of the correction"), max_length=200, blank=True)

    class Meta:
        triggers = [same_office(entry_id="visitors_registerentry")]

    def __str__(self) -> str:
        return self.name
