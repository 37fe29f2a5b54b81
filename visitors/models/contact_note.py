from typing import Self

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.models.contact import Contact


class ContactNoteQuerySet(models.QuerySet["ContactNote"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class ContactNote(models.Model):
    """What was said at a contact, in words: beside the evidence, so that it can be mended and erased."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="note")
    text = models.TextField(_("note"), max_length=2000)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = ContactNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text="") & models.Q(LessThanOrEqual(Length("text"), 2000)),
                name="contact_note_length",
                violation_error_message=_("A note has 1 to 2,000 characters."),
            ),
        ]
        triggers = [same_office(contact_id="visitors_contact", by_id="offices_member")]

    def __str__(self) -> str:
        return str(self.contact_id)
