import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded import services
from embedded.home import Home


@pytest.fixture
def home() -> Iterator[Home]:
    """A home of its own, below a folder that PostgreSQL's account may pass through (pytest's own are closed)."""
    folder = Path(tempfile.mkdtemp(prefix="lunxu-test-"))
    folder.chmod(0o711)
    place = Home(folder / "data", fast=True)
    yield place
    services.destroy(place)
    shutil.rmtree(folder)
