"""What messages bring to the office page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.roles import TEMPLATE_KEEPERS, TEXT_READERS
from messaging.selectors import gauges as readings
from messaging.text_section import TEXTS
from offices import gauges, hub, navigation, rule_sections


def register_pages() -> None:
    """Called once, when the app is loaded."""
    hub.register(
        hub.Card(
            20,
            "messaging:robots",
            pgettext_lazy("page", "Group robots"),
            _("They call consultants and tell managers of alarms in the group chat."),
            "robot",
        ),
        hub.Card(
            21,
            "messaging:gateways",
            pgettext_lazy("page", "Gateways of messages"),
            _("By which way SMS and e-mails reach customers. Until one is set up, nothing leaves the house."),
            "send",
        ),
        hub.Card(
            22,
            "messaging:templates",
            pgettext_lazy("page", "Templates of messages"),
            _("The wordings that customers get, their versions and what the vendor has approved."),
            "chat-left-quote",
            TEMPLATE_KEEPERS,
        ),
    )
    navigation.register(
        navigation.Entry(
            url_name="messaging:texts",
            label=pgettext_lazy("page", "Messages"),
            icon="chat-left-text",
            group=navigation.Group.CUSTOMERS,
            roles=TEXT_READERS,
            within=("text-templates", "batches"),
        )
    )
    rule_sections.register(TEXTS)
    gauges.register(
        gauges.Gauge(10, _("Messages of the group robots"), readings.robot_messages, page="messaging:robots"),
        gauges.Gauge(20, _("SMS and e-mails to customers"), readings.texts, page="messaging:texts"),
    )
