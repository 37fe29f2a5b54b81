"""Visitors' own entries at the door, as the desk sees them."""

from offices.ids import read_id
from offices.models import Office
from reception.models import CheckIn

SHOWN = 12


def waiting_check_ins(office: Office) -> list[CheckIn]:
    """Those that wait for the desk, oldest first; one query, and none where the office wants no self check-in."""
    if not office.self_check_in:
        return []
    return list(CheckIn.objects.of(office).waiting()[:SHOWN])


def find_check_in(office: Office, pk: str) -> CheckIn | None:
    """The entry of that id, whatever became of it; None for anything else. No query where no id is given."""
    chosen = read_id(pk)
    if chosen is None:
        return None
    found = CheckIn.objects.of(office).filter(pk=chosen).first()
    if found is not None:
        found.office = office
    return found
