"""Whatever people press in whatever order: shares stay 100, evidence stays whole, and a closed dispute stays closed."""

from datetime import timedelta
from fractions import Fraction
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from deals.enums import StepKind
from deals.models import Dispute, DisputeStep
from deals.selectors.disputes import present_ruling, proposal_of, shares_of, waiting_report
from deals.selectors.held_back import hold_causes
from deals.services import dispute_clock, dispute_ends, disputes
from deals.services.dispute_evidence import is_whole
from offices.errors import Refusal
from tests.deals.conftest import unit_of
from tests.deals.disputed import SIGNED, disputed, ruled
from tests.visitors.rows import file_of, receive

pytestmark = pytest.mark.django_db

WHO = st.sampled_from(["an", "bo", "hua", "mei", "director"])
PARTS = st.lists(st.integers(-10, 110), min_size=2, max_size=2) | st.integers(0, 100).map(
    lambda part: [part, 100 - part]
)
NUMBERS = count(1)


class DisputeLife(RuleBasedStateMachine):
    """One dispute; its people press in any order. ``cast`` and ``building`` are set by the test."""

    cast: dict
    building = None

    def __init__(self) -> None:
        super().__init__()
        number = next(NUMBERS)
        lin, an, bo, mei = (self.cast[name] for name in ("lin", "an", "bo", "mei"))
        customer = file_of(lin, name=f"Zhou {number}")
        receive(customer, an, at=SIGNED - timedelta(days=5))
        ruling = ruled(unit_of(self.building, f"{number}01"), customer, bo, mei, number=number)
        self.pk = disputed(ruling, bo).pk
        self.now = SIGNED + timedelta(hours=4)
        self.closed: tuple | None = None

    @property
    def dispute(self) -> Dispute:
        return Dispute.objects.get(pk=self.pk)

    def press(self, deed) -> None:
        """Refused or done; a refusal has changed nothing."""
        self.now += timedelta(minutes=1)
        before = self.seen()
        try:
            with transaction.atomic():
                deed(self.dispute)
        except Refusal:
            assert self.seen() == before

    def seen(self) -> tuple:
        dispute = self.dispute
        steps = DisputeStep.objects.filter(dispute=dispute).order_by("pk").values_list("pk", "kind")
        return dispute.state, dispute.ended_at, dispute.outcome_id, tuple(steps)

    def parts(self, parts: list[int]) -> dict:
        return {self.cast[name].pk: Fraction(part) for name, part in zip(("an", "bo"), parts, strict=True)}

    @rule(who=WHO, parts=PARTS)
    def propose(self, who: str, parts: list[int]) -> None:
        by = self.cast[who]
        credit = self.cast["an"].pk
        self.press(
            lambda dispute: dispute_ends.propose(
                dispute=dispute, shares=self.parts(parts), credit=credit, by=by, now=self.now
            )
        )

    @rule(who=WHO)
    def confirm(self, who: str) -> None:
        proposal = proposal_of(self.dispute)
        step = proposal.step.pk if proposal else 0
        self.press(
            lambda dispute: dispute_ends.confirm(
                dispute=dispute, proposal=step, by=self.cast[who], now=self.now
            )
        )

    @rule(who=WHO)
    def pass_on(self, who: str) -> None:
        self.press(
            lambda dispute: disputes.pass_on(dispute=dispute, expected="", by=self.cast[who], now=self.now)
        )

    @rule(who=WHO, parts=PARTS)
    def decide(self, who: str, parts: list[int]) -> None:
        self.press(
            lambda dispute: dispute_ends.rule(
                dispute=dispute,
                shares=self.parts(parts),
                credit=self.cast["an"].pk,
                clause="floor-3.8",
                explanation="So it is.",
                unlike="Another case.",
                by=self.cast[who],
                now=self.now,
            )
        )

    @rule(who=WHO, kind=st.sampled_from([StepKind.QUARREL, StepKind.DISOBEYED]))
    def report(self, who: str, kind: StepKind) -> None:
        self.press(
            lambda dispute: dispute_ends.report(
                dispute=dispute, kind=kind, text="Loud", by=self.cast[who], now=self.now
            )
        )

    @rule(who=WHO, upheld=st.booleans())
    def answer(self, who: str, upheld: bool) -> None:
        report = waiting_report(self.dispute)
        step = report.pk if report else 0
        self.press(
            lambda dispute: dispute_ends.answer_report(
                dispute=dispute, step=step, upheld=upheld, by=self.cast[who], now=self.now
            )
        )

    @rule(who=WHO)
    def withdraw(self, who: str) -> None:
        self.press(lambda dispute: disputes.withdraw(dispute=dispute, by=self.cast[who], now=self.now))

    @rule(days=st.integers(1, 5))
    def time_goes_by(self, days: int) -> None:
        self.now += timedelta(days=days)
        dispute_clock.remind_of_disputes(now=self.now)
        dispute_clock.close_obeyed(now=self.now)

    @invariant()
    def shares_are_always_a_hundred(self) -> None:
        dispute = self.dispute
        assert sum(shares_of(present_ruling(dispute.order)).values()) == 100
        proposal = proposal_of(dispute)
        assert proposal is None or sum(proposal.shares.values()) == 100

    @invariant()
    def evidence_stays_whole(self) -> None:
        assert is_whole(self.dispute.evidence)

    @invariant()
    def a_closed_one_never_moves_again(self) -> None:
        if self.closed is not None:
            assert self.seen() == self.closed
        elif self.dispute.ended_at is not None:
            self.closed = self.seen()

    @invariant()
    def the_commission_is_held_while_it_is_open(self) -> None:
        dispute = self.dispute
        assert bool(hold_causes([dispute.order_id])) is (dispute.ended_at is None)


def test_the_life_of_a_dispute(building, lin, an, bo, hua, mei, director) -> None:
    DisputeLife.cast = {"lin": lin, "an": an, "bo": bo, "hua": hua, "mei": mei, "director": director}
    DisputeLife.building = building
    run_state_machine_as_test(
        DisputeLife,
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
