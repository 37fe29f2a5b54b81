"""Where the embedded services keep their things."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
# A Unix socket's whole path has room for about a hundred bytes.
LONGEST_SOCKET_FOLDER = 80
# Unlike the system's temporary folder it is not emptied when the machine starts.
LASTING = Path("/var/tmp")  # noqa: S108 (whose folder it is, is checked)


class Trouble(Exception):
    """Something a person has to mend; the message says what."""


@dataclass(frozen=True, slots=True)
class Home:
    """A folder with one PostgreSQL and one Valkey; ``fast`` gives up safety against power cuts (tests only)."""

    base: Path
    fast: bool = False

    @classmethod
    def of_demo(cls) -> "Home":
        return cls(PROJECT / ".data")

    @classmethod
    def of_tests(cls) -> "Home":
        return cls(PROJECT / ".data" / "test", fast=True)

    @property
    def run(self) -> Path:
        return self.base / "run"

    @property
    def log(self) -> Path:
        return self.base / "log"

    @property
    def services_file(self) -> Path:
        return self.run / "services.env"

    @property
    def secrets_file(self) -> Path:
        return self.base / "secrets.env"

    def prepare(self) -> None:
        """Make the folders; others may pass through them but not look around."""
        for folder in (PROJECT / ".data", self.base, self.run):
            folder.mkdir(mode=0o711, exist_ok=True)
        self.log.mkdir(mode=0o700, exist_ok=True)

    def shelter(self, parent: Path | None = None) -> Path:
        """A folder outside the checkout for what cannot live in it; short, and the same at each start."""
        digest = hashlib.sha256(str(self.base).encode()).hexdigest()[:8]
        folder = (parent or Path(tempfile.gettempdir())) / f"lunxu-{os.getuid()}-{digest}"
        folder.mkdir(mode=0o711, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid != os.getuid():
            raise Trouble(f"{folder} belongs to somebody else; remove it.")
        return folder

    def socket_folder(self, wanted: Path) -> Path:
        """``wanted``, or a folder in the shelter where that path is too long for a socket."""
        if len(os.fsencode(wanted)) <= LONGEST_SOCKET_FOLDER:
            return wanted
        return self.shelter() / wanted.name

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One process at a time starts or stops services."""
        self.prepare()
        with open(self.run / "services.lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
