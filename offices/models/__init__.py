"""Django finds the models of the ground floor here."""

from offices.models.audit_entry import AuditEntry
from offices.models.business_day import BusinessDay
from offices.models.clause_text import ClauseText
from offices.models.deputy import Deputy
from offices.models.house_rules import HouseRules
from offices.models.member import Member
from offices.models.notice import Notice
from offices.models.office import Office
from offices.models.request_key import RequestKey
from offices.models.task_run import TaskRun
from offices.models.user import User

__all__ = [
    "AuditEntry",
    "BusinessDay",
    "ClauseText",
    "Deputy",
    "HouseRules",
    "Member",
    "Notice",
    "Office",
    "RequestKey",
    "TaskRun",
    "User",
]
