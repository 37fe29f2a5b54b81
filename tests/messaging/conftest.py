from collections.abc import Iterator
from pathlib import Path

import pytest

from messaging.robots import VENDORS
from messaging.services import delivery
from tests.messaging.sms_vendors import SmsVendors, sms_vendors_at_home
from tests.messaging.vendors import Vendors, vendors_at_home


@pytest.fixture(autouse=True)
def loopback_allowed(settings) -> None:
    settings.ROBOT_HOSTS = [*(vendor.host for vendor in VENDORS.values()), "127.0.0.1"]
    settings.SMS_HOSTS = ["127.0.0.1"]


@pytest.fixture(autouse=True)
def message_log(settings, tmp_path) -> Path:
    """What the file gateway writes."""
    settings.MESSAGE_LOG = str(tmp_path / "messages.log")
    return tmp_path / "messages.log"


@pytest.fixture
def sms_vendors() -> Iterator[SmsVendors]:
    """Alibaba Cloud, Tencent Cloud and an own gateway on this machine."""
    with sms_vendors_at_home() as server:
        yield server


@pytest.fixture
def vendors() -> Iterator[Vendors]:
    """WeCom, DingTalk and Feishu on this machine."""
    with vendors_at_home() as server:
        yield server


@pytest.fixture
def impatient(monkeypatch) -> None:
    """Half a second instead of five."""
    monkeypatch.setattr(delivery, "PATIENCE", 0.5)
