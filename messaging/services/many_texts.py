"""Many texts of file gateways at once: the same gates and the same order of commits as for one, with fewer questions.

The facts of all are read in one query. Then each row has one statement of its own, committed by itself: it writes down
what became of the row before it and marks this one as ``sending``, right before its line is written. So a sender that
dies leaves one row uncertain, as with any other gateway.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from messaging.enums import GatewayKind, TextCategory, TextState
from messaging.gates import Limits, gate
from messaging.models import TextMessage
from messaging.robots import Verdict
from messaging.selectors.text_facts import facts_of_many
from messaging.services import outbox_machine as machine
from messaging.services.handing_over import open_log, write_line
from messaging.services.outbox_machine import SENDING_LEASE, Clock
from messaging.services.text_ends import hold, write_down

log = logging.getLogger(__name__)

# The row before is locked first, and waited for; this one only if nobody has it. So no two wait for each other.
# The state is asked for in a way that no index answers, so that the row is found by its key even before the first
# statistics of a queue that has just been filled.
NEXT = """
    WITH before AS (
         UPDATE messaging_textmessage
            SET state = %(sent)s, sent_at = %(now)s, vendor_id = %(vendor_id)s, error = '', lease_until = NULL
          WHERE id = %(before)s AND attempts = %(before_attempts)s AND state IN (%(sending)s, %(uncertain)s)
      RETURNING id)
    UPDATE messaging_textmessage
       SET state = %(sending)s, called_at = %(now)s, lease_until = %(lease)s, attempts = attempts + 1
     WHERE id = (
           SELECT id FROM messaging_textmessage
            WHERE id = %(id)s AND attempts = %(attempts)s AND state || '' = %(queued)s AND NOT is_held
              AND copied_by_id IS NULL
              AND (SELECT count(*) FROM before) >= 0
              FOR NO KEY UPDATE SKIP LOCKED)
"""
STATES = {
    "queued": str(TextState.QUEUED),
    "sending": str(TextState.SENDING),
    "sent": str(TextState.SENT),
    "uncertain": str(TextState.UNCERTAIN),
}
TRY_NUMBERS = "SELECT key FROM unnest(%s::bigint[]) key WHERE pg_try_advisory_lock(key)"
LET_NUMBERS_GO = "SELECT pg_advisory_unlock(key) FROM unnest(%s::bigint[]) key"


def goes_quickly(message: TextMessage) -> bool:
    """A file gateway that keeps to no pace."""
    way = message.gateway
    return way.kind == GatewayKind.FILE and not way.per_second and not way.per_day


def write_many(
    asked: Sequence[tuple[TextMessage, bool]], *, limits_of: Callable[[TextMessage], Limits], clock: Clock
) -> list[TextMessage]:
    """Hand over texts of which ``goes_quickly`` holds, each with whether its number is good.

    Returns those that have to go one by one: a second marketing text for one number, or a number that another sender
    is counting for just now.
    """
    with _numbers_held([message for message, _is_good in asked]) as busy:
        mine = [(message, is_good) for message, is_good in asked if message.pk not in busy]
        _write(_let_through(mine, limits_of, clock), clock)
    return [message for message, _is_good in asked if message.pk in busy]


def number_key(message: TextMessage) -> int:
    """By which senders lock a number. The same in text_sending.lock_number."""
    return int(message.number_print[:15], 16)


@contextmanager
def _numbers_held(messages: Sequence[TextMessage]) -> Iterator[set[int]]:
    """The numbers of marketing texts locked for this connection; yields the texts whose number could not be had.

    Nothing is waited for, so that two senders never wait for each other. A connection that dies lets go of its locks.
    """
    busy: set[int] = set()
    keys: dict[int, int] = {}
    for message in messages:
        is_counted = message.category == TextCategory.MARKETING
        if is_counted and keys.setdefault(number_key(message), message.pk) != message.pk:
            busy.add(message.pk)
    held = _ask(TRY_NUMBERS, list(keys)) if keys else []
    try:
        yield busy | {pk for key, pk in keys.items() if key not in held}
    finally:
        if held:
            _ask(LET_NUMBERS_GO, held)


def _ask(statement: str, keys: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [keys])
        return [key for (key,) in cursor.fetchall()]


def _let_through(
    asked: Sequence[tuple[TextMessage, bool]], limits_of: Callable[[TextMessage], Limits], clock: Clock
) -> list[TextMessage]:
    """Those that no gate holds at this moment; the others are held as it says."""
    through = []
    now = clock()
    for (message, _is_good), known in zip(asked, facts_of_many(asked, now), strict=True):
        if known.rests_until and known.rests_until > now:
            machine.postpone(message, known.rests_until)
        elif (stop := gate(known.facts, limits_of(message))) is not None:
            hold(message, stop)
        else:
            through.append(message)
    return through


def _write(messages: Sequence[TextMessage], clock: Clock) -> None:
    if not messages:
        return
    try:
        with open_log() as log_file:
            _write_each(log_file, messages, clock)
    except OSError:
        log.warning("the log of the file gateway cannot be opened")
        again = clock() + machine.BACK_OFF
        for message in messages:
            machine.postpone(message, again, "log_unwritable")


def _write_each(log_file: int, messages: Sequence[TextMessage], clock: Clock) -> None:
    """Never raises OSError once a row was marked."""
    before: TextMessage | None = None
    for message in messages:
        marked = _step(before, message, clock)
        before = None
        if not marked:  # paused or stopped meanwhile, or somebody is about to
            machine.let_go([message])
            continue
        answer = write_line(log_file, message, clock())
        log.info("text %s: %s %s", message.pk, answer.verdict, answer.code)
        if answer.verdict == Verdict.ACCEPTED:
            before = message
        else:
            write_down(message, answer, clock())
    if before is not None:
        _step(before, None, clock)


def _step(before: TextMessage | None, message: TextMessage | None, clock: Clock) -> bool:
    """One statement and one commit: the end of the row before, the beginning of this one. False: it must not go."""
    now = clock()
    values = {
        **STATES,
        "now": now,
        "lease": now + SENDING_LEASE,
        "before": before.pk if before else 0,
        "before_attempts": before.attempts if before else 0,
        "vendor_id": f"file-{before.pk}" if before else "",
        "id": message.pk if message else 0,
        "attempts": message.attempts if message else 0,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEXT, values)
        marked = cursor.rowcount == 1
    if message is not None:
        message.attempts += 1
    return marked
