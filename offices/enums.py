"""The ground floor's closed lists, with their words for users."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a member may do; one member may hold several."""

    CONSULTANT = "consultant", _("Sales consultant")
    DESK = "desk", _("Front desk")
    ASSISTANT = "assistant", _("Sales assistant")
    SUPERVISOR = "supervisor", _("Sales supervisor")
    MANAGER = "manager", _("Sales manager")
    SERVICE = "service", _("Customer service")
    FINANCE = "finance", _("Finance")
    INFORMATION = "information", _("Information supervisor")
    DIRECTOR = "director", _("Director")
    ADMINISTRATOR = "administrator", _("Administrator")


class Preset(models.TextChoices):
    """The sets of house rules that an office starts from."""

    FLOOR = "floor", _("Sales-floor rules")
    CHARTER = "charter", _("Reception charter")
    FAIR = "fair", _("Arithmetic fairness")


class NoticeKind(models.TextChoices):
    """Why a member is told something."""

    CALLED = "called", _("A visitor is yours")
    LATE = "late", _("A visitor has waited for a minute")
    VOID_ASKED = "void_asked", _("A void waits to be verified")
    VOID_VERIFIED = "void_verified", _("Your void was verified")
    VOID_REFUSED = "void_refused", _("Your void was not accepted")
    MANY_UNITS = "many_units", _("A customer wants three units or more")
    TAKEN_AWAY = "taken_away", _("A visitor was given to a colleague")
    UNSIGNED = "unsigned", _("Register entries wait for your signature")
    CORRECTION_ASKED = "correction_asked", _("The manager asks you to correct a register entry")
    DAY_ANCHOR = "day_anchor", _("The day is closed: keep its last hash")
    DEPUTY = "deputy", _("You stand in for the manager")
    PIN_LOCKED = "pin_locked", _("Your PIN was locked after wrong attempts")


class AuditAction(models.TextChoices):
    """What the audit log keeps."""

    PHONE_REVEALED = "phone_revealed", _("Phone number shown in full")
    RULES_CHOSEN = "rules_chosen", _("House rules chosen")
    ACCESS_DENIED = "access_denied", _("Access denied")
    DAY_OPENED = "day_opened", _("Business day opened")
    DAY_CLOSED = "day_closed", _("Business day closed")
    OFFICE_CHANGED = "office_changed", _("Office set up or changed")
    MEMBER_CHANGED = "member_changed", _("Member added or changed")
    PASSWORD_RESET = "password_reset", _("Password set by an administrator")
    PASSWORD_CHANGED = "password_changed", _("Own password changed")
    PIN_SET = "pin_set", _("PIN set")
    PIN_LOCKED = "pin_locked", _("PIN locked after wrong attempts")
    ROBOT_CHANGED = "robot_changed", _("Group robot added or changed")
    DEPUTY_NAMED = "deputy_named", _("Deputy of the manager named")
    DEPUTY_ENDED = "deputy_ended", _("Deputy of the manager ended")
    LINK_MADE = "link_made", _("Public link made")
    LINK_REVOKED = "link_revoked", _("Public link revoked")
    SLIPS_PRINTED = "slips_printed", _("Numbered slips printed")
    REGISTER_PRINTED = "register_printed", _("Visitor register printed")
    CHECKLIST_CHANGED = "checklist_changed", _("Checklist changed")


class Disc(models.IntegerChoices):
    """Colour of a consultant's disc on the board; the hues stand in lunxu.css as .disc-0 … .disc-11."""

    TEAL = 0, pgettext_lazy("disc colour", "Teal")
    BLUE = 1, pgettext_lazy("disc colour", "Blue")
    PLUM = 2, pgettext_lazy("disc colour", "Plum")
    OLIVE = 3, pgettext_lazy("disc colour", "Olive")
    BRICK = 4, pgettext_lazy("disc colour", "Brick")
    SLATE = 5, pgettext_lazy("disc colour", "Slate")
    OCHRE = 6, pgettext_lazy("disc colour", "Ochre")
    PINE = 7, pgettext_lazy("disc colour", "Pine")
    INDIGO = 8, pgettext_lazy("disc colour", "Indigo")
    ROSE = 9, pgettext_lazy("disc colour", "Rose")
    COCOA = 10, pgettext_lazy("disc colour", "Cocoa")
    STEEL = 11, pgettext_lazy("disc colour", "Steel")
