"""Django finds the models of the front desk's services here."""

from frontdesk.models.checklist import Checklist, ChecklistItem
from frontdesk.models.gate import GateTick
from frontdesk.models.gift import Gift
from frontdesk.models.hall import Incident, IncidentNote, SelfCheck, SelfCheckReminder
from frontdesk.models.loan import Loan, LoanItem
from frontdesk.models.paper import Copy, Mail
from frontdesk.models.venue import Booking, Venue
from frontdesk.models.welcome import WelcomePlan, WelcomeTask

__all__ = [
    "Booking",
    "Checklist",
    "ChecklistItem",
    "Copy",
    "GateTick",
    "Gift",
    "Incident",
    "IncidentNote",
    "Loan",
    "LoanItem",
    "Mail",
    "SelfCheck",
    "SelfCheckReminder",
    "Venue",
    "WelcomePlan",
    "WelcomeTask",
]
