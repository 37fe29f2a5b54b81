"""What the tests of the phone desk start from. Numbers and names are plainly invented."""

import hashlib
import hmac
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from offices.models import Member, Office
from switchboard.line_calls import Event, EventKind
from switchboard.models import IncomingCall, PbxCall
from switchboard.pbx_reading import Told
from switchboard.services.call_entry import IncomingEntry
from switchboard.services.calls import log_call
from switchboard.services.pbx import take_event
from switchboard.services.phone_desks import Place, connect, set_duty
from visitors.services.customers import CustomerEntry

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
"""12:00 on the harbour's clock, a Monday."""
NUMBER = "+8613800001234"
TYPED = "138 0000 1234"
SECRET_FIELDS = ("X-Lunxu-Timestamp", "X-Lunxu-Signature")


def on_the_phones(*members: Member, backup: Member | None = None, by: Member, now: datetime = NOON) -> None:
    """These answer, in this order, with the extensions 201, 202 …; the backup has 299."""
    places = [Place(member.pk, at, extension=f"{200 + at}") for at, member in enumerate(members, start=1)]
    if backup is not None:
        places.append(Place(backup.pk, len(places) + 1, is_backup=True, extension="299"))
    set_duty(office=by.office, places=places, by=by, now=now)


def tells(
    office: Office,
    kind: str,
    seconds: int = 0,
    *,
    call: str = "c1",
    number: str = NUMBER,
    extension: str = "",
    rings: int | None = None,
    begin: datetime = NOON,
) -> PbxCall:
    """The telephone system tells so many seconds after the beginning."""
    at = begin + timedelta(seconds=seconds)
    told = Told(call, number, Event(EventKind(kind), at, rings, extension))
    return take_event(office=office, told=told, now=at)


def said(**facts: Any) -> IncomingEntry:
    """A customer who left a number and comes tomorrow, unless something else is said."""
    customer = {"name": "Zhou", "phone": TYPED, "phone_answer": "given", **facts.pop("customer", {})}
    given = {"kind": "customer", "customer": CustomerEntry(**customer), **facts}
    if given["kind"] == "customer" and not given.keys() & {"visit_at", "next_on"}:
        given["visit_at"] = NOON + timedelta(days=1)
    if given["kind"] != "customer":
        given["customer"] = None
    return IncomingEntry(**given)


def logged(by: Member, now: datetime = NOON, **facts: Any) -> IncomingCall:
    return log_call(office=by.office, entry=said(**facts), by=by, now=now)


class Pbx:
    """The office's telephone system, as it speaks to the webhook."""

    def __init__(self, client: Client, by: Member) -> None:
        self.client = client
        self.desk = connect(office=by.office, by=by, now=NOON)
        self.address = reverse("hook_calls", args=[self.desk.hook])

    def sign(self, body: bytes, stamp: str, secret: str = "") -> dict[str, str]:
        message = stamp.encode() + b"\n" + body
        mac = hmac.new((secret or self.desk.secret).encode(), message, hashlib.sha256).hexdigest()
        return dict(zip(SECRET_FIELDS, (stamp, mac), strict=True))

    def post(self, body: bytes, **headers: str) -> HttpResponse:
        return self.client.post(self.address, body, content_type="application/json", headers=headers)

    def send(self, body: bytes, *, stamp: str = "", secret: str = "") -> HttpResponse:
        return self.post(body, **self.sign(body, stamp or str(int(time.time())), secret))

    def tell(self, **event: Any) -> HttpResponse:
        return self.send(json.dumps({"call": "c1", "event": "ringing", **event}).encode())
