"""What a loan costs month by month, for the price sheet. Pure: amounts in yuan, exact to the fen.

Two ways are usual: equal instalments (annuity), and equal shares of principal with the interest of what is still owed.
The last month takes the rounding of all others, so that the principal is paid back to the fen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

FEN = Decimal("0.01")
MONTHS_A_YEAR = 12
LONGEST = 40 * MONTHS_A_YEAR
HIGHEST = Decimal(36)
"""Percent a year; more is a slip of the finger."""


class LoanError(ValueError):
    """These values describe no loan; the message says why, for developers."""


class Repayment(StrEnum):
    """How it is paid back."""

    ANNUITY = "annuity"
    PRINCIPAL = "principal"


@dataclass(frozen=True, slots=True)
class Month:
    """A month's payment in yuan, of which so much is principal and interest, and what is owed after it."""

    number: int
    payment: Decimal
    principal: Decimal
    interest: Decimal
    owed: Decimal


@dataclass(frozen=True, slots=True)
class Loan:
    """All months of a loan, the first one first."""

    months: tuple[Month, ...]

    @property
    def first(self) -> Decimal:
        return self.months[0].payment

    @property
    def last(self) -> Decimal:
        return self.months[-1].payment

    @property
    def interest(self) -> Decimal:
        """All interest together."""
        return sum((month.interest for month in self.months), Decimal(0))

    @property
    def paid(self) -> Decimal:
        """All payments together: the principal and its interest."""
        return sum((month.payment for month in self.months), Decimal(0))


def loan_of(principal: Decimal, *, percent_a_year: Decimal, months: int, way: Repayment) -> Loan:
    """The loan of that many yuan at that yearly rate. Raises LoanError.

    The principal has at most two decimals and at least a fen for each month; the rate is 0 to 36 percent, the time
    1 to 480 months.
    """
    _check(principal, percent_a_year, months)
    with localcontext() as context:
        context.prec = 50
        rate = percent_a_year / 100 / MONTHS_A_YEAR
        return Loan(tuple(_months(principal, rate, months, _rule(principal, rate, months, way))))


def _rule(principal: Decimal, rate: Decimal, months: int, way: Repayment) -> Callable[[Decimal], Decimal]:
    """How much principal a month pays back, given that month's interest."""
    share = _fen(principal / months)
    if way is Repayment.PRINCIPAL or not rate:
        return lambda interest: share
    growth = (1 + rate) ** months
    payment = _fen(principal * rate * growth / (growth - 1))
    return lambda interest: payment - interest


def _months(
    principal: Decimal, rate: Decimal, months: int, rule: Callable[[Decimal], Decimal]
) -> list[Month]:
    owed, found = principal, []
    for number in range(1, months + 1):
        interest = _fen(owed * rate)
        part = owed if number == months else min(owed, max(Decimal(0), rule(interest)))
        owed -= part
        found.append(Month(number, part + interest, part, interest, owed))
    return found


def _fen(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)


def _check(principal: Decimal, percent: Decimal, months: int) -> None:
    if not 1 <= months <= LONGEST:
        raise LoanError(f"1 to {LONGEST} months, not {months}")
    if not percent.is_finite() or not 0 <= percent <= HIGHEST:
        raise LoanError(f"a yearly rate of 0 to {HIGHEST} percent, not {percent}")
    if not principal.is_finite() or principal != principal.quantize(FEN) or principal < FEN * months:
        raise LoanError(
            f"an amount of yuan with at most two decimals, a fen a month at least, not {principal}"
        )
