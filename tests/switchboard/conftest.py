"""What all tests of the phone desk share: sentences are compared in English, whether catalogues are compiled or not."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def english(client: Client) -> None:
    """Pages speak English too."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
