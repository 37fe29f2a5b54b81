from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.enums import ConsentChannel, ConsentWay
from offices.models import Member, Office
from offices.models.append_only import AppendOnly


class ConsentQuerySet(models.QuerySet["Consent"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def latest_of_numbers(self, fingerprints: list[str]) -> Self:
        """The last answer of each of the numbers for each channel."""
        return (
            self.filter(number__in=fingerprints)
            .order_by("number", "channel", "-at", "-pk")
            .distinct("number", "channel")
        )


class Consent(AppendOnly):
    """What the holder of a number answered when asked whether we may call or text it; a withdrawal is a new row.

    ``number`` is a fingerprint: the row proves an answer for as long as the law wants it, and names nobody.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=64)
    channel = models.CharField(pgettext_lazy("consent", "channel"), max_length=10, choices=ConsentChannel)
    given = models.BooleanField(pgettext_lazy("consent", "given"))
    wording = models.CharField(_("wording"), max_length=20)
    wording_version = models.PositiveSmallIntegerField(_("version of the wording"))
    way = models.CharField(pgettext_lazy("consent", "how"), max_length=10, choices=ConsentWay)
    at = models.DateTimeField(pgettext_lazy("consent", "at"))
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = pgettext_lazy("contact", "consent")
        verbose_name_plural = pgettext_lazy("contact", "consents")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=ConsentChannel.values),
                name="consent_channel_known",
                violation_error_message=_("Consent is given to calls, to SMS or to e-mail."),
            ),
            models.CheckConstraint(
                condition=models.Q(way__in=ConsentWay.values),
                name="consent_way_known",
                violation_error_message=_(
                    "An answer reaches us at the desk, on the phone, by the person's own entry or by a reply."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^[0-9a-f]{64}$"),
                name="consent_number_is_a_fingerprint",
                violation_error_message=_("The number itself is never kept with a consent."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "number", "channel", "-at"], name="consent_of_number"),
            models.Index(
                fields=["number", "channel", "-at"],
                condition=models.Q(way=ConsentWay.REPLY),
                name="consent_stopped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {'+' if self.given else '-'}"
