"""Links of the web form: made, shown with their code, revoked."""

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.forms.lists import LinkForm
from complaints.guards import load_link
from complaints.models import ComplaintLink
from complaints.roles import LINK_KEEPERS
from complaints.services.links import make_link, revoke_link, secret_of
from offices.guards import office_view
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of

REVOKED_SHOWN = 10


@office_view(*LINK_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """The links of the office, and a form for another one."""
    office = request.member.office
    form = LinkForm(sent(request))
    back = reverse("complaints:links", args=[office.slug])
    if is_done(
        request,
        form,
        lambda: make_link(
            office=office, label=form.cleaned_data["label"], by=request.member, now=timezone.now()
        ),
        answer=back,
    ):
        return say(request, _("The link is made."), back=back)
    rows = ComplaintLink.objects.of(office).select_related("made_by", "revoked_by")
    context = {
        "form": form,
        "live": [(row, _address(request, row)) for row in rows.live()],
        "revoked": rows.exclude(revoked_at=None).order_by("-revoked_at")[:REVOKED_SHOWN],
    }
    return render(request, "complaints/links.html", context, status=status_of(request, form))


@office_view(*LINK_KEEPERS)
@require_POST
def link_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The address opens nothing from now on."""
    found = load_link(request.member, pk)
    return act(
        request,
        lambda: revoke_link(link=found, by=request.member, now=timezone.now()),
        said=_("The link is revoked: its address opens nothing any more."),
        back=reverse("complaints:links", args=[request.member.office.slug]),
    )


@office_view(*LINK_KEEPERS)
@require_GET
def link_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet with the code, to print."""
    found = load_link(request.member, pk)
    address = _address(request, found)
    if found.revoked_at is not None or not address:
        raise Http404
    code = segno.make(address, error="q", micro=False).svg_data_uri(scale=8, border=4)
    return render(request, "complaints/link_poster.html", {"code": code, "link": found})


def _address(request: HttpRequest, link: ComplaintLink) -> str:
    """The whole address; empty where no key of ours opens its secret any more."""
    secret = secret_of(link)
    return request.build_absolute_uri(reverse("complain", args=[secret])) if secret else ""
