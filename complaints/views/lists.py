"""Departments and categories: what an office sorts its complaints by."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.forms.lists import CategoryForm, DepartmentForm
from complaints.guards import load_category, load_department
from complaints.models import Department, TicketCategory
from complaints.roles import LIST_KEEPERS
from complaints.services import lists as services
from offices.guards import office_view
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of

SAVED = gettext_lazy("Saved.")


@office_view(*LIST_KEEPERS)
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """All of them, those out of use last."""
    office = request.member.office
    categories = TicketCategory.objects.of(office).select_related("department")
    context = {
        "departments": Department.objects.of(office).select_related("head").order_by("-is_active", "name"),
        "categories": categories.order_by("-is_active", "is_major", "position", "pk"),
    }
    return render(request, "complaints/lists.html", context)


@office_view(*LIST_KEEPERS)
@require_POST
def lists_start(request: HttpRequest) -> HttpResponse:
    """Copy the lists that the house brings along."""
    language = translation.get_language()
    return act(
        request,
        lambda: services.start_with_ours(
            office=request.member.office, language=language, by=request.member, now=timezone.now()
        ),
        said=_("Our lists are yours now: change what does not fit, and name the heads of the departments."),
        back=_back(request),
    )


@office_view(*LIST_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def department_new(request: HttpRequest) -> HttpResponse:
    """Another department."""
    return _department(request, None)


@office_view(*LIST_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def department(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a department."""
    return _department(request, load_department(request.member, pk))


@office_view(*LIST_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def category_new(request: HttpRequest) -> HttpResponse:
    """Another category."""
    return _category(request, None)


@office_view(*LIST_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def category(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a category."""
    return _category(request, load_category(request.member, pk))


def _department(request: HttpRequest, found: Department | None) -> HttpResponse:
    office = request.member.office
    form = DepartmentForm(sent(request), office=office, department=found)
    if is_done(
        request,
        form,
        lambda: services.write_department(
            office=office, department=found, **form.cleaned_data, by=request.member, now=timezone.now()
        ),
        answer=_back(request),
    ):
        return say(request, str(SAVED), back=_back(request))
    title = found.name if found else _("A new department")
    context = {"form": form, "title": title, "back": _back(request)}
    return render(request, "complaints/list_form.html", context, status=status_of(request, form))


def _category(request: HttpRequest, found: TicketCategory | None) -> HttpResponse:
    office = request.member.office
    form = CategoryForm(sent(request), office=office, category=found)
    if is_done(
        request,
        form,
        lambda: services.write_category(
            office=office, category=found, **form.cleaned_data, by=request.member, now=timezone.now()
        ),
        answer=_back(request),
    ):
        return say(request, str(SAVED), back=_back(request))
    title = found.name if found else _("A new category")
    context = {"form": form, "title": title, "back": _back(request)}
    return render(request, "complaints/list_form.html", context, status=status_of(request, form))


def _back(request: HttpRequest) -> str:
    return reverse("complaints:lists", args=[request.member.office.slug])
