"""What hangs on a customer's file, and what becomes of it when two files are joined and parted again.

Every foreign key to Customer stands in one of these lists, so that whoever adds one says what joining does with it.
"""

import re

from django.apps import apps
from django.db.models import Field

from tests.config.test_architecture import FLOORS, PROJECT
from visitors.models import Customer

STAYS = {
    # Evidence: it stays where it was written, and is read for all files of the person (Customer.all_files).
    "complaints.Ticket.customer",
    "deals.Buyer.customer",
    "deals.DealFact.customer",
    "deals.Opportunity.customer",
    "deals.Order.customer",
    "deals.QueueNumber.customer",
    "followups.Appointment.customer",
    "followups.BatchRow.customer",
    "followups.CallResult.customer",
    "followups.TrackingCheck.customer",
    "reception.Reception.customer",
    "switchboard.CallBack.customer",
    "switchboard.IncomingCall.customer",
    "switchboard.Letter.customer",
    "switchboard.PhoneMessage.customer",
    "visitors.CompanyNote.customer",
    "visitors.Contact.customer",
    "visitors.CustomerDate.customer",
    "visitors.CustomerPhone.customer",
    "visitors.CustomerTransfer.customer",
    "visitors.Erasure.customer",
    "visitors.FileChange.customer",
    "visitors.FileLoan.customer",
    "visitors.FileMark.customer",
    "visitors.FileView.customer",
    "visitors.GradeChange.customer",
    "visitors.HouseholdMember.customer",
    "visitors.ImportRow.customer",
    "visitors.RequestedFile.customer",
    "visitors.RetentionLine.customer",
    "visitors.SensitiveConsent.customer",
    "visitors.SubjectRequest.customer",
    # One a file: each file keeps its own, and the person has the better one.
    "deals.ClubMembership.customer",
    "visitors.CustomerEmail.customer",
}
CHOSEN = {
    # One answer a person: the file that is kept takes one over, remembers its own, and has it back.
    "visitors.CallWishes.customer",
    "visitors.CorporateFacts.customer",
    "visitors.Customer.referred_by",
    "visitors.FileTag.customer",
    "visitors.FileValue.customer",
    "visitors.SegmentChoice.customer",
}
MADE_ANEW = {
    # Follows from the rest, and is worked out again after either.
    "followups.FollowUp.customer",
    "visitors.FileStanding.customer",
    "visitors.PlanDue.customer",
    "visitors.SearchKey.customer",
}
JOINING = {
    # Is the joining itself.
    "visitors.Customer.merged_into",
    "visitors.Duplicate.high",
    "visitors.Duplicate.low",
    "visitors.Merger.alias",
    "visitors.Merger.keep",
}
HISTORY = {
    # Written by the database beside the row that changed.
    "complaints.TicketEvent.customer",
    "visitors.CallWishesEvent.customer",
    "visitors.CorporateFactsEvent.customer",
    "visitors.CustomerEvent.merged_into",
    "visitors.CustomerEvent.pgh_obj",
    "visitors.CustomerEvent.referred_by",
    "visitors.SegmentChoiceEvent.customer",
}
DECIDED = (STAYS, CHOSEN, MADE_ANEW, JOINING, HISTORY)

# "Of this file or of its alias" with "or" across a join: no index answers it, all rows of both tables are read.
ACROSS = re.compile(r"\|\s*Q\(\s*(?:\w+__merged_into|aliases)(?:__in)?=")


def keys_to_customers() -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.related_model is Customer
    }


def test_of_every_foreign_key_to_a_customer_it_is_decided_what_joining_does_with_it() -> None:
    named = [key for each in DECIDED for key in each]
    assert len(named) == len(set(named)), "stands in two lists"
    assert keys_to_customers() == set(named)


def test_rows_of_a_person_are_asked_for_by_all_their_files() -> None:
    """As Customer.all_files and files_by_id do."""
    assert ACROSS.search("Q(customer=file) | Q(customer__merged_into=file)")
    texts = {path: path.read_text() for floor in FLOORS for path in (PROJECT / floor).rglob("*.py")}
    assert [str(path) for path, text in texts.items() if ACROSS.search(text)] == []
