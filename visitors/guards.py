"""The door to a customer's file: it is loaded only for a member of the office that holds it, and who may see it.

``load_customer`` loads the card that everybody in the house may see. Whatever stands in the file goes through
``load_file`` or ``file_opened``, which ask the table (visitors.access) and leave a line of who looked.
"""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offices.errors import Refusal
from offices.models import Member
from offices.selectors.deputies import may_decide
from visitors.access import Action, Because, Verdict
from visitors.access_approvals import approval_among
from visitors.access_words import AskWord, action_words, approval_words
from visitors.models import (
    AccessRequest,
    ArchiveCheck,
    Customer,
    CustomerPhone,
    ExportRequest,
    FileLoan,
    HouseholdMember,
    ImportRun,
    LeakIncident,
    Merger,
    OwnField,
    RegisterEntry,
    RetentionLine,
    RetentionReview,
    SubjectRequest,
    UnusualLooking,
)
from visitors.roles import KEEPERS
from visitors.selectors.approvers import others, staff_of
from visitors.selectors.standing import verdict_on, verdicts_on
from visitors.services.looks import note_look, note_refusal


def load_customer(member: Member, pk: int) -> Customer:
    """The file of that customer, or of the one it was joined with, in the member's office.

    Raises Http404 for another office's id exactly as for one that does not exist.
    """
    customer = Customer.objects.filter(office=member.office_id, pk=pk).select_related("merged_into").first()
    if customer is None:
        raise Http404
    return customer.file


class FileClosed(Refusal):
    """The member may not do this with the file; its page says why and offers what may be asked for."""

    status = 403
    template = "visitors/closed.html"

    def __init__(self, member: Member, customer: Customer, action: Action, verdict: Verdict) -> None:
        super().__init__(_REASONS[verdict.because])
        self.verdict = verdict
        self.wanted = action_words(action)
        self.ask = AskWord(verdict.ask.value) if verdict.ask else None
        self.approvers = ""
        if verdict.approval:
            people = others(staff_of(member.office_id), [member.pk])
            self.approvers = approval_words(approval_among(verdict.approval, people))
        slug = member.office.slug
        self.back = reverse("visitors:who_sees", args=[slug])
        self.way = reverse("visitors:ask", args=[slug, customer.file_id])


_REASONS: dict[Because, Any] = {
    Because.GONE: _("You do not work in this office any more."),
    Because.MARKED: _("This file is marked: only who keeps it and a few others may do this."),
    Because.NOT_NAMED: _("This is another person's customer, or more than your roles may do with a file."),
}


def load_file(member: Member, pk: int, action: Action | str = Action.SEE_FILE, purpose: str = "") -> Customer:
    """The file of that customer, for this purpose, with a line of who looked written before it is returned.

    Raises Http404 as load_customer does, and FileClosed (with a line in the audit log) where the table says no.
    """
    return file_opened(member, pk, action, purpose)[0]


def file_opened(
    member: Member, pk: int, action: Action | str = Action.SEE_FILE, purpose: str = ""
) -> tuple[Customer, Verdict]:
    """As load_file, with the verdict that let the member in."""
    wanted, now = Action(action), timezone.now()
    customer, verdict = _let_in(member, pk, wanted, now)
    note_look(customer=customer, action=wanted, verdict=verdict, purpose=purpose, by=member, now=now)
    return customer, verdict


def _let_in(member: Member, pk: int, action: Action, now: datetime) -> tuple[Customer, Verdict]:
    customer = load_customer(member, pk)
    verdict = verdict_on(member, customer, action, now)
    if not verdict.allowed:
        note_refusal(customer=customer, action=action, verdict=verdict, by=member, now=now)
        raise FileClosed(member, customer, action, verdict)
    return customer, verdict


CARD_DOORS = (
    Action.SEE_CARD,
    Action.SEE_CONTACTS,
    Action.SEE_FILE,
    Action.SEE_LOOKS,
    Action.FOLLOW_UP,
    Action.CONSENTS,
)


def card_opened(member: Member, pk: int) -> tuple[Customer, dict[Action, Verdict]]:
    """The card of that customer, and what of CARD_DOORS the member may do with it; with a line of the look.

    Raises Http404 as load_customer does.
    """
    now = timezone.now()
    customer = load_customer(member, pk)
    verdicts = verdicts_on(member, customer, CARD_DOORS, now)
    action = Action.SEE_CONTACTS if verdicts[Action.SEE_CONTACTS].allowed else Action.SEE_CARD
    if verdicts[action].allowed:
        note_look(customer=customer, action=action, verdict=verdicts[action], by=member, now=now)
    return customer, verdicts


def load_to_change(member: Member, pk: int, action: Action | str) -> Customer:
    """As load_file, for a form that was sent: what it writes keeps its own line, so that no line of looking is needed.

    Whoever was shown the form looked at the file then. Raises Http404 and FileClosed as load_file does.
    """
    return _let_in(member, pk, Action(action), timezone.now())[0]


def load_for(request: HttpRequest, pk: int, action: Action | str = Action.SEE_FILE) -> Customer:
    """As load_file for a page that is read, as load_to_change for a form that was sent (office_view's member)."""
    load = load_to_change if request.method == "POST" else load_file
    return load(request.member, pk, Action(action))  # type: ignore[attr-defined]


def may_do(member: Member, customer: Customer, action: Action | str) -> Verdict:
    """What the table says, without a line: for showing a door or not."""
    return verdict_on(member, customer, Action(action), timezone.now())


def may_do_each(member: Member, customer: Customer, *actions: Action) -> dict[str, bool]:
    """The same for several, by the action's code: what a page needs to show its doors."""
    verdicts = verdicts_on(member, customer, actions, timezone.now())
    return {action.value: verdict.allowed for action, verdict in verdicts.items()}


def load_access_request(member: Member, pk: int) -> AccessRequest:
    """A request of the member's office, for who asked or carries, and those who may answer. Raises Http404."""
    rows = AccessRequest.objects.of(member.office).select_related("asked_by", "carrier")
    found = _found(rows, pk, member)
    if (
        member.pk not in (found.asked_by_id, found.carrier_id)
        and not member.holds(*KEEPERS)
        and not may_decide(member, timezone.now())
    ):
        raise Http404
    return found


def load_file_loan(member: Member, pk: int) -> FileLoan:
    """A line of the lending register of the member's office. Raises Http404."""
    rows = FileLoan.objects.of(member.office).select_related("borrower", "out_by", "request")
    return _found(rows, pk, member)


def load_leak(member: Member, pk: int) -> LeakIncident:
    """A leak of the member's office. Raises Http404."""
    return _found(
        LeakIncident.objects.of(member.office).select_related("reported_by", "closed_by"), pk, member
    )


def load_unusual(member: Member, pk: int) -> UnusualLooking:
    """Unusual looking in the member's office. Raises Http404."""
    return _found(UnusualLooking.objects.of(member.office).select_related("member"), pk, member)


def load_archive_check(member: Member, pk: int) -> ArchiveCheck:
    """A check of the member's office. Raises Http404."""
    return _found(ArchiveCheck.objects.of(member.office).select_related("done_by"), pk, member)


def load_right(member: Member, pk: int) -> SubjectRequest:
    """A request about one's own data in the member's office. Raises Http404."""
    rows = SubjectRequest.objects.of(member.office)
    return _found(rows.select_related("customer", "taken_by", "checked_by", "answered_by"), pk, member)


def load_retention_review(member: Member, pk: int) -> RetentionReview:
    """A list of old files of the member's office. Raises Http404."""
    return _found(RetentionReview.objects.of(member.office).select_related("decided_by"), pk, member)


def load_retention_line(member: Member, pk: int) -> RetentionLine:
    """A file of such a list. Raises Http404."""
    return _found(RetentionLine.objects.of(member.office).select_related("customer"), pk, member)


def load_import(member: Member, pk: int) -> ImportRun:
    """A list of customers that was brought to the member's office. Raises Http404."""
    return _found(ImportRun.objects.of(member.office).defer("sealed_file").select_related("by"), pk, member)


def load_export(member: Member, pk: int) -> ExportRequest:
    """An export of the member's office. Raises Http404."""
    rows = ExportRequest.objects.of(member.office).defer("sealed_file")
    return _found(rows.select_related("asked_by", "decided_by"), pk, member)


def load_own_field(member: Member, pk: int) -> OwnField:
    """A field that the member's office added to its files. Raises Http404."""
    return _found(OwnField.objects.of(member.office), pk, member)


def _found(rows: Any, pk: int, member: Member) -> Any:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    row.office = member.office
    return row


def load_phone(member: Member, pk: int) -> CustomerPhone:
    """An active number of a customer of the member's office. Raises Http404 as above."""
    phone = (
        CustomerPhone.objects.active()
        .filter(office=member.office_id, pk=pk)
        .select_related("customer")
        .first()
    )
    if phone is None:
        raise Http404
    return phone


def load_entry(member: Member, pk: int) -> RegisterEntry:
    """An entry of the register of the member's office, with its words. Raises Http404."""
    entries = RegisterEntry.objects.of(member.office).select_related(
        "words", "day", "signed_by", "contact", "corrects"
    )
    try:
        return entries.get(pk=pk)
    except RegisterEntry.DoesNotExist:
        raise Http404 from None


def load_merger(member: Member, pk: int) -> Merger:
    """Two files of the member's office that were joined. Raises Http404."""
    return _found(Merger.objects.of(member.office).with_people(), pk, member)


def load_household_member(member: Member, pk: int) -> HouseholdMember:
    """Somebody in a household of the member's office. Raises Http404."""
    rows = HouseholdMember.objects.of(member.office).select_related("customer", "office")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
