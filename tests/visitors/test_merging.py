"""Two files of one person are joined and parted again: nothing is lost, whatever was chosen, in whatever order."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import AuditEntry, Member, Notice
from tests.visitors.rows import NOW, NUMBER, TYPED, WU, file_of, receive
from tests.visitors.test_racing import at_once
from visitors.enums import DuplicateState
from visitors.file_enums import CustomerKind
from visitors.models import (
    CallWishes,
    Contact,
    CorporateFacts,
    Customer,
    CustomerPhone,
    Duplicate,
    FileChange,
    FileTag,
    FileValue,
    GradeChange,
    Merger,
    MergerMemory,
    SearchKey,
    SegmentChoice,
)
from visitors.ownership import ValidityRules
from visitors.rights_words import ErasedAs
from visitors.selectors.merge_sides import both_sides, seen_as, values_of
from visitors.selectors.mergers import mergers_of, met_since, whose_together
from visitors.selectors.ownership import ownership_of
from visitors.selectors.search import find_customers
from visitors.selectors.timeline import timeline
from visitors.services.call_wishes import set_wishes
from visitors.services.erasing import erase_person
from visitors.services.file_facts import choose_segments, set_tags, write_company
from visitors.services.file_values import set_value
from visitors.services.merge_memory import takes_of
from visitors.services.merging import merge, unmerge
from visitors.services.sensitive_consents import give_consent, withdraw_consent
from visitors.services.subject_requests import take_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LATER = NOW + timedelta(hours=2)
ROWS = (
    *(Customer, CustomerPhone, Contact, FileValue, FileTag),
    *(CorporateFacts, SearchKey, CallWishes, SegmentChoice),
)


def everything(*, but: tuple[str, ...] = ("id",)) -> dict[str, list[tuple]]:
    """Every row of the files, whatever its id: what is made anew may have another one."""
    found = {}
    for model in ROWS:
        names = [each.attname for each in model._meta.concrete_fields]
        if model is not Customer:
            names = [name for name in names if name not in but]
        found[model.__name__] = sorted(map(str, model.objects.order_by().values_list(*names)))
    return found


def join(keep: Customer, alias: Customer, by: Member, **options) -> Merger:
    return merge(keep=keep, alias=alias, choices=options.pop("choices", {}), by=by, now=LATER, **options)


@pytest.fixture
def wu(lin: Member) -> Customer:
    return file_of(lin, name=WU, phone=TYPED, source="walk_in")


@pytest.fixture
def again(lin: Member) -> Customer:
    """The same person once more, by a clerk in a hurry."""
    return file_of(lin, name="Wu", honorific="ms", licence_plate="B-99", source="referral")


def test_the_joined_file_is_found_and_read_with_the_one_that_holds(wu, again, an, bo, mei) -> None:
    first, second = receive(wu, an), receive(again, bo, NOW + timedelta(minutes=5))
    join(wu, again, mei)
    [match] = find_customers(office=wu.office, query="B-99", now=LATER, rules=ValidityRules())
    assert (match.customer, match.owner) == (wu, an)
    assert [entry.contact for entry in timeline(wu)] == [second, first]
    assert Contact.objects.get(pk=second.pk).customer_id == again.pk, (
        "the evidence stays where it was written"
    )
    wu.refresh_from_db()
    assert (wu.name, wu.honorific, wu.licence_plate, wu.source) == (WU, "ms", "B99", "walk_in")


def test_what_was_chosen_stands_and_is_found(wu, again, mei) -> None:
    join(wu, again, mei, choices={"name": "alias", "licence_plate": "keep", "source": "alias"})
    wu.refresh_from_db()
    assert (wu.name, wu.sort_key, wu.licence_plate, wu.source) == ("Wu", "wu", "", "referral")
    merger = Merger.objects.get()
    assert merger.choices["name"] == "alias" and merger.choices["licence_plate"] == "keep"
    assert "Wu" not in str(merger.choices)
    # Letters that are sealed may fall like these by chance; marks of a document never do.
    assert '"' not in MergerMemory.objects.get().sealed_takes


def test_parting_restores_both_files_exactly(wu, again, an, bo, mei) -> None:
    receive(wu, an)
    receive(again, bo)
    set_value(customer=wu, key="native_place", raw="Zhengzhou", by=an, now=NOW)
    set_value(customer=again, key="native_place", raw="Kaifeng", by=bo, now=NOW)
    set_value(customer=again, key="company_name_address", raw={"company": "Bolt Works"}, by=bo, now=NOW)
    set_tags(customer=wu, kinds=["core"], labels=[], by=an, now=NOW)
    set_tags(customer=again, kinds=["referrer"], labels=["golf"], by=bo, now=NOW)
    set_wishes(customer=again, no_calls=True, special="vip", by=bo, now=NOW)
    choose_segments(customer=again, payment="high", by=bo, now=NOW)
    before = everything()
    merger = join(wu, again, mei, choices={"name": "alias", "value:native_place": "alias"})
    assert CallWishes.objects.get(customer=wu).no_calls and SegmentChoice.objects.get(customer=wu)
    wu.refresh_from_db()
    assert wu.filled == 2 and FileValue.objects.get(customer=wu, key="native_place").value == "Kaifeng"
    assert {(tag.kind, tag.label) for tag in wu.tags.all()} == {
        ("core", ""),
        ("referrer", ""),
        ("own", "golf"),
    }
    [match] = find_customers(office=wu.office, query="boltwo", now=LATER, rules=ValidityRules())
    assert match.customer == wu
    parting = unmerge(merger=merger, by=mei, now=LATER)
    assert parting.stays == ()
    assert everything() == before
    assert not MergerMemory.objects.exists()


def test_a_company_is_taken_over_and_given_back(wu, again, an, mei) -> None:
    write_company(customer=again, company="Bolt Works", scope="Bolts", by=an, now=NOW)
    before = everything()
    merger = join(wu, again, mei)
    wu.refresh_from_db()
    assert wu.kind == CustomerKind.CORPORATE and wu.company.company == "Bolt Works"
    unmerge(merger=merger, by=mei, now=LATER)
    assert everything() == before


def test_what_was_written_since_stays_with_the_file_that_holds(wu, again, an, mei) -> None:
    merger = join(wu, again, mei, choices={"name": "alias", "honorific": "alias"})
    Customer.objects.filter(pk=wu.pk).update(name="Wu Xiaoru", sort_key="wu xiaoru")
    contact = receive(wu, an, LATER + timedelta(minutes=1))
    assert met_since(merger) == 1
    parting = unmerge(merger=merger, by=mei, now=LATER + timedelta(hours=1))
    assert parting.stays == ("name",)
    wu.refresh_from_db()
    again.refresh_from_db()
    assert (wu.name, wu.honorific) == ("Wu Xiaoru", "none")
    assert again.merged_into is None and contact.customer_id == wu.pk


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_mergers_taken_back_in_any_order_restore_everything(lin, mei, data) -> None:
    with transaction.atomic():
        files = [
            file_of(lin, name=name, honorific=honorific, licence_plate=plate)
            for name, honorific, plate in [
                ("Wu", "ms", ""),
                ("", "none", "B99"),
                (WU, "mr", "A1234"),
                ("Chen", "none", ""),
            ]
        ]
        before = everything()
        mergers = []
        for _ in range(data.draw(st.integers(1, 3))):
            holding = list(Customer.objects.filter(pk__in=[each.pk for each in files]).people())
            keep, alias = data.draw(st.permutations(holding))[:2]
            sides = data.draw(st.dictionaries(st.sampled_from(["name", "honorific", "licence_plate"]), SIDE))
            mergers.append(join(keep, alias, mei, choices=sides))
        roots = dict(Customer.objects.values_list("pk", "merged_into"))
        assert all(roots[root] is None for root in roots.values() if root)
        for merger in data.draw(st.permutations(mergers)):
            unmerge(merger=merger, by=mei, now=LATER)
        assert everything() == before
        transaction.set_rollback(True)


SIDE = st.sampled_from(["keep", "alias"])


def test_an_alias_of_an_alias_goes_with_it_and_comes_back_with_it(lin, mei) -> None:
    one, two, three = (file_of(lin, name=name) for name in ("One", "Two", "Three"))
    lower, upper = join(two, three, mei), join(one, two, mei)
    assert set(Customer.objects.filter(merged_into=one)) == {two, three}
    assert list(mergers_of(one)) == [upper, lower]
    unmerge(merger=upper, by=mei, now=LATER)
    three.refresh_from_db()
    assert three.merged_into == two


def test_ownership_goes_to_whoever_received_the_person_first_and_comes_back(wu, again, an, bo, mei) -> None:
    receive(wu, bo, NOW - timedelta(days=1))
    receive(again, an, NOW - timedelta(days=3))
    day, rules = wu.office.business_date(NOW), ValidityRules()
    told = whose_together(wu, again, office=wu.office, day=day, rules=rules)
    assert (told.keep.owner, told.alias.owner, told.together.owner) == (bo.pk, an.pk, an.pk)
    assert told.losers == {bo.pk}
    merger = join(wu, again, mei)
    assert ownership_of([wu], office=wu.office, day=day, rules=rules)[wu.pk] == told.together
    unmerge(merger=merger, by=mei, now=LATER)
    again.refresh_from_db()
    after = ownership_of([wu, again], office=wu.office, day=day, rules=rules)
    assert (after[wu.pk], after[again.pk]) == (told.keep, told.alias)


def test_the_consultants_are_told_and_the_log_says_it(wu, again, an, bo, mei) -> None:
    receive(wu, an)
    receive(again, bo)
    merger = join(wu, again, mei, signs=["phone", "name"])
    kinds = {NoticeKind.FILES_JOINED: {an.pk, bo.pk}}
    assert {each.member_id for each in Notice.objects.filter(kind=NoticeKind.FILES_JOINED)} == kinds[
        NoticeKind.FILES_JOINED
    ]
    [line] = AuditEntry.objects.filter(action=AuditAction.FILES_JOINED)
    assert (line.record, line.by, line.details["alias"]) == (f"customer:{wu.pk}", mei, again.pk)
    unmerge(merger=merger, by=mei, now=LATER)
    assert AuditEntry.objects.filter(action=AuditAction.FILES_PARTED).count() == 1
    [pair] = Duplicate.objects.all()
    assert pair.state == DuplicateState.APART


def test_nobody_takes_a_colleagues_customer_by_joining_or_by_parting(lin, an, bo, mei) -> None:
    """A consultant who leads a group as well may join files, but not to their own gain."""
    theirs, own = file_of(lin, name="Wu"), file_of(lin, name="Woo")
    receive(theirs, bo, NOW - timedelta(days=1))
    receive(own, an, NOW - timedelta(days=3))
    an.roles = [Role.CONSULTANT, Role.SUPERVISOR]
    an.save(update_fields=["roles"])
    for keep, alias in ((theirs, own), (own, theirs)):
        with pytest.raises(Refusal, match="would become yours"), transaction.atomic():
            join(keep, alias, an)
    assert not Merger.objects.exists()
    join(theirs, own, mei)
    young, old = file_of(lin, name="Qin"), file_of(lin, name="Qing")
    receive(young, an, NOW - timedelta(days=1))
    receive(old, bo, NOW - timedelta(days=3))
    merger = join(old, young, an)
    with pytest.raises(Refusal, match="would become yours"), transaction.atomic():
        unmerge(merger=merger, by=an, now=LATER)
    young.refresh_from_db()
    assert young.merged_into == old
    unmerge(merger=merger, by=mei, now=LATER)


def test_whose_data_were_erased_is_joined_with_nobody(wu, again, mei) -> None:
    erase_person(customer=again, why=ErasedAs.REQUEST, by=mei, now=NOW)
    with pytest.raises(Refusal, match="were erased"):
        join(wu, again, mei)


def test_who_asked_to_be_erased_is_joined_with_nobody(wu, again, fang, mei) -> None:
    """Else the data of somebody who never asked would go with theirs."""
    day = fang.office.business_date(NOW)
    wish = {"kind": "erase", "way": "desk", "words": "", "asked_on": day, "identity": ""}
    take_request(customer=again, **wish, by=fang, now=NOW)
    for keep, alias in ((wu, again), (again, wu)):
        with pytest.raises(Refusal, match="Answer that request"):
            join(keep, alias, mei)


def test_a_grade_that_was_taken_over_has_its_line(wu, again, mei) -> None:
    Customer.objects.filter(pk=again.pk).update(grade="A")
    join(wu, again, mei)
    wu.refresh_from_db()
    assert wu.grade == "A" and [(each.new, each.reason) for each in GradeChange.objects.all()] == [
        ("A", "joined")
    ]


def test_nobody_is_referred_by_themselves(lin, wu, mei) -> None:
    brought = file_of(lin, name="Brought", referred_by=wu.pk)
    before = everything()
    merger = join(brought, wu, mei)
    brought.refresh_from_db()
    assert brought.referred_by is None
    unmerge(merger=merger, by=mei, now=LATER)
    assert everything() == before


def test_the_person_has_the_number_of_both_and_loses_none(wu, again, mei) -> None:
    merger = join(again, wu, mei)
    [match] = find_customers(office=wu.office, query=NUMBER, now=LATER, rules=ValidityRules())
    assert match.customer == again
    unmerge(merger=merger, by=mei, now=LATER)
    [match] = find_customers(office=wu.office, query=NUMBER, now=LATER, rules=ValidityRules())
    assert match.customer == wu


def test_it_is_refused_twice_with_itself_with_strangers_and_over_a_change(wu, again, mei, stranger) -> None:
    seen = seen_as(both_sides(wu, again))
    Customer.objects.filter(pk=again.pk).update(name="Changed")
    with pytest.raises(Refusal, match="changed meanwhile"):
        join(wu, again, mei, seen=seen)
    with pytest.raises(Refusal, match="itself"):
        join(wu, wu, mei)
    with pytest.raises(Refusal, match="of this office"):
        join(wu, file_of(stranger, name="Far"), mei)
    with pytest.raises(Refusal, match="does not fit"):
        join(wu, again, mei, choices={"name": "both"})
    with pytest.raises(Refusal, match="does not fit"):
        join(wu, again, mei, choices={"owner": "alias"})
    assert not Merger.objects.exists()
    merger = join(wu, again, mei)
    with pytest.raises(Refusal, match="joined with another meanwhile"):
        join(wu, again, mei)
    unmerge(merger=merger, by=mei, now=LATER)
    with pytest.raises(Refusal, match="parted already"):
        unmerge(merger=merger, by=mei, now=LATER)


def test_a_consent_that_ends_takes_its_facts_out_of_the_memory(wu, again, an, mei) -> None:
    give_consent(customer=again, of_class="health", channel="desk", by=mei, now=NOW)
    set_value(customer=again, key="health", raw="Asthma", by=mei, now=NOW)
    merger = join(wu, again, mei)
    assert "value:health" in takes_of(MergerMemory.objects.get())
    withdraw_consent(customer=wu, of_class="health", by=mei, now=LATER)
    assert "value:health" not in takes_of(MergerMemory.objects.get())
    unmerge(merger=merger, by=mei, now=LATER)
    assert not FileValue.objects.exists()


def test_once_parted_the_history_says_nothing_of_the_other_person(wu, again, an, mei) -> None:
    set_value(customer=again, key="native_place", raw="Kaifeng", by=an, now=NOW)
    merger = join(wu, again, mei)
    [brought] = FileChange.objects.filter(customer=wu)
    assert (brought.before, brought.after) == (None, "Kaifeng")
    unmerge(merger=merger, by=mei, now=LATER + timedelta(hours=1))
    assert {(each.before, each.after, each.is_blank) for each in wu.file_changes.all()} == {
        (None, None, True)
    }


@pytest.mark.django_db(transaction=True)
def test_two_people_who_join_the_same_files_at_once_join_them_once(lin, mei) -> None:
    for round_ in range(4):
        pair = [file_of(lin, name=name) for name in ("Wu", "Woo")]

        def work(number: int, pair=pair) -> str:
            keep, alias = pair if number % 2 else reversed(pair)
            try:
                return str(join(keep, alias, mei))
            except Refusal:
                return ""

        done = [each for each in at_once(work, 4) if each]
        assert len(done) == 1 and Merger.objects.count() == round_ + 1


def test_the_values_of_a_file_say_nothing_as_nothing(lin) -> None:
    values = values_of(file_of(lin))
    assert not any(values.values())
