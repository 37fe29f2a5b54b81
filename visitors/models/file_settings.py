from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.file_fields import OWN_KINDS
from visitors.file_kinds import ConsentClass, FileField, Group, Kind, Purpose
from visitors.file_words import CLASS_WORDS, GROUP_WORDS, KIND_WORDS, PURPOSE_WORDS

LABEL_LENGTH = 40
ANSWER_LENGTH = 40
OWN_CLAUSE = "B-40"


class OfficeFields(models.Model):
    """What an office changed about the fields of ours: those it leaves out, and answers it added to our lists."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="+")
    switched_off = ArrayField(models.CharField(max_length=40), default=list)
    more = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("fields of an office's customer files")
        verbose_name_plural = _("fields of offices' customer files")
        triggers = [same_office(changed_by_id="offices_member")]

    def __str__(self) -> str:
        return str(self.office_id)


class OwnFieldQuerySet(models.QuerySet["OwnField"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def in_use(self) -> Self:
        return self.filter(is_active=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OwnField(models.Model):
    """A field that an office added. Out of use it asks for nothing; what was answered stays.

    ``answers`` are those of a list, kept in values as they are written here.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    label = models.CharField(_("what is asked"), max_length=LABEL_LENGTH)
    group = models.CharField(
        _("part of the form"),
        max_length=10,
        choices=[(each.value, words) for each, words in GROUP_WORDS.items()],
    )
    kind = models.CharField(
        _("kind of answer"), max_length=8, choices=[(each.value, KIND_WORDS[each]) for each in OWN_KINDS]
    )
    answers = ArrayField(
        models.CharField(max_length=ANSWER_LENGTH), default=list, blank=True, verbose_name=_("answers")
    )
    purpose = models.CharField(
        pgettext_lazy("own field", "what it is kept for"),
        max_length=8,
        choices=[(each.value, words) for each, words in PURPOSE_WORDS.items()],
    )
    sensitive = models.CharField(
        _("asks for something sensitive"),
        max_length=8,
        choices=[(each.value, words) for each, words in CLASS_WORDS.items()],
        blank=True,
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("In use"), default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = OwnFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("own field")
        verbose_name_plural = _("own fields")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "label"],
                name="own_field_once",
                violation_error_message=_("There is a field of this name already."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    group__in=list(Group),
                    kind__in=list(OWN_KINDS),
                    purpose__in=list(Purpose),
                    sensitive__in=["", *ConsentClass],
                ),
                name="own_field_known_codes",
                violation_error_message=_("Choose part, kind and purpose from their lists."),
            ),
        ]
        triggers = [same_office(made_by_id="offices_member")]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """By what its values are kept."""
        return f"own-{self.pk}"

    @property
    def field(self) -> FileField:
        """The same as the pure table has its fields."""
        return FileField(
            key=self.key,
            group=Group(self.group),
            kind=Kind(self.kind),
            purpose=Purpose(self.purpose),
            clause=OWN_CLAUSE,
            more=tuple(self.answers),
            sensitive=ConsentClass(self.sensitive) if self.sensitive else None,
            label=self.label,
        )
