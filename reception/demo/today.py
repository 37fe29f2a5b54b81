"""Today in full swing: who is received, called and away at this moment, and what happened shortly before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from reception.demo.floor import Floor
from reception.demo.plan import Comer
from reception.enums import AwayReason, Status
from reception.models import Reception

SCENE = timedelta(minutes=60)
"""How much time the scene takes; where the day is younger than that it is told faster."""
LAST_MINUTE = timedelta(minutes=1)
SMALL_OFFICE = 5  # consultants
RECEIVED = 3
FREE_AT_LEAST = 2
TRIES = 6
FRESH = timedelta(minutes=2)
STALE = timedelta(minutes=50)
JUST_NOW = 40  # seconds since the last visitor came in
AT_ONCE = 25  # seconds from a visitor's arrival to the consultant


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time from ``start`` to ``now``, in which all of a scene has room."""

    start: datetime
    now: datetime

    def before(self, seconds: float) -> datetime:
        """So long before now, on the scene's clock: the last minute is real, what came earlier is pressed together."""
        wanted, room = timedelta(seconds=seconds), max(self.now - self.start, timedelta())
        if room >= SCENE:
            return self.now - wanted
        if room < 2 * LAST_MINUTE:
            return self.now - wanted * (room / SCENE)
        if wanted <= LAST_MINUTE:
            return self.now - wanted
        return (
            self.now - LAST_MINUTE - (wanted - LAST_MINUTE) * ((room - LAST_MINUTE) / (SCENE - LAST_MINUTE))
        )


class Scene:
    """The last hour before now, act by act."""

    def __init__(self, floor: Floor, stretch: Stretch) -> None:
        self.floor = floor
        self.stretch = stretch

    def play(self) -> None:
        """From an empty floor to one in full swing."""
        if len(self.floor.free()) < SMALL_OFFICE:
            self._everybody_busy()
            return
        self._first_visits()
        self._away_with_an_owed_turn()
        self._leave_receiving(RECEIVED - 1, 1900)
        self._own_customer()
        self._private_errand()
        self._passer_by()
        self._void_to_verify()
        self._fill_up()
        self._visitor_just_now()

    def go_on(self) -> None:
        """The same day, some time later: what was under way went on, and somebody has come just now.

        Who starts the demo again and again does not find everybody busy by it.
        """
        size = len(self.floor.state().order)
        old = self.floor.under_way()
        for number, reception in enumerate(old):
            self._at(3000 - 2000 * number / len(old))
            self._went_on(reception)
        if len(self.floor.free()) >= FREE_AT_LEAST:
            self._fill_up()
            self._visitor_just_now()
        elif 1 < size < SMALL_OFFICE:
            self._visitor_just_now()

    def _at(self, seconds: float) -> None:
        self.floor.wait_until(self.stretch.before(seconds))

    def _visitor(self, comer: Comer, seconds: float) -> Reception:
        """Comes in at that moment; whoever is called is there soon."""
        self._at(seconds)
        reception = self.floor.arrive(comer)
        if reception.status == Status.CALLED:
            self._at(seconds - AT_ONCE)
            self.floor.meet(reception)
        return reception

    def _first_visits(self) -> None:
        """Those who will have gone by now."""
        for seconds in (3570, 3500):
            self._visitor(Comer.FIRST, seconds)

    def _away_with_an_owed_turn(self) -> None:
        """Out on business, and passed meanwhile; make-up turns of others may come first."""
        self._at(3400)
        state = self.floor.state()
        away = next((person for person in state.order if person.free and person.balance == 0), None)
        if away is None:
            return
        self.floor.step_out(self.floor.member(away.name), AwayReason.BUSINESS)
        for number in range(TRIES):
            if len(self.floor.free()) <= FREE_AT_LEAST:
                self._leave_receiving(RECEIVED - 1, 3400)
            self._visitor(Comer.FIRST, 3300 - 180 * number)
            if self.floor.state().people[away.name].balance > 0:
                return

    def _leave_receiving(self, most: int, seconds: float) -> None:
        """From that moment on the first who came go, until so many are left."""
        receiving = self.floor.under_way(Status.RECEIVING)
        for number, reception in enumerate(receiving[: max(len(receiving) - most, 0)]):
            self._at(seconds - 70 * number)
            self.floor.finish(reception)

    def _own_customer(self) -> None:
        self._visitor(Comer.KNOWN, 1450)

    def _private_errand(self) -> None:
        """The last of the free ones is out for a moment: the next ones stay."""
        self._at(1200)
        free = self.floor.free()
        if len(free) > FREE_AT_LEAST:
            self.floor.step_out(free[-1], AwayReason.PERSONAL)

    def _passer_by(self) -> None:
        self._at(900)
        self.floor.arrive(Comer.DIRECTIONS)

    def _void_to_verify(self) -> None:
        self._at(540)
        today = Reception.objects.of(self.floor.office).filter(
            day__closed_at=None, status=Status.FINISHED, counts=True
        )
        reception = today.select_related("office", "customer").order_by("-ended_at", "-pk").first()
        if reception is not None:
            self.floor.ask_void(reception)

    def _fill_up(self) -> None:
        """As many are received as make the place look alive; two consultants at least stay free."""
        for seconds in range(480, 480 - 60 * RECEIVED, -60):
            if (
                len(self.floor.under_way(Status.RECEIVING)) >= RECEIVED
                or len(self.floor.free()) <= FREE_AT_LEAST
            ):
                return
            self._visitor(Comer.FIRST, seconds)

    def _visitor_just_now(self) -> None:
        """Called, and nobody has come yet; or waiting, where nobody is free."""
        self._at(JUST_NOW)
        self.floor.arrive(Comer.FIRST)

    def _everybody_busy(self) -> None:
        for number in range(len(self.floor.free())):
            self._visitor(Comer.FIRST, 2400 - 600 * number)
        self._visitor_just_now()

    def _went_on(self, reception: Reception) -> None:
        """Whoever waited has gone, whoever was called was met, and what lasted long enough is over."""
        reception = self.floor.visit(reception.visit)
        if reception.status == Status.WAITING:
            self.floor.give_up(reception)
        elif reception.status == Status.CALLED:
            self.floor.meet(reception)
        elif reception.status == Status.RECEIVING and self.floor.now - reception.met_at > STALE:
            self.floor.finish(reception)


def is_fresh(last_at: datetime, now: datetime) -> bool:
    """Whether so little time went by that the board still looks alive."""
    return now - last_at < FRESH
