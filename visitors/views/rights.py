"""What persons want of us with their own data, and how each request is answered in time."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices.guards import office_view
from offices.spreadsheets import XLSX_TYPE
from offices.views.answers import act
from offices.views.form_answers import sent
from visitors.access import Action
from visitors.file_words import PURPOSE_WORDS
from visitors.forms.rights import (
    DataForm,
    DeclineForm,
    DoneForm,
    EraseForm,
    IdentityForm,
    TakeForm,
    WithdrawForm,
)
from visitors.guards import load_file, load_right, load_to_change, may_do
from visitors.models import Customer, SubjectRequest
from visitors.rights_words import RightKind
from visitors.roles import ERASERS, RIGHT_ANSWERERS, RIGHT_READERS
from visitors.selectors.purposes import ended_purposes
from visitors.selectors.rights import consents_of_person, ended_words, erased_places, right_lines
from visitors.services import subject_requests as services
from visitors.services.erasing import why_held
from visitors.services.own_data import JSON_TYPE, as_json, as_spreadsheet, own_data
from visitors.views.form_pages import FormPage, form_page

SHOWN = 60


@office_view(*RIGHT_READERS)
@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """The open ones by their last day, and those answered lately."""
    office, now = request.member.office, timezone.now()
    rows = SubjectRequest.objects.of(office).select_related("customer", "taken_by", "answered_by")
    today = office.business_date(now)
    context = {
        "open": right_lines(rows.open(), today),
        "answered": rows.exclude(answered_at=None).order_by("-answered_at")[:SHOWN],
    }
    return render(request, "visitors/rights.html", context)


@office_view(*RIGHT_READERS)
@require_GET
def right(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what was asked, who it is, what is left to do, how many days there are."""
    member = request.member
    found = load_right(member, pk)
    [line] = right_lines([found], member.office.business_date(timezone.now()))
    erases = found.kind == RightKind.ERASE and member.holds(*ERASERS)
    # Of a marked file fewer people answer, and only they read what the person agreed to.
    may = may_do(member, found.customer, Action.SUBJECT_DATA).allowed
    context = {
        "line": line,
        "right": found,
        "answers": may and member.holds(*RIGHT_ANSWERERS),
        "erases": erases,
        "held": why_held(found.customer) if erases and found.answered_at is None else [],
        "consents": consents_of_person(found.customer) if may and found.kind == RightKind.WITHDRAW else [],
        "ended": ended_words(found),
        "erased": erased_places(found) if found.kind == RightKind.ERASE else [],
        "unwanted": [PURPOSE_WORDS[each] for each in sorted(ended_purposes(found.customer))]
        if may and found.kind == RightKind.AGREE and found.answered_at is None
        else [],
        "languages": settings.LANGUAGES,
        "language": get_language(),
    }
    return render(request, "visitors/right.html", context)


@office_view(*RIGHT_ANSWERERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def right_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody wants something with their own data: taken down, with the day it came."""
    member, now = request.member, timezone.now()
    customer = load_to_change(member, pk, Action.SUBJECT_DATA)
    initial = {"asked_on": member.office.business_date(now), "kind": RightKind.ACCESS}
    form = TakeForm(sent(request), initial=initial)
    page = FormPage(
        _("Their own data"),
        _("Take it down"),
        reverse("visitors:rights", args=[member.office.slug]),
        about=str(customer),
        hint=_("It has to be answered within 15 days; those who answer are told on the tenth."),
    )
    return form_page(
        request,
        form,
        lambda: services.take_request(customer=customer, by=member, now=now, **form.cleaned_data),
        page=page,
        said=_("Taken down. The clock runs."),
    )


@office_view(*RIGHT_ANSWERERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def right_identity(request: HttpRequest, pk: int) -> HttpResponse:
    words = (_("Who is it?"), _("I have checked it"), _("Noted."))
    return _deed(request, pk, IdentityForm(sent(request)), services.check_identity, words)


@office_view(*RIGHT_ANSWERERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def right_done(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy was handed over, or what was wrong is right now."""
    words = (_("It is done"), pgettext("own data", "Answer it"), _("Answered."))
    return _deed(request, pk, DoneForm(sent(request)), services.answer_done, words)


@office_view(*RIGHT_ANSWERERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def right_decline(request: HttpRequest, pk: int) -> HttpResponse:
    words = (_("Decline this request"), pgettext("own data", "Decline it"), _("Declined."))
    return _deed(request, pk, DeclineForm(sent(request)), services.refuse_request, words)


@office_view(*RIGHT_ANSWERERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def right_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The consents that end; sensitive facts go with theirs."""
    words = (_("Which consents do they take back?"), _("End them now"), _("Ended."))
    return _deed(request, pk, WithdrawForm(sent(request)), services.answer_withdrawn, words)


@office_view(*ERASERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def right_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase the person; what law and accounts need stays without their name."""
    member, now = request.member, timezone.now()
    found = load_right(member, pk)
    _customer_of(request, found, Action.ERASE)
    form = EraseForm(sent(request))
    page = _page_of(request, found, _("Erase this person's data"), _("Erase for good"))
    return form_page(
        request,
        form,
        lambda: services.answer_erased(request=found, by=member, now=now),
        page=page,
        said=_("Erased."),
    )


@office_view(*RIGHT_ANSWERERS)
@require_POST
def right_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """The person wants it no longer."""
    found = load_right(request.member, pk)
    _customer_of(request, found, Action.SUBJECT_DATA)
    return act(
        request,
        lambda: services.call_off(request=found, by=request.member, now=timezone.now()),
        said=_("Called off."),
        back=_home(request, found),
    )


@office_view(*RIGHT_ANSWERERS)
@require_GET
def right_data(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of their data, in the language they read; made anew each time, kept nowhere, each time with a line."""
    member, now = request.member, timezone.now()
    found = load_right(member, pk)
    form = DataForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    customer = load_file(member, found.customer_id, Action.SUBJECT_DATA)
    services.note_handed(request=found, by=member, now=now)
    language, kind = form.cleaned_data["language"], form.cleaned_data["kind"]
    sections = own_data(customer, language=language)
    if kind == "json":
        made, content_type = as_json(sections, member.office, now=now), JSON_TYPE
    else:
        made = as_spreadsheet(sections, member.office, now=now, language=language)
        content_type = XLSX_TYPE
    answer = HttpResponse(made, content_type=content_type)
    # The name of the file names nobody.
    answer["Content-Disposition"] = f'attachment; filename="own-data-{found.pk}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _deed(
    request: HttpRequest,
    pk: int,
    form: forms.Form,
    service: Callable[..., Any],
    words: tuple[str, str, str],
) -> HttpResponse:
    """A form about one request; ``words``: the heading, the button, what is said after it."""
    member, now = request.member, timezone.now()
    found = load_right(member, pk)
    _customer_of(request, found, Action.SUBJECT_DATA)
    title, button, said = words
    return form_page(
        request,
        form,
        lambda: service(request=found, by=member, now=now, **form.cleaned_data),
        page=_page_of(request, found, title, button),
        said=said,
    )


def _customer_of(request: HttpRequest, found: SubjectRequest, action: Action) -> Customer:
    """Raises FileClosed where the table does not let the member do this with this person's file."""
    return load_to_change(request.member, found.customer_id, action)


def _page_of(request: HttpRequest, found: SubjectRequest, title: str, button: str) -> FormPage:
    return FormPage(title, button, _home(request, found), about=f"{found.customer} · {found}")


def _home(request: HttpRequest, found: SubjectRequest) -> str:
    return reverse("visitors:right", args=[request.member.office.slug, found.pk])
