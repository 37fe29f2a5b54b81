"""What messages bring to the office page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices import hub


def register_pages() -> None:
    """Called once, when the app is loaded."""
    hub.register(
        hub.Card(
            20,
            "messaging:robots",
            pgettext_lazy("page", "Group robots"),
            _("They call consultants and tell managers of alarms in the group chat."),
            "robot",
        )
    )
