"""The pages of a customer's file: whose they are, filling in on the phone, consent, print, settings of the office."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from offices.enums import AuditAction, Role
from offices.models import AuditEntry, Member
from tests.cast import enrol
from tests.visitors.rows import TYPED, WU, file_of, receive
from visitors.models import Customer, FileValue, FileView, OfficeFields, OwnField, SensitiveConsent
from visitors.services.file_values import set_value
from visitors.services.households import join_household
from visitors.services.sensitive_consents import give_consent


@pytest.fixture
def customer(an: Member, lin: Member) -> Customer:
    """An's customer, met yesterday."""
    found = file_of(lin, name=WU, phone=TYPED, now=timezone.now() - timedelta(days=1))
    receive(found, an, at=timezone.now() - timedelta(days=1))
    return found


def url(customer: Customer, rest: str = "") -> str:
    return f"/harbour/customers/{customer.pk}/file/{rest}"


def send(client: Client, address: str, *, htmx: bool = False, **fields):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(address, {"request_key": str(uuid4()), **fields}, headers=headers)


def test_the_owner_reads_the_file_and_the_look_is_kept(browse, an, customer):
    page = browse(an).get(url(customer)).content.decode()
    assert "What to ask next" in page and "Native place" in page and "Favourite cuisine" in page
    assert "138****1234" in page.replace(" ", "") and "13800001234" not in page.replace(" ", "")
    assert FileView.objects.filter(customer=customer, by=an, action="see_file").count() == 1


@pytest.mark.parametrize("rest", ["", "timeline/", "history/", "print/", "field/native_place/", "tags/"])
def test_somebody_elses_customer_is_closed_and_says_so(browse, bo, customer, rest):
    answer = browse(bo).get(url(customer, rest))
    assert answer.status_code == 403 and "Native place" not in answer.content.decode()


@pytest.mark.parametrize("rest", ["", "timeline/", "history/", "print/", "field/native_place/", "kind/"])
def test_another_office_finds_nothing(browse, stranger, customer, rest):
    browse(stranger)
    assert browse(stranger).get(url(customer, rest)).status_code == 404
    assert browse(stranger).get(url(customer, rest).replace("harbour", "hillside")).status_code == 404


@pytest.mark.clause("B-39")
def test_a_field_is_changed_where_it_stands(browse, an, customer):
    mine = browse(an)
    address = url(customer, "field/native_place/")
    form = mine.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in form and 'name="value"' in form and 'name="request_key"' in form
    shown = send(mine, address, htmx=True, value="Harbour Town").content.decode()
    assert "<html" not in shown and "Harbour Town" in shown and 'id="field-native_place"' in shown
    left = mine.get(f"{address}?leave", headers={"HX-Request": "true"}).content.decode()
    assert "Harbour Town" in left and "<form" not in left


def test_what_counts_the_field_elsewhere_on_the_page_changes_with_it(browse, an, customer):
    mine = browse(an)
    before = mine.get(url(customer)).context["page"].completeness.whole.filled
    shown = send(mine, url(customer, "field/native_place/"), htmx=True, value="Harbour Town").content.decode()
    assert f"({before + 1} of " in shown and 'id="file-known"' in shown and 'id="share-identity"' in shown
    assert shown.count('hx-swap-oob="true"') == 2
    health = {"value": "minds steps", "consent": "desk"}
    told = send(mine, url(customer, "field/health/"), htmx=True, **health).content.decode()
    assert 'id="file-consents"' in told and "Wording 1" in told
    left = mine.get(url(customer, "field/health/?leave"), headers={"HX-Request": "true"}).content.decode()
    assert "hx-swap-oob" not in left


def test_without_javascript_a_field_has_a_page_and_leads_back_to_its_line(browse, an, customer):
    mine = browse(an)
    assert "<html" in mine.get(url(customer, "field/alcohol/")).content.decode()
    answer = send(mine, url(customer, "field/alcohol/"), **{"value-does": "no", "value-minds": "yes"})
    assert answer.status_code == 302 and answer["Location"] == f"{url(customer)}#field-alcohol"
    assert FileValue.objects.get().value == {"does": False, "minds": True}


def test_the_second_click_writes_nothing_new(browse, an, customer):
    mine, key = browse(an), str(uuid4())
    for _click in range(2):
        mine.post(url(customer, "field/car_brand/"), {"request_key": key, "value": "Harbour Motors"})
    assert FileValue.objects.count() == 1
    changed = mine.post(url(customer, "field/car_brand/"), {"request_key": key, "value": "Other"})
    assert changed.status_code == 422
    assert FileValue.objects.get().value == "Harbour Motors"


def test_what_cannot_be_taken_stays_in_the_form_with_the_reason(browse, an, customer):
    answer = send(browse(an), url(customer, "field/current_residence/"), **{"value-since": "sometime"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is no such month" in page and 'value="sometime"' in page
    assert 'id="error_1_id_value-since"' in page  # beside what is wrong, not above the form
    [focused] = re.findall(r"<input[^>]*autofocus[^>]*>", page)
    assert 'name="value-since"' in focused


@pytest.mark.clause("law-29")
def test_a_sensitive_field_asks_for_consent_in_its_form_and_takes_both_at_once(browse, an, customer):
    mine, address = browse(an), url(customer, "field/children/")
    assert "write down your children" in mine.get(address).content.decode()
    refused = send(mine, address, **{"value-0-name": "Lele"})
    assert refused.status_code == 422 and not FileValue.objects.exists()
    send(mine, address, **{"value-0-name": "Lele", "value-0-born": "2019-06-01", "consent": "desk"})
    assert SensitiveConsent.objects.get().of_class == "minors"
    assert FileValue.objects.get().content == [{"name": "Lele", "born": "2019-06-01"}]
    page = mine.get(url(customer)).content.decode()
    assert "Lele" in page and "Wording 1" in page


def test_who_reads_the_file_but_not_what_is_sensitive_sees_that_it_is_known(browse, an, office, customer):
    now = timezone.now()
    give_consent(customer=customer, of_class="health", channel="desk", by=an, now=now)
    set_value(customer=customer, key="health", raw="minds steps", by=an, now=now)
    supervisor = enrol(office, "su", Role.SUPERVISOR)
    page = browse(supervisor).get(url(customer)).content.decode()
    assert "known, not for your eyes" in page and "minds steps" not in page
    assert browse(supervisor).get(url(customer, "field/health/")).status_code == 403
    history = browse(supervisor).get(url(customer, "history/")).content.decode()
    assert "minds steps" not in history


@pytest.mark.clause("law-29")
def test_a_consent_is_taken_back_on_the_file(browse, an, customer):
    now = timezone.now()
    give_consent(customer=customer, of_class="health", channel="desk", by=an, now=now)
    set_value(customer=customer, key="health", raw="minds steps", by=an, now=now)
    mine = browse(an)
    send(mine, url(customer, "consents/health/end/"))
    assert not FileValue.objects.exists()
    assert send(mine, url(customer, "consents/nonsense/end/")).status_code in (302, 422)


def test_the_history_names_who_changed_a_name_too(browse, an, customer):
    mine = browse(an)
    send(mine, url(customer, "field/full_name/"), value="Wu Xiao")
    page = mine.get(url(customer, "history/")).content.decode()
    assert WU in page and "Wu Xiao" in page
    row = re.search(r"<tr>(?:(?!</tr>).)*Wu Xiao.*?</tr>", page, re.S)
    assert row and "An" in row[0]


def test_the_history_holds_tags_kind_company_and_segments_too(browse, an, office, customer):
    mine = browse(an)
    for labels in ("Painter", "Painter\nSings"):
        send(mine, url(customer, "tags/"), kinds=["core"], labels=labels)
    send(mine, url(customer, "company/"), company="Harbour Ropes", capital="1000000")
    send(mine, url(customer, "company/"), company="Harbour Cables", capital="2000000")
    send(mine, url(customer, "segments/"), payment="high")
    rows = mine.get(url(customer, "history/")).context["changes"]
    told = {(row.label, row.before, row.after, row.by.name if row.by else "") for row in rows}
    assert ("Tags", "Core person, Painter", "Core person, Painter, Sings", "An") in told
    assert ("name of the company", "", "Harbour Ropes", "An") in told
    assert ("name of the company", "Harbour Ropes", "Harbour Cables", "An") in told
    assert ("What they can pay", "", "Can pay much", "An") in told
    supervisor = enrol(office, "su", Role.SUPERVISOR)
    assert "Can pay much" not in browse(supervisor).get(url(customer, "history/")).content.decode()


@pytest.mark.clause("B-53")
def test_the_timeline_shows_one_kind_or_everything(browse, an, customer):
    mine = browse(an)
    assert "The file was opened." in mine.get(url(customer, "timeline/")).content.decode()
    narrowed = mine.get(url(customer, "timeline/?kind=contact")).content.decode()
    assert "The file was opened." not in narrowed and "Visit" in narrowed


def test_the_file_prints_as_the_form_with_number_checksum_and_who_printed(browse, an, customer):
    set_value(customer=customer, key="native_place", raw="Harbour Town", by=an, now=timezone.now())
    page = browse(an).get(url(customer, "print/")).content.decode()
    assert "Harbour Town" in page and "Printed by An" in page
    assert re.search(r"<code>[0-9a-f]{16}</code>", page)
    assert AuditEntry.objects.filter(action=AuditAction.FILE_PRINTED, by=an).count() == 1


def test_a_household_stands_as_a_picture_with_a_list_beside_it(browse, an, lin, customer):
    spouse = file_of(lin, name="Zhou")
    join_household(customer=customer, other=spouse, relation="spouse", by=an, now=timezone.now())
    page = browse(an).get(url(customer)).content.decode()
    assert page.count("<rect") == 2 and page.count("<line ") == 1
    assert f"/harbour/customers/{spouse.pk}/" in page


def test_tags_kind_company_and_segments_have_a_short_form_each(browse, an, customer):
    mine = browse(an)
    send(mine, url(customer, "tags/"), kinds=["core"], labels="Painter\nSings")
    send(mine, url(customer, "company/"), company="Harbour Ropes", capital="1000000")
    send(mine, url(customer, "company/note/"), kind="change", on="2026-01-05", text="New owner")
    send(mine, url(customer, "segments/"), payment="high")
    page = mine.get(url(customer)).content.decode()
    for words in ("Core person", "Painter", "Harbour Ropes", "New owner", "Can pay much"):
        assert words in page
    send(mine, url(customer, "kind/"), kind="special", partner="bank")
    customer.refresh_from_db()
    assert (customer.kind, customer.partner) == ("special", "bank")


def test_a_company_of_which_nothing_is_known_yet_leads_to_its_form(browse, an, customer):
    mine = browse(an)
    send(mine, url(customer, "kind/"), kind="corporate")
    assert url(customer, "company/") in mine.get(url(customer)).content.decode()
    send(mine, url(customer, "company/"), company="Harbour Ropes", capital="1000000")
    assert "1,000,000" in mine.get(url(customer)).content.decode()
    assert "Harbour Ropes" in mine.get(url(customer, "print/")).content.decode()


def test_the_spouses_number_is_masked_and_shown_for_a_purpose_with_a_line(browse, an, customer):
    now = timezone.now()
    give_consent(customer=customer, of_class="family", channel="desk", by=an, now=now)
    set_value(customer=customer, key="spouse_info", raw={"phone": "13800005678"}, by=an, now=now)
    mine = browse(an)
    assert "13800005678" not in mine.get(url(customer)).content.decode().replace(" ", "")
    shown = send(mine, url(customer, "spouse/"), purpose="call").content.decode()
    assert "13800005678" in shown.replace(" ", "")
    [line] = AuditEntry.objects.filter(action=AuditAction.PHONE_REVEALED)
    assert line.details == {"field": "spouse_info", "purpose": "call"}
    refused = send(mine, url(customer, "spouse/"), purpose="curiosity")
    assert "13800005678" not in refused.content.decode().replace(" ", "")


@pytest.mark.clause("B-40")
def test_the_form_of_the_office_is_changed_by_its_keepers(browse, mei, an, customer):
    boss = browse(mei)
    send(boss, "/harbour/file-fields/smoking/switch/", used="no")
    send(boss, "/harbour/file-fields/ideal_residence_priorities/answers/", answers="River view\n")
    send(
        boss,
        "/harbour/file-fields/own/new/",
        label="Favourite tea",
        group="habits",
        kind="choice",
        answers="Green\nBlack",
        purpose="host",
        sensitive="",
        is_active="on",
    )
    row = OfficeFields.objects.get()
    assert (row.switched_off, row.more) == (["smoking"], {"ideal_residence_priorities": ["River view"]})
    own = OwnField.objects.get()
    assert own.answers == ["Green", "Black"]
    page = boss.get("/harbour/file-fields/").content.decode()
    assert "Favourite tea" in page and "left out" in page
    send(
        boss,
        f"/harbour/file-fields/own/{own.pk}/",
        label="Tea",
        group="habits",
        answers="Green",
        purpose="host",
    )
    own.refresh_from_db()
    assert (own.label, own.kind, own.is_active) == ("Tea", "choice", False)
    file = browse(an).get(url(customer)).content.decode()
    assert "Tobacco" not in file and "Favourite tea" not in file
    assert browse(an).get("/harbour/file-fields/").status_code == 403


@pytest.mark.parametrize("many", [0, 12])
def test_the_page_costs_the_same_for_an_empty_and_for_a_full_file(
    browse, an, customer, many, django_assert_max_num_queries
):
    keys = ["native_place", "car_brand", "job_position", "dress_style", "preferred_shopping"]
    for key in keys[:many]:
        set_value(customer=customer, key=key, raw="x", by=an, now=timezone.now())
    mine = browse(an)
    mine.get(url(customer))
    with django_assert_max_num_queries(70):
        mine.get(url(customer))
