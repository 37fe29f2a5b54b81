"""One field of a customer's file at a time: shown, changed in place, and the consent it may need."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from offices.errors import Refusal
from offices.guards import office_view
from offices.phones import national
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of
from visitors.access import Action
from visitors.enums import RevealPurpose
from visitors.file_kinds import FileField, Held
from visitors.forms.file_value import FileValueForm
from visitors.guards import load_file, load_to_change, may_do
from visitors.models import Customer
from visitors.selectors.file_fields import field_of
from visitors.selectors.file_page import ShownField, consents_of, file_page, open_value, shown_field
from visitors.selectors.sensitive_consents import consent_lines, wording_for
from visitors.services.file_values import set_value
from visitors.services.searching import count_search
from visitors.services.sensitive_consents import give_consent, withdraw_consent
from visitors.services.spouse_reveal import reveal_spouse


@office_view(keeps_draft=True)
@require_http_methods(["GET", "POST"])
def file_field(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Change one field: in place on the page, or on a page of its own without JavaScript."""
    field = _field(request, key)
    action = Action.EDIT_SENSITIVE if field.sensitive else Action.EDIT
    load = load_to_change if request.method == "POST" else load_file
    customer = load(request.member, pk, action)
    back = f"{reverse('visitors:file', args=[request.member.office.slug, customer.pk])}#field-{key}"
    if request.htmx and "leave" in request.GET:
        return _shown(request, customer, key)
    lacks = field.sensitive is not None and field.sensitive not in consents_of(customer)
    value = None if field.held is Held.PHONES else open_value(customer, field)
    form = FileValueForm(sent(request), field=field, value=value, asks_consent=lacks)

    def work() -> None:
        now = timezone.now()
        if form.agreed() and field.sensitive:
            give_consent(
                customer=customer, of_class=field.sensitive, channel=form.agreed(), by=request.member, now=now
            )
        set_value(customer=customer, key=key, raw=form.raw(), by=request.member, now=now)

    if _counted(request, form, field) and is_done(request, form, work, answer=back):
        return _changed(request, customer, field) if request.htmx else redirect(back)
    form.focus_wrong()
    context = {
        "form": form,
        "customer": customer,
        "shown": shown_field(customer, key, sees_sensitive=True),
        "wording": wording_for(field.sensitive) if lacks and field.sensitive else "",
        "back": back,
    }
    template = "visitors/_file_field_form.html" if request.htmx else "visitors/file_field.html"
    return render(request, template, context, status=status_of(request, form))


def _counted(request: HttpRequest, form: FileValueForm, field: FileField) -> bool:
    """Whether the answer may be given: of a number it tells whether it is anybody's, so asking counts as a search."""
    if field.held is not Held.PHONES or request.method != "POST" or not form.is_valid():
        return True
    try:
        count_search(member=request.member, look_in="phone", now=timezone.now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        form.status = refusal.status  # type: ignore[attr-defined]
        return False
    return True


@office_view()
@require_POST
def consent_withdraw(request: HttpRequest, pk: int, of_class: str) -> HttpResponse:
    """The customer took a consent back: what was kept by it is deleted."""
    customer = load_to_change(request.member, pk, Action.EDIT_SENSITIVE)
    back = reverse("visitors:file", args=[request.member.office.slug, customer.pk])
    return act(
        request,
        lambda: withdraw_consent(customer=customer, of_class=of_class, by=request.member, now=timezone.now()),
        said=_("Taken back: what we knew of it is deleted."),
        back=back,
    )


@office_view()
@require_POST
def spouse_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole number of the spouse, once, with a line in the log before it is shown.

    For who may see both a number and what is sensitive.
    """
    purpose = request.POST.get("purpose", "")
    load_to_change(request.member, pk, Action.REVEAL)
    customer = load_file(request.member, pk, Action.SEE_SENSITIVE)
    back = reverse("visitors:file", args=[request.member.office.slug, customer.pk])
    try:
        number = reveal_spouse(customer=customer, purpose=purpose, by=request.member, now=timezone.now())
    except Refusal as refusal:
        return say(request, str(refusal), back=back, level="danger", status=refusal.status)
    return render(
        request, "visitors/spouse_revealed.html", {"customer": customer, "number": national(number)}
    )


def _field(request: HttpRequest, key: str) -> FileField:
    found = field_of(request.member.office, key)
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, customer: Customer, key: str) -> HttpResponse:
    """The field as the page shows it, in place of its form."""
    return render(request, "visitors/_file_field.html", _place(request, customer, key))


def _changed(request: HttpRequest, customer: Customer, field: FileField) -> HttpResponse:
    """The same after it was changed, with what the page counts of it elsewhere."""
    customer.refresh_from_db()
    page = file_page(customer, sees_sensitive=False)
    context = {
        **_place(request, customer, field.key),
        "page": page,
        "group": next(each for each in page.groups if each.group is field.group),
        "consents": consent_lines(customer) if field.sensitive else (),
    }
    return render(request, "visitors/_file_changed.html", context)


def _place(request: HttpRequest, customer: Customer, key: str) -> dict[str, Any]:
    """What the field's line needs; whoever may change it sees it."""
    shown: ShownField | None = shown_field(customer, key, sees_sensitive=True)
    return {
        "field": shown,
        "customer": customer,
        "refocus": True,
        "may_edit": True,
        "may_edit_sensitive": True,
        "may_reveal": may_do(request.member, customer, Action.REVEAL).allowed,
        "reveal_purposes": RevealPurpose.choices,
    }
