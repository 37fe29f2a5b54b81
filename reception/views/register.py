"""The visitor register: who signs what, the day's list, corrections, the printed book."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices import drafts
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.guards import office_view
from offices.models import BusinessDay, Member
from offices.selectors.deputies import may_decide
from offices.services.audit import keep
from offices.services.pins import check_pin
from offices.views.answers import act, once_for, refuse, say
from reception.forms.register import CorrectForm, PinSignForm, SignForm
from reception.guards import load_visit
from reception.models import Reception
from reception.roles import CONSULTANT, DESK, FLOOR, LEADERS
from reception.selectors.register import gather, line_of, register_of, unsigned
from reception.selectors.register_line import Line
from reception.selectors.register_pages import pages_of
from reception.services import register as services
from reception.targets import SIGNED_AT_ONCE
from reception.views.days import DAYS_OFFERED, day_of
from visitors.enums import SignedThrough
from visitors.guards import load_entry
from visitors.models import RegisterEntry


@office_view(*FLOOR)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The register of a day, the latest where none is named: what waits for a signature, what is signed."""
    member, day = request.member, day_of(request)
    shown = register_of(member.office, day) if day else None
    to_sign = shown.to_sign if shown else []
    context = {
        "day": day,
        "register": shown,
        "days": BusinessDay.objects.of(member.office).order_by("-date")[:DAYS_OFFERED],
        "mine": [line for line in to_sign if line.reception.consultant_id == member.pk],
        "others": [line for line in to_sign if line.reception.consultant_id != member.pk],
        "takes_pins": member.holds(*DESK),
        "may_ask": member.holds(*LEADERS),
        "may_print": may_decide(member, timezone.now()),
    }
    return render(request, "reception/register.html", context)


@office_view(*FLOOR, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Exactly what will be signed; by its consultant, or at the desk's screen with the consultant's PIN."""
    reception = load_visit(request.member, visit)
    book = _book_of(request.member, reception.day)
    is_mine = reception.consultant_id == request.member.pk
    if not is_mine and not request.member.holds(*DESK):
        raise PermissionDenied
    if reception.contact_id is None or reception.consultant is None:
        return refuse(request, _("There is nothing to sign for this visit."), back=book)
    make = SignForm if is_mine else PinSignForm
    if request.method == "GET":
        if not Reception.objects.filter(pk=reception.pk).owing_signature().exists():
            return refuse(request, _("There is nothing to sign for this visit."), back=book)
        draft = drafts.take(request) or {}
        return _sign_page(request, make(initial={"remark": draft.get("remark", "")}), reception)
    form = make(request.POST)
    if not form.is_valid():
        return _sign_page(request, form, reception, status=422)
    back = reverse("reception:my_turn", args=[reception.office.slug]) if is_mine else book
    try:
        _sign_once(request, reception, form.cleaned_data, is_mine=is_mine, answer=back)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _sign_page(request, form, reception, status=422 if refusal.field else refusal.status)
    return say(request, _("Signed: no. %(number)s.") % {"number": reception.number}, back=back)


def _sign_once(request: HttpRequest, reception: Reception, data: dict, *, is_mine: bool, answer: str) -> None:
    """The PIN is checked first and outside of the transaction, so that every wrong one counts. Raises Refusal."""
    now = timezone.now()
    proof: dict = {"through": SignedThrough.LOGIN, "by": request.member}
    if not is_mine:
        signer = reception.consultant
        signer.office = request.member.office
        check_pin(member=signer, pin=data["pin"], by=request.member, now=now)
        proof = {"through": SignedThrough.PIN, "screen_of": request.member, "by": signer}
    once_for(
        request,
        lambda: services.sign(
            reception=reception, remark=data["remark"], seen=data["seen"], now=now, **proof
        ),
        answer=answer,
    )


def _sign_page(request: HttpRequest, form: SignForm, reception: Reception, status: int = 200) -> HttpResponse:
    """What is shown is what stands now; the mark of it is sent back with the signature."""
    content = gather(reception.office, [reception])[reception.pk]
    form.initial["seen"] = content.seen
    if form.is_bound:
        form.data = form.data.copy()
        form.data["seen"] = content.seen
    context = {
        "form": form,
        "line": line_of(reception, content),
        "reception": reception,
        "by_pin": reception.consultant_id != request.member.pk,
    }
    return render(request, "reception/register_sign.html", context, status=status)


@office_view(*CONSULTANT)
@require_http_methods(["GET", "POST"])
def sign_all(request: HttpRequest) -> HttpResponse:
    """All that waits for this consultant's signature, of whichever day: one button, a signature for each."""
    member = request.member
    back = reverse("reception:my_turn", args=[member.office.slug])
    if request.method == "GET":
        return render(request, "reception/register_sign_all.html", {"lines": _lines_to_sign(member)})
    try:
        seen = _seen_of(request)
        once_for(request, lambda: services.sign_all(seen=seen, by=member, now=timezone.now()), answer=back)
    except Refusal as refusal:
        return refuse(request, str(refusal), back=request.path, status=refusal.status)
    said = ngettext("Signed: %(n)s entry.", "Signed: %(n)s entries.", len(seen)) % {"n": len(seen)}
    return say(request, said, back=back)


def _lines_to_sign(member: Member) -> list[tuple[Line, str]]:
    """Each line with the mark of what it shows."""
    owed = list(unsigned(member.office, consultant=member).with_people()[:SIGNED_AT_ONCE])
    contents = gather(member.office, owed)
    return [(line_of(each, contents[each.pk]), contents[each.pk].seen) for each in owed]


def _seen_of(request: HttpRequest) -> dict[UUID, str]:
    """The ticked visits with the marks of what was shown, as ``visit:mark``. Raises Refusal."""
    seen = {}
    for ticked in request.POST.getlist("entry")[:SIGNED_AT_ONCE]:
        visit, _colon, mark = ticked.partition(":")
        try:
            seen[UUID(visit)] = mark or "-"
        except ValueError:
            raise Refusal(_("There is no such visit. Load the page again.")) from None
    if not seen:
        raise Refusal(_("Tick the entries that you sign."))
    return seen


@office_view(*CONSULTANT, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A new entry that names the old one; only who signed it, and only in their own session."""
    entry = load_entry(request.member, pk)
    if entry.signed_by_id != request.member.pk:
        raise PermissionDenied
    back = _book_of(request.member, entry.day)
    if request.method == "GET":
        if RegisterEntry.objects.filter(corrects=entry).exists():
            return refuse(request, _("This entry is corrected already. Correct the newer one."), back=back)
        draft = drafts.take(request)
        form = CorrectForm(initial={**CorrectForm.values_of(entry), **(draft.dict() if draft else {})})
        return _correct_page(request, form, entry)
    form = CorrectForm(request.POST)
    if not form.is_valid():
        return _correct_page(request, form, entry, status=422)
    try:
        once_for(
            request,
            lambda: services.correct(
                entry=entry,
                changes=form.changes(),
                reason=form.cleaned_data["reason"],
                by=request.member,
                now=timezone.now(),
            ),
            answer=back,
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _correct_page(request, form, entry, status=422 if refusal.field else refusal.status)
    return say(request, _("Corrected. The old entry stays readable."), back=back)


def _correct_page(
    request: HttpRequest, form: CorrectForm, entry: RegisterEntry, status: int = 200
) -> HttpResponse:
    return render(request, "reception/register_correct.html", {"form": form, "entry": entry}, status=status)


@office_view(*LEADERS)
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """A leader asks who signed to correct the entry."""
    entry = load_entry(request.member, pk)
    return act(
        request,
        lambda: services.ask_correction(entry=entry, by=request.member, now=timezone.now()),
        said=_("%(name)s has been asked to look at no. %(number)s.")
        % {"name": entry.signed_by, "number": entry.number},
        back=_book_of(request.member, entry.day),
    )


@office_view(*LEADERS)
@require_GET
def print_day(request: HttpRequest) -> HttpResponse:
    """The day's register as the paper book looked; for whoever keeps it (B-03): the manager, or their deputy."""
    member, now = request.member, timezone.now()
    day = day_of(request)
    if not may_decide(member, now):
        return refuse(
            request,
            _("The sales manager keeps the register. Ask them to print it, or to name you as deputy."),
            back=_book_of(member, day),
        )
    if day is None:
        return redirect("reception:register", slug=member.office.slug)
    shown = register_of(member.office, day)
    keep(
        action=AuditAction.REGISTER_PRINTED,
        record=f"day:{day.date}",
        details={"entries": shown.signatures, "checksum": shown.checksum},
        by=member,
        now=now,
    )
    context = {"register": shown, "pages": pages_of(shown.lines), "printed_at": now, "day": day}
    return render(request, "reception/register_print.html", context)


def _book_of(member: Member, day: BusinessDay | None) -> str:
    """The register's page of that day."""
    page = reverse("reception:register", args=[member.office.slug])
    return f"{page}?day={day.date}" if day else page
