"""Where the data of a person stand, all over the house: each app says what it holds, so that nothing is forgotten.

A holder reads what it knows of a person, for their own file, and erases it. What an app does not erase it names as
well, with the reason; a test walks the models and their columns and finds the one that nobody named (house law 7).

A **place** is written ``app.Model`` or ``app.Model: column column``. To a holder the first says that the rows are
deleted whole, the second that these columns are emptied and the row stays. To ``leave`` the first says that the table
has no column for words at all, the second which of them stay as they are.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from offices.sealing import SealBroken
from visitors.models import Customer, CustomerEmail, CustomerPhone

Row = Mapping[str, Any]
"""What one row says, by labels in words: texts, numbers, days, times."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whose data: the file that holds, all files joined with it, the prints of their numbers and addresses.

    A number that belongs to somebody else by now is left out: what stands under it may be theirs. ``numbers`` are the
    digits of the others without their country, and ``names`` the files' names: to look for them in lists.
    """

    customer: Customer
    files: tuple[int, ...]
    prints: frozenset[str]
    numbers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who knows persons' data. ``covers``: the places (as above) whose words it takes away.

    ``rows`` may be left out where there is nothing to tell that another holder does not tell. ``erase`` runs inside the
    caller's transaction and says how many rows it touched.
    """

    name: str
    words: Promise
    covers: tuple[str, ...]
    erase: Callable[[Person, datetime], int]
    rows: Callable[[Person], Iterable[Row]] | None = None


class Stays(StrEnum):
    """Why a model is left alone when a person's data are erased."""

    EVIDENCE = "evidence"
    """Ids, codes and times only: who met whom and when, who decided what."""
    ACCOUNTS = "accounts"
    """Orders, payments and papers that the law on accounts keeps."""
    HOUSE = "house"
    """Words of the house: settings, wordings, lists, texts about its members."""
    UNLINKED = "unlinked"
    """Words that name no file; they go with their own clock, or whoever writes them is asked to name nobody."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Something that is still open and needs the data. ``held`` picks those of the files (ids) that it concerns.

    ``always`` ones stop an erasure that was asked for as well; the others keep a file from the retention review only.
    """

    name: str
    words: Promise
    held: Callable[[Collection[int]], set[int]]
    always: bool = True


_holders: dict[str, Holder] = {}
_stays: dict[str, dict[str, Stays]] = {}
_holds: dict[str, Hold] = {}


def register(*holders: Holder) -> None:
    """Ask these too; one of the same name takes the other's place."""
    _holders.update({each.name: each for each in holders})


def leave(why: Stays, *places: str) -> None:
    """These places are left alone, for this reason. A table may be named again for other columns of it."""
    for place in places:
        label, columns = read_place(place)
        _stays.setdefault(label, {}).update(dict.fromkeys(columns or ("",), why))


def read_place(place: str) -> tuple[str, tuple[str, ...]]:
    """The table and the columns that a place names."""
    label, _, columns = place.partition(": ")
    return label, tuple(columns.split())


def register_holds(*holds: Hold) -> None:
    _holds.update({each.name: each for each in holds})


def holders() -> tuple[Holder, ...]:
    """In the order in which a person reads of them: this floor first, the others as they were loaded."""
    return tuple(sorted(_holders.values(), key=lambda each: not each.name.startswith("visitors.")))


def taken_away() -> dict[str, frozenset[str]]:
    """The columns that holders empty, by table; none for a table whose rows they delete."""
    places = [read_place(place) for holder in _holders.values() for place in holder.covers]
    return {label: frozenset(columns) for label, columns in places}


def left_alone() -> dict[str, dict[str, Stays]]:
    """Why each column is left alone, by table; ``""`` stands for a table without words."""
    return {label: dict(columns) for label, columns in _stays.items()}


def holds_on(files: Collection[int], *, asked_for: bool) -> dict[int, list[Hold]]:
    """What keeps these files (ids), by file: one query or two for each hold, however many files.

    ``asked_for``: the person wants the erasure, so that only what must never be torn apart counts.
    """
    found: dict[int, list[Hold]] = {}
    for hold in _holds.values():
        if hold.always or not asked_for:
            for file in hold.held(files):
                found.setdefault(file, []).append(hold)
    return found


def person_of(customer: Customer) -> Person:
    """The person behind a file, and all their files: five queries."""
    rows = Customer.objects.of_person(customer.file_id).order_by("pk")
    names = dict(rows.values_list("pk", "name"))
    files = tuple(names)
    mine = _prints(CustomerPhone.objects.filter(customer__in=files)) | _prints(
        CustomerEmail.objects.filter(customer__in=files)
    )
    others = CustomerPhone.objects.active().filter(office=customer.office_id, digest__in=mine)
    prints = frozenset(mine - _prints(others.exclude(customer__in=files)))
    phones = CustomerPhone.objects.filter(customer__in=files, digest__in=prints)
    numbers = frozenset(filter(None, map(_digits, phones)))
    return Person(customer.file, files, prints, numbers, frozenset(filter(None, names.values())))


def _digits(phone: CustomerPhone) -> str:
    """Empty where no key of ours opens it: then nobody can look for it."""
    try:
        return phone.number.removeprefix("+86").removeprefix("+")
    except SealBroken:
        return ""


def _prints(rows: Any) -> set[str]:
    return set(rows.order_by().values_list("digest", flat=True))
