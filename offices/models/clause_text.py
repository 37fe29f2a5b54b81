from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models.office import Office


class ClauseText(models.Model):
    """The office's own wording of a clause, shown beside ours."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="clause_texts")
    clause = models.CharField(_("clause"), max_length=40)
    text = models.TextField(_("the office's own text"), max_length=2000)

    class Meta:
        verbose_name = _("clause text")
        verbose_name_plural = _("clause texts")
        ordering = ["office", "clause"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "clause"],
                name="clause_text_once",
                violation_error_message=_("This clause has a text already; change that one."),
            ),
        ]

    def __str__(self) -> str:
        return self.clause
