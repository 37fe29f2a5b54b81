"""What the clerk types and what the consultant fills in: invented people, numbers and wishes."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from offices.models import Office
from offices.phones import normalise
from reception.demo.texts import texts
from visitors.enums import (
    BuyingPurpose,
    FloorPreference,
    Grade,
    Honorific,
    Layout,
    Objection,
    PhoneAnswer,
    Source,
)
from visitors.models import CustomerPhone
from visitors.models.customer_phone import digest_of
from visitors.services.customers import CustomerEntry
from visitors.services.outcomes import OutcomeEntry

# Nobody is called by mistake: mobiles and landlines whose middle is all zeros, and the 555-01 numbers that North
# America keeps for fiction.
MOBILE = "1380000{:04d}"
LANDLINE = "07550000{:04d}"
ABROAD = "+120255501{:02d}"
STEP = 7919  # a prime: walks through all 10,000 endings without meeting one twice
HOMES = {
    Layout.ONE_BEDROOM: (45, 60),
    Layout.TWO_BEDROOMS: (68, 89),
    Layout.THREE_BEDROOMS: (89, 125),
    Layout.FOUR_BEDROOMS: (128, 168),
    Layout.DUPLEX: (160, 220),
}
ANSWERS = {PhoneAnswer.GIVEN: 64, PhoneAnswer.LATER: 20, PhoneAnswer.REFUSED: 16}
LIKELY_SOURCES = [
    Source.WALK_IN,
    Source.INTERNET,
    Source.SHORT_VIDEO,
    Source.OUTDOOR,
    Source.FRIEND,
    Source.AGENT,
]
GRADES = {Grade.A: 12, Grade.B: 33, Grade.C: 40, Grade.D: 15}
YUAN_PER_SQUARE_METRE = (17_000, 26_000)


class Entries:
    """Makes up entries for one office; the same seed makes the same."""

    def __init__(self, office: Office, rng: Random) -> None:
        self.office = office
        self.rng = rng
        self.names = texts("names")
        self.notes = texts("notes")
        self.held = set(CustomerPhone.objects.of(office).active().values_list("digest", flat=True))
        self.numbers = len(self.held)

    def chance(self, percent: float) -> bool:
        return self.rng.random() * 100 < percent

    def name(self) -> str:
        return self.rng.choice(self.names["surnames"]) + self.rng.choice(self.names["given"])

    def number(self) -> str:
        """A number that nobody of the office holds yet, as somebody would type it."""
        form = self.rng.choices([MOBILE, LANDLINE, ABROAD], [94, 4, 2])[0]
        while True:
            self.numbers += 1
            ending = 1000 + self.numbers * STEP % 9000
            typed = form.format(ending % 100 if form == ABROAD else ending)
            digest = digest_of(normalise(typed))
            if digest not in self.held:
                self.held.add(digest)
                return typed
            form = MOBILE

    def customer(self, *, referrer: int | None = None) -> CustomerEntry:
        """Somebody whom nobody here knows yet."""
        number, note = "", ""
        [answer] = self.rng.choices(list(ANSWERS), list(ANSWERS.values()))
        if answer == PhoneAnswer.GIVEN:
            number = self.number()
        elif answer == PhoneAnswer.REFUSED:
            note = self.rng.choice(self.notes["phone_refused"])
        asked = bool(number)
        return CustomerEntry(
            name=self.rng.choice(self.names["abroad"]) if number.startswith("+") else self.name(),
            honorific=self.rng.choice([Honorific.MR, Honorific.MS, Honorific.MS, Honorific.NONE]),
            phone=number,
            phone_answer=answer,
            phone_note=note,
            consent_call=self.chance(85) if asked else None,
            consent_sms=self.chance(60) if asked else None,
            licence_plate=self.plate() if self.chance(22) else "",
            source=Source.REFERRAL if referrer else self.source(),
            referred_by=referrer,
        )

    def source(self) -> str:
        return self.rng.choice([*LIKELY_SOURCES, *LIKELY_SOURCES, *Source.values, ""])

    def plate(self) -> str:
        return f"{self.names['plate_prefix']}{self.rng.randrange(1000, 100_000):05d}"

    def outcome(self, *, now: datetime, asks_number: bool = False, units: int = 1) -> OutcomeEntry:
        """What came of a reception; who leaves soon says little."""
        grade = self.rng.choices(list(GRADES), list(GRADES.values()))[0]
        if units > 1:
            grade = Grade.A
        number = self.number() if asks_number and grade != Grade.D and self.chance(45) else ""
        return OutcomeEntry(
            grade=grade,
            **(self._wishes() if grade != Grade.D else {}),
            objections=self._objections(grade),
            units_wanted=units,
            phone=number,
            consent_call=True if number else None,
            consent_sms=self.chance(50) if number else None,
            next_appointment=self._appointment(now) if grade in "AB" and self.chance(50) else None,
            note=self.rng.choice(self.notes["outcome"][grade]) if self.chance(45) else "",
        )

    def _wishes(self) -> dict[str, Any]:
        layout = self.rng.choice(list(HOMES))
        area_min, area_max = HOMES[layout]
        low, high = (
            price * area // 100_000 * 100_000
            for price, area in zip(YUAN_PER_SQUARE_METRE, (area_min, area_max), strict=True)
        )
        return {
            "layout": layout,
            "area_min": area_min,
            "area_max": area_max,
            "floor": self.rng.choice(FloorPreference.values),
            "budget_min": low,
            "budget_max": high,
            "purpose": self.rng.choice(BuyingPurpose.values),
        }

    def _objections(self, grade: str) -> list[str]:
        most = {Grade.A: 1, Grade.D: 1}.get(Grade(grade), 2)
        return self.rng.sample(Objection.values, self.rng.randint(0, most))

    def _appointment(self, now: datetime) -> datetime:
        """Some day of the next week, at a full or half hour of the office's day."""
        day = self.office.local(now) + timedelta(days=self.rng.randint(1, 6))
        return day.replace(
            hour=self.rng.randint(10, 17), minute=self.rng.choice([0, 30]), second=0, microsecond=0
        )
