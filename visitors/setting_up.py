"""What customers' files bring to the bar and to the setting up of an office."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices import hub
from offices.enums import Role
from offices.navigation import Entry, Group, register
from visitors.roles import EXPORTERS, FORM_KEEPERS, IMPORTERS, LISTERS, MERGERS, RIGHT_READERS


def register_pages() -> None:
    """Called once, when the app is loaded."""
    register(
        Entry(
            url_name="visitors:customer_list",
            label=pgettext_lazy("page", "Customer list"),
            icon="list-columns",
            group=Group.CUSTOMERS,
            roles=LISTERS,
        ),
        Entry(
            url_name="visitors:duplicates",
            label=pgettext_lazy("page", "One person, two files"),
            icon="person-check",
            group=Group.CUSTOMERS,
            roles=MERGERS,
        ),
        Entry(
            url_name="visitors:imports",
            label=pgettext_lazy("page", "Bring in customers"),
            icon="file-earmark-arrow-up",
            group=Group.CUSTOMERS,
            roles=IMPORTERS,
        ),
        Entry(
            url_name="visitors:exports",
            label=pgettext_lazy("page", "Take customers out"),
            icon="file-earmark-arrow-down",
            group=Group.CUSTOMERS,
            roles=EXPORTERS,
        ),
        Entry(
            url_name="visitors:access",
            label=pgettext_lazy("page", "Access to files"),
            icon="shield-lock",
            group=Group.CUSTOMERS,
            daily={Role.INFORMATION: 3},
            within=("who-sees-what",),
        ),
        Entry(
            url_name="visitors:rights",
            label=pgettext_lazy("page", "Rights to own data"),
            icon="person-lock",
            group=Group.CUSTOMERS,
            roles=RIGHT_READERS,
        ),
    )
    hub.register(
        hub.Card(
            46,
            "visitors:file_form",
            _("Customers' files: fields"),
            _("Which fields a file has, with your own fields and answers."),
            "ui-checks",
            FORM_KEEPERS,
        ),
    )
