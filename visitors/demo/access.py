"""Who asked for whose file, what is lent and marked, one unusual night, a leak, a check: told once, by the services.

Everybody in it is invented.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from offices.enums import Role
from offices.models import Member, Office
from visitors.access import Action
from visitors.access_approvals import Ask
from visitors.access_words import CheckAnswer, CheckItem, LeakHow, LeakTold, LeakWhat, MarkReason
from visitors.models import AccessRequest, ArchiveCheck, Customer
from visitors.selectors.standing import verdict_on
from visitors.services import archive_checks, file_loans, leaks
from visitors.services.access_requests import Wish, answer, ask_for
from visitors.services.file_marks import mark_file
from visitors.services.looks import note_look
from visitors.services.unusual_looking import notice_unusual

TEXTS = Path(__file__).parent / "data" / "access.json"
HOUR = timedelta(hours=1)
FILES = 8
"""So many files the story needs."""


@dataclass(frozen=True, slots=True)
class Case:
    """A file, whose it is, and colleagues for whom it is another's."""

    file: Customer
    owner: Member


@dataclass(frozen=True, slots=True)
class Cast:
    """Who answers and who asks. ``keeper`` is the information supervisor, ``others`` the rest of the house."""

    office: Office
    keeper: Member
    manager: Member
    director: Member
    consultants: tuple[Member, ...]
    others: tuple[Member, ...]
    said: dict[str, Any]
    now: datetime

    def ago(self, days: int, hour: int = 10) -> datetime:
        """That hour of the office's clock, so many days ago; never later than now."""
        day = self.office.business_date(self.now) - timedelta(days=days)
        return min(datetime.combine(day, time(hour), tzinfo=self.office.zone), self.now)

    def not_of(self, case: Case, nth: int = 0) -> Member:
        """A consultant whose customer it is not."""
        return [each for each in self.consultants if each.pk != case.owner.pk][nth]


@transaction.atomic
def tell_access(
    office: Office, *, owned: Sequence[tuple[Customer, Member]], language: str, now: datetime
) -> bool:
    """Whether it was told: not where somebody asked for access before, or somebody of the cast is missing."""
    cast = _cast(office, language, now)
    cases = [Case(*each) for each in owned]
    if cast is None or len(cases) < FILES or AccessRequest.objects.of(office).exists():
        return False
    _check(cast)
    _marks(cast, cases)
    _requests(cast, cases)
    _loans(cast, cases)
    _night(cast, cases)
    _leak(cast)
    return True


def _cast(office: Office, language: str, now: datetime) -> Cast | None:
    members = list(Member.objects.of(office).working().select_related("office", "user").order_by("pk"))

    def first(role: Role) -> Member | None:
        return next((each for each in members if each.holds(role)), None)

    keeper, manager, director = first(Role.INFORMATION), first(Role.MANAGER), first(Role.DIRECTOR)
    consultants = tuple(each for each in members if each.holds(Role.CONSULTANT))
    others = tuple(each for role in (Role.FINANCE, Role.SERVICE) if (each := first(role)))
    if keeper is None or manager is None or director is None or len(consultants) < 2 or len(others) < 2:
        return None
    read = json.loads(TEXTS.read_text(encoding="utf-8"))
    return Cast(office, keeper, manager, director, consultants, others, read.get(language) or read["en"], now)


def _asked(
    cast: Cast, kind: Ask, files: Sequence[Customer], by: Member, at: datetime, **more: Any
) -> AccessRequest:
    subject, purpose, reason = cast.said[more.pop("words", kind.value)]
    wish = Wish(subject=subject, purpose=purpose, reason=reason, **more)
    return ask_for(kind=kind.value, customers=files, wish=wish, by=by, now=at)


def _yes(request: AccessRequest, *by: Member, at: datetime) -> AccessRequest:
    for member in by:
        request = answer(request=request, yes=True, reason="", days=None, by=member, now=at)
    return request


def _marks(cast: Cast, cases: list[Case]) -> None:
    """A confidential file stays with its consultant, a top secret one with the information supervisor."""
    for case, mark, reason, days in (
        (cases[0], "confidential", MarkReason.WISH, 9),
        (cases[1], "secret", MarkReason.PUBLIC, 6),
    ):
        custodian = case.owner if mark == "confidential" else cast.keeper
        mark_file(
            customer=case.file,
            mark=mark,
            custodian=custodian,
            reason=reason,
            by=cast.keeper,
            now=cast.ago(days),
        )


def _requests(cast: Cast, cases: list[Case]) -> None:
    """Open ones, refused ones, waiting ones, one for somebody from outside, one that leaves the house, figures."""
    finance, service = cast.others
    seen = _yes(
        _asked(cast, Ask.VIEW, [cases[2].file], cast.not_of(cases[2]), cast.ago(2)),
        cast.manager,
        at=cast.ago(2, 11),
    )
    for hour in (11, 15):
        _look(cases[2].file, seen.asked_by, Action.SEE_FILE, cast.ago(2, hour) + HOUR / 2)
    refused = _asked(cast, Ask.VIEW, [cases[3].file], cast.not_of(cases[3], 1), cast.ago(3), words="curious")
    answer(
        request=refused, yes=False, reason=cast.said["no"], days=None, by=cast.manager, now=cast.ago(3, 14)
    )
    _asked(cast, Ask.VIEW, [cases[4].file], cast.not_of(cases[4], 2), cast.now - HOUR, words="stands_in")
    _asked(cast, Ask.COPY, [cases[0].file], cases[0].owner, cast.now - 2 * HOUR)
    outside = {"outsider": cast.said["bank"], "outsider_from": cast.said["desk"], "outsider_paper": "work_id"}
    way = {"carrier": cases[5].owner, "way": "courier", "safety": cast.said["sealed"]}
    passing = _asked(cast, Ask.OUTSIDE, [cases[5].file], cases[5].owner, cast.ago(1, 15), **outside, **way)
    _yes(passing, cast.keeper, at=cast.ago(1, 16))
    _asked(
        cast,
        Ask.VIEW,
        [cases[6].file],
        service,
        cast.now - HOUR / 2,
        for_outsider=True,
        words="auditor",
        **outside,
    )
    _yes(_asked(cast, Ask.STATISTICS, [], finance, cast.ago(1)), cast.manager, at=cast.ago(1, 14))


def _loans(cast: Cast, cases: list[Case]) -> None:
    """One came back in time, one is out, one is overdue."""
    for case, days, back in ((cases[7], 12, 10), (cases[3], 1, None), (cases[2], 6, None)):
        borrower = cast.not_of(case, 3 if len(cast.consultants) > 4 else 0)
        request = _asked(cast, Ask.LOAN, [case.file], borrower, cast.ago(days, 9))
        _yes(request, cast.keeper, at=cast.ago(days, 10))
        loan = file_loans.hand_over_papers(
            request=request, customer=case.file, by=cast.keeper, now=cast.ago(days, 11)
        )
        loan = file_loans.sign_for(loan=loan, by=borrower, now=cast.ago(days, 11))
        if back is not None:
            file_loans.take_back_papers(loan=loan, by=cast.keeper, now=cast.ago(back, 16))


def _night(cast: Cast, cases: list[Case]) -> None:
    """Somebody opens colleagues' cards late in the evening."""
    late = cast.ago(1, 22)
    curious = cast.consultants[-1]
    theirs = [case.file for case in cases if case.owner.pk != curious.pk][:4]
    for minutes, file in enumerate(theirs):
        _look(file, curious, Action.SEE_CARD, late + timedelta(minutes=7 * minutes))
    notice_unusual(cast.office, cast.now)


def _look(file: Customer, by: Member, action: Action, at: datetime) -> None:
    verdict = verdict_on(by, file, action, at)
    if verdict.allowed:
        note_look(customer=file, action=action, verdict=verdict, by=by, now=at)


def _leak(cast: Cast) -> None:
    """A list that lay on the copier: one is closed, one is being met."""
    for days, words, is_over in ((20, "copier", True), (2, "group", False)):
        at = cast.ago(days, 11)
        incident = leaks.report_leak(
            how=LeakHow.PAPER if is_over else LeakHow.SENT,
            what=[LeakWhat.CONTACT],
            customers=12 if is_over else 3,
            is_certain=not is_over,
            found_at=at - HOUR,
            text=cast.said[words][0],
            at_once=cast.said[words][1],
            by=cast.consultants[0],
            now=at,
        )
        for kind, whom, text in cast.said[f"{words}_steps"]:
            leaks.add_leak_step(
                incident=incident,
                kind=kind,
                whom=LeakTold(whom) if whom else "",
                text=text,
                by=cast.keeper,
                now=at + HOUR,
            )
        if is_over:
            leaks.close_leak(incident=incident, text=cast.said["closed"], by=cast.manager, now=at + 24 * HOUR)


def _check(cast: Cast) -> None:
    """Last quarter's, with one thing to mend."""
    at = cast.ago(85)
    check = ArchiveCheck.objects.create(
        office=cast.office, due_on=cast.office.business_date(at), told_on=None
    )
    answers = dict.fromkeys(CheckItem.values, CheckAnswer.GOOD.value)
    answers |= {
        CheckItem.PAPER.value: CheckAnswer.MENDED.value,
        CheckItem.ROLES.value: CheckAnswer.OPEN.value,
    }
    archive_checks.finish_check(check=check, answers=answers, note=cast.said["mend"], by=cast.keeper, now=at)
    archive_checks.prepare_check(cast.office, cast.now)
