"""Django finds the models of the reception here."""

from reception.models.check_in import CheckIn
from reception.models.checkpoint import Checkpoint
from reception.models.public_link import PublicLink
from reception.models.queue import Queue
from reception.models.queue_event import EventNote, QueueEvent
from reception.models.reception import Reception
from reception.models.slip import Slip, SlipSheet
from reception.models.tick import Tick
from reception.models.void_request import VoidRequest

__all__ = [
    "CheckIn",
    "Checkpoint",
    "EventNote",
    "PublicLink",
    "Queue",
    "QueueEvent",
    "Reception",
    "Slip",
    "SlipSheet",
    "Tick",
    "VoidRequest",
]
