"""What the desk's services bring to the bar and to the setting up of an office."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontdesk.roles import DESK, EDITORS, GATE, GATE_READERS, HOSTS
from offices import hub
from offices.navigation import Entry, Group, register

PAGES = (
    Entry(
        url_name="frontdesk:services",
        label=pgettext_lazy("page", "Desk services"),
        icon="bell",
        group=Group.FLOOR,
        roles=HOSTS,
        within=("loans", "mail", "copies", "gifts", "self-check", "incidents"),
    ),
    Entry(
        url_name="frontdesk:welcome",
        label=pgettext_lazy("page", "Welcome plans"),
        icon="stars",
        group=Group.FLOOR,
        roles=HOSTS,
    ),
    Entry(
        url_name="frontdesk:venues",
        label=pgettext_lazy("page", "Venues"),
        icon="door-open",
        group=Group.FLOOR,
        roles=HOSTS,
    ),
    Entry(
        url_name="frontdesk:gate",
        label=pgettext_lazy("page", "Gate"),
        icon="sign-turn-right",
        group=Group.FLOOR,
        roles=GATE_READERS,
        daily=dict.fromkeys(GATE, 1),
    ),
)
CARDS = (
    hub.Card(
        44,
        "frontdesk:venue_list",
        _("List of venues"),
        _("The rooms in which guests are received and meetings held, and for whom each is meant."),
        "door-open",
        EDITORS,
    ),
    hub.Card(
        45,
        "frontdesk:loan_items",
        _("Items for loan"),
        _("Umbrellas, carts and the like, each with its label."),
        "umbrella",
        DESK,
    ),
)


def register_pages() -> None:
    """Called once, when the app is loaded."""
    register(*PAGES)
    hub.register(*CARDS)
