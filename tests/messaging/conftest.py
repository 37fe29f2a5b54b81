from collections.abc import Iterator

import pytest

from messaging.robots import VENDORS
from messaging.services import delivery
from tests.messaging.vendors import Vendors, vendors_at_home


@pytest.fixture(autouse=True)
def loopback_allowed(settings) -> None:
    settings.ROBOT_HOSTS = [*(vendor.host for vendor in VENDORS.values()), "127.0.0.1"]


@pytest.fixture
def vendors() -> Iterator[Vendors]:
    """WeCom, DingTalk and Feishu on this machine."""
    with vendors_at_home() as server:
        yield server


@pytest.fixture
def impatient(monkeypatch) -> None:
    """Half a second instead of five."""
    monkeypatch.setattr(delivery, "PATIENCE", 0.5)
