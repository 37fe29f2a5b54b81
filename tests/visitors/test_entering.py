"""A visitor at the desk: a new file, or the one we have."""

import pytest
from django.db import connection, transaction

from messaging.models import Consent
from offices.errors import Refusal
from tests.visitors.rows import NOW, NUMBER, TYPED, WU, enter, file_of
from visitors.enums import Honorific, KeyKind, PhoneAnswer
from visitors.models import Customer, CustomerPhone, SearchKey
from visitors.models.customer_phone import digest_of
from visitors.services.customers import CustomerEntry, enter_customer, update_customer
from visitors.services.phones import add_phone, claim_number

pytestmark = pytest.mark.django_db


def test_a_new_visitor_gets_a_file_with_number_keys_and_consents(lin) -> None:
    entered = enter(lin, name=WU, phone=TYPED, consent_call=True, consent_sms=False)
    customer = entered.customer
    assert entered.is_new
    assert (customer.name, customer.sort_key, customer.phone_answer) == (WU, "wu xiao ru", PhoneAnswer.GIVEN)
    phone = customer.phones.get()
    assert (phone.number, phone.masked, phone.last4, phone.line) == (NUMBER, "138****1234", "1234", "mobile")
    assert {answer.channel: answer.given for answer in Consent.objects.all()} == {"call": True, "sms": False}
    assert set(SearchKey.objects.values_list("kind", flat=True)) == {
        KeyKind.NAME,
        KeyKind.PINYIN,
        KeyKind.INITIALS,
    }


def test_a_new_visitor_costs_four_queries_and_a_known_one_three(lin, django_assert_max_num_queries) -> None:
    entry = CustomerEntry(name=WU, phone=TYPED, consent_call=True, consent_sms=True)
    with django_assert_max_num_queries(4):
        enter_customer(office=lin.office, entry=entry, by=lin, now=NOW)
    with django_assert_max_num_queries(3):
        known = enter_customer(office=lin.office, entry=entry, by=lin, now=NOW)
    with django_assert_max_num_queries(1):
        chosen = CustomerEntry(customer_id=known.customer.pk, phone_answer="later")
        enter_customer(office=lin.office, entry=chosen, by=lin, now=NOW)
    assert not known.is_new


FULL_WIDTH = "".join(chr(ord(digit) + 0xFEE0) for digit in "13800001234")


@pytest.mark.parametrize("typed", [NUMBER, "138-0000-1234", FULL_WIDTH, "008613800001234"])
def test_a_known_number_opens_its_file_however_it_is_typed(lin, typed) -> None:
    first = enter(lin, phone=TYPED)
    again = enter(lin, phone=typed)
    assert (again.customer, again.is_new) == (first.customer, False)
    assert Customer.objects.count() == CustomerPhone.objects.count() == 1


def test_the_second_entry_adds_what_lacks_and_overwrites_nothing(lin) -> None:
    enter(lin, phone=TYPED, name=WU)
    enter(
        lin, phone=TYPED, name="Somebody Else", licence_plate="\u8c6bA 12345", honorific="ms", source="event"
    )
    customer = enter(lin, phone=TYPED, honorific="mr", source="agent").customer
    customer.refresh_from_db()
    assert (customer.name, customer.licence_plate) == (WU, "\u8c6bA12345")
    assert (customer.honorific, customer.source) == (Honorific.MS, "event")
    assert customer.search_keys.filter(key="12345", kind=KeyKind.PLATE).exists()
    assert not customer.search_keys.filter(key__startswith="some").exists()


def test_a_chosen_customer_takes_a_number_they_had_not_left(lin) -> None:
    customer = file_of(lin, name=WU, phone_answer="refused", phone_note="in a hurry")
    entered = enter(lin, customer_id=customer.pk, phone=TYPED)
    assert (entered.customer, entered.is_new) == (customer, False)
    customer.refresh_from_db()
    assert (customer.phone_answer, customer.phone_note) == (PhoneAnswer.GIVEN, "")
    assert customer.phones.get().number == NUMBER


def test_a_chosen_customer_may_type_the_number_they_have(lin) -> None:
    customer = file_of(lin, phone=TYPED)
    assert enter(lin, customer_id=customer.pk, phone=TYPED).customer == customer
    assert customer.phones.count() == 1


def test_a_chosen_customer_cannot_take_somebody_elses_number(lin) -> None:
    file_of(lin, phone=TYPED)
    other = file_of(lin, name=WU)
    with pytest.raises(Refusal) as refused:
        enter(lin, customer_id=other.pk, phone=TYPED)
    assert refused.value.field == "phone"
    assert other.phones.count() == 0


def test_an_alias_opens_the_file_it_was_joined_with(lin) -> None:
    kept, alias = file_of(lin, name=WU), file_of(lin, phone=TYPED)
    Customer.objects.filter(pk=alias.pk).update(merged_into=kept)
    assert enter(lin, phone=TYPED).customer == kept
    assert enter(lin, customer_id=alias.pk).customer == kept


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"phone": "12345"}, "phone"),
        ({"phone": "not a number"}, "phone"),
        ({"phone": "138\x000000\ud8001234"}, "phone"),
        ({"phone_answer": "refused"}, "phone"),
        ({"phone_answer": "refused", "phone_note": " \t "}, "phone"),
        ({"phone_answer": ""}, "phone"),
        ({"phone_answer": "given"}, "phone"),
        ({"name": "x" * 41}, "name"),
        ({"licence_plate": "A" * 13}, "licence_plate"),
        ({"phone_answer": "refused", "phone_note": "x" * 201}, "phone_note"),
        ({"customer_id": 10**9}, "customer_id"),
        ({"customer_id": 10**30}, "customer_id"),
        ({"referred_by": 10**9}, "referred_by"),
    ],
)
def test_what_cannot_be_entered_names_its_field_and_writes_nothing(lin, fields, field) -> None:
    with pytest.raises(Refusal) as refused:
        enter(lin, **fields)
    assert refused.value.field == field
    assert str(refused.value)
    assert not Customer.objects.exists()
    assert not CustomerPhone.objects.exists()


def test_a_refusal_to_leave_a_number_is_kept_with_its_note(lin) -> None:
    customer = file_of(lin, phone_answer="refused", phone_note="does not want calls")
    assert (customer.phone_answer, customer.phone_note) == ("refused", "does not want calls")
    assert str(customer).endswith(f"#{customer.pk}")


def test_names_lose_what_cannot_be_printed(lin) -> None:
    assert file_of(lin, name="  An\x00\u200b \u3000 Bo\ud800 ").name == "An Bo"


def test_the_referring_customer_is_of_this_office_and_never_oneself(lin, stranger) -> None:
    referrer = file_of(lin, name=WU)
    foreign = file_of(stranger, name=WU)
    assert file_of(lin, referred_by=referrer.pk).referred_by == referrer
    with pytest.raises(Refusal):
        enter(lin, referred_by=foreign.pk)
    assert enter(lin, customer_id=referrer.pk, referred_by=referrer.pk).customer.referred_by is None


def test_another_office_has_its_own_file_of_the_same_number(lin, stranger) -> None:
    here, there = file_of(lin, phone=TYPED), file_of(stranger, phone=TYPED)
    assert here != there
    with pytest.raises(Refusal):
        enter(lin, customer_id=there.pk)


def test_no_row_holds_the_number_in_the_clear(lin) -> None:
    file_of(lin, name=WU, phone=TYPED, consent_call=True)
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT count(*) FROM {name} row WHERE row::text LIKE %s", ["%13800001234%"])
            assert cursor.fetchone() == (0,), table


def test_a_number_is_claimed_only_in_the_transaction_of_its_customer(transactional_db, lin) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        claim_number(office=lin.office, number=NUMBER, customer_id=None, now=NOW)


class TestAddingNumbers:
    def test_twice_adds_it_once(self, lin) -> None:
        customer = file_of(lin, name=WU)
        first = add_phone(customer=customer, typed=TYPED, call=True, by=lin, now=NOW)
        assert add_phone(customer=customer, typed=NUMBER, by=lin, now=NOW) == first
        assert customer.phone_answer == PhoneAnswer.GIVEN
        assert Consent.objects.get().way == "desk"

    def test_a_second_number_stands_beside_the_first(self, lin) -> None:
        customer = file_of(lin, phone=TYPED)
        add_phone(customer=customer, typed="+852 9123 4567", by=lin, now=NOW)
        assert {phone.number for phone in customer.phones.all()} == {NUMBER, "+85291234567"}

    @pytest.mark.parametrize("typed", ["", "  ", "123", TYPED])
    def test_nothing_nonsense_and_somebody_elses_are_refused(self, lin, typed) -> None:
        file_of(lin, phone=TYPED)
        with pytest.raises(Refusal) as refused:
            add_phone(customer=file_of(lin), typed=typed, by=lin, now=NOW)
        assert refused.value.field == "phone"

    def test_a_number_given_up_may_be_somebody_elses_later(self, lin) -> None:
        file_of(lin, phone=TYPED).phones.update(is_active=False)
        entered = enter(lin, phone=TYPED)
        assert entered.is_new
        assert CustomerPhone.objects.filter(digest=digest_of(NUMBER)).count() == 2


class TestChangingAFile:
    def test_a_new_name_is_found_and_the_old_one_no_longer(self, lin) -> None:
        customer = file_of(lin, name=WU)
        changed = update_customer(
            customer=customer, name=" John  Smith ", licence_plate="a-1", by=lin, now=NOW
        )
        assert (changed.name, changed.sort_key, changed.licence_plate) == ("John Smith", "john smith", "A1")
        assert set(changed.search_keys.values_list("key", flat=True)) == {"johnsmith", "smith", "js", "a1"}

    def test_what_is_not_given_stays(self, lin) -> None:
        customer = file_of(lin, name=WU, source="event", licence_plate="a1")
        changed = update_customer(customer=customer, honorific="ms", by=lin, now=NOW)
        assert (changed.name, changed.source, changed.honorific) == (WU, "event", "ms")

    def test_another_offices_file_is_not_there(self, lin, stranger) -> None:
        with pytest.raises(Customer.DoesNotExist):
            update_customer(customer=file_of(stranger), name="x", by=lin, now=NOW)

    def test_every_change_is_kept_in_the_history(self, lin) -> None:
        customer = file_of(lin, name=WU)
        update_customer(customer=customer, name="John", by=lin, now=NOW)
        events = customer.events.order_by("pgh_id").values_list("pgh_label", "name")
        assert list(events) == [("insert", WU), ("update", "John")]
