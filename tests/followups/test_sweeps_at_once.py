"""Several sweeps at once plan each customer once, and one file that cannot be planned does not stop the others."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from followups.models import FollowUp
from followups.services import sweeps
from followups.services.plans import plan_files
from followups.services.sweeps import Unplannable, sweep_asked, sweep_day
from offices.models import Member
from tests.visitors.rows import NOW, file_of, receive
from visitors.models import Customer, PlanDue

SWEEPS = 4


def met(lin: Member, an: Member, count: int) -> None:
    for number in range(count):
        receive(file_of(lin, name=f"Guest {number}"), an)
    Customer.objects.update(grade="A")


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_plan_everybody_once(lin: Member, an: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    met(lin, an, 30)
    monkeypatch.setattr(sweeps, "BATCH", 4)
    start = Barrier(SWEEPS)

    def sweep(number: int) -> int:
        try:
            start.wait()
            return (sweep_asked if number % 2 else sweep_day)(now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(SWEEPS) as pool:
        planned = sum(pool.map(sweep, range(SWEEPS)))
    assert planned == 30
    assert not PlanDue.objects.asked().exists()
    each = FollowUp.objects.filter(customer=Customer.objects.first()).count()
    assert each > 5 and FollowUp.objects.count() == 30 * each
    before = list(FollowUp.objects.order_by("pk").values_list())
    assert sweep_day(now=NOW) == 0
    assert list(FollowUp.objects.order_by("pk").values_list()) == before


@pytest.mark.django_db
def test_a_file_that_cannot_be_planned_stops_nobody(
    lin: Member, an: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    met(lin, an, 3)
    broken = Customer.objects.order_by("pk")[1]

    def plan(office, dues, *, now) -> None:
        if any(due.customer_id == broken.pk for due in dues):
            raise ValueError("broken")
        plan_files(office, dues, now=now)

    monkeypatch.setattr(sweeps, "plan_files", plan)
    with pytest.raises(Unplannable, match="1 files"):
        sweep_asked(now=NOW)
    assert set(FollowUp.objects.values_list("customer", flat=True)) == set(
        Customer.objects.exclude(pk=broken.pk).values_list("pk", flat=True)
    )
    assert [due.customer_id for due in PlanDue.objects.asked()] == [broken.pk]
