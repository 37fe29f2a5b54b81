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
from offices.enums import Role
from offices.navigation import Entry, Group, register

ENTRIES = (
    Entry(
        url_name="deals:units",
        label=pgettext_lazy("page", "Units"),
        icon="grid-3x3-gap",
        group=Group.SALES,
        daily={
            Role.DIRECTOR: 1,
            Role.CONSULTANT: 4,
            Role.SUPERVISOR: 3,
            Role.MANAGER: 3,
            Role.FINANCE: 3,
            Role.ASSISTANT: 4,
            Role.DESK: 7,
        },
        within=("opening",),
    ),
    Entry(
        url_name="deals:orders",
        label=pgettext_lazy("page", "Orders"),
        icon="receipt",
        group=Group.SALES,
        roles=REGISTER_READERS,
        daily={
            Role.FINANCE: 2,
            Role.DIRECTOR: 2,
            Role.ASSISTANT: 3,
            Role.CONSULTANT: 5,
            Role.SUPERVISOR: 4,
            Role.MANAGER: 4,
        },
        within=("order-registers", "approvals", "price-sheet"),
    ),
    Entry(
        url_name="deals:payments",
        label=pgettext_lazy("page", "Payments"),
        icon="cash-coin",
        group=Group.SALES,
        roles=MONEY,
        daily={Role.FINANCE: 1, Role.SUPERVISOR: 6},
        within=("receipts", "arrears", "cash-day", "cash-days", "payment-plans", "demands", "agreements"),
    ),
    Entry(
        url_name="deals:tasks",
        label=pgettext_lazy("page", "After the deal"),
        icon="house-check",
        group=Group.SALES,
        roles=TASK_KEEPERS,
        daily={Role.CONSULTANT: 7},
    ),
    Entry(
        url_name="deals:rulings",
        label=pgettext_lazy("page", "Rulings"),
        icon="award",
        group=Group.DEALS,
        roles=RULING_READERS,
        daily={Role.DIRECTOR: 3, Role.FINANCE: 4, Role.MANAGER: 6},
    ),
    Entry(
        url_name="deals:commission",
        label=pgettext_lazy("page", "Commission"),
        icon="percent",
        group=Group.DEALS,
        roles=COMMISSION_READERS,
        daily={Role.FINANCE: 5, Role.DIRECTOR: 5},
    ),
    Entry(
        url_name="deals:facts",
        label=pgettext_lazy("page", "Circumstances"),
        icon="chat-square-text",
        group=Group.DEALS,
        roles=CLAIMANTS,
        daily={Role.SERVICE: 6},
    ),
    Entry(
        url_name="deals:disputes",
        label=pgettext_lazy("page", "Disputes"),
        icon="chat-square-quote",
        group=Group.DEALS,
        roles=DISPUTANTS,
        daily={Role.DIRECTOR: 4},
    ),
    Entry(
        url_name="deals:conduct",
        label=pgettext_lazy("page", "Conduct"),
        icon="journal-x",
        group=Group.DEALS,
    ),
    Entry(
        url_name="deals:leaving",
        label=_("Leave and leaving"),
        icon="shuffle",
        group=Group.HOUSE,
        roles=MANAGERS,
        within=("draws", "lapsed"),
    ),
)


def register_pages() -> None:
    """Called once, when the app is loaded."""
    register(*ENTRIES)
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
