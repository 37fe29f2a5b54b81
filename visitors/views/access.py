"""Who sees what, who looked at a file, and how it is marked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offices.guards import office_view
from offices.views.form_answers import sent
from visitors.access import Action
from visitors.access_approvals import Mark
from visitors.forms.access import MarkForm
from visitors.guards import load_customer, load_file
from visitors.models import FileMark
from visitors.roles import KEEPERS
from visitors.selectors.looks import looks_at
from visitors.selectors.standing import heaviest_of, marks_of
from visitors.selectors.who_sees import lines_for, words_on_requests
from visitors.services.file_marks import mark_file
from visitors.views.form_pages import FormPage, form_page

MARKED_SHOWN = 500


@office_view()
@require_GET
def who_sees(request: HttpRequest) -> HttpResponse:
    """The table by which every page decides, in words, and whose word each request takes."""
    context = {"lines": lines_for(request.member), "words": words_on_requests()}
    return render(request, "visitors/who_sees.html", context)


@office_view()
@require_GET
def looks(request: HttpRequest, pk: int) -> HttpResponse:
    """Who looked at this customer's file; the look at the list is one itself."""
    customer = load_file(request.member, pk, Action.SEE_LOOKS)
    reads = request.member.holds(*KEEPERS)  # requests of others are theirs to read
    context = {"customer": customer, "lines": looks_at(customer), "reads": reads}
    return render(request, "visitors/looks.html", context)


@office_view(*KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a file, or lift its mark."""
    member, now = request.member, timezone.now()
    customer = load_customer(member, pk)
    held = marks_of([customer]).get(customer.pk, ())
    heaviest = heaviest_of([customer])
    initial = {"mark": heaviest.value, "custodian": held[0].custodian_id if held else None}
    form = MarkForm(sent(request), initial=initial, office=member.office)
    page = FormPage(
        _("Mark this file"),
        _("Mark it"),
        reverse("reception:customer", args=[member.office.slug, customer.pk]),
        hint=_(
            "Confidential: its consultant, who keeps it and the leaders read it. Top secret: who keeps it and "
            "the leaders alone. Requests that were approved before are closed by a heavier mark."
        ),
        about=customer.display_name,
    )
    return form_page(
        request,
        form,
        lambda: mark_file(customer=customer, by=member, now=now, **form.cleaned_data),
        page=page,
        said=_("Marked."),
    )


@office_view(*KEEPERS)
@require_GET
def marked(request: HttpRequest) -> HttpResponse:
    """The index of marked files: which, how, who keeps them, since when."""
    latest = FileMark.objects.of(request.member.office).latest_of_each()
    rows = (
        FileMark.objects.filter(pk__in=latest.values("pk"))
        .exclude(mark=Mark.NONE)
        .select_related("customer__merged_into", "custodian", "by")
        .order_by("-at", "-pk")
    )
    return render(request, "visitors/marked.html", {"rows": rows[:MARKED_SHOWN]})
