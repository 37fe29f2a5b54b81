"""The forms about the rights of persons and the review of old files, ready to be sent (tests.reception.sent_forms)."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from tests.reception.sent_form import House, SentForm
from tests.visitors.rows import file_of
from visitors.models import RetentionReview, SubjectRequest
from visitors.services.retention import list_old_files
from visitors.services.subject_requests import note_handed, take_request

LONG = timedelta(days=3 * 366)


def _new(house: House) -> str:
    return house.page("visitors:right_new", file_of(house.chief, name="Wu").pk)


def _taken(house: House, kind: str, identity: str = "paper") -> SubjectRequest:
    now = timezone.now()
    return take_request(
        customer=file_of(house.chief, name="Wu"),
        kind=kind,
        way="desk",
        words="please",
        asked_on=house.office.business_date(now),
        identity=identity,
        by=house.chief,
        now=now,
    )


def _of(name: str, kind: str, identity: str = "paper") -> Callable[[House], str]:
    return lambda house: house.page(f"visitors:{name}", _taken(house, kind, identity).pk)


def _handed(house: House) -> str:
    request = _taken(house, "access")
    note_handed(request=request, by=house.chief, now=timezone.now())
    return house.page("visitors:right_done", request.pk)


def _old(house: House) -> RetentionReview:
    now = timezone.now()
    file_of(house.chief, name="Long Ago", now=now - LONG)
    review = list_old_files(office=house.office, now=now)
    assert review is not None
    return review


RIGHT_FORMS: dict[str, SentForm] = {
    "visitors:right_new": SentForm(
        _new,
        {"kind": "access", "way": "desk", "asked_on": "2026-11-02", "identity": "paper", "words": "a copy"},
        words=("words",),
    ),
    "visitors:right_identity": SentForm(_of("right_identity", "access", ""), {"identity": "paper"}),
    "visitors:right_done": SentForm(_handed, {"words": "handed over"}, words=("words",)),
    "visitors:right_withdraw": SentForm(_of("right_withdraw", "withdraw"), {"channels": "sms"}),
    "visitors:right_erase": SentForm(_of("right_erase", "erase"), {"sure": "on"}),
    "visitors:right_decline": SentForm(
        _of("right_decline", "correct"), {"refused_as": "right", "words": "it is so"}, words=("words",)
    ),
    "visitors:right_call_off": SentForm(_of("right_call_off", "access")),
    "visitors:retention_answer": SentForm(
        lambda house: house.page("visitors:retention_answer", _old(house).lines.get().pk), {"answer": "keep"}
    ),
    "visitors:retention_decide": SentForm(
        lambda house: house.page("visitors:retention_decide", _old(house).pk)
    ),
}
