from django.core.management.base import BaseCommand, CommandError

from offices.models import Office
from reception.models import Queue
from reception.services.verify import differences


class Command(BaseCommand):
    """Replay each office's log, compare state and hashes; exit status 1 where anything differs."""

    help = (
        "Prove the queues: replay their logs, compute the hash chains anew and compare with what is stored."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--office", help="the slug of one office; all where left out")

    def handle(self, *, office: str | None, **options) -> None:
        offices = Office.objects.all()
        if office is not None:
            offices = offices.filter(slug=office)
            if not offices.exists():
                raise CommandError(f"there is no office '{office}'", returncode=2)
        broken = 0
        for each in offices:
            found = list(differences(each))
            broken += bool(found)
            for difference in found:
                self.stdout.write(f"{each.slug}: entry {difference.seq}: {difference.what}")
            if not found:
                queue = Queue.objects.filter(pk=each.pk).first()
                seq, last = (queue.seq, queue.last_hash) if queue else (0, "")
                self.stdout.write(f"{each.slug}: {seq} entries, all in order; last hash {last or 'none'}")
        if broken:
            raise SystemExit(1)
