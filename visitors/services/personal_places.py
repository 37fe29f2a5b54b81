"""Names every place of this floor and of those below it, when the app is loaded (visitors.personal_data)."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from visitors import personal_data
from visitors.models import FileLoan
from visitors.personal_data import Hold, Stays
from visitors.services.personal_data import HOLDERS
from visitors.services.personal_file import FILE_HOLDERS
from visitors.services.personal_lists import LIST_HOLDERS


def name_places() -> None:
    """Called once."""
    personal_data.register(*HOLDERS, *FILE_HOLDERS, *LIST_HOLDERS)
    personal_data.register_holds(
        Hold("papers", _("Papers of the file are lent: they have to be back first."), _papers_out)
    )
    personal_data.leave(
        Stays.EVIDENCE,
        *("visitors.Customer: file_number", "visitors.Contact: circumstances", "visitors.ContactOutcome"),
        *("visitors.ContactCorrection: reason", "visitors.CustomerTransfer", "visitors.GradeChange"),
        *("visitors.RegisterEntry: facts commitment digest", "visitors.AccessApproval"),
        *("visitors.RequestedFile", "visitors.FileView: through", "visitors.FileMark", "visitors.MergerEnd"),
        *("visitors.Merger: choices signs", "visitors.Duplicate", "visitors.SensitiveConsent"),
        *("visitors.Household", "visitors.HouseholdMember", "visitors.FileStanding", "visitors.PlanDue"),
        *("visitors.Erasure: counts prints", "visitors.RetentionReview", "visitors.RetentionLine: spared"),
        *(
            "visitors.UnusualLooking",
            "visitors.SubjectRequest: ended",
            "visitors.ImportRow: fingerprint person",
        ),
        *("messaging.Consent: number wording", "messaging.OutboxMessage: params error"),
        *("messaging.TextMessage: key group number_print error", "messaging.TextReply: number_print mark"),
        *("offices.AuditEntry: record details", "offices.Notice: about"),
        *("offices.RequestKey: fingerprint answer", "offices.BusinessDay: closing_order sheet"),
    )
    personal_data.leave(
        Stays.HOUSE,
        *("visitors.FileCounter", "visitors.OfficeFields: more", "visitors.OwnField: label"),
        *("visitors.OwnFieldEvent: pgh_label label", "visitors.SavedFilter: name chosen"),
        *("visitors.ArchiveCheck: note", "visitors.ArchiveCheckLine"),
        *(
            "visitors.ExportRequest: chosen reason answer language",
            "visitors.ImportRun: encoding head mapping problem",
        ),
        "messaging.Gateway: name sealed_settings signature sealed_hook hook_print",
        "messaging.MessageTemplate: code name language subject body vendor_code",
        *(
            "messaging.Robot: name sealed_address sealed_secret",
            "offices.Office: name slug project timezone hotline",
        ),
        *("offices.User: password username mobile name language pin", "offices.Member: name group_id"),
        *("offices.User_groups", "offices.User_user_permissions", "offices.Deputy"),
        *("offices.ClauseText: clause text", "offices.HouseRules: switches note"),
        "offices.TaskRun: job slot error",
        # What Django and its neighbours keep of the house's own people.
        *("auth.Group: name", "auth.Group_permissions", "auth.Permission: name codename"),
        *("contenttypes.ContentType: app_label model", "pghistory.Context: metadata"),
        *("admin.LogEntry: object_id object_repr change_message", "sessions.Session: session_key"),
    )
    personal_data.leave(
        Stays.UNLINKED,
        *("visitors.LeakIncident: text at_once", "visitors.LeakStep: text", "visitors.ImportRun: file_name"),
        "visitors.AccessRequest: outsider outsider_from",
    )


def _papers_out(files: Collection[int]) -> set[int]:
    rows = FileLoan.objects.out().filter(customer__in=files)
    return set(rows.order_by().values_list("customer", flat=True))
