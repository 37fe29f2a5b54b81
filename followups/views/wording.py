"""What the office says in its calls: scripts by purpose, and the questions about satisfaction."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from followups.enums import CustomerType, FollowUpPurpose
from followups.forms.calls import QuestionForm, ScriptForm
from followups.guards import load_question
from followups.models import Question, Script
from followups.roles import CALLERS, WORDING_KEEPERS
from followups.scripts import VARIABLES
from followups.selectors.call_page import body_of, purposes
from followups.selectors.questions import answered
from followups.services import call_wording as services
from offices.enums import Role
from offices.guards import office_view
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of

VARIABLE_WORDS: dict[str, Promise] = {
    "customer": pgettext_lazy("script variable", "the customer, by surname and title"),
    "consultant": pgettext_lazy("script variable", "who calls"),
    "project": pgettext_lazy("script variable", "the project"),
    "hotline": pgettext_lazy("script variable", "the booking line"),
    "occasion": pgettext_lazy("script variable", "the festival or the news that the call is about"),
    "appointment": pgettext_lazy("script variable", "when the customer comes"),
}


@office_view(*CALLERS, Role.ADMINISTRATOR)
@require_GET
def scripts(request: HttpRequest) -> HttpResponse:
    """Each purpose with its words, and whether they are the office's own."""
    office, language = request.member.office, get_language() or "en"
    own = set(Script.objects.filter(office=office).values_list("purpose", flat=True))
    shown = [(each, body_of(office, each, language), each in own) for each in purposes()]
    context = {"scripts": shown, "may_write": request.member.holds(*WORDING_KEEPERS)}
    return render(request, "followups/scripts.html", context)


@office_view(*WORDING_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def script(request: HttpRequest, purpose: str) -> HttpResponse:
    """The office's own words for one purpose."""
    if purpose not in purposes():
        raise Http404
    office = request.member.office
    form = ScriptForm(sent(request), initial={"body": body_of(office, purpose, get_language() or "en")})
    back = reverse("followups:scripts", args=[office.slug])
    if is_done(
        request,
        form,
        lambda: services.write_script(
            office=office,
            purpose=purpose,
            body=form.cleaned_data["body"],
            by=request.member,
            now=timezone.now(),
        ),
        answer=back,
    ):
        return say(request, _("Saved."), back=back)
    context = {
        "purpose": FollowUpPurpose(purpose),
        "form": form,
        "variables": [(name, VARIABLE_WORDS[name]) for name in VARIABLES],
    }
    return render(request, "followups/script.html", context, status=status_of(request, form))


@office_view(*WORDING_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """The questions in use with what was answered, and a new one at the end."""
    office = request.member.office
    form = QuestionForm(sent(request))
    back = reverse("followups:questions", args=[office.slug])
    if is_done(
        request,
        form,
        lambda: services.add_question(
            office=office, by=request.member, now=timezone.now(), **form.cleaned_data
        ),
        answer=back,
    ):
        return say(request, _("Added."), back=back)
    shown = answered(office)
    context = {
        "groups": [
            (kind, [each for each in shown if each.question.for_type == kind]) for kind in CustomerType
        ],
        "is_new": not Question.objects.of(office).exists(),
        "form": form,
    }
    return render(request, "followups/questions.html", context, status=status_of(request, form))


@office_view(*WORDING_KEEPERS)
@require_POST
def questions_start(request: HttpRequest) -> HttpResponse:
    """With the questions that the house brings along, in the language of who asks."""
    office = request.member.office
    return act(
        request,
        lambda: services.start_with_our_questions(
            office=office, language=get_language() or "en", by=request.member, now=timezone.now()
        ),
        said=_("These are yours now: change them as you like."),
        back=reverse("followups:questions", args=[office.slug]),
    )


@office_view(*WORDING_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for a question: a new one in its place."""
    found = load_question(request.member, pk)
    initial = {"for_type": found.for_type, "kind": found.kind, "text": found.text}
    form = QuestionForm(sent(request), initial=initial)
    back = reverse("followups:questions", args=[found.office.slug])
    if is_done(
        request,
        form,
        lambda: services.change_question(
            question=found, by=request.member, now=timezone.now(), **form.cleaned_data
        ),
        answer=back,
    ):
        return say(request, _("Saved."), back=back)
    context = {"question": found, "form": form}
    return render(request, "followups/question.html", context, status=status_of(request, form))


@office_view(*WORDING_KEEPERS)
@require_POST
def question_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked no more."""
    found = load_question(request.member, pk)
    return act(
        request,
        lambda: services.switch_off_question(question=found, by=request.member, now=timezone.now()),
        said=_("Switched off; its answers stay."),
        back=reverse("followups:questions", args=[found.office.slug]),
    )
