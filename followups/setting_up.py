"""What follow-ups bring to the bar and to the setting up of an office."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups.roles import CALENDAR_READERS, GREETERS, LEADERS, OWE_CALLS, WORDING_KEEPERS
from followups.selectors import gauges as readings
from followups.selectors.calendar import marks_for_offices
from offices import gauges, hub, working_days
from offices.enums import Role
from offices.navigation import Entry, Group, register


def register_pages() -> None:
    """Called once, when the app is loaded."""
    _register_calls()
    _register_days()
    working_days.register(marks_for_offices)


def _register_days() -> None:
    register(
        Entry(
            url_name="followups:calendar",
            label=pgettext_lazy("page", "Calendar"),
            icon="calendar3",
            group=Group.CUSTOMERS,
            roles=CALENDAR_READERS,
        )
    )
    gauges.register(gauges.Gauge(30, _("Customers to be planned anew"), readings.plans))


def _register_calls() -> None:
    register(
        Entry(
            url_name="followups:today",
            label=pgettext_lazy("page", "Today"),
            icon="telephone-outbound",
            group=Group.CUSTOMERS,
            roles=OWE_CALLS,
            daily={Role.CONSULTANT: 2, Role.SERVICE: 3},
            within=("calls",),
        ),
        Entry(
            url_name="followups:team",
            label=pgettext_lazy("page", "Team's calls"),
            icon="telephone",
            group=Group.CUSTOMERS,
            roles=LEADERS,
            within=("tracking",),
        ),
        Entry(
            url_name="followups:expected",
            label=pgettext_lazy("page", "Expected"),
            icon="calendar-check",
            group=Group.CUSTOMERS,
            roles=GREETERS,
        ),
    )
    hub.register(
        hub.Card(
            42,
            "followups:scripts",
            _("Scripts of calls"),
            _("What is said on the telephone, by occasion, with the customer's data filled in."),
            "chat-text",
            WORDING_KEEPERS,
        ),
        hub.Card(
            43,
            "followups:questions",
            _("Questions about satisfaction"),
            _("What customers are asked on the telephone, and what they answered."),
            "clipboard-heart",
            WORDING_KEEPERS,
        ),
    )
