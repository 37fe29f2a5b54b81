"""Encrypts all numbers that called with the newest key, so that the older keys can be dropped afterwards."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from offices.sealing import SealBroken
from switchboard.services.resealing import reseal_next_callers


class Command(BaseCommand):
    help = "Encrypt the numbers that called with the newest of FIELD_KEYS. May be stopped and started again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="rows in one transaction (default 500)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError("--batch must be 1 or more")
        done = 0
        try:
            while count := reseal_next_callers(limit=options["batch"]):
                done += count
        except SealBroken:
            raise CommandError(
                f"A number was sealed with a key that is not in FIELD_KEYS; {done} were done before it. "
                "Add that key at the end of the list and start again."
            ) from None
        self.stdout.write(f"{done} numbers are sealed with the newest key now; none is left.")
