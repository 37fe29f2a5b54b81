"""Agreements: the wording and its placeholders, versions, four copies, and what is signed never changes."""

import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from deals.models import Agreement, AgreementTemplate
from deals.selectors.agreements import Particulars, copies_of, text_of, wording_of
from deals.services.agreements import (
    STARTING_WORDINGS,
    digest_of,
    save_wording,
    sign_agreement,
    start_with_our_wording,
    write_agreement,
)
from deals.services.payments import NotYourMoney
from deals.wordings import (
    SUBSCRIPTION,
    VOCABULARIES,
    Paragraph,
    Problem,
    fill,
    findings,
    pages,
    paragraphs,
)
from offices.enums import AuditAction, Role
from offices.errors import Refusal
from offices.models import AuditEntry
from tests.cast import enrol
from tests.deals.money import LATER, ORDERED, book, order_of, pay, with_instalments

pytestmark = pytest.mark.usefixtures("english")
ZHOU = Particulars("Zhou Mingming", "13800001234", "1 Harbour Road, flat 3", "200000")
WORDS = "{buyers} of {address}, {postcode}, {phone} takes {unit} for {price}; open: {balance}."


@pytest.fixture
def order(unit, customer, an, hua, mei):
    book(hua)
    return with_instalments(order_of(unit, customer, an), mei)


@pytest.fixture
def wording(office, mei) -> AgreementTemplate:
    return save_wording(office=office, kind="subscription", text=WORDS, version=0, by=mei, now=ORDERED)


def write(order, by, version: int = 0, reason: str = "", who: Particulars = ZHOU) -> Agreement:
    return write_agreement(order=order, particulars=who, reason=reason, version=version, by=by, now=LATER)


def sign(agreement: Agreement, by) -> Agreement:
    return sign_agreement(agreement=agreement, digest=agreement.digest, keeper=by, by=by, now=LATER)


# ------------------------------------------------------------------- wordings


@pytest.mark.parametrize("kind", VOCABULARIES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_our_wordings_name_what_there_is_and_miss_nothing(kind: str, language: str) -> None:
    text = "\n".join(json.loads(STARTING_WORDINGS.read_text("utf-8"))[kind][language])
    assert findings(text, VOCABULARIES[kind]) == []


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = findings("{buyer} pays {price}\n{ }\nand } more", SUBSCRIPTION)
    assert [(each.problem, each.names, each.lines) for each in found] == [
        (Problem.BRACE, (), (2, 3)),
        (Problem.UNKNOWN, ("buyer",), ()),
        (Problem.MISSING, ("buyers", "phone", "address", "postcode", "unit", "balance"), ()),
    ]
    assert [each.problem for each in findings(" \n ", SUBSCRIPTION)] == [Problem.EMPTY]


@pytest.mark.clause("D-23")
@pytest.mark.parametrize("needed", ["address", "postcode", "phone", "balance"])
def test_wording_cannot_do_without(office, mei, needed: str) -> None:
    text = WORDS.replace("{" + needed + "}", "")
    with pytest.raises(Refusal, match=needed) as caught:
        save_wording(office=office, kind="subscription", text=text, version=0, by=mei, now=ORDERED)
    assert caught.value.field == "text"
    assert not AgreementTemplate.objects.exists()


@given(st.text(alphabet="{}abc_.!0[]", max_size=40), st.text(max_size=20))
def test_what_is_filled_in_is_never_read_again(text: str, value: str) -> None:
    """A name with braces is a name; nothing of the program can be reached."""
    values = dict.fromkeys(SUBSCRIPTION.known, "{balance}" + value)
    filled = fill("{buyers}|{price}", values)
    assert filled == "{balance}" + value + "|{balance}" + value
    if not findings(text, SUBSCRIPTION):
        fill(text, values)


@given(
    st.lists(st.tuples(st.integers(min_value=1, max_value=900), st.booleans()), max_size=40),
)
def test_pages_hold_every_paragraph_once_in_order(parts) -> None:
    made = [Paragraph("x" * size, is_heading) for size, is_heading in parts]
    found = pages(made, columns=88, lines=44, last_lines=34)
    assert [each for page in found for each in page] == made
    assert all(page for page in found[:-1])


def test_wide_characters_take_two_columns() -> None:
    text = "\u4e00" * 44
    assert len(pages([Paragraph(text)] * 44, columns=88, lines=44, last_lines=44)) == 1
    assert len(pages([Paragraph(text + "\u4e00")] * 44, columns=88, lines=44, last_lines=44)) == 2


def test_heading_does_not_end_a_page() -> None:
    parts = [Paragraph("a")] * 43 + [Paragraph("H", is_heading=True), Paragraph("b")]
    first, second = pages(parts, columns=88, lines=44, last_lines=44)
    assert (len(first), [each.text for each in second]) == (43, ["H", "b"])


def test_wording_is_changed_in_versions(office, mei, wording) -> None:
    again = {"office": office, "kind": "subscription", "by": mei, "now": LATER}
    assert save_wording(text=WORDS, version=1, **again) == wording
    second = save_wording(text=WORDS + "\nMore.", version=1, **again)
    assert (second.version, wording_of(office, "subscription")) == (2, second)
    with pytest.raises(Refusal), transaction.atomic():
        save_wording(text=WORDS + "\nLate.", version=1, **again)
    with pytest.raises(DatabaseError), transaction.atomic():
        AgreementTemplate.objects.filter(pk=wording.pk).update(text="Nothing")


@pytest.mark.parametrize("role", [Role.FINANCE, Role.CONSULTANT, Role.DESK], ids=str)
def test_leaders_write_the_wording(office, role) -> None:
    with pytest.raises(NotYourMoney):
        save_wording(
            office=office,
            kind="subscription",
            text=WORDS,
            version=0,
            by=enrol(office, "somebody", role),
            now=ORDERED,
        )


def test_office_starts_with_our_wording_once(office, mei) -> None:
    asked = {"office": office, "kind": "subscription", "by": mei, "now": ORDERED}
    made = start_with_our_wording(language="zh-hant", **asked)
    assert (made.version, "{balance}" in made.text) == (1, True)
    with pytest.raises(Refusal), transaction.atomic():
        start_with_our_wording(language="en", **asked)


# ----------------------------------------------------------------- agreements


@pytest.mark.clause("D-23")
def test_agreement_is_filled_in_with_what_is_open_now(order, gu, wording) -> None:
    pay(order, "50000", gu)
    agreement = write(order, gu)
    assert (agreement.version, agreement.balance, agreement.template) == (1, Decimal(950_000), wording)
    assert text_of(agreement) == (
        "Zhou Mingming of 1 Harbour Road, flat 3, 200000, 13800001234 takes 1201 "
        "for 1,000,000.00; open: 950,000.00."
    )
    assert digest_of(wording, agreement.facts, agreement.particulars) == agreement.digest
    kept = AuditEntry.objects.get(action=AuditAction.AGREEMENT_WRITTEN)
    assert "Zhou" not in str(kept.details) and "Harbour" not in str(kept.details)


def test_without_a_wording_there_is_no_agreement(order, gu) -> None:
    with pytest.raises(Refusal):
        write(order, gu)
    assert not Agreement.objects.exists()


def test_unsigned_agreement_is_written_anew_in_its_place(order, gu, wording) -> None:
    first = write(order, gu)
    pay(order, "1000", gu)
    second = write(order, gu, version=1)
    assert (second.pk, second.version, second.reason) == (first.pk, 1, "")
    assert second.digest != first.digest
    assert second.balance == Decimal(999_000)


@pytest.mark.clause("D-23")
def test_signed_agreement_is_changed_by_a_new_version_and_both_stay(order, gu, wording) -> None:
    first = sign(write(order, gu), gu)
    with pytest.raises(Refusal) as caught, transaction.atomic():
        write(order, gu, version=1)
    assert caught.value.field == "reason"
    moved = Particulars("Zhou Mingming", "13800001234", "2 Garden Road", "200001")
    second = write(order, gu, version=1, reason="moved house", who=moved)
    assert (second.version, second.reason, second.signed_at) == (2, "moved house", None)
    first.refresh_from_db()
    assert (first.particulars["address"], first.signed_at) == ("1 Harbour Road, flat 3", LATER)
    assert order.agreements.count() == 2


@pytest.mark.clause("D-23")
def test_nobody_writes_over_what_is_signed(order, gu, wording) -> None:
    signed = sign(write(order, gu), gu)
    changes = [
        {"balance": Decimal(1)},
        {"particulars": {"buyers": "Somebody else"}},
        {"facts": {}},
        {"signed_at": None},
        {"digest": "0" * 64},
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            Agreement.objects.filter(pk=signed.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        signed.delete()


def test_particulars_of_a_signed_agreement_can_be_erased(order, gu, wording) -> None:
    """What is personal can go; the rest stays readable."""
    signed = sign(write(order, gu), gu)
    Agreement.objects.filter(pk=signed.pk).update(particulars={})
    signed.refresh_from_db()
    assert "Zhou" not in text_of(signed) and "1,000,000.00" in text_of(signed)


def test_balance_that_changed_is_not_signed(order, gu, wording) -> None:
    agreement = write(order, gu)
    pay(order, "1000", gu)
    with pytest.raises(Refusal, match="balance"), transaction.atomic():
        sign(agreement, gu)
    assert sign(write(order, gu, version=1), gu).signed_by == gu


def test_what_was_printed_before_is_not_signed(order, gu, wording) -> None:
    old = write(order, gu)
    write(order, gu, version=1, who=Particulars("Zhou", "13800001234", "Elsewhere", "200000"))
    with pytest.raises(Refusal), transaction.atomic():
        sign(old, gu)
    assert not Agreement.objects.exclude(signed_at=None).exists()


def test_page_that_is_stale_writes_nothing(order, gu, wording) -> None:
    write(order, gu)
    with pytest.raises(Refusal), transaction.atomic():
        write(order, gu, version=0)
    assert Agreement.objects.count() == 1


def test_agreement_is_signed_once(order, gu, wording) -> None:
    agreement = sign(write(order, gu), gu)
    with pytest.raises(Refusal), transaction.atomic():
        sign(agreement, gu)


@pytest.mark.clause("D-24")
def test_signed_papers_have_a_keeper_who_does_not_sell(order, gu, an, office, other_office, wording) -> None:
    agreement = write(order, gu)
    theirs = enrol(other_office, "theirs", Role.FINANCE)
    gone = enrol(office, "gone", Role.ASSISTANT)
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    both = enrol(office, "both", Role.CONSULTANT, Role.ASSISTANT)
    for keeper in (None, an, theirs, gone, both):
        with pytest.raises(Refusal), transaction.atomic():
            sign_agreement(agreement=agreement, digest=agreement.digest, keeper=keeper, by=gu, now=LATER)
    keeper = enrol(office, "keeper", Role.ASSISTANT)
    sign_agreement(agreement=agreement, digest=agreement.digest, keeper=keeper, by=gu, now=LATER)
    assert Agreement.objects.get().keeper == keeper


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.DESK, Role.DIRECTOR, Role.SERVICE], ids=str)
def test_others_write_and_sign_none(order, gu, office, wording, role) -> None:
    agreement, somebody = write(order, gu), enrol(office, "somebody", role)
    with pytest.raises(NotYourMoney):
        write(order, somebody, version=1)
    with pytest.raises(NotYourMoney):
        sign(agreement, somebody)


@pytest.mark.clause("D-22")
def test_there_are_four_copies_marked_for_whom(order, gu, wording) -> None:
    copies = copies_of(write(order, gu))
    assert [copy.number for copy in copies] == [1, 2, 3, 4]
    assert [copy.whom for copy in copies] == [
        "for the customer",
        "for finance",
        "for the sales department",
        "for the sales department",
    ]
    assert all(copy.pages == copies[0].pages for copy in copies)


def test_headings_are_lines_that_begin_with_a_hash() -> None:
    assert paragraphs("# One\n\n two \n#\n") == [Paragraph("One", is_heading=True), Paragraph("two")]
