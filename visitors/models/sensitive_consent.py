from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.enums import ConsentWay
from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.file_kinds import ConsentClass
from visitors.file_words import CLASS_WORDS
from visitors.models.customer import Customer


class SensitiveConsentQuerySet(models.QuerySet["SensitiveConsent"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class SensitiveConsent(models.Model):
    """A customer agreed that we keep sensitive facts of one class: which wording, when, by which way; and took it back.

    ``text_version`` names the wording that was read to them (visitors.consent_texts).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="sensitive_consents")
    of_class = models.CharField(
        _("what it is about"),
        max_length=8,
        choices=[(each.value, words) for each, words in CLASS_WORDS.items()],
    )
    text_version = models.PositiveSmallIntegerField(_("version of the wording"))
    channel = models.CharField(pgettext_lazy("consent", "how"), max_length=10, choices=ConsentWay)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = SensitiveConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent to sensitive facts")
        verbose_name_plural = _("consents to sensitive facts")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "of_class"],
                condition=models.Q(withdrawn_at=None),
                name="sensitive_consent_one_stands",
                violation_error_message=_("This consent stands already."),
            ),
            models.CheckConstraint(
                condition=models.Q(of_class__in=list(ConsentClass), channel__in=ConsentWay.values)
                & (
                    models.Q(withdrawn_at=None, withdrawn_by=None)
                    | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                ),
                name="sensitive_consent_known_codes",
                violation_error_message=_("Choose what the consent is about, and how it was given."),
            ),
        ]
        triggers = [
            same_office(
                customer_id="visitors_customer",
                given_by_id="offices_member",
                withdrawn_by_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.get_of_class_display()
