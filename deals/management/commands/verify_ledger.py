from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from deals.models import CommissionEntry, Payment, Ruling
from deals.services.verify_ledger import differences
from offices.models import Office


class Command(BaseCommand):
    """Rulings, ledger, statements and money against each other; exit status 1 where anything differs."""

    help = (
        "Prove the commission ledger: shares add up, every reversal has its entry, statements equal the ledger, "
        "digests are intact, the core rules the same on what is stored, and payments, receipts, closed days and "
        "signed agreements are what was entered."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", help="the slug of one office; all where left out")

    def handle(self, *, office: str | None, **options: Any) -> None:
        offices = Office.objects.all()
        if office is not None:
            offices = offices.filter(slug=office)
            if not offices.exists():
                raise CommandError(f"there is no office '{office}'", returncode=2)
        broken = 0
        for each in offices:
            with transaction.atomic():
                found = list(differences(each))
            broken += bool(found)
            for difference in found:
                self.stdout.write(f"{each.slug}: {difference}")
            if not found:
                self.stdout.write(_sound(each))
        if broken:
            raise SystemExit(1)


def _sound(office: Office) -> str:
    rulings = Ruling.objects.filter(office=office).count()
    entries = CommissionEntry.objects.filter(office=office).count()
    payments = Payment.objects.of(office).count()
    return f"{office.slug}: {rulings} rulings, {entries} entries, {payments} payments, all in order"
