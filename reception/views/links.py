"""Public links: who may look at the wall, and the code at the door."""

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.views.answers import act, once_for
from reception.enums import LinkKind
from reception.forms.links import LinkForm
from reception.guards import load_public_link
from reception.models import PublicLink
from reception.roles import LINK_KEEPERS
from reception.services.links import make_link, revoke_link, secret_of

PAGES = {LinkKind.WALL: "wall", LinkKind.CHECK_IN: "check_in"}
REVOKED_SHOWN = 10


@office_view(*LINK_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """The links of the office, and a form for another one."""
    if request.method == "GET":
        return _page(request, LinkForm(initial=drafts.take(request)))
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        where = once_for(
            request,
            lambda: make_link(
                office=request.member.office,
                kind=LinkKind(form.cleaned_data["kind"]),
                label=form.cleaned_data["label"],
                by=request.member,
                now=timezone.now(),
            ),
            answer=request.path,
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, form, status=refusal.status)
    return redirect(where)


@office_view(*LINK_KEEPERS)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The address opens nothing from now on."""
    link = load_public_link(request.member, pk)
    return act(
        request,
        lambda: revoke_link(link=link, by=request.member, now=timezone.now()),
        said=_("The link is revoked. Whatever shows it goes blank within seconds."),
        back=reverse("reception:links", args=[request.member.office.slug]),
    )


@office_view(*LINK_KEEPERS)
@require_GET
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet for the door: the code, and what to do with it, in all languages."""
    link = load_public_link(request.member, pk, LinkKind.CHECK_IN)
    address = _address(request, link)
    if link.revoked_at is not None or not address:
        raise Http404
    context = {
        "code": segno.make(address, error="q", micro=False).svg_data_uri(scale=8, border=4),
        "lines": [_invitation(code) for code, _name in settings.LANGUAGES],
        "link": link,
    }
    return render(request, "reception/poster.html", context)


def _page(request: HttpRequest, form: LinkForm, status: int = 200) -> HttpResponse:
    rows = PublicLink.objects.of(request.member.office).select_related("made_by", "revoked_by")
    live = list(rows.live())
    for link in live:
        link.address = _address(request, link)
    context = {"form": form, "live": live, "revoked": rows.exclude(revoked_at=None)[:REVOKED_SHOWN]}
    return render(request, "reception/links.html", context, status=status)


def _address(request: HttpRequest, link: PublicLink) -> str:
    """The whole address to open or to print; empty where its secret cannot be read any more."""
    secret = secret_of(link)
    return request.build_absolute_uri(reverse(PAGES[LinkKind(link.kind)], args=[secret])) if secret else ""


def _invitation(language: str) -> dict[str, str]:
    """What the poster says, in that language."""
    with translation.override(language):
        return {
            "language": language,
            "title": pgettext("poster", "Welcome: check in here"),
            "text": pgettext("poster", "Scan, fill in, come to the desk."),
        }
