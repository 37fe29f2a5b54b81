"""Receptions of consultants who have signed out: somebody has to be able to finish them."""

from uuid import uuid4

import pytest
from django.test import Client

from reception.selectors.board import board_of
from reception.services import floor, visits
from reception.services.closing import close_day


@pytest.mark.clause("A-53")
def test_visitor_of_somebody_who_signed_out_is_still_on_the_board(
    arrive, opened, an, mei, lin, clock
) -> None:
    """Else nobody at the desk could finish the reception, and the day could never be closed."""
    reception = arrive()
    visits.meet(reception=reception, by=an, now=clock())
    floor.sign_out(consultant=an, by=lin, now=clock())
    board = board_of(opened, now=clock())
    assert (board.left_over, board.row_of(an)) == ([reception], None)
    visits.finish(reception=reception, outcome=None, by=lin, now=clock())
    assert board_of(opened, now=clock()).left_over == []
    close_day(office=opened, by=mei, now=clock())


def test_desk_finds_the_way_to_finish_it(arrive, opened, an, bo, lin, clock, client: Client) -> None:
    reception = arrive()
    visits.meet(reception=reception, by=an, now=clock())
    floor.sign_out(consultant=an, by=lin, now=clock())
    done = f"/harbour/visits/{reception.visit}/done/"
    client.force_login(lin.user)
    assert done in client.get("/harbour/desk/").content.decode()
    assert reception.get_absolute_url() in client.get("/harbour/day/").content.decode()
    page = client.get(reception.get_absolute_url())
    assert (
        page.context["may_finish"] and f"/harbour/visits/{reception.visit}/finish/" in page.content.decode()
    )
    client.post(done, {"request_key": str(uuid4())})
    reception.refresh_from_db()
    assert reception.status == "finished"
    client.force_login(bo.user)
    assert not client.get(reception.get_absolute_url()).context["may_finish"]
