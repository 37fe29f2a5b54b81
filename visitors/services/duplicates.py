"""Proposals of files that may be of one person: found by night, answered by people."""

from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from visitors.duplicates import Likeness
from visitors.enums import DuplicateState
from visitors.models import Customer, Duplicate
from visitors.selectors.duplicates import proposed_in, shared_signs
from visitors.selectors.ownership import owners_of

BATCH = 500


def find_duplicates(*, now: datetime) -> int:
    """Look through every office that is open; how many pairs are proposed today that nobody knew of."""
    return sum(
        find_in_office(office=office, now=now)
        for office in Office.objects.filter(is_active=True).order_by("pk")
    )


def find_in_office(*, office: Office, now: datetime) -> int:
    """Write down the pairs that may be one person; the answers that were given stay. How many are new.

    What was proposed and never answered is forgotten where it is not found any more.
    """
    before = Duplicate.objects.of(office).count()
    found = proposed_in(shared_signs(office))
    while some := {(each.low, each.high): each for each in islice(found, BATCH)}:
        _write(office, some, now)
    new = Duplicate.objects.of(office).count() - before
    Duplicate.objects.of(office).filter(state=DuplicateState.OPEN, found_at__lt=now).delete()
    return new


@transaction.atomic
def set_apart(*, one: Customer, other: Customer, by: Member, now: datetime) -> Duplicate:
    """They are two people: the pair is not proposed again; not said by who would lose one of them. Raises Refusal."""
    owners = owners_of([one, other], office=by.office, now=now)
    if by.pk in owners and len(owners) > 1:
        raise Refusal(
            _("One of these is your own customer, the other a colleague's. Somebody else has to say it.")
        )
    if one.file_id == other.file_id:
        raise Refusal(_("These are joined already. Take that back first."))
    pair = decided(one=one, other=other, state=DuplicateState.APART, by=by, now=now)
    keep(
        action=AuditAction.FILES_APART,
        record=f"customer:{pair.low_id}",
        details={"other": pair.high_id},
        by=by,
        now=now,
    )
    return pair


def decided(*, one: Customer, other: Customer, state: DuplicateState, by: Member, now: datetime) -> Duplicate:
    """Write the answer onto the pair, which need not have been proposed; inside the caller's transaction."""
    low, high = sorted((one.pk, other.pk))
    answer = {"state": state, "decided_at": now, "decided_by": by}
    pair, _made = Duplicate.objects.update_or_create(
        low_id=low,
        high_id=high,
        defaults=answer,
        create_defaults={**answer, "office_id": by.office_id, "score": 0, "found_at": now},
    )
    return pair


@transaction.atomic
def _write(office: Office, found: dict[tuple[int, int], Likeness], now: datetime) -> None:
    Duplicate.objects.bulk_create(
        [
            Duplicate(
                office=office,
                low_id=each.low,
                high_id=each.high,
                score=each.score,
                signs=[sign.value for sign in each.signs],
                found_at=now,
            )
            for each in sorted(found.values(), key=lambda each: (each.low, each.high))
        ],
        update_conflicts=True,
        unique_fields=["low", "high"],
        update_fields=["score", "signs", "found_at"],
    )
