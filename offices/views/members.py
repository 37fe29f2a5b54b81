"""Who works here: entered, changed and let go by an administrator of the office."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from offices import drafts, shown_once
from offices.enums import Disc, Role
from offices.errors import Refusal
from offices.forms.members import MemberForm, NewMemberForm, PasswordForm
from offices.guards import office_view
from offices.models import Member
from offices.services.accounts import Handed, may_change_account, set_password
from offices.services.members import add_member, change_member
from offices.views.answers import once_for, say


@office_view(Role.ADMINISTRATOR)
@require_GET
def members(request: HttpRequest) -> HttpResponse:
    """Those who work here, and those who have left; after a password was made up, that password, once."""
    everybody = Member.objects.of(request.member.office).select_related("user").order_by("name", "pk")
    context = {
        "working": [each for each in everybody if each.is_active],
        "left": [each for each in everybody if not each.is_active],
        "handed": shown_once.take(request),
    }
    return render(request, "offices/members.html", context)


@office_view(Role.ADMINISTRATOR, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def member_new(request: HttpRequest) -> HttpResponse:
    """A newcomer, with a new account or the one they have."""
    office = request.member.office
    is_sent = request.method == "POST"
    form = NewMemberForm(
        request.POST if is_sent else None,
        initial=None if is_sent else (_drafted(request) or {"disc": _free_disc(request.member)}),
    )
    if is_sent and form.is_valid():

        def work() -> None:
            joined = add_member(
                office=office, account=form.who(), facts=form.facts(), by=request.member, now=timezone.now()
            )
            _hand_over(request, joined.handed)

        if _is_done(request, form, work):
            said = _("%(name)s is a member now.") % {"name": form.cleaned_data["name"]}
            return say(request, said, back=_list_of(request))
    return render(request, "offices/member_new.html", {"form": form}, status=422 if form.errors else 200)


@office_view(Role.ADMINISTRATOR, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's roles, name on the board, colour, number, and whether they work here."""
    found = _load(request.member, pk)
    is_sent = request.method == "POST"
    form = MemberForm(
        request.POST if is_sent else None,
        initial=None if is_sent else (_drafted(request) or MemberForm.initial_of(found)),
    )
    if is_sent and form.is_valid():

        def work() -> None:
            change_member(
                member=found,
                facts=form.facts(),
                mobile=form.cleaned_data["mobile"],
                by=request.member,
                now=timezone.now(),
            )

        if _is_done(request, form, work):
            return say(request, _("%(name)s is changed.") % {"name": found.name}, back=_list_of(request))
    context = {
        "form": form,
        "found": found,
        "may_set_password": found.pk != request.member.pk and may_change_account(found, request.member),
    }
    return render(request, "offices/member.html", context, status=422 if form.errors else 200)


@office_view(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def member_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Another password for a member who has forgotten theirs; they are logged out everywhere."""
    found = _load(request.member, pk)
    is_sent = request.method == "POST"
    form = PasswordForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():

        def work() -> None:
            handed = set_password(member=found, by=request.member, now=timezone.now(), **form.cleaned_data)
            _hand_over(request, handed)

        if _is_done(request, form, work):
            said = _("%(name)s has another password and is logged out everywhere.") % {"name": found.name}
            return say(request, said, back=_list_of(request))
    context = {"form": form, "found": found}
    return render(request, "offices/member_password.html", context, status=422 if form.errors else 200)


def _is_done(request: HttpRequest, form, work) -> bool:
    """Whether the work was done, now or by an earlier click; a refusal stands in the form."""
    try:
        once_for(request, work, answer=_list_of(request))
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def _hand_over(request: HttpRequest, handed: Handed | None) -> None:
    if handed is not None:
        shown_once.keep(request, username=handed.username, password=handed.password)


def _load(member: Member, pk: int) -> Member:
    """A member of this one's office, working or not. Raises Http404."""
    found = Member.objects.of(member.office).filter(pk=pk).select_related("user", "office").first()
    if found is None:
        raise Http404
    return found


def _drafted(request: HttpRequest) -> dict | None:
    draft = drafts.take(request)
    if draft is None:
        return None
    return {**draft.dict(), "roles": draft.getlist("roles"), "is_active": "is_active" in draft}


def _free_disc(member: Member) -> int:
    """A colour that nobody has yet; else the first."""
    taken = set(Member.objects.of(member.office).filter(is_active=True).values_list("disc", flat=True))
    return next((disc.value for disc in Disc if disc.value not in taken), Disc.TEAL.value)


def _list_of(request: HttpRequest) -> str:
    return reverse("members", args=[request.member.office.slug])
