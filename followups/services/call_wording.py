"""The office's own scripts and questions. A question that may have been asked is never rewritten: it ends."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from followups.enums import CustomerType, FollowUpPurpose, QuestionKind
from followups.models import Question, Script
from followups.scripts import unknown_variables
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep

STARTING_QUESTIONS = Path(__file__).parent.parent / "data" / "questions.json"
MOST_QUESTIONS = 12
"""In use at once for one type: nobody answers more on the telephone."""
SCRIPT_LENGTH = 2000


@transaction.atomic
def write_script(*, office: Office, purpose: str, body: str, by: Member, now: datetime) -> None:
    """The office's own words for a purpose; empty ones give the house's back. Raises Refusal."""
    _lock(office)
    if purpose not in FollowUpPurpose.values:
        raise Refusal(_("There is no such script."))
    words = body.replace("\r\n", "\n").strip()
    if len(words) > SCRIPT_LENGTH:
        raise Refusal(
            _("This is too long: shorten it to %(length)s characters.") % {"length": SCRIPT_LENGTH},
            field="body",
        )
    unknown = unknown_variables(words)
    if unknown:
        raise Refusal(
            _("Nothing is known by the name {%(name)s}. Choose from the list below.") % {"name": unknown[0]},
            field="body",
        )
    if words:
        values = {"body": words, "changed_at": now, "changed_by": by}
        Script.objects.update_or_create(office=office, purpose=purpose, defaults=values)
    else:
        Script.objects.filter(office=office, purpose=purpose).delete()
    _note(f"script:{purpose}", {"did": "written" if words else "given_back"}, by, now)


@transaction.atomic
def start_with_our_questions(*, office: Office, language: str, by: Member, now: datetime) -> None:
    """Copy the questions that the house brings along, once. Raises Refusal."""
    _lock(office)
    if Question.objects.of(office).exists():
        raise Refusal(_("There are questions already. Change those, or add one of your own."))
    read = json.loads(STARTING_QUESTIONS.read_text(encoding="utf-8"))
    Question.objects.bulk_create(
        Question(
            office=office,
            for_type=each["for_type"],
            kind=each["kind"],
            text=each["text"].get(language) or each["text"]["en"],
            position=place,
            since=now,
        )
        for place, each in enumerate(read)
    )
    _note("questions", {"did": "started", "language": language}, by, now)


@transaction.atomic
def add_question(
    *, office: Office, for_type: str, kind: str, text: str, by: Member, now: datetime
) -> Question:
    """A question more, after the others. Raises Refusal."""
    _lock(office)
    _check(for_type, kind)
    questions = Question.objects.of(office)
    if questions.in_use().filter(for_type=for_type).count() >= MOST_QUESTIONS:
        raise Refusal(
            _("More than %(most)d questions are not answered. Switch one off first.")
            % {"most": MOST_QUESTIONS}
        )
    last = questions.order_by("-position", "-pk").first()
    made = Question.objects.create(
        office=office,
        for_type=for_type,
        kind=kind,
        text=_words(text),
        position=last.position + 1 if last else 0,
        since=now,
    )
    _note(f"question:{made.pk}", {"did": "added"}, by, now)
    return made


@transaction.atomic
def change_question(
    *, question: Question, for_type: str, kind: str, text: str, by: Member, now: datetime
) -> Question:
    """Other words: a new question in the old one's place, whose answers stay with it. Raises Refusal."""
    _lock(question.office)
    _check(for_type, kind)
    current = _current(question)
    words = _words(text)
    if (current.for_type, current.kind, current.text) == (for_type, kind, words):
        return current
    Question.objects.filter(pk=current.pk).update(ended_at=now)
    made = Question.objects.create(
        office_id=current.office_id,
        for_type=for_type,
        kind=kind,
        text=words,
        position=current.position,
        since=now,
        replaces=current,
    )
    _note(f"question:{made.pk}", {"did": "changed", "replaces": current.pk}, by, now)
    return made


@transaction.atomic
def switch_off_question(*, question: Question, by: Member, now: datetime) -> None:
    """Asked no more; its answers stay."""
    _lock(question.office)
    if Question.objects.in_use().filter(pk=question.pk).update(ended_at=now):
        _note(f"question:{question.pk}", {"did": "switched_off"}, by, now)


def _current(question: Question) -> Question:
    current = Question.objects.in_use().filter(pk=question.pk).first()
    if current is None:
        raise Refusal(_("This question was changed or switched off meanwhile. Load the page again."))
    return current


def _check(for_type: str, kind: str) -> None:
    if for_type not in CustomerType.values:
        raise Refusal(_("Say whom the question is for."), field="for_type")
    if kind not in QuestionKind.values:
        raise Refusal(_("Say how the question is answered."), field="kind")


def _words(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise Refusal(_("Type a few words."), field="text")
    return words


def _lock(office: Office) -> None:
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)


def _note(record: str, details: dict[str, Any], by: Member, now: datetime) -> None:
    keep(action=AuditAction.CALL_WORDS_CHANGED, record=record, details=details, by=by, now=now)
