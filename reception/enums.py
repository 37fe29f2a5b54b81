"""The desk's closed lists with their words; the core's own enums (reception.rotation) get their labels here too."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where a visit stands."""

    WAITING = "waiting", pgettext_lazy("visit", "waiting")
    CALLED = "called", pgettext_lazy("visit", "called")
    RECEIVING = "receiving", pgettext_lazy("visit", "being received")
    FINISHED = "finished", pgettext_lazy("visit", "finished")
    LEFT = "left", pgettext_lazy("visit", "left without being received")
    VOID = "void", pgettext_lazy("visit", "void")
    CANCELLED = "cancelled", pgettext_lazy("visit", "cancelled")
    UNAIDED = "unaided", pgettext_lazy("visit", "needed no consultant")


OPEN = (Status.CALLED, Status.RECEIVING)
ENDED = (Status.FINISHED, Status.LEFT, Status.VOID, Status.CANCELLED, Status.UNAIDED)


class VisitPurpose(models.TextChoices):
    """Why somebody comes in."""

    PURCHASE = "purchase", _("Interested in a home")
    PEER = "peer", _("Researcher of another developer, who says so")
    FIND_PERSON = "find_person", _("Looks for a person")
    DIRECTIONS = "directions", _("Asks the way")


class VisitHistory(models.TextChoices):
    """What the visitor says of earlier contact."""

    FIRST = "first", _("First contact")
    PHONED = "phoned", _("Has phoned before")
    VISITED = "visited", _("Was here before")


class TurnKind(models.TextChoices):
    """What a reception is to the rotation; empty while nobody was found."""

    TURN = "turn", _("turn")
    MAKEUP = "makeup", _("make-up turn")
    OWN = "own", _("own customer")
    ASSIST = "assist", _("assistance")
    PEER = "peer", _("peer researcher")
    UNAIDED = "unaided", _("no consultant needed")
    WAITING = "waiting", pgettext_lazy("turn", "waiting")


class AwayReason(models.TextChoices):
    """Why a consultant steps out."""

    BUSINESS = "business", _("on business")
    PERSONAL = "personal", _("for private reasons")


class Move(models.TextChoices):
    """What the manager does with somebody's place."""

    SIGN_IN = "sign_in", pgettext_lazy("roster", "Sign in")
    SIGN_OUT = "sign_out", pgettext_lazy("roster", "Sign out")
    BUSINESS = "business", pgettext_lazy("roster", "Step out on business")
    PERSONAL = "personal", pgettext_lazy("roster", "Step out for private reasons")
    STEP_IN = "step_in", pgettext_lazy("roster", "Step in")


class VoidCause(models.TextChoices):
    """What a visitor turned out to be (reception charter, rule 6)."""

    PEER = "peer", _("a researcher of another developer")
    UNRELATED = "unrelated", _("unrelated to the project")


class VoidState(models.TextChoices):
    """Where a consultant's request for a void stands."""

    ASKED = "asked", pgettext_lazy("void", "waits for the manager")
    VERIFIED = "verified", pgettext_lazy("void", "verified")
    REFUSED = "refused", pgettext_lazy("void", "not accepted")


class EventWord(models.TextChoices):
    """The queue's events in words; the codes are the core's, and three of the house's own."""

    SIGN_IN = "sign_in", _("signed in")
    SIGN_OUT = "sign_out", _("signed out")
    STEP_OUT = "step_out", _("stepped out")
    STEP_IN = "step_in", _("is back")
    ARRIVE = "arrive", _("visitor arrived")
    FINISH = "finish", _("reception finished")
    LEAVE = "leave", _("visitor left while waiting")
    VOID = "void", _("reception void")
    CANCEL = "cancel", _("entry cancelled")
    REASSIGN = "reassign", _("given to another consultant")
    HAND_BACK = "hand_back", _("handed back to the customer's own consultant")
    REORDER = "reorder", _("order set anew")
    RULES = "rules", _("house rules changed")
    STAFF = "staff", _("staff list extended")
    OPEN_DAY = "open_day", _("day opened")
    CLOSE_DAY = "close_day", _("day closed")


class PassedWhy(models.TextChoices):
    """Why the walk passed somebody."""

    BUSINESS = "business", _("away on business")
    PERSONAL = "personal", _("away for private reasons")
    BUSY = "busy", _("busy with another visitor")
    DEBT = "debt", _("had taken this turn already")


class LinkKind(models.TextChoices):
    """What a public link opens."""

    WALL = "wall", _("Wall board")
    CHECK_IN = "check_in", _("Self check-in")


class CheckInState(models.TextChoices):
    """Where a visitor's own entry at the door stands."""

    NEW = "new", pgettext_lazy("check-in", "waits for the desk")
    TAKEN = "taken", pgettext_lazy("check-in", "confirmed")
    DISMISSED = "dismissed", pgettext_lazy("check-in", "dismissed")


class SlipState(models.TextChoices):
    """What became of a numbered slip."""

    ENTERED = "entered", pgettext_lazy("slip", "entered")
    SPOILED = "spoiled", pgettext_lazy("slip", "spoiled")
