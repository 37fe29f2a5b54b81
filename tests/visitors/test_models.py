"""What the database itself refuses: each constraint with its sentence, other offices' rows, changed evidence."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import CheckConstraint, UniqueConstraint
from django.utils import translation

from offices.models import Member
from offices.models.append_only import AppendOnly
from tests.visitors.rows import NOW, TYPED, WU, correct, file_of, receive
from visitors.models import (
    Contact,
    ContactCorrection,
    ContactNote,
    ContactOutcome,
    Customer,
    CustomerPhone,
    SearchKey,
)

pytestmark = pytest.mark.django_db


def refused(row) -> str:
    """The name of the constraint by which the database refuses the row."""

    def write() -> None:
        with transaction.atomic():
            row.save(force_insert=True)
            connection.check_constraints()

    with pytest.raises(IntegrityError) as error:
        write()
    return str(error.value)


def outcome_of(contact: Contact, **fields) -> ContactOutcome:
    return ContactOutcome(office=contact.office, contact=contact, at=NOW, by=contact.by, **fields)


def test_every_constraint_has_a_sentence_for_people() -> None:
    for model in apps.get_app_config("visitors").get_models():
        for constraint in model._meta.constraints:
            assert isinstance(constraint, CheckConstraint | UniqueConstraint)
            assert constraint.violation_error_message != constraint.default_violation_error_message, (
                constraint.name
            )


def test_a_refusal_without_a_note_is_refused_in_words_and_by_the_database(lin) -> None:
    customer = Customer(office=lin.office, created_by=lin, created_at=NOW, phone_answer="refused")
    with translation.override("en"), pytest.raises(ValidationError, match="declined to leave a number"):
        customer.full_clean()
    assert "customer_refusal_has_note" in refused(customer)


def test_no_file_is_its_own_alias_or_referrer(lin) -> None:
    customer = file_of(lin)
    for field in ("merged_into", "referred_by"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Customer.objects.filter(pk=customer.pk).update(**{field: customer})


def test_a_number_is_active_once_in_an_office(lin) -> None:
    phone = file_of(lin, phone=TYPED).phones.get()
    phone.pk, phone.customer = None, file_of(lin)
    assert "customer_phone_once_per_office" in refused(phone)


def test_a_role_has_a_consultant(lin) -> None:
    contact = Contact(
        office=lin.office,
        customer=file_of(lin),
        kind="visit",
        at=NOW,
        role="reception",
        by=lin,
        recorded_at=NOW,
    )
    assert "contact_role_has_consultant" in refused(contact)


@pytest.mark.parametrize("code", [{"role": "guest"}, {"kind": "dream"}])
def test_a_contact_knows_its_codes(lin, an, code) -> None:
    values = {"kind": "visit", "role": "reception", **code}
    contact = Contact(
        office=lin.office, customer=file_of(lin), consultant=an, at=NOW, by=lin, recorded_at=NOW, **values
    )
    assert "contact_known_codes" in refused(contact)


def test_a_visit_has_one_contact_a_role(lin, an, bo) -> None:
    customer, visit = file_of(lin), uuid4()
    receive(customer, an, visit=visit)
    receive(customer, bo, visit=visit, role="assist")
    with pytest.raises(IntegrityError, match="contact_once_per_visit_and_role"), transaction.atomic():
        receive(customer, bo, visit=visit)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "reassigned"}, "correction_reassigned_to_somebody"),
        ({"kind": "role_changed"}, "correction_changes_something"),
        ({"kind": "regretted"}, "correction_known_codes"),
        ({"kind": "role_changed", "role": "guest"}, "correction_known_codes"),
    ],
)
def test_a_correction_fits_its_kind(lin, an, fields, constraint) -> None:
    contact = receive(file_of(lin), an)
    assert constraint in refused(
        ContactCorrection(office=lin.office, contact=contact, at=NOW, by=lin, **fields)
    )


def test_only_a_reassignment_names_somebody(lin, an, bo) -> None:
    contact = receive(file_of(lin), an)
    row = ContactCorrection(office=lin.office, contact=contact, kind="void", to=bo, at=NOW, by=lin)
    assert "correction_reassigned_to_somebody" in refused(row)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"area_min": 120, "area_max": 90}, "outcome_area_in_order"),
        ({"budget_min": 2_000_000, "budget_max": 1_000_000}, "outcome_budget_in_order"),
        ({"units_wanted": 1000}, "outcome_units"),
        ({"grade": "E"}, "outcome_known_codes"),
        ({"objections": ["price", "weather"]}, "outcome_known_codes"),
        ({"layout": "castle"}, "outcome_known_codes"),
    ],
)
def test_an_outcome_holds_what_can_be(lin, an, fields, constraint) -> None:
    contact = receive(file_of(lin), an)
    assert constraint in refused(outcome_of(contact, **fields))


def test_an_open_range_and_nothing_at_all_are_outcomes(lin, an) -> None:
    contact = receive(file_of(lin), an)
    outcome_of(contact, area_min=90, budget_max=2_000_000).save()
    outcome_of(contact).save()
    assert contact.outcomes.count() == 2


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_a_note_has_its_length(lin, an, text) -> None:
    contact = receive(file_of(lin), an)
    assert "contact_note_length" in refused(
        ContactNote(office=lin.office, contact=contact, text=text, at=NOW, by=lin)
    )


class TestEvidence:
    @pytest.fixture
    def rows(self, lin, an) -> list[AppendOnly]:
        contact = receive(file_of(lin), an)
        outcome = outcome_of(contact, grade="A")
        outcome.save()
        return [contact, outcome, correct(contact, "void", lin)]

    def test_nothing_can_be_changed(self, rows) -> None:
        for row in rows:
            with pytest.raises(DatabaseError), transaction.atomic():
                row.save()

    def test_nothing_can_be_deleted(self, rows) -> None:
        for row in rows:
            with pytest.raises(DatabaseError), transaction.atomic():
                type(row).objects.filter(pk=row.pk).delete()

    def test_not_even_by_the_owner_of_the_tables(self, transactional_db, owner_cursor, rows) -> None:
        for row in rows:
            table = connection.ops.quote_name(row._meta.db_table)
            for statement in (
                f"UPDATE {table} SET at = now() WHERE id = %s",
                f"DELETE FROM {table} WHERE id = %s",
            ):
                with pytest.raises(Exception, match="Cannot update or delete rows"):
                    owner_cursor.execute(statement, [row.pk])

    def test_a_note_can_be_mended_and_erased(self, lin, an) -> None:
        note = ContactNote.objects.create(
            office=lin.office, contact=receive(file_of(lin), an), text="a", at=NOW, by=an
        )
        note.text = "b"
        note.save(update_fields=["text"])
        assert note.delete()[0] == 1


class TestOffices:
    """Everything a row points to is of its own office; the database holds it."""

    def test_customers(self, lin, stranger) -> None:
        foreign = file_of(stranger)
        for fields in ({"created_by": stranger}, {"merged_into": foreign}, {"referred_by": foreign}):
            row = Customer(**{"office": lin.office, "created_by": lin, "created_at": NOW, **fields})
            assert "another office" in refused(row)

    def test_numbers_and_keys(self, lin, stranger) -> None:
        phone = file_of(stranger, phone=TYPED).phones.get()
        phone.pk, phone.office = None, lin.office
        assert "another office" in refused(phone)
        assert "another office" in refused(
            SearchKey(office=lin.office, customer=file_of(stranger), kind="name", key="x")
        )

    def test_contacts(self, lin, an, stranger) -> None:
        own, foreign = file_of(lin), file_of(stranger)
        for fields in ({"customer": foreign}, {"consultant": stranger}, {"by": stranger}):
            values = {"customer": own, "consultant": an, "by": lin, **fields}
            row = Contact(
                office=lin.office, kind="visit", role="reception", at=NOW, recorded_at=NOW, **values
            )
            assert "another office" in refused(row)

    def test_what_is_said_of_contacts(self, lin, an, stranger) -> None:
        foreign = receive(file_of(stranger), stranger)
        own = receive(file_of(lin), an)
        rows = [
            ContactCorrection(office=lin.office, contact=foreign, kind="void", at=NOW, by=lin),
            ContactCorrection(office=lin.office, contact=own, kind="reassigned", to=stranger, at=NOW, by=lin),
            ContactOutcome(office=lin.office, contact=foreign, at=NOW, by=lin),
            ContactNote(office=lin.office, contact=foreign, text="x", at=NOW, by=lin),
        ]
        for row in rows:
            assert "another office" in refused(row)

    def test_each_table_shows_an_office_its_own(self, lin, an, stranger) -> None:
        for member in (lin, stranger):
            contact = receive(file_of(member, name=WU, phone=TYPED), an if member is lin else stranger)
            outcome_of(contact).save()
            correct(contact, "void", contact.by)
            ContactNote.objects.create(
                office=contact.office, contact=contact, text="x", at=NOW, by=contact.by
            )
        for model in (
            Customer,
            CustomerPhone,
            SearchKey,
            Contact,
            ContactOutcome,
            ContactCorrection,
            ContactNote,
        ):
            rows = model.objects.of(lin.office)
            assert rows.exists()
            assert {row.office_id for row in rows} == {lin.office_id}
            assert model.objects.count() == 2 * rows.count()


def test_what_people_read(lin, an) -> None:
    customer = file_of(lin, name=WU, phone=TYPED)
    contact = receive(customer, an)
    assert str(customer) == WU
    assert str(customer.phones.get()) == "138****1234"
    assert str(correct(contact, "void", lin))
    assert f"{NOW:%Y-%m-%d}" in str(contact)
    assert f"#{(nameless := file_of(lin)).pk}" in str(nameless)


def test_people_are_the_files_without_their_aliases(lin) -> None:
    kept, alias = file_of(lin), file_of(lin)
    Customer.objects.filter(pk=alias.pk).update(merged_into=kept)
    assert list(Customer.objects.of(lin.office).people()) == [kept]
    alias.refresh_from_db()
    assert (alias.file, alias.file_id, kept.file) == (kept, kept.pk, kept)


def test_a_later_day_is_a_later_contact(lin, an) -> None:
    customer = file_of(lin)
    first, second = receive(customer, an), receive(customer, an, NOW + timedelta(days=1))
    assert list(Contact.objects.of(lin.office).with_files([customer.pk])) == [second, first]
    assert Member.objects.of(lin.office).filter(pk=an.pk).exists()
