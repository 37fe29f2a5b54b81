"""The pages of disputes: who sees what, both sides beside each other, and that no word is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from deals.enums import DisputeState, StepKind
from deals.models import Dispute, Ruling
from deals.selectors.disputes import proposal_of
from deals.services import dispute_ends, disputes
from offices.models import Member
from tests.deals.disputed import SIGNED, before_the_manager, disputed, half, order_of, ruled
from tests.visitors.rows import file_of, receive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LATER = SIGNED + timedelta(hours=4)


@pytest.fixture
def dispute(unit, customer, bo, mei) -> Dispute:
    return disputed(ruled(unit, customer, bo, mei), bo)


def post(client: Client, member: Member, address: str, **fields):
    client.force_login(member.user)
    return client.post(address, {"request_key": str(uuid4()), **fields})


def text(client: Client, member: Member, address: str) -> str:
    client.force_login(member.user)
    return client.get(address).content.decode()


def test_parties_leaders_and_the_director_read_it_and_nobody_else(
    client: Client, dispute, an, bo, chen, hua, director, stranger
) -> None:
    address = f"/harbour/disputes/{dispute.pk}/"
    for member in (an, bo, hua, director):
        assert "She asked for me." in text(client, member, address)
        assert f"disputes/{dispute.pk}/" in text(client, member, "/harbour/disputes/")
    client.force_login(chen.user)
    assert client.get(address).status_code == 403
    assert f"disputes/{dispute.pk}/" not in text(client, chen, "/harbour/disputes/")
    client.force_login(stranger.user)
    assert client.get(f"/hillside/disputes/{dispute.pk}/").status_code == 404


def test_from_the_ruling_to_the_dispute_with_one_form(client: Client, unit, lin, an, bo, chen, mei) -> None:
    now = timezone.now()
    customer = file_of(lin, name="Qian")
    for consultant, days in ((an, 5), (bo, 2)):
        receive(customer, consultant, at=now - timedelta(days=days))
    order = order_of(unit, customer, bo, large_on=now.date(), ordered_at=now)
    from deals.services.rulings import rule_deal

    ruling: Ruling = rule_deal(order=order, by=mei, now=now)
    address = f"/harbour/disputes/new/{ruling.pk}/"
    assert "met the customer" in text(client, chen, address)  # told why not, and sees no form
    assert "<textarea" not in text(client, chen, address)
    answer = post(client, bo, address, text="   ")
    assert answer.status_code == 422
    key = str(uuid4())
    answers = {post(client, bo, address, text="She is mine", request_key=key)["Location"] for _ in range(2)}
    [opened] = Dispute.objects.all()
    assert answers == {f"/harbour/disputes/{opened.pk}/"}


def test_both_sides_stand_beside_each_other(client: Client, dispute, an) -> None:
    post(client, an, f"/harbour/disputes/{dispute.pk}/state/", text="I showed her two flats")
    client.force_login(an.user)
    page = client.get(f"/harbour/disputes/{dispute.pk}/")
    sides = page.context["shown"].sides
    assert [(side.member.name, len(side.statements)) for side in sides] == [("Bo", 1), ("An", 1)]
    assert page.content.decode().count('<article class="side panel">') == 2


def test_a_proposal_that_is_not_a_hundred_is_refused_and_kept(client: Client, dispute, an, bo) -> None:
    address = f"/harbour/disputes/{dispute.pk}/propose/"
    fields = {f"share_{an.pk}": "61.5", f"share_{bo.pk}": "40", "credit": str(an.pk)}
    answer = post(client, bo, address, **fields)
    page = answer.content.decode()
    assert answer.status_code == 422 and "these make 101.5" in page and 'value="61.5"' in page
    assert proposal_of(dispute) is None
    answer = post(client, bo, address, **{**fields, f"share_{an.pk}": "60"})
    assert answer.status_code == 302
    proposal = proposal_of(dispute).step.pk
    page = text(client, an, f"/harbour/disputes/{dispute.pk}/")
    assert "Confirm this settlement" in page
    post(client, an, f"/harbour/disputes/{dispute.pk}/confirm/", proposal=proposal)
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.SETTLED
    assert (
        "<form"
        not in text(client, an, f"/harbour/disputes/{dispute.pk}/").split("<main")[1].split("</main")[0]
    )


def test_a_stale_page_passes_nothing_on(client: Client, dispute, bo, hua) -> None:
    address = f"/harbour/disputes/{dispute.pk}/pass-on/"
    post(client, bo, address, state="negotiation")
    post(client, hua, address, state="negotiation")
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.MEDIATION


def test_the_manager_rules_beside_what_was_ruled_before(
    client: Client, dispute, second_unit, lin, an, bo, hua, mei
) -> None:
    before_the_manager(dispute, hua, LATER)
    dispute_ends.rule(
        dispute=dispute,
        shares=half(an, bo),
        credit=an.pk,
        clause="floor-first-visit",
        explanation="Both met her.",
        by=mei,
        now=LATER,
    )
    other = file_of(lin, name="Qian")
    receive(other, an, at=SIGNED - timedelta(days=5))
    second = disputed(ruled(second_unit, other, bo, mei, number=2), bo)
    before_the_manager(second, hua, LATER)
    address = f"/harbour/disputes/{second.pk}/rule/"
    assert "50 : 50" in text(client, mei, address)
    fields = {
        f"share_{an.pk}": "100",
        f"share_{bo.pk}": "0",
        "share_department": "",
        "credit": str(an.pk),
        "clause": "floor-first-visit",
        "explanation": "He came after her visit.",
    }
    answer = post(client, mei, address, **fields)
    assert answer.status_code == 422 and "He came after her visit." in answer.content.decode()
    assert "id_unlike_error" in answer.content.decode() or answer.context["form"].errors["unlike"]
    answer = post(client, mei, address, **fields, unlike="Here only one saw her.")
    second.refresh_from_db()
    assert (answer.status_code, second.state) == (302, DisputeState.RULED)


def test_no_button_is_shown_that_would_be_refused(client: Client, dispute, an, bo, hua, mei) -> None:
    address = f"/harbour/disputes/{dispute.pk}/"

    def may(member: Member) -> set[str]:
        client.force_login(member.user)
        shown = client.get(address).context["shown"].may
        return {name for name in shown.__slots__ if getattr(shown, name)}

    assert may(bo) == {"state_case", "propose", "pass_on", "report", "withdraw"}
    assert may(an) == {"state_case", "propose", "pass_on", "report"}
    assert may(mei) == {"pass_on", "report"}
    dispute_ends.report(dispute=dispute, kind=StepKind.QUARREL, text="Loud", by=hua, now=LATER)
    assert (may(hua), may(mei), may(an)) == (set(), {"answer"}, {"state_case"})


def test_the_page_costs_the_same_however_long_it_went_on(
    client: Client, dispute, an, bo, django_assert_max_num_queries
) -> None:
    client.force_login(an.user)
    for _ in range(20):
        disputes.state_case(dispute=dispute, text="And again", by=bo, now=LATER)
    with django_assert_max_num_queries(19):
        client.get(f"/harbour/disputes/{dispute.pk}/")
