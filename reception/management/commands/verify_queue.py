from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from offices.models import Office
from reception.chain import Anchor, anchor_from
from reception.models import Queue
from reception.services.verify import differences


class Command(BaseCommand):
    """Replay each office's log, compare state and hashes; exit status 1 where anything differs."""

    help = (
        "Prove the queues: replay their logs, compute the hash chains anew and compare with what is stored, "
        "and with the anchors on day sheets."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", help="the slug of one office; all where left out")
        parser.add_argument(
            "--anchor",
            action="append",
            default=[],
            metavar="SEQ:HASH",
            help="the last entry and its hash as a day sheet or a message has it; may be given again",
        )
        parser.add_argument("--anchors", metavar="FILE", help="a file with one SEQ:HASH a line")

    def handle(self, *, office: str | None, anchor: list[str], anchors: str | None, **options: Any) -> None:
        offices = Office.objects.all()
        if office is not None:
            offices = offices.filter(slug=office)
            if not offices.exists():
                raise CommandError(f"there is no office '{office}'", returncode=2)
        given = _anchors([*anchor, *(_lines(anchors) if anchors else ())])
        if given and office is None:
            raise CommandError("anchors belong to one office: name it with --office", returncode=2)
        broken = 0
        for each in offices:
            found = list(differences(each, given))
            broken += bool(found)
            for difference in found:
                self.stdout.write(f"{each.slug}: entry {difference.seq}: {difference.what}")
            if not found:
                self.stdout.write(_sound(each, given))
        if broken:
            raise SystemExit(1)


def _sound(office: Office, anchors: list[Anchor]) -> str:
    queue = Queue.objects.filter(pk=office.pk).first()
    seq, last = (queue.seq, queue.last_hash) if queue else (0, "")
    met = f"; anchors met: {len(set(anchors))}" if anchors else ""
    return f"{office.slug}: {seq} entries, all in order{met}; last hash {last or 'none'}"


def _anchors(texts: list[str]) -> list[Anchor]:
    try:
        return [anchor_from(text) for text in texts]
    except ValueError as error:
        raise CommandError(str(error), returncode=2) from None


def _lines(name: str) -> list[str]:
    try:
        lines = Path(name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{name} cannot be read: {error}", returncode=2) from None
    return [line for line in lines if line.strip() and not line.startswith("#")]
