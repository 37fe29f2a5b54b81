"""A worker as it must not be, for the negative control of the drills: `celery -A tests.followups.careless worker`.

It writes a whole batch of texts to the gateway, slowly, and marks them as sent only when it is done.
"""

import time
from collections.abc import Sequence

import django

from config.celery import app

django.setup()

from messaging.models import TextMessage  # noqa: E402
from messaging.services import many_texts  # noqa: E402
from messaging.services.handing_over import write_line  # noqa: E402
from messaging.services.outbox_machine import Clock  # noqa: E402

__all__ = ["app"]


def write_each(log_file: int, messages: Sequence[TextMessage], clock: Clock) -> None:
    for message in messages:
        write_line(log_file, message, clock())
        time.sleep(0.02)
    pks = [message.pk for message in messages]
    TextMessage.objects.filter(pk__in=pks).update(state="sent", sent_at=clock(), lease_until=None)


many_texts._write_each = write_each
