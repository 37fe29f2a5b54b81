"""Whoever reads a unit, the board or a customer's file is offered only pages that open for them."""

import re

import pytest
from django.test import Client

from offices.enums import Role
from tests.cast import enrol

LINK = re.compile(r'href="(/harbour/[^"#]+)"')
READERS = (Role.FINANCE, Role.SERVICE, Role.DIRECTOR, Role.INFORMATION, Role.CONSULTANT, Role.DESK)


@pytest.mark.parametrize("role", READERS)
def test_every_link_of_the_page_opens(client: Client, office, unit, customer, role: Role) -> None:
    client.force_login(enrol(office, "reader", role).user)
    for address in ("/harbour/units/", f"/harbour/units/{unit.pk}/", f"/harbour/customers/{customer.pk}/"):
        offered = set(LINK.findall(client.get(address).content.decode().replace("&amp;", "&")))
        assert len(offered) > 3
        assert {
            each: client.get(each).status_code for each in offered if client.get(each).status_code >= 400
        } == {}
