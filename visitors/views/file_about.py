"""What else is said of a file: tags, what it is about, a company's facts, segments by hand."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from offices.guards import office_view
from offices.views.form_answers import sent
from visitors.access import Action
from visitors.file_enums import TagKind
from visitors.forms.file_about import CompanyForm, CompanyNoteForm, KindForm, SegmentsForm, TagsForm
from visitors.guards import load_file, load_to_change
from visitors.models import CorporateFacts, Customer, FileTag, SegmentChoice
from visitors.segments import Axis
from visitors.selectors.file_tags import usual_labels
from visitors.services import file_facts
from visitors.views.form_pages import FormPage, form_page


@office_view(keeps_draft=True)
@require_http_methods(["GET", "POST"])
def file_tags(request: HttpRequest, pk: int) -> HttpResponse:
    """Tags of the house and of the office's own words."""
    customer = _opened(request, pk, Action.EDIT)
    rows = FileTag.objects.filter(customer=customer)
    initial = {
        "kinds": [row.kind for row in rows if row.kind != TagKind.OWN],
        "labels": "\n".join(row.label for row in rows if row.label),
    }
    form = TagsForm(sent(request), initial=initial)
    usual = pgettext("between the items of a list", ", ").join(usual_labels(request.member.office))
    return form_page(
        request,
        form,
        lambda: file_facts.set_tags(
            customer=customer,
            kinds=form.cleaned_data["kinds"],
            labels=form.own(),
            by=request.member,
            now=timezone.now(),
        ),
        page=_page(
            request,
            customer,
            _("Which tags fit?"),
            hint=_("In use here: %(tags)s") % {"tags": usual} if usual else "",
        ),
        said=_("The tags are set."),
    )


@office_view(keeps_draft=True)
@require_http_methods(["GET", "POST"])
def file_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file is about: a customer, a partner of the house, a company."""
    customer = _opened(request, pk, Action.EDIT)
    form = KindForm(sent(request), customer=customer)
    return form_page(
        request,
        form,
        lambda: file_facts.set_kind(
            customer=customer, **form.cleaned_data, by=request.member, now=timezone.now()
        ),
        page=_page(request, customer, _("What is this file about?")),
        said=_("Saved."),
    )


@office_view(keeps_draft=True)
@require_http_methods(["GET", "POST"])
def file_company(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts of a company that buys."""
    customer = _opened(request, pk, Action.EDIT)
    facts = CorporateFacts.objects.filter(customer=customer).first()
    form = CompanyForm(sent(request), instance=facts)
    return form_page(
        request,
        form,
        lambda: file_facts.write_company(
            customer=customer, **form.cleaned_data, by=request.member, now=timezone.now()
        ),
        page=_page(request, customer, _("The company")),
        said=_("Saved."),
    )


@office_view(keeps_draft=True)
@require_http_methods(["GET", "POST"])
def company_note(request: HttpRequest, pk: int) -> HttpResponse:
    """A change at the company, business with us, figures of a year."""
    customer = _opened(request, pk, Action.EDIT)
    form = CompanyNoteForm(sent(request))
    return form_page(
        request,
        form,
        lambda: file_facts.note_company(
            customer=customer, **form.cleaned_data, by=request.member, now=timezone.now()
        ),
        page=_page(request, customer, _("What happened at the company?")),
        said=_("Written down."),
    )


@office_view(keeps_draft=True)
@require_http_methods(["GET", "POST"])
def file_segments(request: HttpRequest, pk: int) -> HttpResponse:
    """Segments by hand, by who knows better than the file."""
    customer = _opened(request, pk, Action.EDIT_SENSITIVE)
    row = SegmentChoice.objects.filter(customer=customer).first()
    chosen = {axis.value: getattr(row, axis.value) for axis in Axis} if row else {}
    form = SegmentsForm(sent(request), chosen=chosen)
    return form_page(
        request,
        form,
        lambda: file_facts.choose_segments(
            customer=customer, **form.cleaned_data, by=request.member, now=timezone.now()
        ),
        page=_page(
            request,
            customer,
            _("In which segments do you see them?"),
            hint=_("Left open, they follow from the file."),
        ),
        said=_("Saved."),
    )


def _opened(request: HttpRequest, pk: int, action: Action) -> Customer:
    load = load_to_change if request.method == "POST" else load_file
    return load(request.member, pk, action)


def _page(request: HttpRequest, customer: Customer, title: str, hint: str = "") -> FormPage:
    back = reverse("visitors:file", args=[request.member.office.slug, customer.pk])
    return FormPage(title, _("Save"), back, about=customer.display_name, hint=hint)
