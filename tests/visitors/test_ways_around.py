"""Ways around who may see and do what that somebody tried: each is closed."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from complaints.services.handing_over import accept, offer
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import AuditEntry, Member
from tests.cast import enrol
from tests.complaints.taken import taken
from tests.visitors.access_cast import allow, asked
from tests.visitors.rows import NOW, TYPED, WU, file_of, receive
from tests.visitors.test_file_pages import send, url
from tests.visitors.test_imports import csv_of, imported
from visitors.access import Action
from visitors.file_filter import FileFilter
from visitors.guards import may_do
from visitors.models import Contact, Customer, FileValue, Merger
from visitors.rights_words import ErasedAs
from visitors.selectors.imports import otherwise_written
from visitors.selectors.ownership import owners_of
from visitors.services.access_requests import answer
from visitors.services.erasing import erase_person
from visitors.services.exports import ask_export, free_rows
from visitors.services.file_marks import mark_file
from visitors.services.file_values import set_value
from visitors.services.households import join_household, leave_household
from visitors.services.merging import merge, unmerge
from visitors.services.sensitive_consents import give_consent
from visitors.services.subject_requests import take_request

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def customer(an: Member, lin: Member) -> Customer:
    """An's customer, met yesterday."""
    found = file_of(lin, name=WU, phone=TYPED, now=timezone.now() - timedelta(days=1))
    receive(found, an, at=timezone.now() - timedelta(days=1))
    return found


def with_spouse(customer: Customer, by: Member) -> None:
    now = timezone.now()
    give_consent(customer=customer, of_class="family", channel="desk", by=by, now=now)
    set_value(customer=customer, key="spouse_info", raw={"phone": "13800005678"}, by=by, now=now)


def test_the_form_of_the_spouse_shows_no_whole_number_and_loses_none(browse, an, customer) -> None:
    with_spouse(customer, an)
    mine, address = browse(an), url(customer, "field/spouse_info/")
    form = mine.get(address).content.decode()
    assert "5678" in form and "00005678" not in form.replace(" ", "")
    assert not AuditEntry.objects.filter(action=AuditAction.PHONE_REVEALED).exists()
    fields = mine.get(address).context["form"].fields
    kept = {name: field.initial or "" for name, field in fields.items()}
    send(mine, address, **{**kept, "value-name": "Qin"})
    assert FileValue.objects.get(key="spouse_info").content == {"name": "Qin", "phone": "+8613800005678"}
    send(mine, address, **{**kept, "value-name": "Qin", "value-phone": "13900001111"})
    assert FileValue.objects.get(key="spouse_info").content["phone"] == "+8613900001111"


def test_who_may_see_no_number_does_not_see_the_spouses_by_asking(browse, office, an, customer) -> None:
    with_spouse(customer, an)
    theirs = browse(enrol(office, "hua", Role.INFORMATION))
    assert theirs.get(url(customer)).status_code == 200
    answer = send(theirs, url(customer, "spouse/"), purpose="call")
    assert answer.status_code == 403 and "13800005678" not in answer.content.decode().replace(" ", "")
    assert not AuditEntry.objects.filter(action=AuditAction.PHONE_REVEALED).exists()


@pytest.fixture
def wu(lin, an) -> Customer:
    """An's customer."""
    found = file_of(lin, name=WU, phone=TYPED)
    receive(found, an)
    return found


@pytest.fixture
def joined(lin, mei) -> Merger:
    """Two files of one person."""
    keep, alias = file_of(lin, name=WU, phone=TYPED), file_of(lin, name="Wu")
    return merge(keep=keep, alias=alias, choices={}, by=mei, now=NOW)


def test_no_file_is_parted_off_before_its_person_is_erased(joined, fang, mei) -> None:
    wish = {"kind": "erase", "way": "desk", "words": "", "identity": ""}
    day = fang.office.business_date(NOW)
    take_request(customer=joined.keep, **wish, asked_on=day, by=fang, now=NOW)
    with pytest.raises(Refusal, match="Answer that request"):
        unmerge(merger=joined, by=mei, now=LATER)
    joined.alias.refresh_from_db()
    assert joined.alias.merged_into_id == joined.keep_id


def test_nobody_rises_again_by_parting_after_the_erasure(joined, mei) -> None:
    erase_person(customer=joined.keep, why=ErasedAs.REQUEST, by=mei, now=NOW)
    with pytest.raises(Refusal, match="were erased"):
        unmerge(merger=joined, by=mei, now=LATER)
    joined.alias.refresh_from_db()
    assert joined.alias.merged_into_id == joined.keep_id


def test_a_word_for_an_open_file_is_none_for_a_secret_one(wu, an, bo, hua, mei) -> None:
    outside = {"outsider": "Example bank", "outsider_from": "the loan desk"}
    request = asked(an, wu, kind="outside", carrier=bo, safety="sealed envelope", way="hand", **outside)
    allow(request, hua)
    mark_file(customer=wu, mark="secret", custodian=mei, reason="wish", by=hua, now=NOW)
    with pytest.raises(Refusal, match="marked after the first word"):
        allow(request, mei)
    request.refresh_from_db()
    assert request.state == "asked"
    refused = answer(request=request, yes=False, reason="marked", days=None, by=mei, now=NOW)
    assert refused.state == "refused"


def test_a_register_in_slices_is_the_register(mei, hua, lin) -> None:
    for number in range(60):
        file_of(lin, name=f"N{number}", source="walk_in" if number % 2 else "internet")

    def slice_of(source: str, now=NOW):
        chosen = FileFilter(source=source)
        return ask_export(chosen=chosen, purpose="work", reason="report", by=mei, now=now)

    assert slice_of("walk_in").state == "approved"
    assert free_rows(mei, NOW) == 20 and free_rows(hua, NOW) == 50
    assert slice_of("internet").state == "asked"
    assert slice_of("internet", NOW + timedelta(hours=25)).state == "approved"


def test_a_list_makes_no_colleagues_customer_somebody_elses(lin, an, bo, mei) -> None:
    """An old visit in a list, before the one that the house saw, would take the customer over."""
    theirs = file_of(lin, name=WU, phone=TYPED)
    receive(theirs, an, NOW - timedelta(days=1))
    head = "Name,Phone,Date of visit,Consultant"
    done = imported(mei, csv_of(f"{WU},{TYPED},2026-10-20,Bo", head=head))
    assert done.state == "done"
    assert owners_of([theirs], office=an.office, now=LATER) == {an.pk}
    [old] = Contact.objects.filter(customer=theirs, by=mei)
    assert (old.consultant, old.role) == (None, "none")
    count, [told] = otherwise_written(done)
    assert (count, told.line) == (1, 2) and "a colleague's customer" in told.words[0]
    nobodys = file_of(lin, name="Qin", phone="13900001111")
    word_for_word = imported(mei, csv_of("Qin,13900001111,2026-10-20,Bo", head=head))
    assert otherwise_written(word_for_word) == (0, [])
    assert owners_of([nobodys], office=an.office, now=LATER) == {bo.pk}


def test_nobody_puts_a_colleagues_customer_into_their_own_customers_household(lin, an, bo) -> None:
    own, theirs = file_of(lin, name="Wu"), file_of(lin, name="Qin")
    receive(own, an, NOW - timedelta(days=3))
    receive(theirs, bo, NOW - timedelta(days=1))
    deed = {"customer": own, "other": theirs, "relation": "spouse"}
    with pytest.raises(Refusal, match="Somebody else has to say it"), transaction.atomic():
        join_household(**deed, by=an, now=LATER)
    row = join_household(**deed, by=lin, now=LATER)
    with pytest.raises(Refusal, match="Somebody else has to say it"), transaction.atomic():
        leave_household(member=row, by=bo, now=LATER)
    leave_household(member=row, by=lin, now=LATER)


def test_what_the_person_of_a_marked_file_agreed_to_is_read_by_who_may_answer(
    browse, wu, an, fang, mei
) -> None:
    with_spouse(wu, an)
    day = fang.office.business_date(NOW)
    wish = {"kind": "withdraw", "way": "desk", "words": "", "identity": "known"}
    found = take_request(customer=wu, **wish, asked_on=day, by=fang, now=NOW)
    address = f"/harbour/access/rights/{found.pk}/"
    assert [len(browse(who).get(address).context["consents"]) for who in (fang, mei)] == [1, 1]
    mark_file(customer=wu, mark="confidential", custodian=an, reason="wish", by=mei, now=NOW)
    told = [browse(who).get(address).context for who in (fang, mei)]
    assert [(each["answers"], len(each["consents"])) for each in told] == [(False, 0), (True, 1)]


def test_no_complaint_of_ones_own_writing_opens_a_colleagues_customer(wu, office, an, bo, fang) -> None:
    jin = enrol(office, "jin", Role.FINANCE)
    for who in (bo, jin):
        taken(who, customer=wu, now=NOW)
        assert not may_do(who, wu, Action.SEE_FILE).allowed
        assert not may_do(who, wu, Action.FOLLOW_UP).allowed
    given = taken(fang, customer=wu, now=NOW)
    assert may_do(fang, wu, Action.SEE_FILE).allowed
    accept(ticket=offer(ticket=given, to=bo, by=fang, now=LATER), by=bo, now=LATER)
    assert may_do(bo, wu, Action.SEE_FILE).allowed
