"""Letters and mailboxes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices.errors import Refusal
from offices.guards import office_view
from offices.ids import read_id
from offices.views.answers import act, once_for, refuse, say
from offices.views.form_answers import is_done, sent, status_of
from switchboard.forms.letters import EndForm, ForwardForm, LetterForm, MailboxForm
from switchboard.guards import load_letter, load_mailbox
from switchboard.letter_steps import WAITING
from switchboard.models import Letter, Mailbox
from switchboard.roles import KEEPERS, WORDING_KEEPERS
from switchboard.selectors.letters import (
    boxes_of,
    departments_of,
    settled_letters,
    steps_of,
    waiting_letters,
)
from switchboard.services import letters as services
from visitors.models import Customer

BOX_READERS = tuple(dict.fromkeys((*KEEPERS, *WORDING_KEEPERS)))


@office_view(*KEEPERS)
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """What waits, the soonest due first; the boxes of today; what was settled."""
    office = request.member.office
    today = office.business_date(timezone.now())
    context = {
        "waiting": [(each, each.is_overdue(today)) for each in waiting_letters(request.member)],
        "page": settled_letters(request.member, request.GET.get("page", "1")),
        "boxes": boxes_of(office, today),
        "query": "",
    }
    return render(request, "switchboard/letters.html", context)


@office_view(*KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def letter_new(request: HttpRequest) -> HttpResponse:
    office, now = request.member.office, timezone.now()
    box = read_id(request.GET.get("box", ""))
    initial = {"mailbox": box} if box else {}
    form = LetterForm(sent(request), office=office, today=office.business_date(now), initial=initial)
    back = reverse("switchboard:letters", args=[office.slug])
    if is_done(request, form, lambda: _register(request, form, now), answer=back):
        return say(request, _("Registered. You answer for it until the sender has the answer."), back=back)
    return render(request, "switchboard/letter_new.html", {"form": form}, status=status_of(request, form))


@office_view()
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter, what was done with it, and what can be done next."""
    found = load_letter(request.member, pk)
    return _letter_page(request, found, _forward_form(request, found), EndForm(auto_id="end-%s"))


@office_view()
@require_POST
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    found = load_letter(request.member, pk)
    form = ForwardForm(request.POST, office=request.member.office, auto_id="forward-%s")
    return _step(
        request,
        found,
        form,
        lambda: services.forward_letter(
            letter=found, by=request.member, now=timezone.now(), **form.cleaned_data
        ),
        said=_("Forwarded. You stay the one who answers for it."),
        show=lambda status: _letter_page(request, found, form, EndForm(auto_id="end-%s"), status),
    )


@office_view()
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Answered, or filed without an answer."""
    found, form = load_letter(request.member, pk), EndForm(request.POST, auto_id="end-%s")
    answered = request.POST.get("do") == "answered"
    return _step(
        request,
        found,
        form,
        lambda: services.end_letter(
            letter=found, answered=answered, by=request.member, now=timezone.now(), **form.cleaned_data
        ),
        said=_("Settled."),
        show=lambda status: _letter_page(request, found, _forward_form(request, found), form, status),
    )


@office_view(*BOX_READERS)
@require_GET
def mailboxes(request: HttpRequest) -> HttpResponse:
    """Every box, and whether somebody looked into it today."""
    office = request.member.office
    context = {
        "boxes": boxes_of(office, office.business_date(timezone.now())),
        "ended": list(Mailbox.objects.of(office).exclude(ended_at=None).order_by("name")),
        "may_write": request.member.holds(*WORDING_KEEPERS),
        "may_check": request.member.holds(*KEEPERS),
    }
    return render(request, "switchboard/mailboxes.html", context)


@office_view(*WORDING_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def mailbox_new(request: HttpRequest) -> HttpResponse:
    return _write_box(request, None)


@office_view(*WORDING_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def mailbox(request: HttpRequest, pk: int) -> HttpResponse:
    return _write_box(request, load_mailbox(request.member, pk))


@office_view(*WORDING_KEEPERS)
@require_POST
def mailbox_switch(request: HttpRequest, pk: int) -> HttpResponse:
    found, do = load_mailbox(request.member, pk), request.POST.get("do")
    back = reverse("switchboard:mailboxes", args=[request.member.office.slug])
    if do not in ("on", "off"):
        return refuse(request, _("Say whether it is switched off or used again."), back=back)
    return act(
        request,
        lambda: services.switch_mailbox(
            mailbox=found, is_on=do == "on", by=request.member, now=timezone.now()
        ),
        said=_("In use again.") if do == "on" else _("Switched off."),
        back=back,
    )


@office_view(*KEEPERS)
@require_POST
def mailbox_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Looked into, and so many letters found."""
    found = load_mailbox(request.member, pk)
    back = reverse("switchboard:mailboxes", args=[request.member.office.slug])
    typed = request.POST.get("found", "").strip() or "0"
    number = read_id(typed)
    if number is None:
        return refuse(request, _("0 to 999 letters."), back=back)
    return act(
        request,
        lambda: services.check_mailbox(mailbox=found, found=number, by=request.member, now=timezone.now()),
        said=_("Noted. Now register what you found.") if number else _("Noted."),
        back=back,
    )


def _register(request: HttpRequest, form: LetterForm, now: datetime) -> Letter:
    data = dict(form.cleaned_data)
    pk = data.pop("customer")
    customer = Customer.objects.of(request.member.office).filter(pk=pk).first() if pk else None
    return services.register_letter(
        office=request.member.office,
        sender=data.pop("name"),
        customer=customer,
        by=request.member,
        now=now,
        **data,
    )


def _forward_form(request: HttpRequest, found: Letter) -> ForwardForm:
    initial = {"topic": found.topic, "department": found.department, "to": found.with_member_id}
    return ForwardForm(office=request.member.office, auto_id="forward-%s", initial=initial)


def _letter_page(
    request: HttpRequest, found: Letter, forward_form: ForwardForm, end_form: EndForm, status: int = 200
) -> HttpResponse:
    today = request.member.office.business_date(timezone.now())
    context = {
        "letter": found,
        "steps": steps_of(found),
        "forward": forward_form,
        "end": end_form,
        "is_waiting": found.state in WAITING,
        "is_late": found.is_overdue(today),
        "departments": departments_of(request.member.office),
    }
    return render(request, "switchboard/letter.html", context, status=status)


def _step(
    request: HttpRequest,
    found: Letter,
    form: forms.Form,
    work: Callable[[], Any],
    *,
    said: str,
    show: Callable[[int], HttpResponse],
) -> HttpResponse:
    """Do it once and go back to the letter; a refusal stands in the form."""
    if not form.is_valid():
        return show(422)
    back = reverse("switchboard:letter", args=[request.member.office.slug, found.pk])
    try:
        once_for(request, work, answer=back)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return show(422 if refusal.field else refusal.status)
    return say(request, said, back=back)


def _write_box(request: HttpRequest, found: Mailbox | None) -> HttpResponse:
    initial = {"kind": found.kind, "name": found.name, "address": found.address} if found else {}
    form = MailboxForm(sent(request), initial=initial)
    back = reverse("switchboard:mailboxes", args=[request.member.office.slug])
    if is_done(
        request,
        form,
        lambda: services.keep_mailbox(
            office=request.member.office,
            mailbox=found,
            by=request.member,
            now=timezone.now(),
            **form.cleaned_data,
        ),
        answer=back,
    ):
        return say(request, _("Saved."), back=back)
    context = {"form": form, "mailbox": found}
    return render(request, "switchboard/mailbox.html", context, status=status_of(request, form))
