"""What the office says in its calls: scripts by purpose, and the questions that it asks."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from followups.enums import CustomerType, QuestionKind
from followups.models.calls import CallResult
from offices.models import Member, Office
from offices.models.same_office import same_office

SCALE = range(1, 6)


class Script(models.Model):
    """The office's own words for one purpose of a call, with variables in braces; without one the house's stand."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(pgettext_lazy("script", "purpose"), max_length=16)
    body = models.TextField(pgettext_lazy("script", "words"), max_length=2000)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = pgettext_lazy("call", "script")
        verbose_name_plural = pgettext_lazy("call", "scripts")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "purpose"],
                name="script_once_per_purpose",
                violation_error_message=_("There is a script for this purpose already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(body=""),
                name="script_has_words",
                violation_error_message=_("Type a few words."),
            ),
        ]
        triggers = [same_office(changed_by_id="offices_member")]

    def __str__(self) -> str:
        return self.purpose


class QuestionQuerySet(models.QuerySet["Question"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def in_use(self) -> Self:
        return self.filter(ended_at=None)


class Question(models.Model):
    """A question about satisfaction in one wording: other words are another question, so that answers keep their sense.

    (E-48 … E-56)
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    for_type = models.CharField(pgettext_lazy("question", "for"), max_length=10, choices=CustomerType)
    kind = models.CharField(pgettext_lazy("question", "answer"), max_length=8, choices=QuestionKind)
    text = models.CharField(pgettext_lazy("question", "words"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", editable=False
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(for_type__in=CustomerType.values, kind__in=QuestionKind.values),
                name="question_known_codes",
                violation_error_message=_("Choose for whom the question is, and how it is answered."),
            )
        ]
        indexes = [models.Index(fields=["office", "for_type", "position"], name="question_of_office")]
        triggers = [same_office(replaces_id="followups_question")]

    def __str__(self) -> str:
        return self.text


class Answer(models.Model):
    """What the customer answered: 1 to 5, yes (1) or no (0), or words; words can be erased."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    result = models.ForeignKey(CallResult, on_delete=models.PROTECT, related_name="answers", db_index=False)
    value = models.PositiveSmallIntegerField(null=True)
    text = models.CharField(pgettext_lazy("question", "answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("question", "answer")
        verbose_name_plural = pgettext_lazy("question", "answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "question"],
                name="answer_once_per_call",
                violation_error_message=_("This question was answered in this call already."),
            ),
            models.CheckConstraint(
                condition=models.Q(value=None) & ~models.Q(text="") | models.Q(value__lte=max(SCALE)),
                name="answer_says_something",
                violation_error_message=_("An answer is a figure from 1 to 5, yes or no, or words."),
            ),
        ]
        triggers = [same_office(question_id="followups_question", result_id="followups_callresult")]

    def __str__(self) -> str:
        return self.text or str(self.value)

    @property
    def shown(self) -> str:
        """In words: the figure of a scale with its end, yes or no, or what was said."""
        if self.value is None:
            return self.text
        if self.question.kind == QuestionKind.YES_NO:
            return pgettext("answer", "Yes") if self.value else pgettext("answer", "No")
        return f"{self.value}/{max(SCALE)}"
