"""A customer's file is filled in bit by bit: values with their history, consent before what is sensitive."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.db import connection, transaction

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import AuditEntry
from tests.visitors.rows import NOW, TYPED, WU, enter, file_of
from visitors.file_kinds import ConsentClass
from visitors.models import Customer, CustomerPhone, FileChange, FileValue, SearchKey, SensitiveConsent
from visitors.selectors.file_history import history
from visitors.selectors.file_page import file_page
from visitors.services.file_settings import lengthen_list, switch_field, write_own_field
from visitors.services.file_values import NeedsConsent, set_value
from visitors.services.resealing import reseal_others
from visitors.services.sensitive_consents import give_consent, withdraw_consent

LATER = NOW + timedelta(hours=1)


def put(customer, key, raw, by, now=NOW):
    return set_value(customer=customer, key=key, raw=raw, by=by, now=now)


def agree(customer, of_class, by, now=NOW):
    return give_consent(customer=customer, of_class=of_class, channel="desk", by=by, now=now)


def shown(customer, key, *, sees_sensitive=True):
    customer.refresh_from_db()
    page = file_page(customer, sees_sensitive=sees_sensitive)
    return next(each for group in page.groups for each in group.fields if each.key == key)


@pytest.mark.clause("B-39")
def test_a_value_is_kept_with_who_changed_it_when_from_what_to_what(an, bo, mei):
    customer = file_of(an, name=WU)
    assert put(customer, "native_place", " Harbour Town ", an) == "Harbour Town"
    put(customer, "native_place", "Hill Town", bo, LATER)
    field = shown(customer, "native_place")
    assert (field.words, field.set_by, field.set_at) == ("Hill Town", bo, LATER)
    changes = [(each.by, each.before, each.after) for each in history(customer, sees_sensitive=False)]
    assert changes[:2] == [(bo, "Harbour Town", "Hill Town"), (an, "", "Harbour Town")]
    customer.refresh_from_db()
    assert customer.filled == 1


def test_the_same_value_again_writes_nothing_and_an_empty_one_empties_the_field(an):
    customer = file_of(an)
    put(customer, "preferred_cuisine", ["western"], an)
    put(customer, "preferred_cuisine", ["western"], an, LATER)
    assert FileChange.objects.count() == 1
    assert put(customer, "preferred_cuisine", [], an, LATER) is None
    assert not FileValue.objects.exists() and FileChange.objects.count() == 2
    customer.refresh_from_db()
    assert customer.filled == 0
    lines = AuditEntry.objects.filter(action=AuditAction.FILE_CHANGED)
    assert [line.details for line in lines] == [{"field": "preferred_cuisine"}] * 2


@pytest.mark.parametrize("key", ["no_such_field", "own-1"])
def test_a_field_that_is_not_in_use_takes_nothing(an, key):
    with pytest.raises(Refusal):
        put(file_of(an), key, "x", an)


def test_what_cannot_be_read_is_refused_in_words_and_changes_nothing(an):
    customer = file_of(an)
    with pytest.raises(Refusal) as caught:
        put(customer, "children", [{"born": "2019-02-30"}], an)
    assert caught.value.field == "value"
    assert not FileValue.objects.exists() and not FileChange.objects.exists()


@pytest.mark.clause("law-29")
def test_what_is_sensitive_needs_the_customers_consent_and_is_kept_encrypted(an, mei):
    customer = file_of(an)
    with pytest.raises(NeedsConsent) as caught:
        put(customer, "health", "minds steps", an)
    assert caught.value.of_class is ConsentClass.HEALTH
    agree(customer, "health", an)
    put(customer, "health", "minds steps", an)
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, sealed FROM visitors_filevalue")
        [(value, sealed)] = cursor.fetchall()
        cursor.execute("SELECT before, after, sealed FROM visitors_filechange")
        [(before, after, kept)] = cursor.fetchall()
    assert (value, before, after) == (None, None, None)
    assert "steps" not in sealed + kept
    assert shown(customer, "health").words == "minds steps"


def test_who_may_not_see_what_is_sensitive_sees_that_it_is_known_and_no_more(an):
    customer = file_of(an)
    agree(customer, "minors", an)
    put(customer, "children", [{"name": "Lele", "born": "2019-06-01"}], an)
    field = shown(customer, "children", sees_sensitive=False)
    assert field.is_closed and field.is_filled
    assert (field.value, field.words) == (None, "")
    [change] = [each for each in history(customer, sees_sensitive=False) if each.is_closed]
    assert (change.before, change.after) == ("", "")


@pytest.mark.clause("law-29")
def test_a_consent_says_by_which_wording_and_way_it_was_given_and_stands_once(an, lin):
    customer = file_of(an)
    first = agree(customer, "health", an)
    assert agree(customer, "health", lin, LATER) == first
    assert (first.text_version, first.channel, first.given_at, first.given_by) == (1, "desk", NOW, an)
    with pytest.raises(Refusal):
        give_consent(customer=customer, of_class="health", channel="reply", by=an, now=NOW)
    with pytest.raises(Refusal):
        agree(customer, "shoe_size", an)


@pytest.mark.clause("law-29")
def test_a_consent_taken_back_takes_what_was_kept_by_it_along(an):
    customer = file_of(an)
    agree(customer, "health", an)
    agree(customer, "finances", an)
    put(customer, "health", "minds steps", an)
    put(customer, "health", "minds no steps any more", an, LATER)
    put(customer, "property_investments", {"homes": "2"}, an)
    put(customer, "native_place", "Harbour Town", an)
    assert withdraw_consent(customer=customer, of_class="health", by=an, now=LATER) == 1
    assert {row.key for row in FileValue.objects.all()} == {"property_investments", "native_place"}
    assert not FileChange.objects.filter(key="health").exclude(sealed="").exists()
    assert all(row.is_blank for row in FileChange.objects.filter(key="health"))
    [consent] = SensitiveConsent.objects.filter(of_class="health")
    assert (consent.withdrawn_at, consent.withdrawn_by) == (LATER, an)
    with pytest.raises(NeedsConsent):
        put(customer, "health", "minds steps", an, LATER)
    assert withdraw_consent(customer=customer, of_class="health", by=an, now=LATER) == 0
    customer.refresh_from_db()
    assert customer.filled == 2


def test_a_consent_of_a_joined_file_counts_for_the_one_that_holds(an):
    customer, alias = file_of(an), file_of(an)
    agree(alias, "health", an)
    Customer.objects.filter(pk=alias.pk).update(merged_into=customer)
    put(customer, "health", "minds steps", an)
    assert FileValue.objects.filter(customer=customer).count() == 1


def test_name_plate_and_source_stand_on_the_customer_once(an):
    customer = file_of(an)
    put(customer, "full_name", WU, an)
    put(customer, "licence_plate", "\u6caa a-123.45", an)
    put(customer, "gender", "ms", an)
    put(customer, "info_source", "friend", an)
    customer.refresh_from_db()
    assert (customer.name, customer.honorific, customer.source) == (WU, "ms", "friend")
    assert not FileValue.objects.exists()
    assert SearchKey.objects.filter(customer=customer, kind="plate").exists()
    put(customer, "gender", "", an)
    assert shown(customer, "gender").words == ""
    labels = {each.label for each in history(customer, sees_sensitive=False)}
    assert len(labels) >= 4


def test_a_number_is_added_where_it_rings_and_shown_masked(an):
    customer = file_of(an, phone=TYPED)
    put(customer, "office_phone", "021 6000 1234", an)
    put(customer, "mobile_phone", TYPED, an)
    assert [each.place for each in CustomerPhone.objects.filter(customer=customer).order_by("pk")] == [
        "",
        "work",
    ]
    assert [len(shown(customer, key).phones) for key in ("mobile_phone", "office_phone", "home_phone")] == [
        1,
        1,
        0,
    ]
    assert "1234" in shown(customer, "office_phone").phones[0].masked
    [change] = FileChange.objects.all()
    assert "6000" not in change.after


def test_somebody_elses_number_is_refused(an):
    file_of(an, phone=TYPED)
    with pytest.raises(Refusal):
        put(file_of(an), "mobile_phone", TYPED, an)


def test_the_employer_is_found_by_the_search(an):
    customer = file_of(an)
    put(customer, "company_name_address", {"company": "Harbour Ropes"}, an)
    assert SearchKey.objects.filter(
        customer=customer, kind="company", key__startswith="harbourropes"
    ).exists()


@pytest.mark.clause("B-40")
def test_an_office_leaves_fields_out_and_adds_its_own(office, an, mei):
    customer = file_of(an)
    put(customer, "smoking", {"does": "no"}, an)
    switch_field(office=office, key="smoking", used=False, by=mei, now=NOW)
    with pytest.raises(Refusal):
        put(customer, "smoking", {"does": "yes"}, an)
    assert FileValue.objects.filter(key="smoking").exists()
    own = write_own_field(
        office=office,
        own=None,
        label="Favourite tea",
        group="habits",
        kind="choice",
        answers=["Green", "Black"],
        purpose="host",
        by=mei,
        now=NOW,
    )
    assert put(customer, own.key, "Green", an) == "Green"
    with pytest.raises(Refusal):
        put(customer, own.key, "Beer", an)
    assert shown(customer, own.key).label == "Favourite tea"


def test_lists_are_lengthened_in_the_offices_own_words(office, an, mei):
    lengthen_list(office=office, key="ideal_residence_priorities", answers=["River view"], by=mei, now=NOW)
    customer = file_of(an)
    put(customer, "ideal_residence_priorities", ["River view", "layout"], an)
    assert shown(customer, "ideal_residence_priorities").value == ["River view", "layout"]
    with pytest.raises(Refusal):
        lengthen_list(office=office, key="ideal_residence_priorities", answers=["layout"], by=mei, now=NOW)
    with pytest.raises(Refusal):
        lengthen_list(office=office, key="native_place", answers=["x"], by=mei, now=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ""},
        {"group": "kitchen"},
        {"kind": "record"},
        {"purpose": "curiosity"},
        {"kind": "choice", "answers": []},
        {"kind": "text", "answers": ["one"]},
        {"sensitive": "everything"},
    ],
)
def test_an_own_field_says_what_it_is_and_what_for(office, mei, wrong):
    values = {"label": "Tea", "group": "habits", "kind": "text", "purpose": "host", **wrong}
    with pytest.raises(Refusal):
        write_own_field(office=office, own=None, by=mei, now=NOW, **values)


def test_name_and_mobile_number_are_always_asked_for(office, mei):
    with pytest.raises(Refusal):
        switch_field(office=office, key="full_name", used=False, by=mei, now=NOW)


def test_another_office_has_a_form_of_its_own(office, an, mei, stranger):
    switch_field(office=office, key="smoking", used=False, by=mei, now=NOW)
    customer = file_of(stranger)
    assert put(customer, "smoking", {"does": "no"}, stranger) == {"does": False}


@pytest.mark.clause("B-35")
def test_every_file_has_a_number_of_its_offices_own_sequence(an, stranger):
    first, second, other = file_of(an), file_of(an), file_of(stranger)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for each in (first, second, other):
        each.refresh_from_db()
    assert [each.file_number for each in (first, second, other)] == ["K-000001", "K-000002", "K-000001"]


def test_a_number_that_was_brought_along_stays(an):
    old = Customer.objects.create(
        office=an.office, file_number="A-77", created_at=NOW, created_by=an, name="Old Register"
    )
    new = enter(an).customer
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.file_number, new.file_number) == ("A-77", "K-000001")


def test_changes_are_never_rewritten_only_erased(an):
    customer = file_of(an)
    put(customer, "native_place", "Harbour Town", an)
    with pytest.raises(Exception, match="never_rewritten"), transaction.atomic():
        FileChange.objects.update(at=LATER)
    FileChange.objects.update(after=None, is_blank=True)
    FileChange.objects.all().delete()


def test_the_whole_file_costs_the_same_however_much_is_in_it(an, django_assert_max_num_queries):
    customer = file_of(an, phone=TYPED)
    with django_assert_max_num_queries(6):
        file_page(customer, sees_sensitive=True)
    for key in ("native_place", "car_brand", "job_position", "dress_style"):
        put(customer, key, "x", an)
    with django_assert_max_num_queries(6):
        file_page(customer, sees_sensitive=True)


def test_sensitive_values_and_their_history_go_under_a_new_key(an, settings):
    customer = file_of(an)
    agree(customer, "health", an)
    put(customer, "health", "minds steps", an)
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    assert sum(reseal_others(limit=10)) == 2
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert FileValue.objects.get().content == "minds steps"
    assert FileChange.objects.get().both == (None, "minds steps")
