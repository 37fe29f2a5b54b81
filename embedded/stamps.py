"""What a step was last done for, so that a start does again only what changed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from embedded.home import PROJECT, Home
from embedded.postgres import Postgres

LOCK = PROJECT / "requirements" / "dev.txt"


@dataclass(frozen=True, slots=True)
class Stamp:
    """``file`` keeps the facts that a step was last done for; ``facts`` are those of now."""

    file: Path
    facts: str

    def is_fresh(self) -> bool:
        return self.file.exists() and self.file.read_text() == self.facts

    def renew(self) -> None:
        self.file.write_text(self.facts)


def of_static_files(home: Home) -> Stamp:
    files = (path for path in (PROJECT / "static").rglob("*") if path.is_file())
    return Stamp(home.run / "static.stamp", _facts([*files, LOCK]))


def of_tables(home: Home) -> Stamp:
    """Another cluster, another migration, another release of a library: each asks for a new look."""
    migrations = PROJECT.glob("*/migrations/*.py")
    cluster = Postgres(home).data / "PG_VERSION"
    return Stamp(
        home.run / "tables.stamp", _facts([*migrations, PROJECT / "offices/grants.py", LOCK, cluster])
    )


def _facts(files: Iterable[Path]) -> str:
    facts = (f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in sorted(files))
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()
