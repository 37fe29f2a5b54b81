"""What stands against an order: every check raises Refusal, in words that say what to do."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from deals.enums import UnitState
from deals.models import Hold, Order, Unit
from deals.roles import LEADERS
from offices.enums import Role
from offices.errors import Refusal
from offices.models import Member, Office
from visitors.models import Customer
from visitors.selectors.effective_contacts import effective_contacts

MOST_BUYERS = 6
"""Names that a contract has room for."""
CLERKS = (*LEADERS, Role.ASSISTANT, Role.DESK)
"""Write orders in a consultant's name (D-26)."""


def refuse_closer(office: Office, closer: Member, by: Member) -> None:
    """The office works, and so do both: who writes the order, and the consultant who made the sale."""
    if not office.is_active:
        raise Refusal(_("This office is closed: nothing is sold here any more."))
    if by.office_id != office.pk:
        raise Refusal(_("This unit belongs to another office."))
    works = Member.objects.of(office).working().filter(pk=closer.pk).first()
    if works is None or not works.holds(Role.CONSULTANT):
        raise Refusal(_("Name a consultant who works here: only they make a sale."), field="closer")
    if closer.pk != by.pk and not by.holds(*CLERKS):
        raise Refusal(_("A consultant orders in their own name only."), field="closer")


def refuse_buyers(office: Office, people: Sequence[Customer]) -> None:
    """All are customers of this office, and the first one was received or spoken to here (D-05)."""
    if any(each.office_id != office.pk for each in people):
        raise Refusal(
            _("This customer belongs to another office. Register them here first."), field="customer"
        )
    if len(people) > MOST_BUYERS:
        raise Refusal(
            _("At most %(most)d buyers stand in a contract.") % {"most": MOST_BUYERS}, field="buyers"
        )
    known = effective_contacts(people[:1])[people[0].file_id]
    if not any(contact.stands and contact.consultant for contact in known):
        raise Refusal(
            _("Nobody has received this customer yet. Log the visit at the desk first, then order."),
            field="customer",
        )


def refuse_taken(unit: Unit) -> None:
    """The unit has no live order; else the one who comes second reads who has it."""
    order = Order.objects.filter(unit=unit.pk).live().select_related("closer").first()
    if order is None:
        return
    raise Refusal(
        _("%(unit)s is taken: %(name)s has it since %(time)s (%(step)s). Choose another unit.")
        % {
            "unit": unit,
            "name": order.closer.name,
            "time": f"{unit.office.local(order.ordered_at):%m-%d %H:%M}",
            "step": order.get_step_display(),
        },
        field="unit",
    )


def refuse_not_for_sale(unit: Unit, now: datetime) -> None:
    """The unit is neither withheld nor still to be released. The caller holds its lock."""
    hold = Hold.objects.filter(unit=unit.pk, ended_at=None).select_related("by").first()
    if hold is not None or unit.state == UnitState.WITHHELD:
        name = hold.by.name if hold else "?"
        raise Refusal(
            _("%(unit)s is withheld from sale (%(name)s). Choose another unit, or ask them.")
            % {"unit": unit, "name": name},
            field="unit",
        )
    if not unit.is_released(unit.office.business_date(now)):
        raise Refusal(
            _("%(unit)s is not released for sale yet. Choose a unit of an open release.") % {"unit": unit},
            field="unit",
        )
    if unit.state != UnitState.FOR_SALE:
        raise Refusal(_("%(unit)s is not for sale. Choose another unit.") % {"unit": unit}, field="unit")


def refuse_ended(order: Order) -> None:
    if order.end:
        raise Refusal(_("This order has ended: %(end)s.") % {"end": order.get_end_display()})


def refuse_not_theirs(order: Order, by: Member) -> None:
    """A consultant acts on their own orders only; the desk, the assistant and the leaders on everybody's."""
    if by.office_id != order.office_id or (by.pk != order.closer_id and not by.holds(*CLERKS)):
        raise Refusal(_("This order belongs to a colleague."))
