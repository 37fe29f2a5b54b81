"""Three people press at the same moment: confirm, withdraw, rule. Exactly one of them wins, every time."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from fractions import Fraction
from threading import Barrier

import pytest
from django.db import Error, connection

from deals.enums import DisputeState, StepKind
from deals.models import Dispute, Ruling
from deals.selectors.disputes import proposal_of, shares_of
from deals.services import dispute_ends, disputes
from offices.errors import Refusal
from tests.deals.conftest import unit_of
from tests.deals.disputed import SIGNED, before_the_manager, disputed, half, ruled
from tests.visitors.rows import file_of, receive

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = int(os.environ.get("DISPUTE_ROUNDS", "12"))
LATER = SIGNED + timedelta(hours=4)
ENDS = {StepKind.SETTLED, StepKind.RULED, StepKind.WITHDRAWN}


@pytest.fixture(autouse=True)
def _patient(monkeypatch) -> None:
    """A machine busy with tests is slow: they wait longer for each other than a member would."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c lock_timeout=60000")


def at_once(*deeds) -> Counter:
    """Each deed on a connection of its own, all at the same moment; counts what came of them."""
    start = Barrier(len(deeds))

    def run(deed) -> str:
        try:
            start.wait()
            deed()
            return "done"
        except Refusal:
            return "refused"
        except Error as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return Counter(pool.map(run, deeds))


def test_confirm_withdraw_and_rule_race_and_one_wins(building, office, lin, an, bo, hua, mei) -> None:
    won = Counter()
    for number in range(1, ROUNDS + 1):
        dispute, proposal = _ready(building, number, lin, an, bo, hua, mei)
        came = at_once(
            lambda d=dispute, p=proposal: dispute_ends.confirm(dispute=d, proposal=p, by=an, now=LATER),
            lambda d=dispute: disputes.withdraw(dispute=d, by=bo, now=LATER),
            lambda d=dispute: dispute_ends.rule(
                dispute=d,
                shares={an.pk: Fraction(70), bo.pk: Fraction(30)},
                credit=an.pk,
                clause="floor-3.8",
                explanation="She asked for an.",
                by=mei,
                now=LATER,
            ),
        )
        assert came == Counter(done=1, refused=2)
        dispute.refresh_from_db()
        ended = [step.kind for step in dispute.steps.all() if step.kind in ENDS]
        assert len(ended) == 1
        won[dispute.state] += 1
        _holds_together(dispute)
    assert sum(won.values()) == ROUNDS


def _ready(building, number, lin, an, bo, hua, mei) -> tuple[Dispute, int]:
    """Before the manager, with a proposal that only an has yet to confirm."""
    customer = file_of(lin, name=f"Zhou {number}")
    receive(customer, an, at=SIGNED - timedelta(days=5))
    dispute = disputed(ruled(unit_of(building, f"{number}01"), customer, bo, mei, number=number), bo)
    before_the_manager(dispute, hua, LATER)
    dispute_ends.propose(dispute=dispute, shares=half(an, bo), credit=an.pk, by=bo, now=LATER)
    return dispute, proposal_of(dispute).step.pk


def _holds_together(dispute: Dispute) -> None:
    """The ruling that stands is the winner's, and its shares are 100."""
    [present] = Ruling.objects.filter(order=dispute.order, replaced_by=None)
    expected = dispute.ruling_id if dispute.state == DisputeState.WITHDRAWN else dispute.outcome_id
    assert present.pk == expected
    assert sum(shares_of(present).values()) == 100


def test_two_open_a_dispute_about_one_deal_and_one_does(unit, customer, an, bo, mei) -> None:
    ruling = ruled(unit, customer, bo, mei)
    came = at_once(lambda: disputed(ruling, an), lambda: disputed(ruling, bo))
    assert came == Counter(done=1, refused=1)
    assert Dispute.objects.count() == 1


def test_two_confirm_a_report_and_one_does(unit, customer, an, bo, hua, mei, director) -> None:
    dispute = disputed(ruled(unit, customer, bo, mei), bo)
    step = dispute_ends.report(dispute=dispute, kind=StepKind.QUARREL, text="Loud", by=hua, now=LATER)
    came = at_once(
        *(
            lambda by=by, upheld=upheld: dispute_ends.answer_report(
                dispute=dispute, step=step.pk, upheld=upheld, by=by, now=LATER
            )
            for by, upheld in ((mei, True), (director, False))
        )
    )
    assert came == Counter(done=1, refused=1)
    assert dispute.steps.filter(kind__in=(StepKind.UPHELD, StepKind.NOT_UPHELD)).count() == 1
