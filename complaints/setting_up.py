"""What complaints bring to the bar and to the setting up of an office."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.roles import HANDLERS, LINK_KEEPERS, LIST_KEEPERS, TAKERS
from offices import hub
from offices.enums import Role
from offices.navigation import Entry, Group, register


def register_pages() -> None:
    """Called once, when the app is loaded."""
    register(
        Entry(
            url_name="complaints:today",
            label=pgettext_lazy("page", "Complaints today"),
            icon="clipboard-pulse",
            group=Group.CUSTOMERS,
            roles=HANDLERS,
            daily={Role.SERVICE: 1},
        ),
        Entry(
            url_name="complaints:tickets",
            label=pgettext_lazy("page", "Complaints"),
            icon="megaphone",
            group=Group.CUSTOMERS,
            roles=TAKERS,
        ),
    )
    hub.register(
        hub.Card(
            44,
            "complaints:lists",
            _("Complaints: departments and categories"),
            _("Who handles what, and what is always a major complaint."),
            "diagram-3",
            LIST_KEEPERS,
        ),
        hub.Card(
            45,
            "complaints:links",
            _("Complaints: web form"),
            _("A link by which customers write to us without a log-in."),
            "link-45deg",
            LINK_KEEPERS,
        ),
    )
