"""Closed lists of what leaves the house, with their words for users."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RobotKind(models.TextChoices):
    """Whose group chat a robot sits in; each vendor has its own signature, mention and answer."""

    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")
    FEISHU = "feishu", _("Feishu")


class MessageKind(models.TextChoices):
    """What a message says; its words are built when it is sent (messaging.notice_texts)."""

    CALLED = "called", _("Consultant called to the desk")
    LATE = "late", _("Visitor waits too long")
    MANY_UNITS = "many_units", _("Customer wants several units")
    VOID_ASKED = "void_asked", _("Void to be verified")
    DAY_ANCHOR = "day_anchor", _("Last hash of a closed day")
    NOTICE = "notice", _("Notice to a member, repeated in the group")
    TEST = "test", _("Test message")


class MessageState(models.TextChoices):
    """Where a message stands: queued → sending → sent, failed or uncertain.

    ``sending`` is committed right before the vendor is called; what is found there after its lease ran out
    may or may not have left, becomes ``uncertain`` and is never sent again by itself.
    """

    QUEUED = "queued", pgettext_lazy("message", "Queued")
    SENDING = "sending", pgettext_lazy("message", "Being sent")
    SENT = "sent", pgettext_lazy("message", "Sent")
    FAILED = "failed", pgettext_lazy("message", "Not sent")
    UNCERTAIN = "uncertain", pgettext_lazy("message", "May have been sent")


class ConsentChannel(models.TextChoices):
    """What a person allows or forbids us, each asked for separately."""

    CALL = "call", pgettext_lazy("consent", "Calls")
    SMS = "sms", pgettext_lazy("consent", "SMS")
    EMAIL = "email", pgettext_lazy("consent", "E-mail")


class ConsentWay(models.TextChoices):
    """Where the person's answer reached us."""

    DESK = "desk", pgettext_lazy("consent", "At the desk")
    PHONE = "phone", pgettext_lazy("consent", "On the phone")
    SELF = "self", pgettext_lazy("consent", "By the person's own entry")
    REPLY = "reply", pgettext_lazy("consent", "By a reply to a message")


class TextChannel(models.TextChoices):
    """By which way a text goes to a customer."""

    SMS = "sms", pgettext_lazy("channel", "SMS")
    EMAIL = "email", pgettext_lazy("channel", "E-mail")


class GatewayKind(models.TextChoices):
    """Through whom texts leave."""

    FILE = "file", _("File: nothing leaves the house")
    ALIYUN = "aliyun", _("Alibaba Cloud")
    TENCENT = "tencent", _("Tencent Cloud")
    HTTP = "http", _("Own gateway over HTTP")
    SMTP = "smtp", _("Mail server")


class TextCategory(models.TextChoices):
    """What a text is by law: service needs no refusal, marketing needs consent."""

    SERVICE = "service", pgettext_lazy("text", "Service")
    MARKETING = "marketing", pgettext_lazy("text", "Marketing")


class TemplateApproval(models.TextChoices):
    """Where a wording stands with the vendor that must register it."""

    NONE = "none", pgettext_lazy("template", "Not submitted")
    WAITING = "waiting", pgettext_lazy("template", "With the vendor")
    APPROVED = "approved", pgettext_lazy("template", "Approved")
    REFUSED = "refused", pgettext_lazy("template", "Refused by the vendor")


class TextPurpose(models.TextChoices):
    """What a text is for."""

    THANKS = "thanks", pgettext_lazy("text", "Thanks for calling")
    INVITATION = "invitation", pgettext_lazy("text", "Invitation")
    FESTIVAL = "festival", pgettext_lazy("text", "Festival")
    MILESTONE = "milestone", pgettext_lazy("text", "Milestone of the project")
    BIRTHDAY = "birthday", pgettext_lazy("text", "Birthday")
    CONGRATULATION = "congratulation", pgettext_lazy("text", "Congratulation")
    REDISTRIBUTION = "redistribution", pgettext_lazy("text", "New consultant")
    SURVEY = "survey", pgettext_lazy("text", "Survey")
    PAYMENT_DUE = "payment_due", pgettext_lazy("text", "Payment due")
    CONFIRM = "confirm", pgettext_lazy("text", "Appointment")
    NEWS = "news", pgettext_lazy("text", "News")


class TextState(models.TextChoices):
    """Where a text stands: queued → sending → sent, failed or uncertain → delivered; dropped is never handed over."""

    QUEUED = "queued", pgettext_lazy("message", "Queued")
    SENDING = "sending", pgettext_lazy("message", "Being sent")
    SENT = "sent", pgettext_lazy("message", "Sent")
    DELIVERED = "delivered", pgettext_lazy("message", "Delivered")
    FAILED = "failed", pgettext_lazy("message", "Not sent")
    UNCERTAIN = "uncertain", pgettext_lazy("message", "May have been sent")
    DROPPED = "dropped", pgettext_lazy("message", "Dropped")
