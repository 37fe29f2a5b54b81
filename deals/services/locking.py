"""The order in which rows are locked, so that two writers never wait for each other in a circle.

Always the order first (where there is one), then the office, then its unit, then another unit. The office's row gives
the gap-free numbers.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from django.utils.translation import gettext as _

from deals.models import Order, Unit
from offices.errors import Busy, is_lock_timeout
from offices.models import Office


def lock_office(office_id: int) -> Office:
    """The office as it stands, until the caller's transaction ends."""
    return Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office_id)


def lock_unit(unit: Unit) -> Unit:
    """The unit as it stands, with its building and release. The caller holds the office."""
    units = Unit.objects.select_related("building", "release", "office")
    return units.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)


def lock_order(order: Order) -> Order:
    """The order as it stands, with its unit and people; its office and its unit are locked as well."""
    orders = Order.objects.select_related("unit__building", "customer", "closer__user", "plan", "office")
    locked = orders.select_for_update(of=("self",), no_key=True).get(pk=order.pk)
    lock_office(locked.office_id)
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=locked.unit_id)
    return locked


@contextmanager
def patiently() -> Iterator[None]:
    """Around a transaction: a lock that was not had in time is said to the user. Raises Busy."""
    try:
        yield
    except OperationalError as error:
        if is_lock_timeout(error):
            raise Busy(
                _("Others are ordering this very moment. Nothing was lost: send it once more.")
            ) from error
        raise
