"""What the clock does for customers' files: reminds of loans and checks, ends what is over, notices unusual looking."""

from collections.abc import Callable
from datetime import datetime

from offices.models import Office
from visitors.services.access_requests import end_passed
from visitors.services.archive_checks import prepare_check
from visitors.services.file_loans import remind_of_loans
from visitors.services.retention import list_old_files
from visitors.services.subject_requests import mind_requests
from visitors.services.unusual_looking import notice_unusual


def mind_archive(*, now: datetime) -> int:
    """Loans and answers that are due or late, checks that come up, what is over; how much was told or ended."""
    return end_passed(now=now) + _in_each_office(
        lambda office: (
            remind_of_loans(office, now) + prepare_check(office, now) + mind_requests(office=office, now=now)
        )
    )


def list_files(*, now: datetime) -> int:
    """Old files of people who did not buy, for the manager to review; how many lists are new."""
    return _in_each_office(lambda office: int(list_old_files(office=office, now=now) is not None))


def watch_looking(*, now: datetime) -> int:
    """Unusual looking in every office; how many findings are new."""
    return _in_each_office(lambda office: notice_unusual(office, now))


def _in_each_office(work: Callable[[Office], int]) -> int:
    return sum(work(office) for office in Office.objects.filter(is_active=True).order_by("pk"))
