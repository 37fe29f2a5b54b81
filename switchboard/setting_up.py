"""What the phone desk brings to the bar and to the setting up of an office."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices import fragments, hub
from offices.enums import Role
from offices.navigation import Entry, Group, register
from switchboard.roles import ANSWERERS, CONNECTORS, KEEPERS, WORDING_KEEPERS


def register_pages() -> None:
    """Called once, when the app is loaded."""
    register(
        Entry(
            url_name="switchboard:desk",
            label=pgettext_lazy("page", "Telephone"),
            icon="telephone-inbound",
            group=Group.FLOOR,
            roles=ANSWERERS,
            daily={Role.DESK: 6, Role.SERVICE: 5},
            within=("phone",),
        ),
        Entry(
            url_name="switchboard:register",
            label=pgettext_lazy("page", "Calls"),
            icon="journal-text",
            group=Group.FLOOR,
            roles=(Role.DIRECTOR,),
            within=("phone",),
        ),
        Entry(
            url_name="switchboard:letters",
            label=pgettext_lazy("page", "Letters"),
            icon="envelope-paper",
            group=Group.FLOOR,
            roles=KEEPERS,
        ),
    )
    hub.register(
        hub.Card(
            44,
            "switchboard:pbx",
            _("Telephone system"),
            _("A ringing call pops up on the desk's screen, with the customer."),
            "telephone-inbound",
            CONNECTORS,
        ),
        hub.Card(
            45,
            "switchboard:library",
            _("Answers and scripts"),
            _("What is said to callers, found while they wait; whom to call in which department."),
            "chat-square-text",
            WORDING_KEEPERS,
        ),
        hub.Card(
            46,
            "switchboard:mailboxes",
            _("Mailboxes"),
            _("Letter boxes and e-mail boxes that somebody looks into every day."),
            "mailbox",
            WORDING_KEEPERS,
        ),
    )
    fragments.register(fragments.Fragment("switchboard:ringing", "ringing", ANSWERERS))
