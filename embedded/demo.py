"""The demo: one parent that starts the services, prepares the data, and keeps web, worker and beat running."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

from embedded import localhost, process, services, stamps
from embedded.children import Child
from embedded.home import PROJECT, Home, Trouble
from embedded.running import GRACE, RunningDemo

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
PORTS_TO_TRY = 50
READY_SECONDS = 60
LOOK_EVERY = 0.5
LOOK_AT_SERVICES_EVERY = 5.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to stop while we were still preparing."""


class Demo:
    """``office`` is the command of manage.py that makes the office, or brings it up to now."""

    def __init__(self, home: Home, office: Sequence[str] = ("demo",)) -> None:
        self.home = home
        self.office = office
        self.running = RunningDemo(home)
        self.children: list[Child] = []
        self.address = ""
        self.stopping = threading.Event()
        self.preparing = False

    def run(self) -> int:
        """Run until asked to stop; the exit status. Raises Trouble."""
        if not self.running.claim():
            print(f"The demo runs already, at {self.running.address() or 'an address that it will say soon'}")
            return 1
        for number in STOP_SIGNALS:
            # Under nohup the end of the terminal is no reason to stop.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        try:
            self._start()
            self._watch()
        except Stopped:
            pass
        finally:
            self._stop()
        return 0

    def _on_signal(self, number: int, frame: object) -> None:
        first = not self.stopping.is_set()
        self.stopping.set()
        if first and self.preparing:
            raise Stopped

    def _start(self) -> None:
        self.preparing = True
        if self.running.end_left_overs():
            say("Ended what a killed demo had left behind.")
        self.environment = localhost.environment(self.home)
        self._prepare_files_and_tables()
        port = free_port(wanted_port())
        self.address = f"http://{HOST}:{port}/"
        self.environment.setdefault("PUBLIC_URL", self.address)  # links in e-mails to customers
        self.children = [
            Child(name, command, PROJECT, self.home.log / f"{name}.log", self.environment)
            for name, command in commands(port).items()
        ]
        web, *background = self.children
        self._start_children([web])
        # The clock stands still until the office is told, or it would find two weeks of late visitors.
        logins = self._manage("the office", manage(*self.office))
        self._start_children(background)
        self.preparing = False
        self._wait_until_ready(web)
        if not self.stopping.is_set():
            # The office's command knows no address, only what stands below it.
            logins = logins.replace(": /wall/", f": {self.address}wall/")
            say(
                f"\nLunxu is running at {self.address}\nCtrl-C stops it. Logs: {self.home.log}\n\n{logins}".rstrip()
            )

    def _prepare_files_and_tables(self) -> None:
        self._manage("catalogues", [sys.executable, "scripts/catalogues.py"])
        static = stamps.of_static_files(self.home)
        if not static.is_fresh():
            self._manage("static files", manage("collectstatic", "--noinput", "--clear"))
            static.renew()
        tables = stamps.of_tables(self.home) if "DATABASE_URL" not in os.environ else None
        if tables is None or not tables.is_fresh():
            self._manage("tables", manage("migrate", "--noinput"), DATABASE_ROLE="owner")
        if tables:
            tables.renew()

    def _start_children(self, children: list[Child]) -> None:
        """Not to be interrupted: a child that nobody knows of would outlive us."""
        self.preparing = False
        for child in children:
            child.start()
        self._note()
        self.preparing = True
        if self.stopping.is_set():
            raise Stopped

    def _manage(self, what: str, command: list[str], **environment: str) -> str:
        """Run one step to its end; what it printed. Raises Trouble."""
        say(f"Preparing {what} ...")
        done = subprocess.run(
            command,
            cwd=PROJECT,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            start_new_session=True,
        )
        if done.returncode:
            raise Trouble(f"Preparing {what} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout

    def _note(self) -> None:
        self.running.note(self.address, self._leaders())

    def _leaders(self) -> list[process.Leader]:
        return [child.leader for child in self.children if child.leader]

    def _wait_until_ready(self, web: Child) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not answers(f"{self.address}readyz"):
            if self.stopping.wait(0.1):
                return
            if web.exit_status() is not None or time.monotonic() > deadline:
                raise Trouble(f"The web server does not answer; see {web.log}")

    def _watch(self) -> None:
        """Keep children and services alive until somebody asks us to stop."""
        look_at_services = time.monotonic() + LOOK_AT_SERVICES_EVERY
        while not self.stopping.wait(LOOK_EVERY):
            for child in self.children:
                news = child.tend()
                if news:
                    say(news)
                    self._note()
            if time.monotonic() > look_at_services:
                self._tend_services()
                look_at_services = time.monotonic() + LOOK_AT_SERVICES_EVERY

    def _tend_services(self) -> None:
        try:
            if not all(services.status(self.home, os.environ).values()):
                say("A service is gone and is started again.")
                services.up(self.home, os.environ)
        except Trouble as trouble:
            say(str(trouble))

    def _stop(self) -> None:
        self.preparing = False
        self.stopping.set()
        say("\nStopping ...")
        process.end(self._leaders(), GRACE)
        for child in self.children:
            if child.program:
                child.program.wait()
        services.down(self.home)
        self.running.release()
        say("Stopped.")


def say(text: str) -> None:
    print(text, flush=True)


def manage(*words: str) -> list[str]:
    return [sys.executable, "manage.py", *words]


def commands(port: int) -> dict[str, list[str]]:
    """The children, web first."""
    celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    return {
        "web": [*granian, "--workers", "1", "--blocking-threads", "4", "--no-ws", "config.wsgi:application"],
        "worker": [*celery, "worker", "-c", "2", "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat"],
    }


def wanted_port() -> int:
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT is {text!r}; it takes a number from 1 to 65535.")
    return int(text)


def free_port(wanted: int) -> int:
    """``wanted`` or the next one that nobody listens on. Raises Trouble."""
    for port in range(wanted, min(wanted + PORTS_TO_TRY, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        if port != wanted:
            say(f"Port {wanted} is taken; using {port}.")
        return port
    raise Trouble(f"No free port from {wanted} on. Name another one: make demo PORT=9000")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 (our own address)
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def reset(home: Home) -> None:
    """Stop the demo where it runs and remove its data. Raises Trouble."""
    running = RunningDemo(home)
    if running.stop():
        say("Stopped the demo.")
    services.destroy(home)
    remove_files(home)
    running.release()
    say("The demo's data is gone; `make demo` starts over.")


def remove_files(home: Home) -> None:
    shutil.rmtree(home.base / "static", ignore_errors=True)
    for file in (*home.run.glob("*.stamp"), home.secrets_file, *home.run.glob("beat*")):
        file.unlink(missing_ok=True)
