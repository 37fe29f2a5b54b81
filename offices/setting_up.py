"""What the ground floor itself brings to the bar, to the office page and to a new office's first steps."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices import first_steps, hub, navigation
from offices.enums import Role
from offices.models import Member, Office

ADMINISTRATOR = (Role.ADMINISTRATOR,)
# Any of these can log a visitor.
AT_THE_DESK = (Role.DESK, Role.ASSISTANT, Role.SUPERVISOR, Role.MANAGER)
# With fewer there is nothing to take turns in.
CONSULTANTS = 2


def register_pages() -> None:
    """Called once, when the app is loaded."""
    navigation.register(
        navigation.Entry(
            url_name="office_settings",
            label=pgettext_lazy("page", "Office"),
            icon="building-gear",
            group=navigation.Group.HOUSE,
            roles=ADMINISTRATOR,
            daily={Role.ADMINISTRATOR: 3},
            within=("members", "robots", "gateways", "links", "background"),
        )
    )
    hub.register(
        hub.Card(
            10,
            "members",
            pgettext_lazy("page", "Members"),
            _("Who works here, with which roles; passwords; who has left."),
            "people",
        ),
        hub.Card(
            90,
            "background",
            pgettext_lazy("page", "Background"),
            _("What waits, what ran last by the clock, what failed and why."),
            "activity",
        ),
    )
    first_steps.register(*_steps())


def _steps() -> tuple[first_steps.Step, ...]:
    return (
        first_steps.Step(
            10,
            _("Say what the office sells"),
            _("Project, opening hours and hotline; they stand on printed sheets and in messages."),
            _("Office and hours"),
            "office_settings",
            ADMINISTRATOR,
            _is_described,
            anchor="#office-form",
        ),
        first_steps.Step(
            20,
            _("Enter the people"),
            _("Somebody for the desk and at least two sales consultants, each with an account of their own."),
            _("Add members"),
            "members",
            ADMINISTRATOR,
            _is_staffed,
        ),
    )


def _is_described(office: Office) -> bool:
    return bool(office.project)


def _is_staffed(office: Office) -> bool:
    staff = Member.objects.of(office).working()
    return staff.holding(*AT_THE_DESK).exists() and staff.consultants().count() >= CONSULTANTS
