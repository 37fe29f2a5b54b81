"""Contacts, what was found out about them, and what stands in the end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.visitors.rows import NOW, WU, correct, file_of, receive
from visitors.models import Contact, ContactNote, Customer
from visitors.ownership import VALIDITY, ValidityRules
from visitors.selectors.effective_contacts import effective_contacts
from visitors.selectors.ownership import house_validity_rules, ownership_of
from visitors.selectors.timeline import timeline
from visitors.services.contacts import CircumstancesError, correct_contact, record_contact
from visitors.services.outcomes import OutcomeEntry, record_outcome

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def owner_of(customer: Customer, office, day=TODAY, rules=None):
    return ownership_of([customer], office=office, day=day, rules=rules or ValidityRules())[customer.pk].owner


def standing(customer: Customer) -> list[tuple]:
    return [
        (contact.consultant, contact.role, contact.counted, contact.stands)
        for contact in effective_contacts([customer])[customer.file_id]
    ]


class TestRecording:
    def test_costs_one_query(self, lin, an, django_assert_num_queries) -> None:
        customer = file_of(lin)
        with django_assert_num_queries(1):
            receive(customer, an, visit=uuid4(), circumstances={"history": "first", "clause": "charter-9"})

    def test_happened_and_written_down_are_two_times(self, lin, an) -> None:
        contact = record_contact(
            office=lin.office,
            customer=file_of(lin),
            kind="call",
            at=NOW - timedelta(hours=3),
            consultant=an,
            role="phone",
            by=lin,
            now=NOW,
        )
        assert (contact.recorded_at - contact.at, contact.counted) == (timedelta(hours=3), False)

    def test_the_file_gets_what_happened_to_its_alias(self, lin, an) -> None:
        kept, alias = file_of(lin), file_of(lin)
        alias.merged_into = kept
        assert receive(alias, an).customer_id == kept.pk

    @pytest.mark.parametrize(
        "circumstances",
        [
            {"history": "visited", "named": [3, 4], "designates": 3, "refused": False, "forgot": None},
            {"purpose": "find_person", "clause": "floor-queue-5.2"},
            {},
        ],
    )
    def test_circumstances_are_codes_and_ids(self, lin, an, circumstances) -> None:
        contact = receive(file_of(lin), an, circumstances=circumstances)
        contact.refresh_from_db()
        assert contact.circumstances == circumstances

    @pytest.mark.parametrize(
        "circumstances",
        [
            {"history": "Says Mr Wu sent her"},
            {"named": ["An Bo"]},
            {"named": [{"id": 3}]},
            {"note": "x"},
            {"clause": ""},
            {"purpose": 1.5},
        ],
    )
    def test_free_text_has_no_place_in_the_evidence(self, lin, an, circumstances) -> None:
        with pytest.raises(CircumstancesError):
            receive(file_of(lin), an, circumstances=circumstances)
        assert not Contact.objects.exists()

    def test_nor_in_the_reason_of_a_correction(self, lin, an) -> None:
        contact = receive(file_of(lin), an)
        with pytest.raises(CircumstancesError):
            correct_contact(contact=contact, kind="void", reason="He was rude", by=lin, now=NOW)


class TestCorrections:
    @pytest.mark.parametrize("kind", ["void", "cancelled"])
    def test_void_and_cancelled_fall_away(self, lin, an, kind) -> None:
        customer = file_of(lin)
        contact = receive(customer, an)
        assert owner_of(customer, lin.office) == an.pk
        correct(contact, kind, lin, counted=False)
        assert standing(customer) == [(an.pk, "reception", False, False)]
        assert owner_of(customer, lin.office) is None

    def test_a_reassigned_visit_is_the_new_consultants(self, lin, mei, an, bo) -> None:
        customer = file_of(lin)
        correct(receive(customer, an), "reassigned", mei, to=bo, reason="charter-11")
        assert standing(customer) == [(bo.pk, "reception", True, True)]
        assert owner_of(customer, lin.office) == bo.pk

    def test_the_last_word_holds(self, lin, mei, an, bo, chen) -> None:
        customer = file_of(lin)
        contact = receive(customer, an, role="assist", counted=False)
        correct(contact, "reassigned", mei, to=bo)
        correct(contact, "reassigned", mei, to=chen, role="reception", counted=True)
        correct(contact, "role_changed", mei, counted=False)
        assert standing(customer) == [(chen.pk, "reception", False, True)]

    def test_joining_files_changes_nothing_but_whose_they_are(self, lin, mei, an, bo) -> None:
        kept, alias = file_of(lin), file_of(lin)
        contact = receive(alias, bo, NOW - timedelta(days=3))
        receive(kept, an)
        assert owner_of(kept, lin.office) == an.pk
        Customer.objects.filter(pk=alias.pk).update(merged_into=kept)
        correct(contact, "customer_merged", mei)
        assert [row[0] for row in standing(kept)] == [bo.pk, an.pk]
        assert owner_of(kept, lin.office) == bo.pk
        alias.refresh_from_db()
        assert owner_of(alias, lin.office) == bo.pk
        Customer.objects.filter(pk=alias.pk).update(merged_into=None)
        assert owner_of(kept, lin.office) == an.pk

    def test_costs_one_query(self, lin, an, django_assert_num_queries) -> None:
        contact = receive(file_of(lin), an)
        with django_assert_num_queries(1):
            correct_contact(contact=contact, kind="void", by=lin, now=NOW)


class TestOwnership:
    def test_each_customer_is_judged_by_their_own_contacts(self, lin, an, bo) -> None:
        first, second, nobody = file_of(lin), file_of(lin), file_of(lin)
        receive(first, an)
        receive(second, bo, kind="call", role="phone")
        found = ownership_of([first, second, nobody], office=lin.office, day=TODAY, rules=ValidityRules())
        assert {pk: verdict.owner for pk, verdict in found.items()} == {
            first.pk: an.pk,
            second.pk: bo.pk,
            nobody.pk: None,
        }
        quiet = ValidityRules(phone_registers=False)
        assert owner_of(second, lin.office, rules=quiet) is None

    def test_the_day_is_the_offices_own(self, lin, an) -> None:
        """23:30 UTC on 1 September is the second in Shanghai, so that the second of November still counts."""
        customer = file_of(lin)
        receive(customer, an, NOW.replace(month=9, day=1, hour=23, minute=30))
        verdict = ownership_of([customer], office=lin.office, day=TODAY, rules=ValidityRules())[customer.pk]
        assert (verdict.owner, verdict.days_left) == (an.pk, 0)

    def test_nobody_owns_through_a_contact_without_a_role(self, lin, an) -> None:
        customer = file_of(lin)
        receive(customer, an, role="none")
        assert owner_of(customer, lin.office) is None

    def test_lapsed_with_its_clause(self, lin, an) -> None:
        customer = file_of(lin)
        receive(customer, an, NOW - timedelta(days=100))
        verdict = ownership_of([customer], office=lin.office, day=TODAY, rules=ValidityRules())[customer.pk]
        assert (verdict.lapsed, verdict.previous_owner, verdict.clause) == (True, an.pk, VALIDITY)

    def test_the_rules_are_those_in_force_on_the_day(self, lin, mei) -> None:
        assert house_validity_rules(lin.office, TODAY) == ValidityRules()
        for version, (day, months) in enumerate([(TODAY, 3), (TODAY + timedelta(days=1), 6)], start=1):
            lin.office.house_rules.create(
                version=version,
                effective_from=day,
                switches={"attribution": {"validity_months": months, "assist_share": "20"}},
                created_at=NOW,
            )
        assert house_validity_rules(lin.office, TODAY).validity_months == 3
        assert house_validity_rules(lin.office, TODAY + timedelta(days=1)).validity_months == 6
        assert house_validity_rules(lin.office, TODAY - timedelta(days=1)).validity_months == 2

    def test_thirty_customers_cost_what_one_costs(self, lin, an, bo) -> None:
        customers = [file_of(lin) for _ in range(30)]
        for customer in customers:
            correct(receive(customer, an), "reassigned", lin, to=bo)

        def cost(some) -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert len(ownership_of(some, office=lin.office, day=TODAY, rules=ValidityRules())) == len(
                    some
                )
            return len(queries)

        assert cost(customers[:1]) == cost(customers) == 1


class TestTimeline:
    def test_newest_first_with_everything_said_of_each(self, lin, mei, an, bo) -> None:
        customer = file_of(lin, name=WU)
        first = receive(customer, an, NOW - timedelta(days=2))
        second = receive(customer, an)
        record_outcome(contact=first, entry=OutcomeEntry(grade="B", note="looks for light"), by=an, now=NOW)
        record_outcome(contact=first, entry=OutcomeEntry(grade="A"), by=an, now=NOW + timedelta(minutes=1))
        correct(second, "reassigned", mei, to=bo)
        newest, oldest = timeline(customer)
        assert (newest.contact, newest.effective.consultant, newest.outcome) == (second, bo.pk, None)
        assert [outcome.grade for outcome in oldest.outcomes] == ["B", "A"]
        assert oldest.outcome is not None and oldest.outcome.grade == "A"
        assert oldest.note is not None and oldest.note.text == "looks for light"
        assert [correction.to for correction in newest.corrections] == [bo]
        assert newest.note is None
        assert [entry.contact for entry in timeline(customer, limit=1)] == [second]

    def test_thirty_contacts_cost_what_one_costs(self, lin, an, bo) -> None:
        customer = file_of(lin)

        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                for entry in timeline(customer):
                    assert entry.contact.consultant.name and entry.corrections[0].to.name and entry.outcome
            return len(queries)

        def add() -> None:
            contact = receive(customer, an)
            correct(contact, "reassigned", an, to=bo)
            record_outcome(contact=contact, entry=OutcomeEntry(grade="A"), by=an, now=NOW)

        add()
        one = cost()
        for _ in range(29):
            add()
        assert cost() == one <= 6


def test_a_note_is_of_one_contact_and_later_words_replace_it(lin, an) -> None:
    contact = receive(file_of(lin), an)
    for note in ("first", "", "second\nline\x00"):
        record_outcome(contact=contact, entry=OutcomeEntry(note=note), by=an, now=NOW)
    assert ContactNote.objects.get().text == "second\nline"
