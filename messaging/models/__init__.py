"""Django finds the models of messaging here."""

from messaging.models.consent import Consent
from messaging.models.gateway import Gateway
from messaging.models.message_template import MessageTemplate
from messaging.models.outbox_message import OutboxMessage
from messaging.models.robot import Robot
from messaging.models.text_message import TextMessage
from messaging.models.text_reply import TextReply

__all__ = ["Consent", "Gateway", "MessageTemplate", "OutboxMessage", "Robot", "TextMessage", "TextReply"]
