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


class ConsentWay(models.TextChoices):
    """Where the person's answer reached us."""

    DESK = "desk", pgettext_lazy("consent", "At the desk")
    PHONE = "phone", pgettext_lazy("consent", "On the phone")
    SELF = "self", pgettext_lazy("consent", "By the person's own entry")
