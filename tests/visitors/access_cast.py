"""Requests for customers' data, ready to be made and answered."""

from datetime import datetime

from offices.models import Member
from tests.visitors.rows import NOW
from visitors.models import AccessRequest, Customer
from visitors.services.access_requests import Wish, answer, ask_for


def wish(**said) -> Wish:
    usual = {"subject": "the visits of this year", "purpose": "service", "reason": "stands in next week"}
    return Wish(**{**usual, **said})


def asked(by: Member, *customers: Customer, kind: str = "view", now: datetime = NOW, **said) -> AccessRequest:
    return ask_for(kind=kind, customers=customers, wish=wish(**said), by=by, now=now)


def allow(request: AccessRequest, *by: Member, now: datetime = NOW, days: int | None = None) -> AccessRequest:
    """Each of them says yes, in this order."""
    for member in by:
        request = answer(request=request, yes=True, reason="", days=days, by=member, now=now)
    return request
