"""Those who answer for customers' data, and pages that speak English."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from offices.enums import Role
from offices.models import Member, Office
from tests.cast import enrol


@pytest.fixture
def english(client: Client) -> Iterator[None]:
    """Services and pages speak English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def browse(client: Client) -> Callable[[Member], Client]:
    """Somebody's browser, in English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    def as_member(member: Member) -> Client:
        client.force_login(member.user)
        return client

    return as_member


@pytest.fixture
def hua(office: Office) -> Member:
    """The information supervisor."""
    return enrol(office, "hua", Role.INFORMATION)


@pytest.fixture
def gu(office: Office) -> Member:
    """The director."""
    return enrol(office, "gu", Role.DIRECTOR)


@pytest.fixture
def jin(office: Office) -> Member:
    """Finance."""
    return enrol(office, "jin", Role.FINANCE)
