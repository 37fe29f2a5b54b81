"""Tags, kind, company and segments of a file, and its timeline from every part of the house."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from offices.errors import Refusal
from tests.visitors.rows import NOW, WU, file_of, receive
from visitors.file_enums import TagKind
from visitors.models import CompanyNote, ContactNote, CorporateFacts, Customer, FileTag, SearchKey
from visitors.selectors.file_tags import tags_of, usual_labels
from visitors.selectors.household_picture import household_picture
from visitors.selectors.segments import facts_of, segments_of
from visitors.services.customer_dates import add_birthday
from visitors.services.file_facts import choose_segments, note_company, set_kind, set_tags, write_company
from visitors.services.file_values import set_value
from visitors.services.grades import change_grade
from visitors.services.households import join_household
from visitors.services.sensitive_consents import give_consent
from visitors.timeline_slots import ItemKind, items_of

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def test_tags_are_set_as_a_whole_and_each_once(an):
    customer = file_of(an)
    set_tags(customer=customer, kinds=["core"], labels=["Painter", " Painter ", ""], by=an, now=NOW)
    assert {str(row) for row in FileTag.objects.all()} == {str(TagKind.CORE.label), "Painter"}
    kept = FileTag.objects.get(label="Painter").pk
    set_tags(customer=customer, kinds=[], labels=["Painter"], by=an, now=LATER)
    assert [row.pk for row in FileTag.objects.all()] == [kept]
    assert usual_labels(an.office) == ["Painter"]
    for wrong in ({"kinds": ["own"], "labels": []}, {"kinds": [], "labels": ["x" * 21]}):
        with pytest.raises(Refusal):
            set_tags(customer=customer, by=an, now=LATER, **wrong)


def test_who_brought_somebody_is_a_referrer_without_being_told(an):
    customer = file_of(an)
    assert tags_of(customer) == []
    file_of(an, referred_by=customer.pk)
    assert tags_of(customer) == [str(TagKind.REFERRER.label)]


@pytest.mark.clause("B-46")
def test_a_file_is_about_a_customer_a_partner_or_a_company(an):
    customer = file_of(an)
    set_kind(customer=customer, kind="special", partner="lawyer", by=an, now=NOW)
    customer.refresh_from_db()
    assert (customer.kind, customer.partner) == ("special", "lawyer")
    for kind, partner in (("special", ""), ("general", "lawyer"), ("friend", ""), ("special", "baker")):
        with pytest.raises(Refusal):
            set_kind(customer=customer, kind=kind, partner=partner, by=an, now=NOW)


@pytest.mark.clause("B-50")
def test_a_company_has_its_facts_and_is_found_by_its_name(an):
    customer = file_of(an)
    write_company(customer=customer, company="Harbour Ropes", capital=10**7, by=an, now=NOW)
    write_company(customer=customer, company="Harbour Cables", scope="cables", by=an, now=LATER)
    facts = CorporateFacts.objects.get()
    assert (facts.company, facts.scope, facts.capital) == ("Harbour Cables", "cables", None)
    customer.refresh_from_db()
    assert customer.kind == "corporate"
    keys = SearchKey.objects.filter(customer=customer, kind="company")
    assert keys.filter(key__startswith="harbourcables").exists()
    assert not keys.filter(key__startswith="harbourropes").exists()
    with pytest.raises(Refusal):
        write_company(customer=customer, company=" ", by=an, now=NOW)


@pytest.mark.clause("B-52")
def test_changes_and_figures_of_a_company_are_written_down_with_their_day(an):
    customer = file_of(an)
    day = date(2026, 10, 1)
    with pytest.raises(Refusal):
        note_company(customer=customer, kind="change", on=day, text="New owner", by=an, now=NOW)
    write_company(customer=customer, company="Harbour Ropes", by=an, now=NOW)
    note_company(customer=customer, kind="change", on=day, text="New owner", by=an, now=NOW)
    assert [(each.on, each.text) for each in CompanyNote.objects.all()] == [(day, "New owner")]
    for wrong in ({"on": date(2027, 1, 1)}, {"on": None}, {"text": ""}, {"kind": "gossip"}):
        values = {"kind": "change", "on": day, "text": "x", **wrong}
        with pytest.raises(Refusal):
            note_company(customer=customer, by=an, now=NOW, **values)


@pytest.mark.clause("B-33")
def test_segments_follow_from_the_file_and_the_household_until_somebody_knows_better(an, english):
    customer = file_of(an, name=WU)
    assert segments_of(customer, now=NOW) == []
    for of_class in ("finances", "minors"):
        give_consent(customer=customer, of_class=of_class, channel="desk", by=an, now=NOW)
    set_value(customer=customer, key="family_situation", raw={"income": "over_1m"}, by=an, now=NOW)
    set_value(customer=customer, key="children", raw=[{"born": "2015-05-01"}], by=an, now=NOW)
    join_household(customer=customer, other=file_of(an), relation="spouse", by=an, now=NOW)
    found = {each.axis: (each.words, each.reason) for each in segments_of(customer, now=NOW)}
    assert found == {
        "What they can pay": ("Can pay much", "from the income"),
        "Family": ("Couple with children", "from the children"),
        "Where in life": ("With children at school", "from the children"),
    }
    choose_segments(customer=customer, payment="middle", by=an, now=NOW)
    [payment, *_rest] = segments_of(customer, now=NOW)
    assert (payment.words, payment.derived) == ("Can pay well", "Can pay much")
    choose_segments(customer=customer, by=an, now=LATER)
    assert segments_of(customer, now=NOW)[0].words == "Can pay much"
    with pytest.raises(Refusal):
        choose_segments(customer=customer, life="second", by=an, now=NOW)


def test_the_relations_of_a_household_are_those_of_its_first_and_of_nobody_else(an):
    first, child = file_of(an), file_of(an)
    join_household(customer=first, other=child, relation="child", by=an, now=NOW)
    assert facts_of(first).children == ("",)
    assert facts_of(child).children == () and facts_of(child).partner is None


def test_a_lunar_birthday_tells_the_year_alone(an):
    customer = file_of(an)
    add_birthday(customer=customer, month=8, day=15, year=1990, calendar="lunar", by=an, now=NOW)
    assert facts_of(customer).born == "1990"


def test_the_household_as_a_picture(an):
    customer, spouse = file_of(an, name=WU), file_of(an, name="A very long name")
    assert household_picture(customer) is None
    join_household(customer=customer, other=spouse, relation="spouse", by=an, now=NOW)
    picture = household_picture(spouse)
    assert [(each.name, each.is_self) for each in picture.people] == [(WU, False), ("A very l\u2026", True)]


@pytest.mark.clause("B-53")
def test_the_timeline_holds_contacts_grades_and_the_opening_of_the_file_newest_first(an, english):
    customer = file_of(an, name=WU)
    visit = receive(customer, an, at=NOW + timedelta(hours=1))
    ContactNote.objects.create(office=an.office, contact=visit, text="liked the bay", at=NOW, by=an)
    change_grade(customer=customer, grade="A", reason="closer", by=an, now=NOW + timedelta(hours=2))
    items = items_of(customer, an)
    assert [item.kind for item in items] == [ItemKind.FILE, ItemKind.CONTACT, ItemKind.FILE]
    assert items[0].words.startswith("Grade A instead of none")
    assert "liked the bay" in items[1].words and items[1].by == "An"
    [only] = items_of(customer, an, kinds=["contact"])
    assert only == items[1]


def test_the_timeline_of_a_person_holds_what_happened_under_a_joined_file(an):
    customer, alias = file_of(an), file_of(an)
    receive(alias, an)
    Customer.objects.filter(pk=alias.pk).update(merged_into=customer)
    assert [item.kind for item in items_of(customer, an, kinds=["contact"])] == [ItemKind.CONTACT]
