"""What the reception brings to the setting up of an office: its cards, its first steps, and whom it holds back."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offices import first_steps, hub, releases
from offices.models import BusinessDay, HouseRules, Member, Office
from reception.models import Queue, Reception
from reception.roles import DESK, RULES_CHOOSERS


def register_pages() -> None:
    """Called once, when the app is loaded."""
    releases.register(what_holds)
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
