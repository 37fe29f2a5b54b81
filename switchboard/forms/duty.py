"""Who is on the phones: one row for everybody who may be."""

from collections.abc import Sequence

from django.http import QueryDict

from offices.ids import read_id
from offices.models import Member
from switchboard.services.phone_desks import LONGEST_EXTENSION, Place


def places_from(sent: QueryDict, members: Sequence[Member]) -> list[Place]:
    """The ticked ones in the order of their places; what was typed beside others is left alone."""
    found = []
    for at, member in enumerate(members):
        if not sent.get(f"here_{member.pk}"):
            continue
        place = read_id(sent.get(f"place_{member.pk}", "")) or at + 1
        extension = "".join(sent.get(f"extension_{member.pk}", "").split())[: LONGEST_EXTENSION + 1]
        found.append((place, at, Place(member.pk, 0, bool(sent.get(f"backup_{member.pk}")), extension)))
    ordered = [each for *_, each in sorted(found, key=lambda each: each[:2])]
    return [
        Place(each.member, place, each.is_backup, each.extension)
        for place, each in enumerate(ordered, start=1)
    ]
