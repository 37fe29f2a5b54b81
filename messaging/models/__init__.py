"""Django finds the models of messaging here."""

from messaging.models.consent import Consent
from messaging.models.outbox_message import OutboxMessage
from messaging.models.robot import Robot

__all__ = ["Consent", "OutboxMessage", "Robot"]
