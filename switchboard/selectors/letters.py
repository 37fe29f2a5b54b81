"""Letters that wait, letters that are settled, and the boxes with who looked into them today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from offices.models import Member, Office
from switchboard.models import Letter, LetterStep, Mailbox, MailboxCheck

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Box:
    """A mailbox, and the last look into it today."""

    mailbox: Mailbox
    seen: MailboxCheck | None
    found: int


def boxes_of(office: Office, today: date) -> list[Box]:
    """Two queries."""
    looks = MailboxCheck.objects.filter(on=today).select_related("by").order_by("-at", "-pk")
    rows = Mailbox.objects.of(office).in_use().prefetch_related(Prefetch("checks", looks, to_attr="today"))
    return [
        Box(row, row.today[0] if row.today else None, sum(each.found for each in row.today)) for row in rows
    ]


def waiting_letters(member: Member) -> Sequence[Letter]:
    """What is due first; nobody sees what complains of themselves."""
    rows = Letter.objects.of(member.office).not_about(member).waiting().with_people()
    return list(rows.order_by("answer_by", "pk")[:300])


def settled_letters(member: Member, page: str) -> Page:
    rows = Letter.objects.of(member.office).not_about(member).exclude(ended_on=None).with_people()
    rows = rows.order_by("-ended_on", "-pk")
    return Paginator(rows, PER_PAGE).get_page(page)


def steps_of(letter: Letter) -> Sequence[LetterStep]:
    return list(letter.steps.select_related("by", "to", "words").order_by("at", "pk"))


def departments_of(office: Office) -> list[str]:
    """Departments that letters went to, for the field to offer."""
    rows = Letter.objects.of(office).exclude(department="").order_by("department")
    return list(rows.values_list("department", flat=True).distinct()[:30])
