"""The library of answers and scripts: searched while a caller waits, written by its keepers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices.guards import office_view
from offices.views.answers import act, refuse, say
from offices.views.form_answers import is_done, sent, status_of
from switchboard.answer_search import LONGEST_QUERY
from switchboard.forms.library import TextForm
from switchboard.guards import load_text
from switchboard.models import LibraryText
from switchboard.roles import ANSWERERS, WORDING_KEEPERS
from switchboard.selectors.library import ended_texts, texts_by_kind, texts_found
from switchboard.services import library as services

READERS = tuple(dict.fromkeys((*ANSWERERS, *WORDING_KEEPERS)))


@office_view(*READERS)
@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """All of it, or what fits ``?q=``; typing asks for the list alone, beside a call for nothing but what fits."""
    office, query = request.member.office, request.GET.get("q", "").strip()[:LONGEST_QUERY]
    is_beside = bool(request.htmx) and request.GET.get("beside") == "call"
    may_write = request.member.holds(*WORDING_KEEPERS)
    context = {
        "query": query,
        "found": texts_found(office, query) if query else None,
        "kinds": [] if query or is_beside else texts_by_kind(office),
        "ended": ended_texts(office) if may_write and not query and not is_beside else [],
        "is_beside": is_beside,
        "is_new": not LibraryText.objects.of(office).exists(),
        "may_write": may_write,
        "may_answer": request.member.holds(*ANSWERERS),
    }
    template = "switchboard/_texts.html" if request.htmx else "switchboard/library.html"
    return render(request, template, context)


@office_view(*WORDING_KEEPERS)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Our texts in the language that the page is shown in."""
    return act(
        request,
        lambda: services.start_with_our_texts(
            office=request.member.office, language=get_language(), by=request.member, now=timezone.now()
        ),
        said=_("Here they are. Fill in what stands in square brackets."),
        back=_home(request),
    )


@office_view(*WORDING_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def text_new(request: HttpRequest) -> HttpResponse:
    return _write(request, None)


@office_view(*WORDING_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, pk: int) -> HttpResponse:
    return _write(request, load_text(request.member, pk))


@office_view(*WORDING_KEEPERS)
@require_POST
def text_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of use, or in use again."""
    found, do = load_text(request.member, pk), request.POST.get("do")
    if do not in ("on", "off"):
        return refuse(request, _("Say whether it is switched off or used again."), back=_home(request))
    return act(
        request,
        lambda: services.switch_text(text=found, is_on=do == "on", by=request.member, now=timezone.now()),
        said=_("In use again.") if do == "on" else _("Switched off."),
        back=_home(request),
    )


def _write(request: HttpRequest, found: LibraryText | None) -> HttpResponse:
    names = ("kind", "title", "keywords", "body")
    initial = {name: getattr(found, name) for name in names} if found else {}
    form = TextForm(sent(request), initial=initial)
    back = _home(request)
    if is_done(
        request,
        form,
        lambda: services.keep_text(
            office=request.member.office,
            text=found,
            by=request.member,
            now=timezone.now(),
            **form.cleaned_data,
        ),
        answer=back,
    ):
        return say(request, _("Saved."), back=back)
    context = {"form": form, "text": found}
    return render(request, "switchboard/text.html", context, status=status_of(request, form))


def _home(request: HttpRequest) -> str:
    return reverse("switchboard:library", args=[request.member.office.slug])
