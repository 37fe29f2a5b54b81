"""Encrypts all that is kept sealed with the newest key, so that the older keys can be dropped afterwards."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from offices.sealing import SealBroken
from visitors.services.resealing import reseal_next, reseal_others


class Command(BaseCommand):
    help = (
        "Encrypt numbers, addresses, texts' receivers and the settings of robots, gateways and telephone systems "
        "with the newest of FIELD_KEYS. May be stopped and started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="rows in one transaction (default 500)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError("--batch must be 1 or more")
        numbers = others = 0
        try:
            while count := reseal_next(limit=options["batch"]):
                numbers += count
            for count in reseal_others(limit=options["batch"]):
                others += count
        except SealBroken:
            raise CommandError(
                "Something was sealed with a key that is not in FIELD_KEYS; "
                f"{numbers + others} rows were done before it. "
                "Add that key at the end of the list and start again."
            ) from None
        self.stdout.write(
            f"{numbers} numbers and {others} other rows are sealed with the newest key now; none is left."
        )
