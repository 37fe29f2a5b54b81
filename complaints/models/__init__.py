"""Django finds the models of complaints here."""

from complaints.models.analysis import Analysis, Measure
from complaints.models.link import ComplaintLink, WebEntry
from complaints.models.lists import Department, TicketCategory
from complaints.models.ticket import Ticket, TicketYear
from complaints.models.ticket_step import Signature, TicketStep, TicketTelling, TicketWords

__all__ = [
    "Analysis",
    "ComplaintLink",
    "Department",
    "Measure",
    "Signature",
    "Ticket",
    "TicketCategory",
    "TicketStep",
    "TicketTelling",
    "TicketWords",
    "TicketYear",
    "WebEntry",
]
