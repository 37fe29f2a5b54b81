"""What an office's customer files ask for: fields of ours in use or not, longer lists, own fields."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices.guards import office_view
from offices.views.answers import act
from offices.views.form_answers import sent
from visitors.file_fields import ALWAYS, BY_KEY, FIELDS, LENGTHENED
from visitors.file_kinds import Group
from visitors.file_telling import label_of, options_of
from visitors.file_words import CLASS_WORDS, GROUP_WORDS, KIND_WORDS, PURPOSE_WORDS
from visitors.forms.file_settings import AnswersForm, OwnFieldForm
from visitors.guards import load_own_field
from visitors.models import OfficeFields, OwnField
from visitors.roles import FORM_KEEPERS
from visitors.services import file_settings as services
from visitors.views.form_pages import FormPage, form_page


@office_view(*FORM_KEEPERS)
@require_GET
def file_form(request: HttpRequest) -> HttpResponse:
    """Every field with its purpose, by groups; the office's own stand below ours."""
    office = request.member.office
    changed = OfficeFields.objects.filter(office=office).first()
    off = set(changed.switched_off if changed else ())
    own = list(OwnField.objects.of(office))
    groups = [
        {
            "label": GROUP_WORDS[group],
            "fields": [
                {
                    "key": field.key,
                    "label": label_of(field),
                    "kind": KIND_WORDS[field.kind],
                    "purpose": PURPOSE_WORDS[field.purpose],
                    "sensitive": CLASS_WORDS[field.sensitive] if field.sensitive else "",
                    "is_used": field.key not in off,
                    "is_always": field.key in ALWAYS,
                    "is_list": field.key in LENGTHENED,
                }
                for field in FIELDS
                if field.group is group
            ],
            "own": [each for each in own if each.group == group],
        }
        for group in Group
    ]
    return render(request, "visitors/file_form.html", {"groups": groups})


@office_view(*FORM_KEEPERS)
@require_POST
def field_switch(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a field of ours, or no longer."""
    used = request.POST.get("used") == "yes"
    return act(
        request,
        lambda: services.switch_field(
            office=request.member.office, key=key, used=used, by=request.member, now=timezone.now()
        ),
        said=_("Asked for from now on.") if used else _("Not asked for any more; what was answered stays."),
        back=_back(request),
    )


@office_view(*FORM_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def field_answers(request: HttpRequest, key: str) -> HttpResponse:
    """Answers of the office's own on a list of ours."""
    if key not in LENGTHENED:
        raise Http404
    office = request.member.office
    changed = OfficeFields.objects.filter(office=office).first()
    form = AnswersForm(
        sent(request), initial={"answers": "\n".join(changed.more.get(key, ()) if changed else ())}
    )
    ours = ", ".join(words for _code, words in options_of(BY_KEY[key]))
    return form_page(
        request,
        form,
        lambda: services.lengthen_list(
            office=office, key=key, answers=form.lines(), by=request.member, now=timezone.now()
        ),
        page=FormPage(
            _("Which answers are missing?"),
            _("Save"),
            _back(request),
            about=label_of(BY_KEY[key]),
            hint=_("On the list already: %(answers)s") % {"answers": ours},
        ),
        said=_("Saved."),
    )


@office_view(*FORM_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def own_field_new(request: HttpRequest) -> HttpResponse:
    """Another field of the office's own."""
    return _own(request, None)


@office_view(*FORM_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def own_field(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a field of the office's own, or take it out of use."""
    return _own(request, load_own_field(request.member, pk))


def _own(request: HttpRequest, own: OwnField | None) -> HttpResponse:
    form = OwnFieldForm(sent(request), instance=own)
    return form_page(
        request,
        form,
        lambda: services.write_own_field(
            office=request.member.office,
            own=own,
            **form.cleaned_data,
            by=request.member,
            now=timezone.now(),
        ),
        page=FormPage(
            own.label if own else _("What else should the file ask?"),
            _("Save"),
            _back(request),
            hint=_(
                "Ask only what you need: each field says what it is kept for, and customers may ask to see it."
            ),
        ),
        said=_("Saved."),
    )


def _back(request: HttpRequest) -> str:
    return reverse("visitors:file_form", args=[request.member.office.slug])
