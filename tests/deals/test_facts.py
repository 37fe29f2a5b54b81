"""A circumstance is claimed by one, and confirmed by a leader whom it does not concern."""

from datetime import date

import pytest
from django.db import transaction

from deals.enums import Decision
from deals.models import DealFact
from deals.services.facts import answer_fact, claim_fact
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Notice
from tests.deals.ruled import RULED_AT, met, order_of
from tests.visitors.rows import file_of
from visitors.models import Customer

LATER = date(2026, 11, 10)


def claim(customer: Customer, by: Member, kind: str = "refused", **fields) -> DealFact:
    return claim_fact(customer=customer, kind=kind, by=by, now=RULED_AT, **{"about": None, **fields})


@pytest.mark.clause("floor-3.4")
def test_claimed_confirmed_and_told(customer: Customer, an, bo, hua, mei) -> None:
    fact = claim(customer, an, about=bo, note="She said so at the door.")
    assert {each.member for each in Notice.objects.filter(kind=NoticeKind.FACT_CLAIMED)} == {hua, mei}
    answer_fact(fact=fact, accept=True, by=hua, now=RULED_AT)
    fact.refresh_from_db()
    assert (fact.state, fact.answered_by) == (Decision.APPROVED, hua)
    assert Notice.objects.get(kind=NoticeKind.FACT_ANSWERED).member == an
    kept = AuditEntry.objects.filter(action__in=[AuditAction.FACT_CLAIMED, AuditAction.FACT_ANSWERED])
    assert "She said so" not in str(list(kept.values_list("details", flat=True)))


def test_nobody_confirms_what_concerns_themselves(customer: Customer, bo, lin, mei) -> None:
    selling = Member.objects.get(pk=mei.pk)
    selling.roles = [Role.MANAGER, Role.CONSULTANT]
    selling.save()
    about_her, by_her = claim(customer, bo, about=selling), claim(customer, selling, about=bo)
    for fact in (about_her, by_her):
        with pytest.raises(Refusal), transaction.atomic():
            answer_fact(fact=fact, accept=True, by=selling, now=RULED_AT)
    met(customer, selling, LATER)
    other = claim(customer, lin, "forgot")
    with pytest.raises(Refusal), transaction.atomic():
        answer_fact(fact=other, accept=True, by=selling, now=RULED_AT)
    assert DealFact.objects.filter(state=Decision.ASKED).count() == 3


def test_only_leaders_answer_and_only_once(customer: Customer, an, bo, chen, hua, mei) -> None:
    fact = claim(customer, an, about=bo)
    with pytest.raises(Refusal), transaction.atomic():
        answer_fact(fact=fact, accept=True, by=chen, now=RULED_AT)
    answer_fact(fact=fact, accept=False, by=hua, now=RULED_AT)
    with pytest.raises(Refusal):
        answer_fact(fact=fact, accept=True, by=mei, now=RULED_AT)


def test_what_is_missing_is_named(customer: Customer, unit, an, bo, lin, stranger) -> None:
    other = order_of(unit, file_of(lin, name="Tang"), an)
    wrong = [
        ({"kind": "nonsense"}, "kind"),
        ({"kind": "refused"}, "about"),
        ({"kind": "refused", "about": stranger}, "about"),
        ({"kind": "event", "event": "  "}, "event"),
        ({"kind": "quarrel", "order": other}, "order"),
    ]
    for fields, field in wrong:
        with pytest.raises(Refusal) as refusal, transaction.atomic():
            claim(customer, an, **fields)
        assert refusal.value.field == field
    assert not DealFact.objects.exists()


def test_the_same_is_claimed_once_until_it_is_refused(customer: Customer, an, bo, chen, hua) -> None:
    fact = claim(customer, an, about=bo)
    with pytest.raises(Refusal), transaction.atomic():
        claim(customer, chen, about=bo)
    answer_fact(fact=fact, accept=False, by=hua, now=RULED_AT)
    assert claim(customer, chen, about=bo).claimed_by == chen


def test_finance_claims_nothing(customer: Customer, gu, bo) -> None:
    with pytest.raises(Refusal):
        claim(customer, gu, about=bo)


def test_pages_from_claim_to_answer(client, english, customer: Customer, an, bo, chen, hua) -> None:
    client.force_login(an.user)
    address = f"/harbour/customers/{customer.pk}/facts/new/"
    sent = {"kind": "refused", "about": bo.pk, "note": "She said so.", "request_key": KEY}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    [fact] = DealFact.objects.all()
    client.force_login(chen.user)
    assert client.get(f"/harbour/facts/{fact.pk}/").status_code == 404
    client.force_login(hua.user)
    page = client.get(f"/harbour/facts/{fact.pk}/").content.decode()
    assert "It is so" in page and "She said so." in page
    client.post(f"/harbour/facts/{fact.pk}/", {"accept": "yes", "request_key": OTHER_KEY})
    fact.refresh_from_db()
    assert fact.state == Decision.APPROVED
    assert "Nothing waits" in client.get("/harbour/facts/").content.decode()


def test_a_claim_that_lacks_somebody_keeps_its_words(client, english, customer: Customer, an) -> None:
    client.force_login(an.user)
    sent = {"kind": "refused", "about": "", "note": "She said so.", "request_key": KEY}
    answer = client.post(f"/harbour/customers/{customer.pk}/facts/new/", sent)
    assert answer.status_code == 422
    assert "Say which consultant it is about." in answer.content.decode()
    assert "She said so." in answer.content.decode()


KEY = "11111111-1111-4111-8111-111111111111"
OTHER_KEY = "22222222-2222-4222-8222-222222222222"
