from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.enums import GatewayKind, TemplateApproval, TextCategory, TextChannel, TextPurpose
from messaging.templating import LONGEST_BODY, frame_of, framed, registered
from offices.models import Member, Office
from offices.models.same_office import same_office


class MessageTemplateQuerySet(models.QuerySet["MessageTemplate"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def active(self) -> Self:
        return self.filter(is_active=True)


class MessageTemplate(models.Model):
    """A wording with variables. A change is a new row that names the one it replaces; texts name the row they used.

    ``vendor_code``: under which the vendor registered this very wording; ``longest_value``: how many characters it
    allows in one variable (0: any).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(pgettext_lazy("template", "channel"), max_length=8, choices=TextChannel)
    code = models.SlugField(pgettext_lazy("template", "code"), max_length=40, db_index=False)
    name = models.CharField(pgettext_lazy("template", "name"), max_length=40)
    purpose = models.CharField(pgettext_lazy("template", "purpose"), max_length=16, choices=TextPurpose)
    category = models.CharField(pgettext_lazy("template", "category"), max_length=10, choices=TextCategory)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    body = models.TextField(pgettext_lazy("template", "wording"), max_length=LONGEST_BODY)
    vendor_code = models.CharField(_("template code of the vendor"), max_length=40, blank=True)
    longest_value = models.PositiveSmallIntegerField(_("longest value of a variable"), default=0)
    approval = models.CharField(
        _("approval by the vendor"), max_length=10, choices=TemplateApproval, default=TemplateApproval.NONE
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = MessageTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("text", "template")
        verbose_name_plural = pgettext_lazy("text", "templates")
        ordering = ["channel", "purpose", "code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "code", "version"], name="template_version_once_per_office"
            ),
            models.UniqueConstraint(
                fields=["office", "code"],
                condition=models.Q(is_active=True),
                name="template_one_version_in_use",
                violation_error_message=_("Somebody has just changed this template. Load the page again."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    channel__in=TextChannel.values,
                    purpose__in=TextPurpose.values,
                    category__in=TextCategory.values,
                    approval__in=TemplateApproval.values,
                ),
                name="template_known_codes",
                violation_error_message=_("Choose channel, purpose, category and approval from their lists."),
            ),
            models.CheckConstraint(
                condition=~models.Q(approval=TemplateApproval.APPROVED) | ~models.Q(vendor_code=""),
                name="template_approved_has_code",
                violation_error_message=_("What the vendor approved has a template code; enter it."),
            ),
        ]
        triggers = [same_office(created_by_id="offices_member", replaces_id="messaging_messagetemplate")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_marketing(self) -> bool:
        return self.category == TextCategory.MARKETING

    @property
    def whole(self) -> str:
        """The wording with its frame, as it is registered with a vendor."""
        return framed(
            self.body, frame_of(self.language), channel=self.channel, is_marketing=self.is_marketing
        )

    @property
    def registered(self) -> list[tuple[str, str]]:
        """By vendor, the whole wording as it is entered in its console; nothing for e-mails."""
        if self.channel != TextChannel.SMS:
            return []
        vendors = (GatewayKind.ALIYUN, False), (GatewayKind.TENCENT, True)
        return [(str(kind.label), registered(self.whole, numbered=numbered)) for kind, numbered in vendors]
