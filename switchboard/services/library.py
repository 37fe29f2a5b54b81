"""The library of answers and scripts: the office's own texts, begun with ours."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from switchboard.enums import TextKind
from switchboard.models import LibraryText
from visitors.services.customers import clean_text

STARTING_TEXTS = Path(__file__).parent.parent / "data" / "library.json"
MOST_TEXTS = 300
TITLE_LENGTH, KEYWORDS_LENGTH, BODY_LENGTH = 80, 120, 2000


@transaction.atomic
def start_with_our_texts(*, office: Office, language: str, by: Member, now: datetime) -> list[LibraryText]:
    """Copy the texts that the house brings along, in that language. Once, and only into an empty library."""
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    if LibraryText.objects.of(office).exists():
        raise Refusal(_("There are texts already. Change those, or add one of your own."))
    specs = json.loads(STARTING_TEXTS.read_text(encoding="utf-8"))
    if any(language not in spec["title"] for spec in specs):
        raise Refusal(_("The texts do not exist in this language."))
    made = LibraryText.objects.bulk_create(
        LibraryText(
            office=office,
            kind=spec["kind"],
            title=spec["title"][language],
            keywords=spec["keywords"][language],
            body=spec["body"][language],
            changed_at=now,
            changed_by=by,
        )
        for spec in specs
    )
    keep(action=AuditAction.LIBRARY_CHANGED, record="library", details={"did": "started"}, by=by, now=now)
    return made


@transaction.atomic
def keep_text(
    *,
    office: Office,
    text: LibraryText | None,
    kind: str,
    title: str,
    keywords: str,
    body: str,
    by: Member,
    now: datetime,
) -> LibraryText:
    """A new text, or other words of one. Raises Refusal."""
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    if text is None and LibraryText.objects.of(office).in_use().count() >= MOST_TEXTS:
        raise Refusal(
            _("More than %(most)d texts are not found any more. Switch one off first.") % {"most": MOST_TEXTS}
        )
    held = text or LibraryText(office=office)
    held.kind = _kind(kind)
    held.title = _words(title, "title", TITLE_LENGTH)
    held.keywords = clean_text(keywords, "keywords", KEYWORDS_LENGTH)
    held.body = _lines(body)
    held.changed_at, held.changed_by = now, by
    held.save()
    details = {"did": "added" if text is None else "changed", "kind": held.kind}
    keep(action=AuditAction.LIBRARY_CHANGED, record=f"text:{held.pk}", details=details, by=by, now=now)
    return held


@transaction.atomic
def switch_text(*, text: LibraryText, is_on: bool, by: Member, now: datetime) -> None:
    """Out of use, or in use again; doing it twice changes nothing."""
    rows = LibraryText.objects.filter(pk=text.pk, ended_at__isnull=is_on is False)
    if rows.update(ended_at=None if is_on else now):
        details = {"did": "used_again" if is_on else "switched_off"}
        keep(action=AuditAction.LIBRARY_CHANGED, record=f"text:{text.pk}", details=details, by=by, now=now)


def _kind(kind: str) -> str:
    if kind not in TextKind.values:
        raise Refusal(_("Say what kind of text it is."), field="kind")
    return kind


def _words(text: str, field: str, length: int) -> str:
    words = clean_text(text, field, length)
    if not words:
        raise Refusal(_("Type a few words."), field=field)
    return words


def _lines(body: str) -> str:
    """Line by line, without empty ones at the ends. Raises Refusal."""
    lines = [clean_text(line, "body", BODY_LENGTH) for line in body.splitlines()]
    text = "\n".join(lines).strip()
    if not text:
        raise Refusal(_("Type a few words."), field="body")
    if len(text) > BODY_LENGTH:
        raise Refusal(
            _("This is too long: shorten it to %(length)s characters.") % {"length": BODY_LENGTH},
            field="body",
        )
    return text
