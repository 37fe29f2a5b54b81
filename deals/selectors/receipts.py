"""The numbered receipts of an office: which are drawn, used, void, still free, and which nobody can account for."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from django.db import connection

from deals.enums import VoidReason
from deals.models import Payment, ReceiptBook, VoidReceipt
from offices.models import Office

NEXT = """
    SELECT number
    FROM deals_receiptbook book, generate_series(book.first, book.last) number
    WHERE book.office_id = %s
      AND NOT EXISTS (
        SELECT 1 FROM deals_payment used WHERE used.office_id = book.office_id AND used.receipt = number
      )
      AND NOT EXISTS (
        SELECT 1 FROM deals_voidreceipt void WHERE void.office_id = book.office_id AND void.receipt = number
      )
    ORDER BY number
    LIMIT 1
"""


class ReceiptState(StrEnum):
    """Where a number of the stock stands."""

    USED = "used"
    VOID = "void"
    LOST = "lost"
    NEXT = "next"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A number of a book, with its payment and its void where it has them; ``run``: how many free ones it begins."""

    number: int
    state: ReceiptState
    payment: Payment | None = None
    void: VoidReceipt | None = None
    run: int = 1

    @property
    def last(self) -> int:
        return self.number + self.run - 1


@dataclass(frozen=True, slots=True)
class Book:
    """A book of the stock and how far it is used up."""

    book: ReceiptBook
    done: int

    @property
    def size(self) -> int:
        return self.book.last - self.book.first + 1

    @property
    def free(self) -> int:
        return self.size - self.done


def next_receipt(office: Office) -> int | None:
    """The lowest drawn number that is neither used nor void; None where the stock is used up."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [office.pk])
        row = cursor.fetchone()
    return row[0] if row else None


def books_of(office: Office) -> list[Book]:
    """All books, the latest first: three queries."""
    done = _done(office)
    books = ReceiptBook.objects.filter(office=office).select_related("drawn_by").order_by("-first")
    return [Book(book, sum(book.first <= number <= book.last for number in done)) for book in books]


def numbers_of(book: ReceiptBook) -> list[Receipt]:
    """Every number of a book with its state, in order; free ones that follow each other are one line."""
    span = {"office": book.office_id, "receipt__range": (book.first, book.last)}
    people = ("by", "order__unit__building", "order__customer")
    payments = {each.receipt: each for each in Payment.objects.filter(**span).select_related(*people)}
    voids = {each.receipt: each for each in VoidReceipt.objects.filter(**span).select_related("by")}
    following = next_receipt(book.office)
    found = [
        Receipt(number, _state(number, payments, voids, following), payments.get(number), voids.get(number))
        for number in range(book.first, book.last + 1)
    ]
    told = [each for each in found if each.state != ReceiptState.FREE]
    free = ranges(each.number for each in found if each.state == ReceiptState.FREE)
    told += [Receipt(first, ReceiptState.FREE, run=last - first + 1) for first, last in free]
    return sorted(told, key=lambda each: each.number)


def gaps(office: Office) -> list[tuple[int, int]]:
    """Numbers between two books that were never drawn, from and to: somebody has to know where they are."""
    spans = list(ReceiptBook.objects.filter(office=office).order_by("first").values_list("first", "last"))
    return [(before[1] + 1, after[0] - 1) for before, after in pairwise(spans) if before[1] + 1 < after[0]]


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as from and to, without those in between."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _state(
    number: int, payments: dict[int, Payment], voids: dict[int, VoidReceipt], following: int | None
) -> ReceiptState:
    if number in voids:
        return ReceiptState.LOST if voids[number].reason == VoidReason.LOST else ReceiptState.VOID
    if number in payments:
        return ReceiptState.USED
    return ReceiptState.NEXT if number == following else ReceiptState.FREE


def _done(office: Office) -> set[int]:
    used = Payment.objects.of(office).order_by().values_list("receipt", flat=True)
    void = VoidReceipt.objects.filter(office=office).order_by().values_list("receipt", flat=True)
    return set(used) | set(void)
