"""What persons want of us with their own data: taken, checked who it is, answered in time, a line for each step."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.enums import ConsentChannel, ConsentWay
from messaging.services.consents import keep_answers
from offices import live
from offices.enums import AuditAction, NoticeKind, Role
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from offices.services.notices import tell
from visitors.file_kinds import ConsentClass, Purpose
from visitors.models import Customer, CustomerEmail, CustomerPhone, Erasure, SubjectRequest
from visitors.rights_words import ErasedAs, IdentityBy, RefusedAs, RightKind, RightState, RightWay
from visitors.roles import RIGHT_ANSWERERS, RIGHT_READERS
from visitors.selectors.purposes import withdrawable
from visitors.services.customers import clean_text
from visitors.services.erasing import erase_person
from visitors.services.forgetting import forget_purposes
from visitors.services.sensitive_consents import withdraw_consent
from visitors.services.typed import one_of, write
from visitors.subject_clock import Light, clock

ENDABLE = {
    "channel": frozenset(ConsentChannel.values),
    "class": frozenset(each.value for each in ConsentClass),
    "purpose": frozenset(each.value for each in withdrawable()),
}
"""What may be taken back, by kind."""
WAYS = {RightWay.DESK: ConsentWay.DESK, RightWay.PHONE: ConsentWay.PHONE, RightWay.LETTER: ConsentWay.SELF}


@transaction.atomic
def take_request(
    *,
    customer: Customer,
    kind: str,
    way: str,
    words: str,
    asked_on: date,
    identity: str,
    by: Member,
    now: datetime,
) -> SubjectRequest:
    """The clock runs from ``asked_on``. ``identity`` may be checked at once or later ("").

    Raises Refusal for unknown codes, a day to come, and while the same of this person is open.
    """
    if asked_on > by.office.business_date(now):
        raise Refusal(_("This day has not come yet."), field="asked_on")
    request = SubjectRequest(
        office_id=by.office_id,
        customer=customer.file,
        kind=one_of(kind, RightKind, "kind"),
        way=one_of(way, RightWay, "way"),
        words=clean_text(words, "words", 300),
        asked_on=asked_on,
        taken_at=now,
        taken_by=by,
    )
    if identity:
        _set_identity(request, identity, by, now)
    write(request, {"subject_request_one_open_of_a_kind": "kind"})
    _keep(request, "taken", by, now)
    return request


@transaction.atomic
def check_identity(*, request: SubjectRequest, identity: str, by: Member, now: datetime) -> SubjectRequest:
    """How we know that it is the person themself; no number of a paper is kept. Raises Refusal."""
    held = _held(request)
    _set_identity(held, identity, by, now)
    held.save(update_fields=["identity", "checked_at", "checked_by"])
    _keep(held, "checked", by, now)
    return held


@transaction.atomic
def note_handed(*, request: SubjectRequest, by: Member, now: datetime) -> SubjectRequest:
    """Their data are being made into a file: only for who they are, with a line. Raises Refusal."""
    held = _held(request)
    _for_who_it_is(held, RightKind.ACCESS)
    held.handed_at = now
    held.save(update_fields=["handed_at"])
    keep(
        action=AuditAction.OWN_DATA_HANDED,
        record=f"customer:{held.customer_id}",
        details={"request": held.pk},
        by=by,
        now=now,
    )
    return held


@transaction.atomic
def answer_done(*, request: SubjectRequest, words: str, by: Member, now: datetime) -> SubjectRequest:
    """The copy was handed over, what was wrong corrected, or what they agree to again noted. Raises Refusal."""
    held = _held(request)
    _for_who_it_is(held, RightKind.ACCESS, RightKind.CORRECT, RightKind.AGREE)
    if held.kind == RightKind.ACCESS and held.handed_at is None:
        raise Refusal(_("First make the file of their data, and hand it over."))
    held.answer_words = clean_text(words, "words", 300)
    if held.kind == RightKind.CORRECT and not held.answer_words:
        raise Refusal(_("Say in a few words what was corrected."), field="words")
    return _answer(held, RightState.DONE, by, now)


@transaction.atomic
def answer_erased(*, request: SubjectRequest, by: Member, now: datetime) -> Erasure:
    """The person's data go, and the request is answered by that. Raises Refusal as erase_person does."""
    held = _held(request)
    _for_who_it_is(held, RightKind.ERASE)
    erasure = erase_person(customer=held.customer, why=ErasedAs.REQUEST, by=by, now=now, request=held)
    held.refresh_from_db()
    _answer(held, RightState.DONE, by, now)
    return erasure


@transaction.atomic
def answer_withdrawn(
    *,
    request: SubjectRequest,
    channels: Collection[str] = (),
    classes: Collection[str] = (),
    purposes: Collection[str] = (),
    by: Member,
    now: datetime,
) -> SubjectRequest:
    """These consents end now: by way, by class of sensitive facts, by what facts are kept for.

    Ways end for every number and address; facts are deleted. Who may not be reached any more at all is reached by no
    way. Raises Refusal where nothing was chosen, or what is not on the list.
    """
    held = _held(request)
    _for_who_it_is(held, RightKind.WITHDRAW)
    if not channels and not classes and not purposes:
        raise Refusal(_("Choose at least one consent."), field="channels")
    ends = {"channel": set(channels), "class": set(classes), "purpose": set(purposes)}
    if any(codes - ENDABLE[what] for what, codes in ends.items()):
        raise Refusal(_("Choose from the list."), field="channels")
    if Purpose.REACH in purposes:
        ends["channel"] = set(ConsentChannel.values)
    if ends["channel"]:
        _withdraw_channels(held, ends["channel"], by, now)
    for of_class in sorted(ends["class"]):
        withdraw_consent(customer=held.customer, of_class=of_class, by=by, now=now)
    if purposes:
        file = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=held.customer.file_id)
        forget_purposes(held=file, purposes={Purpose(each) for each in purposes}, by=by, now=now)
    held.ended = [f"{what}:{code}" for what, codes in ends.items() for code in sorted(codes)]
    return _answer(held, RightState.DONE, by, now)


@transaction.atomic
def refuse_request(
    *, request: SubjectRequest, refused_as: str, words: str, by: Member, now: datetime
) -> SubjectRequest:
    """Declined, with the reason that the person is told. Raises Refusal."""
    held = _held(request)
    held.refused_as = one_of(refused_as, RefusedAs, "refused_as")
    held.answer_words = clean_text(words, "words", 300)
    return _answer(held, RightState.REFUSED, by, now)


@transaction.atomic
def call_off(*, request: SubjectRequest, by: Member, now: datetime) -> SubjectRequest:
    """The person wants it no longer. Raises Refusal."""
    return _answer(_held(request), RightState.CALLED_OFF, by, now)


def mind_requests(*, office: Office, now: datetime) -> int:
    """Those who answer are told on day 10, the director besides on day 15; each telling once. How many were told."""
    today = office.business_date(now)
    told = 0
    for pk in SubjectRequest.objects.of(office).open().order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            rows = SubjectRequest.objects.open().select_for_update(
                of=("self",), no_key=True, skip_locked=True
            )
            request = rows.filter(pk=pk).first()
            told += _mind(request, office, today, now) if request else 0
    return told


def _mind(request: SubjectRequest, office: Office, today: date, now: datetime) -> int:
    light = clock(request.asked_on, today).light
    if light is Light.BREACH and request.breached_at is None:
        request.breached_at = now
        request.warned_at = request.warned_at or now
        _tell(request, office, NoticeKind.RIGHT_LATE, RIGHT_READERS, now)
    elif light is Light.WARN and request.warned_at is None:
        request.warned_at = now
        _tell(request, office, NoticeKind.RIGHT_DUE, RIGHT_ANSWERERS, now)
    else:
        return 0
    request.save(update_fields=["warned_at", "breached_at"])
    return 1


def _tell(
    request: SubjectRequest, office: Office, kind: NoticeKind, roles: tuple[Role, ...], now: datetime
) -> None:
    members = Member.objects.of(office).working().holding(*roles).order_by().values_list("pk", flat=True)
    path = reverse("visitors:right", args=[office.slug, request.pk])
    tell(
        office_id=office.pk,
        member_ids=list(members),
        kind=kind,
        about={"path": path, "request": request.pk},
        now=now,
    )
    live.bump(office.pk)


def _withdraw_channels(request: SubjectRequest, channels: set[str], by: Member, now: datetime) -> None:
    files = Customer.objects.of_person(request.customer.file_id).order_by()
    places = (
        (CustomerPhone, {ConsentChannel.CALL, ConsentChannel.SMS}),
        (CustomerEmail, {ConsentChannel.EMAIL}),
    )
    way = WAYS[RightWay(request.way)]
    for model, able in places:
        ended = {channel: False for channel in sorted(able) if channel in channels}
        prints = model.objects.filter(customer__in=files).order_by().values_list("digest", flat=True)
        for digest in sorted(set(prints)) if ended else ():
            keep_answers(office=by.office, digest=digest, answers=ended, channel=way, by=by, now=now)
    keep(
        action=AuditAction.CONSENT_RECORDED,
        record=f"customer:{request.customer_id}",
        details={"ended": sorted(channels), "request": request.pk},
        by=by,
        now=now,
    )


def _set_identity(request: SubjectRequest, identity: str, by: Member, now: datetime) -> None:
    request.identity = one_of(identity, IdentityBy, "identity")
    request.checked_at, request.checked_by = now, by


def _for_who_it_is(held: SubjectRequest, *kinds: RightKind) -> None:
    if held.kind not in kinds:
        raise Refusal(_("This request wants something else. Load the page again."))
    if not held.identity:
        raise Refusal(_("First make sure who it is."), field="identity")


def _answer(held: SubjectRequest, state: RightState, by: Member, now: datetime) -> SubjectRequest:
    held.state, held.answered_at, held.answered_by = state, now, by
    held.save(update_fields=["state", "refused_as", "answer_words", "ended", "answered_at", "answered_by"])
    _keep(held, state.value, by, now)
    return held


def _held(request: SubjectRequest) -> SubjectRequest:
    rows = SubjectRequest.objects.select_related("customer__office").select_for_update(
        of=("self",), no_key=True
    )
    held = rows.get(pk=request.pk)
    if held.state != RightState.OPEN:
        raise Refusal(_("This was answered already. Load the page again."))
    return held


def _keep(request: SubjectRequest, did: str, by: Member, now: datetime) -> None:
    details = {"did": did, "kind": request.kind, "customer": request.customer_id}
    keep(action=AuditAction.RIGHT_MOVED, record=f"right:{request.pk}", details=details, by=by, now=now)
