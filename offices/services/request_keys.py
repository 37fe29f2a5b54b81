"""Idempotency: every request that changes something carries a key made with its form."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from offices.errors import KeyReused, busy, is_lock_timeout
from offices.models import Member, RequestKey, User
from offices.sealing import fingerprint


def once(
    *, key: UUID, content: Mapping[str, str], answer: str, work: Callable[[], None], by: Member, now: datetime
) -> str:
    """Do the work once for this key, in one transaction, and return the address of its answer.

    A second request with the same key and content does nothing and gets the first one's answer, also while the
    first is still under way. Raises KeyReused for the same key with another content or from somebody else, Busy where
    the first takes too long, and whatever the work raises (the key then stays unused).
    """
    with transaction.atomic():
        try:
            earlier = _claim(key=key, content=content, answer=answer, by=by, now=now)
        except OperationalError as error:
            if is_lock_timeout(error):
                raise busy() from error
            raise
        if earlier is None:
            work()
    return earlier or answer


def lead_to(*, key: UUID, answer: str, by: Member) -> None:
    """Inside the work: where its answer is, known only now that the row is made; later clicks are led there as well."""
    RequestKey.objects.filter(office_id=by.office_id, key=key).update(answer=answer)


@transaction.atomic
def once_for_founder(
    *, key: UUID, content: Mapping[str, str], work: Callable[[], tuple[Member, str]], by: User, now: datetime
) -> str:
    """The same for somebody whose work makes them a member: it returns the new member and the answer's address.

    There is no office yet to keep the key in, so one user's requests wait for each other.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    used = RequestKey.objects.filter(key=key, member__user=by).select_related("member").first()
    member, answer = (used.member, used.answer) if used else work()
    return once(key=key, content=content, answer=answer, work=_nothing, by=member, now=now)


def _nothing() -> None:
    """The work was done before the key could be kept."""


def answer_of(*, key: UUID, content: Mapping[str, str], by: Member) -> str:
    """Where the answer is, if this very form has done its work already; else nothing."""
    used = RequestKey.objects.filter(office_id=by.office_id, key=key, fingerprint=_print(content, by))
    return used.values_list("answer", flat=True).first() or ""


def _print(content: Mapping[str, str], by: Member) -> str:
    return fingerprint("request", str(by.pk), *(part for item in sorted(content.items()) for part in item))


def _claim(*, key: UUID, content: Mapping[str, str], answer: str, by: Member, now: datetime) -> str | None:
    """None for a fresh key, else the earlier answer. One query on the ordinary path."""
    print_ = _print(content, by)
    table = connection.ops.quote_name(RequestKey._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (office_id, member_id, key, fingerprint, answer, created_at)"  # noqa: S608 (our own name)
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (office_id, key) DO NOTHING",
            [by.office_id, by.pk, key, print_, answer, now],
        )
        if cursor.rowcount == 1:
            return None
    used = RequestKey.objects.get(office_id=by.office_id, key=key)
    if used.fingerprint != print_:
        raise KeyReused(_("This form was sent before with other content. Open it afresh and send it again."))
    return used.answer


def forget_old_keys(*, before: datetime) -> int:
    """Delete the keys made before that moment; returns how many."""
    deleted, _by_model = RequestKey.objects.filter(created_at__lt=before).delete()
    return deleted
