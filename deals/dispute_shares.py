"""Shares that people agree on or a manager rules: percents by member, None for the department, exactly 100 in all.

Pure. The ruling of the core writes its percents with at most four decimals; so do these.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from deals.attribution import DEPARTMENT

WHOLE = Fraction(100)
DECIMALS = 4
Shares = Mapping[int | None, Fraction]


class SharesError(ValueError):
    """``code`` says what is wrong: ``unreadable``, ``negative``, ``decimals`` or ``sum``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def percent(text: str) -> Fraction:
    """A percent as somebody typed it: 0 to 100 with at most four decimals. Raises SharesError."""
    try:
        read = Decimal(text.strip().rstrip("%") or "0")
    except InvalidOperation:
        raise SharesError("unreadable") from None
    if not read.is_finite():
        raise SharesError("unreadable")
    if read < 0 or read > 100:
        raise SharesError("negative")
    if Fraction(read) * 10**DECIMALS % 1:
        raise SharesError("decimals")
    return Fraction(read)


def checked(shares: Shares) -> dict[int | None, Fraction]:
    """The shares above 0, where they add up to exactly 100. Raises SharesError."""
    if any(share < 0 for share in shares.values()):
        raise SharesError("negative")
    if sum(shares.values(), Fraction(0)) != WHOLE:
        raise SharesError("sum")
    return {member: share for member, share in shares.items() if share}


def as_text(share: Fraction) -> str:
    """``60``, ``33.3333``: as they stand in rows that stay."""
    shown = Decimal(share.numerator) / Decimal(share.denominator)
    return f"{shown.quantize(Decimal(1).scaleb(-DECIMALS)).normalize():f}"


def as_codes(shares: Shares) -> dict[str, str]:
    """For a row that stays: ``{"m12": "60", "department": "40"}``."""
    return {DEPARTMENT if who is None else f"m{who}": as_text(share) for who, share in shares.items()}


def from_codes(codes: Mapping[str, str]) -> dict[int | None, Fraction]:
    """As they were written by as_codes."""
    return {
        None if code == DEPARTMENT else int(code[1:]): Fraction(Decimal(text)) for code, text in codes.items()
    }


def pattern(shares: Shares, credited: int | None) -> tuple[str, ...]:
    """What makes two rulings alike: the part of whoever had the credit before, then the others', largest first."""
    others: Iterable[Fraction] = (share for who, share in shares.items() if who != credited and share)
    return (
        as_text(Fraction(shares.get(credited, 0))),
        *(as_text(share) for share in sorted(others, reverse=True)),
    )
