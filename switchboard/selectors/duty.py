"""Who is on the phones, and whose call the next one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from offices.models import Member, Office
from switchboard.enums import LineState
from switchboard.models import OnPhones, PbxCall
from switchboard.phone_rules import PhoneRules
from switchboard.turns import Answerer, Turn, who_answers
from visitors.models import Customer
from visitors.selectors.ownership import house_validity_rules, ownership_of


@dataclass(frozen=True, slots=True)
class Duty:
    """The list in its order, with the calls that its people are on."""

    rows: Sequence[OnPhones]
    people: Sequence[Answerer]

    def member(self, pk: int | None) -> Member | None:
        return next((row.member for row in self.rows if row.member_id == pk), None)

    def of_extension(self, extension: str) -> Member | None:
        """Whose telephone that is."""
        return next((row.member for row in self.rows if extension and row.extension == extension), None)

    @property
    def shown(self) -> list[tuple[OnPhones, Answerer]]:
        return list(zip(self.rows, self.people, strict=True))


def duty_of(office: Office) -> Duty:
    """Two queries."""
    rows = list(OnPhones.objects.of(office).working().select_related("member").order_by("place", "pk"))
    talking = PbxCall.objects.of(office).open().filter(state=LineState.ANSWERED)
    on_line = set(talking.values_list("answered_by", flat=True))
    people = [
        Answerer(
            row.member_id,
            row.last_turn,
            on_line=row.member_id in on_line,
            away=row.away_since is not None,
            is_backup=row.is_backup,
        )
        for row in rows
    ]
    return Duty(rows, people)


def turn_for(
    duty: Duty, *, rules: PhoneRules, owner: int | None = None, rings: int = 0, is_first: bool = True
) -> tuple[Turn, Member | None]:
    """Whose call it is, and the member."""
    turn = who_answers(duty.people, rules=rules, owner=owner, rings=rings, is_first=is_first)
    return turn, duty.member(turn.member)


def owner_of(customer: Customer | None, now: datetime) -> int | None:
    """The id of the consultant whose customer this is now."""
    if customer is None:
        return None
    office = customer.office
    day = office.business_date(now)
    rules = house_validity_rules(office, day)
    return ownership_of([customer], office=office, day=day, rules=rules)[customer.pk].owner
