"""What the reception brings to the setting up of an office: its cards, its first steps, and whom it holds back."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices import first_steps, hub, navigation, releases
from offices.enums import Role
from offices.models import BusinessDay, HouseRules, Member, Office
from offices.navigation import Entry, Group
from reception.models import Queue, Reception
from reception.roles import CONSULTANT, DESK, FLOOR, LEADERS, RULES_CHOOSERS, RULES_READERS

ENTRIES = (
    Entry(
        url_name="reception:desk",
        label=pgettext_lazy("page", "Desk"),
        icon="door-open",
        group=Group.FLOOR,
        roles=DESK,
        daily=dict.fromkeys(DESK, 1),
    ),
    Entry(
        url_name="reception:my_turn",
        label=_("My turn"),
        icon="person-raised-hand",
        group=Group.FLOOR,
        roles=CONSULTANT,
        daily={Role.CONSULTANT: 1},
    ),
    Entry(
        url_name="reception:manager",
        label=pgettext_lazy("page", "Manager"),
        icon="clipboard-check",
        group=Group.FLOOR,
        roles=LEADERS,
        daily={Role.SUPERVISOR: 2, Role.MANAGER: 2},
        within=("voids", "queue", "order", "deputy", "links"),
    ),
    Entry(
        url_name="reception:visits",
        label=pgettext_lazy("page", "Visits"),
        icon="journal-text",
        group=Group.FLOOR,
        daily={
            Role.DESK: 2,
            Role.SERVICE: 4,
            Role.INFORMATION: 2,
            Role.ADMINISTRATOR: 1,
            Role.DIRECTOR: 6,
        },
    ),
    Entry(
        url_name="reception:register",
        label=pgettext_lazy("page", "Register"),
        icon="journal-check",
        group=Group.FLOOR,
        roles=FLOOR,
        daily={Role.DESK: 4, Role.CONSULTANT: 6},
    ),
    Entry(
        url_name="reception:day",
        label=pgettext_lazy("page", "Day"),
        icon="calendar-day",
        group=Group.FLOOR,
        roles=DESK,
        daily={Role.DESK: 5, Role.ASSISTANT: 5},
        within=("slips", "late"),
    ),
    Entry(
        url_name="reception:customers",
        label=pgettext_lazy("page", "Customers"),
        icon="people",
        group=Group.CUSTOMERS,
        daily={
            Role.SERVICE: 2,
            Role.INFORMATION: 1,
            Role.CONSULTANT: 3,
            Role.ASSISTANT: 2,
            Role.DESK: 3,
            Role.ADMINISTRATOR: 2,
            Role.SUPERVISOR: 5,
            Role.MANAGER: 5,
        },
    ),
    Entry(
        url_name="reception:rules",
        label=_("House rules"),
        icon="sliders",
        group=Group.HOUSE,
        roles=RULES_READERS,
        daily={Role.ADMINISTRATOR: 4},
    ),
)


def register_pages() -> None:
    """Called once, when the app is loaded."""
    releases.register(what_holds)
    navigation.register(*ENTRIES)
    hub.register(
        hub.Card(
            30,
            "reception:rules",
            _("House rules"),
            _("Who takes the next visitor and what counts as a turn, from a business day on."),
            "sliders",
        ),
        hub.Card(
            60,
            "reception:links",
            _("Wall board and door"),
            _("The screen in the hall and the code at the door: make their links, print, revoke."),
            "display",
        ),
        hub.Card(
            70,
            "reception:slips",
            _("Numbered slips"),
            _("Paper for an outage: printed beforehand, entered afterwards in their order."),
            "ticket-perforated",
            DESK,
        ),
    )
    first_steps.register(*_steps())


def _steps() -> tuple[first_steps.Step, ...]:
    return (
        first_steps.Step(
            30,
            _("Choose the house rules"),
            _(
                "They say who takes the next visitor. Take the preset that comes nearest; it can be changed later."
            ),
            _("Choose the rules"),
            "reception:rules",
            RULES_CHOOSERS,
            _has_rules,
        ),
        first_steps.Step(
            40,
            _("Open the day"),
            _("Tick who is here and put them in order: that is the order of the first visitors."),
            _("To the day"),
            "reception:day",
            DESK,
            _has_had_a_day,
        ),
        first_steps.Step(
            50,
            _("Log the first visitor"),
            _("At the desk: a name, what they came for, and whether they were here before."),
            _("To the desk"),
            "reception:desk",
            DESK,
            _has_had_a_visitor,
            ends_it=True,
        ),
    )


def what_holds(member: Member) -> Promise | None:
    """A consultant in the order, or with a visitor, is signed out before they are released (A-22, A-53)."""
    queue = Queue.objects.filter(pk=member.office_id).first()
    if queue and queue.state and member.code in queue.state["order"]:
        return _("They stand in the order. Sign them out at the desk first, then change this.")
    if Reception.objects.filter(office_id=member.office_id, consultant=member).open().exists():
        return _("They are still with a visitor. Finish that reception first, then change this.")
    return None


def _has_rules(office: Office) -> bool:
    return HouseRules.objects.of(office).exists()


def _has_had_a_day(office: Office) -> bool:
    return BusinessDay.objects.of(office).exists()


def _has_had_a_visitor(office: Office) -> bool:
    return Reception.objects.of(office).exists()
