"""The library: by kind, or what fits the words that were typed."""

from collections.abc import Sequence

from offices.models import Office
from switchboard.answer_search import Text, search
from switchboard.enums import TextKind
from switchboard.models import LibraryText

MOST_FOUND = 12


def texts_by_kind(office: Office) -> list[tuple[str, list[LibraryText]]]:
    """The texts in use under the name of their kind; kinds without any are left out."""
    texts = list(LibraryText.objects.of(office).in_use().order_by("pk"))
    found = [(str(kind.label), [text for text in texts if text.kind == kind]) for kind in TextKind]
    return [(label, chosen) for label, chosen in found if chosen]


def texts_found(office: Office, query: str) -> Sequence[LibraryText]:
    """What fits, best first: one query, and no search in the database, for an office has a few hundred at most."""
    texts = {text.pk: text for text in LibraryText.objects.of(office).in_use().order_by("pk")}
    ranked = search(query, [Text(text.pk, text.title, text.keywords, text.body) for text in texts.values()])
    return [texts[pk] for pk in ranked[:MOST_FOUND]]


def ended_texts(office: Office) -> Sequence[LibraryText]:
    return list(LibraryText.objects.of(office).exclude(ended_at=None).order_by("-ended_at", "pk")[:50])
