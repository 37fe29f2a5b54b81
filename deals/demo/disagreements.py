"""Disputes about deals of the story, each carried as far as its sale says; what the rules leave to the manager."""

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import Any

from deals.demo.deal import Deal
from deals.demo.sales import Tale
from deals.demo.story import Story
from deals.demo.texts import texts
from deals.models import Dispute
from deals.selectors.disputes import NOT_COVERED, present_ruling
from deals.services.dispute_clock import close_obeyed
from deals.services.dispute_ends import propose, rule
from deals.services.disputes import open_dispute, pass_on, state_case
from deals.services.rulings import awaits_manager, manager_rules
from offices.models import Member

EVENT_CLAUSE = "floor-3.13"
RULED_AFTER = 3
"""Days that the manager takes for a deal of an event; a younger one still waits."""


class Disagreement:
    """The dispute about one deal. ``words`` are what was said in it; each act is told at its moment."""

    def __init__(self, story: Story, deal: Deal) -> None:
        self.story = story
        self.deal = deal
        self.words: dict[str, Any] = texts()["disputes"][deal.sale.dispute]
        self.dispute: Dispute | None = None

    def plan(self, ruled: int) -> None:
        """``ruled`` days ago the deal was ruled by the rules."""
        courses: dict[str, Callable[[int], None]] = {
            "negotiated": self._negotiated,
            "proposed": self._proposed,
            "mediated": self._mediated,
            "ruled": self._ruled,
            "ruled_before": self._ruled_before,
            "not_covered": self._not_covered,
        }
        courses[self.deal.sale.dispute](ruled)

    @property
    def _closer(self) -> Member:
        return self.deal.met.closer

    @property
    def _other(self) -> Member:
        if self.deal.met.other is None:
            raise LookupError("a dispute needs two")
        return self.deal.met.other

    # How far each has come

    def _negotiated(self, ruled: int) -> None:
        """Opened the day before yesterday; both have said how it was."""
        self._on(2, "10:20", self._open, self._other)
        self._on(2, "15:40", self._say, self._closer, 0)
        self._on(1, "11:05", self._say, self._other, 1)

    def _proposed(self, ruled: int) -> None:
        self._on(2, "09:45", self._open, self._closer)
        self._on(2, "13:30", self._say, self._other, 0)
        self._on(1, "16:15", self._propose)

    def _mediated(self, ruled: int) -> None:
        self._on(5, "10:10", self._open, self._closer)
        self._on(4, "14:25", self._say, self._other, 0)
        self._on(2, "17:20", self._pass_on, self._closer)
        self._on(1, "10:40", self._say, self._closer, 1)

    def _ruled(self, ruled: int) -> None:
        """Ruled yesterday, unlike the earlier one on the same clause."""
        self._to_the_manager(ruled)
        self._on(1, "17:30", self._rule, 50, "floor-3.3")

    def _ruled_before(self, ruled: int) -> None:
        self._to_the_manager(ruled)
        self._on(ruled - 8, "16:30", self._rule, 70, "floor-3.3")
        self._on(ruled - 12, "08:00", lambda now: close_obeyed(now=now))

    def _not_covered(self, ruled: int) -> None:
        self._to_the_manager(ruled)
        self._on(ruled - 8, "11:45", self._rule, 85, NOT_COVERED)
        self._on(ruled - 12, "08:00", lambda now: close_obeyed(now=now))

    def _to_the_manager(self, ruled: int) -> None:
        self._on(ruled - 2, "10:30", self._open, self._closer)
        self._on(ruled - 3, "09:50", self._say, self._other, 0)
        self._on(ruled - 4, "18:10", self._pass_on, self._closer)
        self._on(ruled - 6, "18:40", self._pass_on, self.story.cast.supervisor)

    # What is done

    def _on(self, ago: int, clock: str, act: Callable[..., object], *given: object) -> None:
        self.story.agenda.on(ago, clock, partial(act, *given))

    def _open(self, by: Member, now: datetime) -> None:
        ruling = present_ruling(self.deal.order)
        self.dispute = open_dispute(ruling=ruling, statement=self.words["opening"], by=by, now=now)

    def _say(self, by: Member, which: int, now: datetime) -> None:
        state_case(dispute=self.dispute, text=self.words["statements"][which], by=by, now=now)

    def _propose(self, now: datetime) -> None:
        """The other would give the closer more than the rules do."""
        shares = {self._other.pk: Fraction(65), self._closer.pk: Fraction(35)}
        propose(dispute=self.dispute, shares=shares, credit=self._other.pk, by=self._other, now=now)

    def _pass_on(self, by: Member, now: datetime) -> None:
        self.dispute.refresh_from_db()
        pass_on(dispute=self.dispute, expected=self.dispute.state, by=by, now=now)

    def _rule(self, percent: int, clause: str, now: datetime) -> None:
        """So many percent to the other, whose customer it was, and the rest to the closer."""
        rule(
            dispute=self.dispute,
            shares={self._other.pk: Fraction(percent), self._closer.pk: Fraction(100 - percent)},
            credit=self._other.pk,
            clause=clause,
            explanation=self.words["ruling"],
            unlike=self.words.get("unlike", ""),
            by=self.story.cast.manager,
            now=now,
        )


def let_the_manager_rule(story: Story, deal: Deal, ruled: int) -> None:
    """A deal that an event brought: some days later the manager gives a part to the department."""
    if deal.sale.tale == Tale.EVENT and ruled > RULED_AFTER:
        story.agenda.on(ruled - RULED_AFTER, "17:00", partial(_manager_rules, story, deal))


def _manager_rules(story: Story, deal: Deal, now: datetime) -> None:
    ruling = present_ruling(deal.order)
    if ruling is None or not awaits_manager(ruling):
        return
    manager_rules(
        order=deal.order,
        shares={deal.met.closer: Fraction(70), None: Fraction(30)},
        credit=deal.met.closer,
        clause=EVENT_CLAUSE,
        why=texts()["facts"]["event"]["ruling"],
        by=story.cast.manager,
        now=now,
    )
