"""Django finds the models of the reception here."""

from reception.models.queue import Queue
from reception.models.queue_event import EventNote, QueueEvent
from reception.models.reception import Reception
from reception.models.void_request import VoidRequest

__all__ = ["EventNote", "Queue", "QueueEvent", "Reception", "VoidRequest"]
