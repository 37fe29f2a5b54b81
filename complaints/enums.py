"""The closed lists of complaints, with their words for users. Codes that the core decides on are the core's own."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """How a complaint reached us (G-13, G-26, G-33, G-42)."""

    VISIT = "visit", pgettext_lazy("complaint came", "Visit")
    CALL = "call", pgettext_lazy("complaint came", "Call")
    LETTER = "letter", pgettext_lazy("complaint came", "Letter")
    EMAIL = "email", pgettext_lazy("complaint came", "E-mail")
    SMS = "sms", pgettext_lazy("complaint came", "Reply to an SMS")
    WEB = "web", pgettext_lazy("complaint came", "Web form")
    FORWARDED = "forwarded", pgettext_lazy("complaint came", "Forwarded from above")
    FORUM = "forum", pgettext_lazy("complaint came", "Forum on the Internet")


class TicketKind(models.TextChoices):
    """How it was entered; the codes of complaints.escalation_table.Kind."""

    GENERAL = "general", pgettext_lazy("complaint", "General")
    MAJOR = "major", pgettext_lazy("complaint", "Major")
    WRITTEN = "written", pgettext_lazy("complaint", "Written")


class TicketState(models.TextChoices):
    """Where it stands; the codes of complaints.escalation_table.State."""

    RECEIVED = "received", pgettext_lazy("complaint", "received")
    ASSIGNED = "assigned", pgettext_lazy("complaint", "with a department")
    HANDLED = "handled", pgettext_lazy("complaint", "handled")
    RETURNED = "returned", pgettext_lazy("complaint", "slip returned")
    EXPLAINED = "explained", pgettext_lazy("complaint", "explained, another reply promised")
    REPLIED = "replied", pgettext_lazy("complaint", "replied")
    CONFIRMED = "confirmed", pgettext_lazy("complaint", "closed")
    ARCHIVED = "archived", pgettext_lazy("complaint", "archived")


class StepKind(models.TextChoices):
    """What was done; beside the core's deeds there is what moves nothing."""

    OPENED = "opened", pgettext_lazy("complaint step", "took the complaint")
    TAKEN = "taken", pgettext_lazy("complaint step", "answers for it from now on")
    OFFERED = "offered", pgettext_lazy("complaint step", "asked somebody to take it over")
    ACCEPTED = "accepted", pgettext_lazy("complaint step", "took it over")
    DECLINED = "declined", pgettext_lazy("complaint step", "declined to take it over")
    JOINED = "joined", pgettext_lazy("complaint step", "joined it with an earlier complaint")
    SORTED = "sorted", pgettext_lazy("complaint step", "changed what it is about")
    NOTED = "noted", pgettext_lazy("complaint step", "made a note")
    TRIED = "tried", pgettext_lazy("complaint step", "tried to reach the customer")
    ASSIGNED = "assigned", pgettext_lazy("complaint step", "gave it to a department")
    HANDLED = "handled", pgettext_lazy("complaint step", "handled it")
    RETURNED = "returned", pgettext_lazy("complaint step", "took the slip back")
    EXPLAINED = "explained", pgettext_lazy("complaint step", "explained, and promised another reply")
    REPLIED = "replied", pgettext_lazy("complaint step", "gave the customer the answer")
    CONFIRMED = "confirmed", pgettext_lazy("complaint step", "has the customer's confirmation")
    UNANSWERED = "unanswered", pgettext_lazy("complaint step", "closed it: the customer did not say anything")
    DISSATISFIED = "dissatisfied", pgettext_lazy("complaint step", "heard that the customer is not content")
    CALLED = "called", pgettext_lazy("complaint step", "made the return call")
    ARCHIVED = "archived", pgettext_lazy("complaint step", "put it into the archive")
    REOPENED = "reopened", pgettext_lazy("complaint step", "opened it again")
    PROMISED = "promised", pgettext_lazy("complaint step", "told the customer a time")
    WAITING = "waiting", pgettext_lazy("complaint step", "waits for the customer")
    RESUMED = "resumed", pgettext_lazy("complaint step", "goes on: the customer answered")
    HOUSEHOLDS = "households", pgettext_lazy("complaint step", "counted the households anew")
    RAISED = "raised", pgettext_lazy("complaint step", "found it to be a major one")
    NAMED = "named", pgettext_lazy("complaint step", "found that it is about one of us")
    VERIFIED = "verified", pgettext_lazy("complaint step", "found that the consultant was at fault")
    REFUTED = "refuted", pgettext_lazy("complaint step", "found that the consultant was not at fault")


class Satisfaction(models.TextChoices):
    """What the customer said at the return call."""

    SATISFIED = "satisfied", pgettext_lazy("customer is", "content")
    PARTLY = "partly", pgettext_lazy("customer is", "partly content")
    DISSATISFIED = "dissatisfied", pgettext_lazy("customer is", "not content")


class ConfirmedHow(models.TextChoices):
    """How the customer confirmed that it is settled (G-05, G-28)."""

    SIGNED = "signed", pgettext_lazy("confirmed", "Signed on a visit")
    PHONE = "phone", pgettext_lazy("confirmed", "On the telephone")
    WRITTEN = "written", pgettext_lazy("confirmed", "In writing")


class VisitWay(models.TextChoices):
    """How the return visit was made (G-25)."""

    PHONE = "phone", pgettext_lazy("return visit", "Call")
    VISIT = "visit", pgettext_lazy("return visit", "On site")
    LETTER = "letter", pgettext_lazy("return visit", "Letter")


class AnalysisKind(models.TextChoices):
    """The time that an analysis looks at (G-12, G-16)."""

    MONTH = "month", pgettext_lazy("analysis", "Month")
    QUARTER = "quarter", pgettext_lazy("analysis", "Quarter")


class AnalysisState(models.TextChoices):
    """Where an analysis stands on its way to the director (G-17)."""

    DRAFT = "draft", pgettext_lazy("analysis", "being written")
    REVIEW = "review", pgettext_lazy("analysis", "with the manager")
    APPROVAL = "approval", pgettext_lazy("analysis", "with the director")
    APPROVED = "approved", pgettext_lazy("analysis", "approved")
