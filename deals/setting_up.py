"""What deals bring to the bar and to the setting up of an office."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.roles import (
    CLAIMANTS,
    CLUB_KEEPERS,
    COMMISSION_READERS,
    CONTROLLERS,
    DAYS_KEEPERS,
    DISPUTANTS,
    LEADERS,
    MANAGERS,
    MONEY,
    REASON_KEEPERS,
    REGISTER_READERS,
    RULING_READERS,
    SUPERVISOR,
    TASK_KEEPERS,
)
from offices import hub
from offices.navigation import Entry, register


def register_pages() -> None:
    """Called once, when the app is loaded."""
    register(Entry("deals:units", pgettext_lazy("page", "Units"), "grid-3x3-gap", within=("opening",)))
    register(
        Entry(
            "deals:orders",
            pgettext_lazy("page", "Orders"),
            "receipt",
            REGISTER_READERS,
            within=("order-registers", "approvals", "price-sheet"),
        )
    )
    hub.register(
        hub.Card(
            36,
            "deals:reasons",
            _("Reasons for winning and losing"),
            _("What consultants choose from when an order comes in, or a customer is given up."),
            "chat-square-text",
            REASON_KEEPERS,
        ),
        hub.Card(
            34,
            "deals:unit_setup",
            _("Buildings and releases"),
            _("What is sold, and from which day on; the units come in from a spreadsheet."),
            "buildings",
            CONTROLLERS,
        ),
    )
    _register_money()
    _register_care()


def _register_care() -> None:
    """What comes after a deal: tasks, disputes, conduct, the club, hand-outs."""
    register(
        Entry("deals:tasks", pgettext_lazy("page", "After the deal"), "house-check", TASK_KEEPERS),
        Entry("deals:rulings", pgettext_lazy("page", "Rulings"), "award", RULING_READERS),
        Entry(
            "deals:commission",
            pgettext_lazy("page", "Commission"),
            "percent",
            COMMISSION_READERS,
        ),
        Entry("deals:facts", pgettext_lazy("page", "Circumstances"), "chat-square-text", CLAIMANTS),
        Entry("deals:disputes", pgettext_lazy("page", "Disputes"), "chat-square-quote", DISPUTANTS),
        Entry("deals:conduct", pgettext_lazy("page", "Conduct"), "journal-check"),
        Entry("deals:leaving", _("Leave and leaving"), "shuffle", MANAGERS, within=("draws", "lapsed")),
    )
    hub.register(
        hub.Card(
            36,
            "deals:deal_days",
            _("Days for disputes and tasks"),
            _("How long each step of a dispute may take, and when the tasks after a deal are due."),
            "calendar-range",
            DAYS_KEEPERS,
        ),
        hub.Card(
            37,
            "deals:club",
            _("The club's levels"),
            _("What customers in the club are given: a discount, and points for each viewing."),
            "award",
            CLUB_KEEPERS,
        ),
    )


def _register_money() -> None:
    """What finance, the supervisor and the manager see to: payments, receipts, plans, agreements."""
    within = ("receipts", "arrears", "cash-day", "cash-days", "payment-plans", "demands", "agreements")
    register(Entry("deals:payments", pgettext_lazy("page", "Payments"), "cash-coin", MONEY, within=within))
    hub.register(
        hub.Card(
            38,
            "deals:payment_plans",
            pgettext_lazy("page", "Payment plans"),
            _("In which parts a price is paid, and how many days after the beginning each is due."),
            "list-ol",
            MANAGERS,
        ),
        hub.Card(
            38,
            "deals:agreement_templates",
            pgettext_lazy("page", "Agreements"),
            _("The wording that orders and queue numbers fill in; every change is a new version."),
            "file-text",
            LEADERS,
        ),
        hub.Card(
            38,
            "deals:receipt_books",
            _("Draw receipts"),
            _("The numbered receipts that finance writes; every number is accounted for."),
            "receipt",
            SUPERVISOR,
        ),
    )
