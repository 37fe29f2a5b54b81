"""Who is on the phones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from offices.errors import Refusal
from offices.guards import office_view
from offices.models import Member
from offices.views.answers import act, once_for, refuse, say
from switchboard.forms.duty import places_from
from switchboard.models import OnPhones
from switchboard.roles import ANSWERERS, KEEPERS
from switchboard.services import phone_desks


@office_view(*KEEPERS)
@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest) -> HttpResponse:
    """Tick who answers, in which order, who is the backup, and whose telephone is which."""
    office = request.member.office
    members = list(Member.objects.of(office).working().holding(*ANSWERERS).order_by("name", "pk"))
    if request.method == "POST":
        back = reverse("switchboard:desk", args=[office.slug])
        places = places_from(request.POST, members)
        try:
            once_for(
                request,
                lambda: phone_desks.set_duty(
                    office=office, places=places, by=request.member, now=timezone.now()
                ),
                answer=back,
            )
        except Refusal as refusal:
            return _page(request, members, problem=str(refusal), status=refusal.status)
        return say(request, _("Saved. Whoever joined stands at the end of the rotation."), back=back)
    return _page(request, members)


@office_view(*ANSWERERS)
@require_POST
def step(request: HttpRequest) -> HttpResponse:
    """I do not answer for a while, or do again."""
    back = reverse("switchboard:desk", args=[request.member.office.slug])
    do = request.POST.get("do")
    if do not in ("away", "back"):
        return refuse(request, _("Say whether you answer or not."), back=back)
    return act(
        request,
        lambda: phone_desks.step(
            member=request.member, is_away=do == "away", by=request.member, now=timezone.now()
        ),
        said=_("Calls pass you by.") if do == "away" else _("Calls come to you again."),
        back=back,
    )


def _page(
    request: HttpRequest, members: list[Member], *, problem: str = "", status: int = 200
) -> HttpResponse:
    """What was posted where there is a problem, else what holds; those on the phones first."""
    rows = {row.member_id: row for row in OnPhones.objects.of(request.member.office)}
    sent = request.POST if request.method == "POST" else None
    shown = []
    for member in members:
        row = rows.get(member.pk)
        shown.append(
            {
                "member": member,
                "here": bool(sent.get(f"here_{member.pk}")) if sent else row is not None,
                "place": sent.get(f"place_{member.pk}", "") if sent else (row.place if row else ""),
                "backup": bool(sent.get(f"backup_{member.pk}")) if sent else bool(row and row.is_backup),
                "extension": sent.get(f"extension_{member.pk}", "")
                if sent
                else (row.extension if row else ""),
            }
        )
    shown.sort(
        key=lambda each: (not each["here"], rows[each["member"].pk].place if each["member"].pk in rows else 0)
    )
    context = {"rows": shown, "problem": problem}
    return render(request, "switchboard/duty.html", context, status=status)
