import json

from django.core.management.base import BaseCommand, CommandError

from offices.models import Office
from reception.selectors.document import document_of


class Command(BaseCommand):
    """Print an office's queue log as a document for ``manage.py replay``."""

    help = "Print the queue's log as a document for replay: export_queue --office harbour | replay - --rules charter"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--office", required=True, help="the slug of the office")

    def handle(self, *, office: str, **options) -> None:
        found = Office.objects.filter(slug=office).first()
        if found is None:
            raise CommandError(f"there is no office '{office}'", returncode=2)
        json.dump(document_of(found), self.stdout, ensure_ascii=False, indent=1)
        self.stdout.write("")
