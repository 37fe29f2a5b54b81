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
    RULED = "ruled", _("A deal that concerns you was ruled")
    RULING_ASKED = "ruling_asked", _("A deal waits for the manager's ruling")
    FACT_CLAIMED = "fact_claimed", _("A circumstance of a deal waits for an answer")
    FACT_ANSWERED = "fact_answered", _("The circumstance that you claimed was answered")
    LAPSES_SOON = "lapses_soon", _("A registration of yours ends soon")
    PAYMENT_DUE = "payment_due", _("A customer's payment is due")
    PAYMENT_OVERDUE = "payment_overdue", _("A customer's payment is overdue")
    PAYMENT_BREACH = "payment_breach", _("A customer's payment is more than two months overdue")
    DISPUTE = "dispute", _("A dispute about a deal concerns you")
    DISPUTE_DUE = "dispute_due", _("A step of a dispute is due")
    CONDUCT = "conduct", _("An entry of the conduct register concerns you")
    TASK_OVERDUE = "task_overdue", _("A task after a deal is overdue")
    HANDED_OVER = "handed_over", _("Customers were handed to you")
    ORDER_OPENED = "order_opened", _("A unit was ordered")
    ORDER_LAPSES = "order_lapses", _("A small deposit lapses soon")
    ORDER_LAPSED = "order_lapsed", _("A small deposit lapsed: the unit is free again")
    CHANGE_ASKED = "change_asked", _("A change of an order waits for approval")
    CHANGE_APPROVED = "change_approved", _("The change that you asked for was approved")
    CHANGE_REFUSED = "change_refused", _("The change that you asked for was refused")
    HOLD_LAPSED = "hold_lapsed", _("A unit that you withheld is back on sale")
    BATCH_WAITING = "batch_waiting", _("A batch of messages waits for approval")
    FOLLOW_UPS_DUE = "follow_ups_due", _("Follow-ups of yours are due today")
    FOLLOW_UPS_OVERDUE = "follow_ups_overdue", _("Follow-ups of your team are overdue")
    FOLLOW_UPS_GIVEN = "follow_ups_given", _("Follow-ups were given to you")
    CALL_AGREED = "call_agreed", _("A customer waits for your call at the agreed time")
    CALL_HELP = "call_help", _("A consultant asks for help with a customer")
    CALL_COMPLAINT = "call_complaint", _("A customer complained on the telephone")
    CALL_ANSWERED = "call_answered", _("You have an answer about a customer of yours")
    TRACKING_REMARK = "tracking_remark", _("The way you follow a customer up was remarked on")


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
    DEAL_RULED = "deal_ruled", _("Deal ruled")
    FACT_CLAIMED = "fact_claimed", _("Circumstance of a deal claimed")
    FACT_ANSWERED = "fact_answered", _("Circumstance of a deal confirmed or refused")
    HOUSEHOLD_CHANGED = "household_changed", _("Household of a customer changed")
    RATE_SET = "rate_set", _("Commission rate set")
    COMMISSION_PAID = "commission_paid", _("Commission paid")
    RECEIPTS_DRAWN = "receipts_drawn", _("Receipts drawn from the stock")
    PAYMENT_TAKEN = "payment_taken", _("Payment taken")
    PAYMENT_GIVEN_BACK = "payment_given_back", _("Payment given back")
    RECEIPT_VOIDED = "receipt_voided", _("Receipt voided")
    CASH_DAY_CLOSED = "cash_day_closed", _("Day of finance closed")
    PLAN_CHANGED = "plan_changed", _("Payment plan added or changed")
    INSTALMENTS_SET = "instalments_set", _("Instalments of an order set")
    DEMAND_PRINTED = "demand_printed", _("Payment demand printed")
    WORDING_CHANGED = "wording_changed", _("Wording of an agreement changed")
    AGREEMENT_WRITTEN = "agreement_written", _("Agreement written")
    AGREEMENT_SIGNED = "agreement_signed", _("Agreement signed")
    AGREEMENT_PRINTED = "agreement_printed", _("Agreement printed")
    DISPUTE_MOVED = "dispute_moved", _("Step of a dispute")
    CONDUCT_REPORTED = "conduct_reported", _("Conduct reported")
    CONDUCT_VERIFIED = "conduct_verified", _("Conduct verified")
    CUSTOMERS_DRAWN = "customers_drawn", _("Customers handed out by lot")
    CUSTOMER_HANDED = "customer_handed", _("Customer handed to a consultant")
    SECOND_CONTACT = "second_contact", _("Second contact person set")
    CLUB_CHANGED = "club_changed", _("Club membership or level changed")
    DEAL_DAYS_CHANGED = "deal_days_changed", _("Days for disputes and tasks changed")
    ORDER_CHANGED = "order_changed", _("Order opened, changed or ended")
    ORDERS_EXPORTED = "orders_exported", _("Register of orders printed or exported")
    OPPORTUNITY_LOST = "opportunity_lost", _("Opportunity closed as lost")
    REASONS_CHANGED = "reasons_changed", _("List of reasons changed")
    UNIT_CHANGED = "unit_changed", _("Unit added or changed")
    UNITS_IMPORTED = "units_imported", _("Units imported")
    UNIT_WITHHELD = "unit_withheld", _("Unit withheld from sale")
    HOLD_ENDED = "hold_ended", _("Unit back on sale")
    UNIT_FILED = "unit_filed", _("Online filing entered")
    RELEASE_CHANGED = "release_changed", _("Building or release added or changed")
    NUMBER_GIVEN = "number_given", _("Queue number given")
    NUMBER_CANCELLED = "number_cancelled", _("Queue number cancelled")
    GATEWAY_CHANGED = "gateway_changed", _("Gateway of text messages added or changed")
    TEMPLATE_CHANGED = "template_changed", _("Template of text messages added or changed")
    TEXT_BY_HAND = "text_by_hand", _("Text message sent by hand")
    CONSENT_RECORDED = "consent_recorded", _("Answer about calls and messages recorded")
    BATCH_MOVED = "batch_moved", _("Batch of messages moved on")
    CALENDAR_CHANGED = "calendar_changed", _("Milestone or day of the calendar changed")
    WISHES_CHANGED = "wishes_changed", _("Wishes about calls or days to remember changed")
    GRADE_CHANGED = "grade_changed", _("Grade of a customer changed")
    FOLLOW_UPS_REASSIGNED = "follow_ups_reassigned", _("Follow-ups given to a colleague")
    FOLLOW_UP_TAKEN_OFF = "follow_up_taken_off", _("Follow-up left out by hand")
    CALL_WORDS_CHANGED = "call_words_changed", _("Script or question for calls changed")
    TRACKING_CHECKED = "tracking_checked", _("Follow-up of a customer checked")
    JOB_RUN = "job_run", _("Background job run by hand")


class RunState(models.TextChoices):
    """Where a run of a background job stands."""

    ASKED = "asked", pgettext_lazy("background job", "asked for")
    RUNNING = "running", pgettext_lazy("background job", "running")
    DONE = "done", pgettext_lazy("background job", "done")
    FAILED = "failed", pgettext_lazy("background job", "failed")


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
