"""Django finds the models of whom we met here."""

from visitors.models.access_request import AccessApproval, AccessRequest, RequestedFile
from visitors.models.archive_check import ArchiveCheck, ArchiveCheckLine
from visitors.models.call_wishes import CallWishes
from visitors.models.company import CompanyNote, CorporateFacts
from visitors.models.contact import Contact
from visitors.models.contact_correction import ContactCorrection
from visitors.models.contact_note import ContactNote
from visitors.models.contact_outcome import ContactOutcome
from visitors.models.customer import Customer
from visitors.models.customer_date import CustomerDate
from visitors.models.customer_email import CustomerEmail
from visitors.models.customer_phone import CustomerPhone
from visitors.models.customer_transfer import CustomerTransfer
from visitors.models.duplicate import Duplicate
from visitors.models.export_request import ExportRequest
from visitors.models.file_loan import FileLoan
from visitors.models.file_mark import FileMark
from visitors.models.file_settings import OfficeFields, OwnField
from visitors.models.file_standing import FileStanding
from visitors.models.file_tag import FileTag
from visitors.models.file_value import FileChange, FileValue
from visitors.models.file_view import FileView
from visitors.models.grade_change import GradeChange
from visitors.models.household import Household, HouseholdMember
from visitors.models.import_run import ImportRow, ImportRun
from visitors.models.leak import LeakIncident, LeakStep
from visitors.models.merger import Merger, MergerEnd, MergerMemory
from visitors.models.numbers_files import FileCounter
from visitors.models.plan_due import PlanDue
from visitors.models.register_entry import RegisterEntry, RegisterWords
from visitors.models.retention_review import RetentionLine, RetentionReview
from visitors.models.saved_filter import SavedFilter
from visitors.models.search_key import SearchKey
from visitors.models.segment_choice import SegmentChoice
from visitors.models.sensitive_consent import SensitiveConsent
from visitors.models.subject_request import Erasure, SubjectRequest
from visitors.models.unusual_looking import UnusualLooking

__all__ = [
    "AccessApproval",
    "AccessRequest",
    "ArchiveCheck",
    "ArchiveCheckLine",
    "CallWishes",
    "CompanyNote",
    "Contact",
    "ContactCorrection",
    "ContactNote",
    "ContactOutcome",
    "CorporateFacts",
    "Customer",
    "CustomerDate",
    "CustomerEmail",
    "CustomerPhone",
    "CustomerTransfer",
    "Duplicate",
    "Erasure",
    "ExportRequest",
    "FileChange",
    "FileCounter",
    "FileLoan",
    "FileMark",
    "FileStanding",
    "FileTag",
    "FileValue",
    "FileView",
    "GradeChange",
    "Household",
    "HouseholdMember",
    "ImportRow",
    "ImportRun",
    "LeakIncident",
    "LeakStep",
    "Merger",
    "MergerEnd",
    "MergerMemory",
    "OfficeFields",
    "OwnField",
    "PlanDue",
    "RegisterEntry",
    "RegisterWords",
    "RequestedFile",
    "RetentionLine",
    "RetentionReview",
    "SavedFilter",
    "SearchKey",
    "SegmentChoice",
    "SensitiveConsent",
    "SubjectRequest",
    "UnusualLooking",
]
