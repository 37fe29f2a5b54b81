"""The desk's books: loans, mail, papers, gifts."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from frontdesk.enums import GiftState
from frontdesk.models import Copy, Gift, Loan, Mail
from frontdesk.services import gifts, loans, papers
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Notice
from tests.cast import enrol
from tests.frontdesk.guests import lent, umbrella


@pytest.fixture
def boss(office) -> Member:
    return enrol(office, "boss", Role.DIRECTOR)


def refused(field: str | None, work, **facts) -> str:
    with pytest.raises(Refusal) as caught:
        work(now=timezone.now(), **facts)
    assert caught.value.field == field
    return str(caught.value)


def asked(by: Member, value: int = 200) -> Gift:
    return gifts.ask_for_gift(
        receiver="Ms Xu", what="Tea", occasion="birthday", value=value, by=by, now=timezone.now()
    )


@pytest.mark.clause("H-01")
def test_item_is_out_once_and_comes_back_once(lin) -> None:
    loan = lent(lin)
    again = {"item": loan.item, "borrower": "Mr Xu", "pledge": "", "by": lin}
    refused("item", loans.lend, due_at=timezone.now() + timedelta(hours=1), **again)
    refused(None, loans.end_item, item=loan.item, by=lin)
    refused("end", loans.take_back, loan=loan, end="eaten", by=lin)
    loans.take_back(loan=loan, end="fine", by=lin, now=timezone.now())
    refused(None, loans.take_back, loan=loan, end="fine", by=lin)
    loans.lend(due_at=timezone.now() + timedelta(hours=1), now=timezone.now(), **again)
    assert [(each.borrower, each.end) for each in Loan.objects.order_by("pk")] == [
        ("Ms Xu", "fine"),
        ("Mr Xu", ""),
    ]


def test_database_lends_nothing_twice(lin) -> None:
    loan = lent(lin)
    twin = Loan(
        office=loan.office,
        item=loan.item,
        borrower="Mr Xu",
        out_at=loan.out_at,
        out_by=lin,
        due_at=loan.due_at,
    )
    with pytest.raises(IntegrityError, match="loan_out_once"), transaction.atomic():
        twin.save()


def test_what_is_lost_is_lent_no_more(lin) -> None:
    loan = lent(lin)
    loans.take_back(loan=loan, end="lost", by=lin, now=timezone.now())
    loan.item.refresh_from_db()
    assert loan.item.ended_at is not None
    due = timezone.now() + timedelta(hours=1)
    refused("item", loans.lend, item=loan.item, borrower="Mr Xu", pledge="", due_at=due, by=lin)


def test_loan_has_a_borrower_and_a_day_to_come(lin) -> None:
    item, now = umbrella(lin), timezone.now()
    said = {"item": item, "pledge": "", "by": lin}
    refused("borrower", loans.lend, borrower=" ", due_at=now + timedelta(hours=1), **said)
    refused("due_at", loans.lend, borrower="Ms Xu", due_at=now - timedelta(hours=1), **said)
    refused("due_at", loans.lend, borrower="Ms Xu", due_at=now + timedelta(days=91), **said)
    refused("label", loans.add_item, office=lin.office, kind="cart", label=item.label, by=lin)
    refused("kind", loans.add_item, office=lin.office, kind="boat", label="8", by=lin)


@pytest.mark.clause("H-03")
def test_mail_waits_until_somebody_has_it(lin) -> None:
    entry = {"kind": "letter", "addressee": "Ms Xu", "sender": "", "mail_number": "", "pieces": 1, "by": lin}
    refused("mail_number", papers.enter_mail, **{**entry, "kind": "registered"})
    refused("pieces", papers.enter_mail, **{**entry, "pieces": 0})
    refused("addressee", papers.enter_mail, **{**entry, "addressee": ""})
    letter = papers.enter_mail(**entry, now=timezone.now())
    papers.enter_mail(**{**entry, "kind": "newspaper"}, now=timezone.now())
    papers.hand_out(mail=letter, handed_to="", by=lin, now=timezone.now())
    refused(None, papers.hand_out, mail=letter, handed_to="Mr Xu", by=lin)
    letter.refresh_from_db()
    assert (letter.handed_to, letter.handed_by) == ("Ms Xu", lin)
    assert [each.kind for each in Mail.objects.waiting()] == ["newspaper"]


@pytest.mark.clause("H-04")
def test_papers_are_counted_with_what_was_charged(lin) -> None:
    said = {"whom": "Ms Xu", "in_colour": True, "by": lin}
    refused("sheets", papers.note_copy, kind="copy", sheets=0, price_fen=0, **said)
    refused("kind", papers.note_copy, kind="fold", sheets=1, price_fen=0, **said)
    papers.note_copy(kind="print", sheets=12, price_fen=1250, now=timezone.now(), **said)
    copy = Copy.objects.get()
    assert (copy.sheets, copy.price_fen, copy.by) == (12, 1250, lin)


@pytest.mark.clause("H-14")
def test_gift_is_approved_by_somebody_above_who_did_not_ask(an, lin, mei, boss) -> None:
    gift = asked(mei)
    said = {"gift": gift, "approve": True, "reason": ""}
    refused(None, gifts.decide_gift, by=mei, **said)
    refused(None, gifts.decide_gift, by=lin, **said)
    refused(None, gifts.give, gift=gift, by=mei)
    assert set(Notice.objects.filter(kind=NoticeKind.GIFT_ASKED).values_list("member__name", flat=True)) == {
        "Boss"
    }
    gifts.decide_gift(by=boss, now=timezone.now(), **said)
    refused(None, gifts.decide_gift, by=boss, **said)
    gifts.give(gift=gift, by=mei, now=timezone.now())
    refused(None, gifts.give, gift=gift, by=mei)
    gift.refresh_from_db()
    assert (gift.state, gift.decided_by, gift.given_by) == (GiftState.GIVEN, boss, mei)


@pytest.mark.clause("H-14")
def test_important_gift_is_the_directors_to_approve(an, mei, boss) -> None:
    gift = asked(an, value=1000)
    assert gift.is_important
    refused(None, gifts.decide_gift, gift=gift, approve=True, reason="", by=mei)
    refused("reason", gifts.decide_gift, gift=gift, approve=False, reason=" ", by=boss)
    gifts.decide_gift(gift=gift, approve=False, reason="too dear", by=boss, now=timezone.now())
    [notice] = Notice.objects.filter(kind=NoticeKind.GIFT_DECIDED)
    assert (notice.member, Gift.objects.get().state) == (an, GiftState.REFUSED)


def test_database_knows_that_nobody_approves_their_own_gift(mei) -> None:
    gift, now = asked(mei), timezone.now()
    with pytest.raises(IntegrityError, match="gift_decided_by_somebody_else"), transaction.atomic():
        Gift.objects.filter(pk=gift.pk).update(state="approved", decided_by=mei, decided_at=now)


def test_what_is_kept_of_it_holds_no_names(lin, mei, boss) -> None:
    loans.take_back(loan=lent(lin), end="fine", by=lin, now=timezone.now())
    gifts.decide_gift(gift=asked(mei), approve=True, reason="well done", by=boss, now=timezone.now())
    kept = AuditEntry.objects.filter(action__in=[AuditAction.LOAN_CHANGED, AuditAction.GIFT_CHANGED])
    assert kept.count() == 5
    assert not any("Xu" in str(entry.details) or "well" in str(entry.details) for entry in kept)
