"""The closed lists of follow-ups, with their words for users. Codes are stored; words may change."""

from django.db import models
from django.utils.translation import pgettext_lazy


class FollowUpChannel(models.TextChoices):
    """In which way; the codes are those of followups.cadence.Channel."""

    CALL = "call", pgettext_lazy("follow-up", "Call")
    SMS = "sms", pgettext_lazy("follow-up", "SMS")


class FollowUpPurpose(models.TextChoices):
    """What for; the codes of followups.cadence.Purpose, and what no plan knows of: the answer to a complaint."""

    CONFIRM = "confirm", pgettext_lazy("follow-up", "Confirm the appointment")
    CONGRATULATE = "congratulate", pgettext_lazy("follow-up", "Congratulate on the purchase")
    BIRTHDAY = "birthday", pgettext_lazy("follow-up", "Birthday wishes")
    MILESTONE = "milestone", pgettext_lazy("follow-up", "News of the project")
    FESTIVAL = "festival", pgettext_lazy("follow-up", "Festival greetings")
    SAME_DAY = "same_day", pgettext_lazy("follow-up", "Call on the same day")
    INVITE = "invite", pgettext_lazy("follow-up", "Invite to visit")
    REGULAR = "regular", pgettext_lazy("follow-up", "Keep in touch")
    THANKS = "thanks", pgettext_lazy("follow-up", "Thank for calling")
    WIN_BACK = "win_back", pgettext_lazy("follow-up", "Win back")
    COMPLAINT = "complaint", pgettext_lazy("follow-up", "Tell what became of the complaint")


class FollowUpState(models.TextChoices):
    """Where a follow-up stands."""

    DUE = "due", pgettext_lazy("follow-up", "due")
    DONE = "done", pgettext_lazy("follow-up", "done")
    DROPPED = "dropped", pgettext_lazy("follow-up", "no longer due")


class FollowUpSource(models.TextChoices):
    """Where a follow-up comes from. Only what the plan made is the plan's to change."""

    PLAN = "plan", pgettext_lazy("follow-up", "by the house rules")
    AGREED = "agreed", pgettext_lazy("follow-up", "agreed with the customer")
    MANUAL = "manual", pgettext_lazy("follow-up", "entered by hand")
    COMPLAINT = "complaint", pgettext_lazy("follow-up", "after a complaint")


class DroppedAs(models.TextChoices):
    """Why a follow-up is no longer due. What the plan let fall it may pick up again; what people dropped stays so."""

    PLAN = "plan", pgettext_lazy("follow-up dropped", "the plan changed")
    OVERTAKEN = "overtaken", pgettext_lazy("follow-up dropped", "an older one is still open")
    EXPIRED = "expired", pgettext_lazy("follow-up dropped", "its occasion is over")
    MOVED = "moved", pgettext_lazy("follow-up dropped", "moved to an agreed time")
    BY_HAND = "by_hand", pgettext_lazy("follow-up dropped", "left out by hand")


class MilestoneKind(models.TextChoices):
    """What is worth telling of the project (E-32)."""

    OPENING = "opening", pgettext_lazy("milestone", "Opening of sales")
    PROMOTION = "promotion", pgettext_lazy("milestone", "Promotion")
    SHOW_FLAT = "show_flat", pgettext_lazy("milestone", "Show flat opens")
    TOPPING_OUT = "topping_out", pgettext_lazy("milestone", "Topping out")
    HANDOVER = "handover", pgettext_lazy("milestone", "Hand-over of homes")
    OTHER = "other", pgettext_lazy("milestone", "Other news")


class DayKind(models.TextChoices):
    """What a day of the calendar is."""

    HOLIDAY = "holiday", pgettext_lazy("calendar day", "Statutory holiday")
    WORKDAY = "workday", pgettext_lazy("calendar day", "Make-up working day")
    FESTIVAL = "festival", pgettext_lazy("calendar day", "Festival")


class AppointmentState(models.TextChoices):
    """What became of a visit that was agreed on."""

    PLANNED = "planned", pgettext_lazy("appointment", "planned")
    KEPT = "kept", pgettext_lazy("appointment", "the customer came")
    MISSED = "missed", pgettext_lazy("appointment", "the customer did not come")
    CANCELLED = "cancelled", pgettext_lazy("appointment", "cancelled")


class CallCode(models.TextChoices):
    """What came of a call. The first six: we spoke with the customer."""

    REACHED = "reached", pgettext_lazy("call", "Reached")
    COMING = "coming", pgettext_lazy("call", "Comes on a day")
    FEWER = "fewer", pgettext_lazy("call", "Asks for fewer calls")
    NEVER = "never", pgettext_lazy("call", "Never again")
    COMPLAINS = "complains", pgettext_lazy("call", "Complains")
    LOST = "lost", pgettext_lazy("call", "Lost")
    NO_ANSWER = "no_answer", pgettext_lazy("call", "No answer")
    NOT_CONVENIENT = "not_convenient", pgettext_lazy("call", "Not convenient")
    PASSED_ON = "passed_on", pgettext_lazy("call", "Somebody else passes it on")

    @classmethod
    def effective(cls) -> list[str]:
        """Those in which we spoke with the customer; only such a call settles what was due."""
        return [cls.REACHED, cls.COMING, cls.FEWER, cls.NEVER, cls.COMPLAINS, cls.LOST]


class CallOccasion(models.TextChoices):
    """What a call begins with, so that it is no mere pressing (E-36)."""

    EVENT = "event", pgettext_lazy("occasion", "Event or news of the project")
    MILESTONE = "milestone", pgettext_lazy("occasion", "Progress of the building")
    FESTIVAL = "festival", pgettext_lazy("occasion", "Festival or birthday")
    WEATHER = "weather", pgettext_lazy("occasion", "Weather or season")
    OFFER = "offer", pgettext_lazy("occasion", "Offer or price")
    MARKET = "market", pgettext_lazy("occasion", "Market or policy")
    QUESTION = "question", pgettext_lazy("occasion", "An answer that we owed")


class CustomerType(models.TextChoices):
    """Whom questions about satisfaction are for."""

    OPEN = "open", pgettext_lazy("customers", "Undecided customers")
    SIGNED = "signed", pgettext_lazy("customers", "Buyers")
    MOVED_IN = "moved_in", pgettext_lazy("customers", "Buyers with their keys")
    LOST = "lost", pgettext_lazy("customers", "Lost customers")


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SCALE = "scale", pgettext_lazy("answered with", "1 to 5")
    YES_NO = "yes_no", pgettext_lazy("answered with", "yes or no")
    TEXT = "text", pgettext_lazy("answered with", "words")


class BatchState(models.TextChoices):
    """Where a batch of texts stands: draft → listed → approved → running ↔ paused → done, or stopped."""

    DRAFT = "draft", pgettext_lazy("batch", "Draft")
    LISTED = "listed", pgettext_lazy("batch", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("batch", "Approved")
    RUNNING = "running", pgettext_lazy("batch", "Being sent")
    PAUSED = "paused", pgettext_lazy("batch", "Paused")
    STOPPED = "stopped", pgettext_lazy("batch", "Stopped")
    DONE = "done", pgettext_lazy("batch", "Done")


class RowState(models.TextChoices):
    """What became of a customer of a batch."""

    IN = "in", pgettext_lazy("customer of a batch", "Gets the message")
    LEFT_OUT = "left_out", pgettext_lazy("customer of a batch", "Left out")
    DROPPED = "dropped", pgettext_lazy("customer of a batch", "Dropped by hand")
    QUEUED = "queued", pgettext_lazy("customer of a batch", "In the outbox")
