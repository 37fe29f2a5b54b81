"""Django finds the models of the front desk's services here."""

from frontdesk.models.checklist import Checklist, ChecklistItem

__all__ = ["Checklist", "ChecklistItem"]
