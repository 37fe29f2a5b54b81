import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded import services
from embedded.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home of its own below a folder that PostgreSQL's account may pass through."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder.name.startswith("pytest-"):
            folder.chmod(0o711)
    tmp_path.chmod(0o711)
    place = Home(tmp_path / "data", fast=True)
    yield place
    services.destroy(place)
