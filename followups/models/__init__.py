"""Django finds the models of what we promised to do next here."""

from followups.models.batch import Batch, BatchRow, SavedFilter
from followups.models.calendar import CalendarDay, Milestone
from followups.models.calls import CallReply, CallResult, CallWords, ReceptionPlan, TrackingCheck
from followups.models.follow_up import Appointment, FollowUp
from followups.models.wording import Answer, Question, Script

__all__ = [
    "Answer",
    "Appointment",
    "Batch",
    "BatchRow",
    "CalendarDay",
    "CallReply",
    "CallResult",
    "CallWords",
    "FollowUp",
    "Milestone",
    "Question",
    "ReceptionPlan",
    "SavedFilter",
    "Script",
    "TrackingCheck",
]
