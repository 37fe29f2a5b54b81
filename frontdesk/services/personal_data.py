"""What desk services hold of persons: words that name no customer's file, and go by their own clocks."""

from visitors import personal_data
from visitors.personal_data import Stays


def name_places() -> None:
    """Called once, when the app is loaded."""
    personal_data.leave(
        Stays.UNLINKED,
        "frontdesk.WelcomePlan: guests plates host cost_reason note",
        *("frontdesk.WelcomeTask: code text clause", "frontdesk.Gift: receiver what occasion reason"),
        *("frontdesk.Incident: place text outcome", "frontdesk.IncidentNote: text"),
        *("frontdesk.Loan: borrower pledge", "frontdesk.Mail: addressee sender number handed_to"),
        *("frontdesk.Copy: whom", "frontdesk.Booking: title note"),
    )
    personal_data.leave(
        Stays.HOUSE,
        *("frontdesk.Checklist: title", "frontdesk.ChecklistItem: text", "frontdesk.SelfCheck: note"),
        *("frontdesk.LoanItem: label", "frontdesk.Venue: name", "frontdesk.GateTick"),
        "frontdesk.SelfCheckReminder",
    )
