"""What all tests of the phone desk share: sentences are compared in English, whether catalogues are compiled or not."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield
