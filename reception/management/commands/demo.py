"""`manage.py demo`: the offices of the demo, brought up to now; run at each `make demo`."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from offices.errors import Refusal
from offices.models import Office
from reception.demo.access import access_of
from reception.demo.calls import calls_of
from reception.demo.complaints import complaints_of
from reception.demo.deals import deals_of
from reception.demo.doors import open_doors, wall_path
from reception.demo.doubles import doubles_of
from reception.demo.files import files_of
from reception.demo.people import demo_password, demo_pin, found_offices, history_days, logins, specs
from reception.demo.phones import phones_of
from reception.demo.rights import rights_of
from reception.demo.rolling import roll_forward
from reception.demo.services import services_of
from reception.demo.sheets import sheets_of

TALES: tuple[tuple[Callable[..., int | bool], str], ...] = (
    (deals_of, "60 orders of 240 units are told"),
    (complaints_of, "complaints of some months are told"),
    (calls_of, "today's calls and the messages are told"),
    (phones_of, "{told} calls at the phone desk are told"),
    (services_of, "rooms, guests, loans and mail at the desk are told"),
    (files_of, "{told} customers' files are told"),
    (access_of, "who asked for whose file is told"),
    (doubles_of, "{told} people with two files are told"),
    (sheets_of, "{told} lists that were brought are told"),
    (rights_of, "{told} requests about people's own data are told"),
)
"""What is told of each office after its days, in this order, and what is said of it."""


class Command(BaseCommand):
    help = "Make the demo's offices, or bring them up to now: days that passed are told, today is staged."
    requires_system_checks = []  # `make demo` has just had them run, and every start waits for this

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say nothing")
        parser.add_argument(
            "--days", type=int, help="days of history (each office has its own number where left out)"
        )

    def handle(self, *, quiet: bool, days: int | None, **options: Any) -> None:
        if not settings.PLAIN_HTTP:
            raise CommandError(
                "The demo's password is known to everybody; it is for PLAIN_HTTP on localhost only."
            )
        if days is not None and days < 0:
            raise CommandError("--days must be 0 or more")
        found_offices()
        now = timezone.now()
        said = [self._roll(office, now, days) for office in self._offices()]
        said += [
            f"{office.slug}: {words.format(told=told)}"
            for tell, words in TALES
            for office in self._offices()
            if (told := tell(office, now=now))
        ]
        walls = [f"Wall board of {office.slug}: {path}" for office, path in self._walls(now) if path]
        if not quiet:
            secrets = f"Everybody's password: {demo_password()}, PIN: {demo_pin()}"
            self.stdout.write("\n".join([*said, "", *walls, "", *_table(), "", secrets]))

    def _walls(self, now: datetime) -> Iterator[tuple[Office, str]]:
        """Each office with the path of its wall board; its door is opened where it never was."""
        for office in self._offices():
            open_doors(office, now=now)
            yield office, wall_path(office)

    def _offices(self) -> list[Office]:
        return list(Office.objects.filter(slug__in=[spec["slug"] for spec in specs()]).order_by("pk"))

    def _roll(self, office: Office, now: datetime, days: int | None) -> str:
        """What is to be said of the office."""
        try:
            done = roll_forward(office, now=now, days=history_days(office) if days is None else days)
        except Refusal as refusal:
            return f"{office.slug}: stays as it is ({refusal})"
        if done.days:
            return f"{office.slug}: {done.days} days told, today is in full swing"
        return f"{office.slug}: today is in full swing" if done.staged else f"{office.slug}: stays as it is"


def _table() -> list[str]:
    """The log-ins in columns, ASCII only: colleagues of one role share a line."""
    names: dict[tuple[str, str], list[str]] = {}
    for login in logins():
        names.setdefault((login.office, login.roles), []).append(login.username)
    rows = [("office", "role", "user name"), *((*who, ", ".join(found)) for who, found in names.items())]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    return [f"{row[0]:{widths[0]}}  {row[1]:{widths[1]}}  {row[2]}" for row in rows]
