"""The register of return visits: halves of a month, who stands in it, and who reads it."""

from datetime import date

import pytest
from django.urls import reverse

from complaints.enums import ConfirmedHow, Satisfaction, VisitWay
from complaints.selectors.return_visits import half_of, return_visits
from complaints.services import closing, deeds
from offices.enums import AuditAction, Role
from offices.models import AuditEntry
from tests.cast import enrol
from tests.complaints.taken import at, taken

FIRST_HALF = (date(2026, 11, 1), date(2026, 11, 15))


def visited(by, *, day: int, words: str = "", **facts):
    """Answered and confirmed on the second, called on that day."""
    ticket = taken(by, now=at(2, 9), **facts)
    deeds.reply(ticket=ticket, text="Mended.", by=by, now=at(2, 10))
    closing.confirm(ticket=ticket, how=ConfirmedHow.PHONE, by=by, now=at(2, 11))
    closing.call_back(
        ticket=ticket,
        way=VisitWay.PHONE,
        satisfaction=Satisfaction.SATISFIED,
        text=words,
        by=by,
        now=at(day, 23),
    )
    return ticket


@pytest.mark.parametrize(
    ("on", "half"),
    [
        (date(2026, 11, 1), FIRST_HALF),
        (date(2026, 11, 15), FIRST_HALF),
        (date(2026, 11, 16), (date(2026, 11, 16), date(2026, 11, 30))),
        (date(2026, 12, 31), (date(2026, 12, 16), date(2026, 12, 31))),
        (date(2028, 2, 29), (date(2028, 2, 16), date(2028, 2, 29))),
    ],
)
def test_a_month_has_two_halves(on, half) -> None:
    assert half_of(on) == half


@pytest.mark.django_db
@pytest.mark.clause("G-27")
def test_a_visit_stands_in_the_half_in_which_it_was_made(fang, other_office) -> None:
    second = visited(fang, day=15, words="All is well.")
    first = visited(fang, day=3)
    visited(fang, day=16)
    visited(enrol(other_office, "gu", Role.SERVICE), day=4)
    rows = return_visits(fang, *FIRST_HALF)
    assert [(row.ticket, row.words) for row in rows] == [(first, ""), (second, "All is well.")]
    assert [row.by for row in rows] == [fang.name] * 2


@pytest.mark.django_db
def test_who_is_complained_of_does_not_read_what_was_said(fang, mei) -> None:
    visited(fang, day=3, about=mei)
    assert return_visits(mei, *FIRST_HALF) == []
    assert len(return_visits(fang, *FIRST_HALF)) == 1


@pytest.mark.django_db
def test_the_register_is_printed_and_leaves_a_line(client, fang, office) -> None:
    ticket = visited(fang, day=3, words="All is well.")
    client.force_login(fang.user)
    page = client.get(reverse("complaints:visits", args=[office.slug]), {"on": "2026-11-09"})
    assert ticket.label in page.content.decode() and "All is well." in page.content.decode()
    line = AuditEntry.objects.get(action=AuditAction.TICKET_PRINTED)
    assert (line.record, line.details) == ("return_visits:2026-11-01", {"form": "visits", "rows": 1})
    for nonsense in ("2026-13-01", "0001-01-01", "9999-12-31", "x\x00"):
        assert (
            client.get(reverse("complaints:visits", args=[office.slug]), {"on": nonsense}).status_code == 200
        )
