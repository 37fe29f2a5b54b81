"""Yes, no and “never mind” at the same moment: one of them holds, on a real database with real threads."""

import pytest

from offices.enums import Role
from offices.errors import Refusal
from offices.models import Member
from tests.cast import enrol
from tests.visitors.access_cast import asked
from tests.visitors.rows import NOW, file_of
from tests.visitors.test_racing import at_once
from visitors.models import AccessApproval, AccessRequest, FileLoan
from visitors.services.access_requests import answer, end_request
from visitors.services.file_loans import hand_over_papers

pytestmark = pytest.mark.django_db(transaction=True)


def won(work) -> bool:
    try:
        work()
    except Refusal:
        return False
    return True


def one_of_three(request: AccessRequest, yes: Member, no: Member, asker: Member) -> None:
    """All three at once; each wins or is refused."""
    deeds = [
        lambda: answer(request=request, yes=True, reason="", days=None, by=yes, now=NOW),
        lambda: answer(request=request, yes=False, reason="no", days=None, by=no, now=NOW),
        lambda: end_request(request=request, by=asker, now=NOW),
    ]
    at_once(lambda who: won(deeds[who]), 3)


def test_yes_no_and_taking_back_at_once_leave_one_end(office, lin, bo, mei) -> None:
    second = enrol(office, "second", Role.MANAGER)
    for number in range(12):
        request = asked(bo, file_of(lin, name=f"Guest {number}"))
        one_of_three(request, mei, second, bo)
        request.refresh_from_db()
        words = list(AccessApproval.objects.filter(request=request).values_list("yes", flat=True))
        # What was allowed first may still be taken back; nothing else may follow an end.
        assert (request.state, words) in (
            ("approved", [True]),
            ("refused", [False]),
            ("ended", []),
            ("ended", [True]),
        )


def test_papers_go_out_once_however_many_hand_them_out(office, lin, bo, chen, mei) -> None:
    hua = enrol(office, "hua", Role.INFORMATION)
    customer = file_of(lin, name="Guest")
    requests = [asked(who, customer, kind="loan") for who in (bo, chen)]
    for request in requests:
        answer(request=request, yes=True, reason="", days=None, by=hua, now=NOW)
    ready = [AccessRequest.objects.get(pk=request.pk) for request in requests]
    gone = at_once(
        lambda who: won(lambda: hand_over_papers(request=ready[who % 2], customer=customer, by=mei, now=NOW)),
        4,
    )
    assert sum(gone) == 1
    assert FileLoan.objects.out().count() == 1
