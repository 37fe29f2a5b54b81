from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from switchboard.enums import TextKind


class LibraryTextQuerySet(models.QuerySet["LibraryText"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def in_use(self) -> Self:
        return self.filter(ended_at=None)


class LibraryText(models.Model):
    """What is said on the telephone: an answer to what callers ask, a script, or whom to call in a department.

    ``keywords`` are words that callers use and the title does not. ``ended_at``: when it was switched off.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(pgettext_lazy("library", "kind"), max_length=8, choices=TextKind)
    title = models.CharField(pgettext_lazy("library", "question or occasion"), max_length=80)
    keywords = models.CharField(_("other words for it"), max_length=120, blank=True)
    body = models.TextField(pgettext_lazy("library", "words"), max_length=2000)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    objects = LibraryTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of the library")
        verbose_name_plural = _("texts of the library")
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=TextKind.values) & ~models.Q(title="") & ~models.Q(body=""),
                name="library_text_says_something",
                violation_error_message=_("Type a few words."),
            )
        ]
        indexes = [models.Index(fields=["office", "kind"], name="library_text_of_office")]
        triggers = [same_office(changed_by_id="offices_member")]

    def __str__(self) -> str:
        return self.title
