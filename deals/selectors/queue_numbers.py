"""The queue for an opening: its releases, its numbers, and the agreement that is signed with one."""

import json
from pathlib import Path

from django.db.models import Count, Q
from django.utils.translation import get_language

from deals.models import QueueNumber, Release
from deals.selectors.agreements import wording_of
from deals.wordings import Paragraph, fill, paragraphs
from offices.models import Office
from visitors.selectors.search import masked_phones

WORDINGS = Path(__file__).parent.parent / "data" / "agreements.json"


def releases_of(office: Office) -> list[Release]:
    """The office's releases, the latest first, with how many stand in the queue (``waiting``): one query."""
    waiting = Count("numbers", filter=Q(numbers__cancelled_at=None))
    return list(Release.objects.filter(office=office).annotate(waiting=waiting))


def waiting_for(release: Release) -> list[QueueNumber]:
    """Every number of the release in order, the cancelled ones too: one query."""
    numbers = QueueNumber.objects.filter(office=release.office_id, release=release)
    return list(numbers.select_related("customer", "given_by__user", "cancelled_by"))


def agreement_of(number: QueueNumber) -> list[Paragraph]:
    """The office's wording, or ours in the active language, filled in for this number."""
    wording = wording_of(number.office, "queue")
    return paragraphs(fill(wording.text if wording else _our_wording(), _values(number)))


def _values(number: QueueNumber) -> dict[str, str]:
    office, customer = number.office, number.customer
    phones = masked_phones([customer], office=office)[customer.file_id]
    return {
        "office": office.name,
        "project": office.project or office.name,
        "release": number.release.name,
        "opens_on": f"{number.release.opens_on:%Y-%m-%d}",
        "number": str(number.number),
        "date": f"{office.business_date(number.given_at):%Y-%m-%d}",
        "customer": customer.display_name,
        "phone": str(phones[0]) if phones else "-",
    }


def _our_wording() -> str:
    texts = json.loads(WORDINGS.read_text(encoding="utf-8"))["queue"]
    return "\n".join(texts.get(get_language() or "en") or texts["en"])
