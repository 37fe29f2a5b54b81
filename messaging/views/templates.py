"""The wordings of texts: versions, the vendor's approval, and what each costs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from messaging.enums import TextChannel
from messaging.forms.template import TemplateForm
from messaging.guards import load_template
from messaging.models import MessageTemplate
from messaging.roles import TEMPLATE_KEEPERS, TEXT_READERS
from messaging.services.templates import keep_template, start_with_ours, switch_template
from messaging.template_words import variable_rows
from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import act, once_for, say


@office_view(*TEXT_READERS)
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    rows = MessageTemplate.objects.of(request.member.office)
    replaced = rows.exclude(pk=None).filter(is_active=False)
    newest = {row.code: row for row in replaced.order_by("version")}
    active = list(rows.active().order_by("channel", "purpose", "name", "pk"))
    off = [row for code, row in sorted(newest.items()) if code not in {each.code for each in active}]
    context = {"templates": active, "off": off, "may_edit": request.member.holds(*TEMPLATE_KEEPERS)}
    return render(request, "messaging/templates.html", context)


@office_view(*TEMPLATE_KEEPERS)
@require_POST
def templates_start(request: HttpRequest) -> HttpResponse:
    """Take over the wordings that the house brings along, in the language of the screen."""
    return act(
        request,
        lambda: start_with_ours(
            office=request.member.office,
            language=translation.get_language(),
            by=request.member,
            now=timezone.now(),
        ),
        said=_("Our templates are there. Read them through, and make them yours."),
        back=_list_of(request),
    )


@office_view(*TEMPLATE_KEEPERS)
@require_POST
def template_switch(request: HttpRequest, pk: int) -> HttpResponse:
    found = load_template(request.member, pk)
    return act(
        request,
        lambda: switch_template(
            template=found, is_on=not found.is_active, by=request.member, now=timezone.now()
        ),
        said=_("The template is out of use.") if found.is_active else _("The template is in use again."),
        back=_list_of(request),
    )


@office_view(*TEMPLATE_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def template_new(request: HttpRequest) -> HttpResponse:
    language = translation.get_language()
    return _page(
        request, MessageTemplate(office=request.member.office, language=language, channel=TextChannel.SMS)
    )


@office_view(*TEMPLATE_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, load_template(request.member, pk))


def _page(request: HttpRequest, found: MessageTemplate) -> HttpResponse:
    is_sent, is_new = request.method == "POST", found.pk is None
    form = TemplateForm(
        request.POST if is_sent else None, instance=found, initial=None if is_sent else drafts.take(request)
    )
    if is_sent and form.is_valid():
        try:
            once_for(
                request,
                lambda: keep_template(template=form.instance, by=request.member, now=timezone.now()),
                answer=_list_of(request),
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            said = _("The template is added.") if is_new else _("The template is changed.")
            return say(request, said, back=_list_of(request))
    context = {"form": form, "is_new": is_new, "template": found, "variables": variable_rows()}
    return render(request, "messaging/template.html", context, status=422 if form.errors else 200)


def _list_of(request: HttpRequest) -> str:
    return reverse("messaging:templates", args=[request.member.office.slug])
