"""What is done with a complaint: a page for each deed, by one table; and the small acts that need no words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from complaints import ticket_words
from complaints.escalation_table import Deed
from complaints.forms import deeds as forms
from complaints.guards import load_ticket
from complaints.models import Ticket
from complaints.roles import TAKERS
from complaints.selectors.standing import course, house_rules
from complaints.selectors.ticket_page import page_of
from complaints.services import closing, deeds, handing_over, phones, sorting, verifying
from complaints.services.deeds import against
from complaints.services.writing import steps_of
from offices.errors import Refusal
from offices.guards import office_view
from offices.models import Member
from offices.phones import national
from offices.views.answers import act, refuse, say
from offices.views.form_answers import is_done, sent, status_of

Work = Callable[[Ticket, Any, Member, datetime], Any]


@dataclass(frozen=True, slots=True)
class Doing:
    """A deed's page: its head, its form, what is done with what was written, and what is said then."""

    title: Promise
    form: type[forms.DeedForm]
    work: Work
    said: Promise


def _words(service: Callable[..., Ticket]) -> Work:
    """A service that takes words alone."""
    return lambda ticket, form, by, now: service(
        ticket=ticket, text=form.cleaned_data["text"], seen=form.cleaned_data["seen"], by=by, now=now
    )


def _all(service: Callable[..., Ticket]) -> Work:
    """A service that takes every field by its name."""
    return lambda ticket, form, by, now: service(ticket=ticket, **form.cleaned_data, by=by, now=now)


def _confirm(ticket: Ticket, form: Any, by: Member, now: datetime) -> Ticket:
    said = {name: form.cleaned_data[name] for name in ("how", "text", "seen")}
    return closing.confirm(ticket=ticket, signed=form.signed, **said, by=by, now=now)


def _call(ticket: Ticket, form: Any, by: Member, now: datetime) -> Ticket:
    said = {name: form.cleaned_data[name] for name in ("way", "satisfaction", "text", "seen")}
    return closing.call_back(ticket=ticket, signed=form.signed, **said, by=by, now=now)


def _verify(ticket: Ticket, form: Any, by: Member, now: datetime) -> Ticket:
    data = form.cleaned_data
    return verifying.verify(
        ticket=ticket,
        is_upheld=data["upheld"] == "yes",
        text=data["text"],
        seen=data["seen"],
        by=by,
        now=now,
    )


WRITTEN = gettext_lazy("Written down; whoever has to know is told.")
DOINGS: dict[str, Doing] = {
    Deed.ASSIGNED: Doing(
        ticket_words.NEXT[Deed.ASSIGNED],
        forms.AssignForm,
        _all(deeds.assign),
        gettext_lazy("The department has it; its head is told."),
    ),
    Deed.HANDLED: Doing(ticket_words.NEXT[Deed.HANDLED], forms.HandledForm, _words(deeds.handle), WRITTEN),
    Deed.RETURNED: Doing(
        ticket_words.NEXT[Deed.RETURNED], forms.OptionalForm, _words(deeds.take_back), WRITTEN
    ),
    Deed.REPLIED: Doing(
        ticket_words.NEXT[Deed.REPLIED],
        forms.ReplyForm,
        _words(deeds.reply),
        gettext_lazy("The customer has the answer. Ask them whether it is settled."),
    ),
    Deed.EXPLAINED: Doing(
        ticket_words.NEXT[Deed.EXPLAINED],
        forms.ExplainForm,
        _all(deeds.explain),
        gettext_lazy("Written down; you are reminded before that time."),
    ),
    Deed.PROMISED: Doing(
        ticket_words.NEXT[Deed.PROMISED],
        forms.PromiseForm,
        _all(deeds.promise),
        gettext_lazy("Written down; you are reminded before that time."),
    ),
    Deed.WAITING: Doing(
        ticket_words.NEXT[Deed.WAITING],
        forms.WaitForm,
        _words(deeds.wait),
        gettext_lazy("The clocks stand still until the customer answers."),
    ),
    Deed.RESUMED: Doing(
        ticket_words.NEXT[Deed.RESUMED],
        forms.OptionalForm,
        _words(deeds.resume),
        gettext_lazy("The clocks go on."),
    ),
    Deed.HOUSEHOLDS: Doing(
        ticket_words.NEXT[Deed.HOUSEHOLDS], forms.HouseholdsForm, _all(deeds.count_households), WRITTEN
    ),
    Deed.RAISED: Doing(
        ticket_words.NEXT[Deed.RAISED], forms.RaiseForm, _words(deeds.raise_to_major), WRITTEN
    ),
    Deed.NAMED: Doing(
        ticket_words.NEXT[Deed.NAMED],
        forms.NamedForm,
        _all(verifying.name),
        gettext_lazy("Written down; a leader whom it does not concern looks into it."),
    ),
    Deed.VERIFIED: Doing(ticket_words.NEXT[Deed.VERIFIED], forms.VerifyForm, _verify, WRITTEN),
    Deed.CONFIRMED: Doing(
        ticket_words.NEXT[Deed.CONFIRMED],
        forms.ConfirmForm,
        _confirm,
        gettext_lazy("Closed. Customer service makes the return call within some days."),
    ),
    Deed.UNANSWERED: Doing(
        ticket_words.NEXT[Deed.UNANSWERED], forms.SilentForm, _words(closing.close_unanswered), WRITTEN
    ),
    Deed.DISSATISFIED: Doing(
        ticket_words.NEXT[Deed.DISSATISFIED],
        forms.NotContentForm,
        _words(closing.not_content),
        gettext_lazy("The second level has it; the head of the centre is told."),
    ),
    Deed.CALLED: Doing(ticket_words.NEXT[Deed.CALLED], forms.CalledForm, _call, WRITTEN),
    Deed.ARCHIVED: Doing(
        ticket_words.NEXT[Deed.ARCHIVED],
        forms.OptionalForm,
        _words(closing.archive),
        gettext_lazy("Archived."),
    ),
    Deed.REOPENED: Doing(
        ticket_words.NEXT[Deed.REOPENED],
        forms.ReopenForm,
        _words(closing.reopen),
        gettext_lazy("It is open again, with all that was written."),
    ),
    "note": Doing(
        gettext_lazy("Make a note"),
        forms.NoteForm,
        lambda ticket, form, by, now: deeds.note(
            ticket=ticket, text=form.cleaned_data["text"], tried=form.cleaned_data["tried"], by=by, now=now
        ),
        gettext_lazy("Noted."),
    ),
    "offer": Doing(
        gettext_lazy("Hand it over"),
        forms.OfferForm,
        lambda ticket, form, by, now: handing_over.offer(
            ticket=ticket, to=form.cleaned_data["to"], text=form.cleaned_data["text"], by=by, now=now
        ),
        gettext_lazy("Asked. Until they accept it, it stays where it is."),
    ),
    "sort": Doing(
        gettext_lazy("What is it about?"),
        forms.SortForm,
        lambda ticket, form, by, now: sorting.sort(
            ticket=ticket, category=form.cleaned_data["category"], by=by, now=now
        ),
        gettext_lazy("Sorted."),
    ),
}


@office_view(*TAKERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def ticket_do(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """One deed of one complaint."""
    doing = DOINGS.get(deed)
    if doing is None:
        raise Http404
    found, now = load_ticket(request.member, pk), timezone.now()
    page = page_of(found, by=request.member, now=now)
    form = doing.form(sent(request), ticket=found, by=request.member, initial={"seen": page.seen})
    back = _address(found)
    if is_done(
        request,
        form,
        lambda: doing.work(found, form, request.member, timezone.now()),
        answer=back,
    ):
        return say(request, str(doing.said), back=back)
    context = {
        "ticket": found,
        "shown": page,
        "doing": doing,
        "form": form,
        "refusal": "" if request.method == "POST" else _why_not(found, deed, now),
        "deed": deed,
        "rules": house_rules(found.office, found.office.business_date(found.opened_at)),
        "now": now,
    }
    return render(request, "complaints/deed.html", context, status=status_of(request, form))


def _why_not(found: Ticket, deed: str, now: datetime) -> str:
    """Why the deed cannot be done now; empty where it can, and for what moves nothing."""
    if deed not in {each.value for each in Deed}:
        return ""
    stands, rules = course(found, steps_of(found))
    return against(stands, Deed(deed), found, rules, now)


@office_view(*TAKERS)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever takes what came by the web form answers for it."""
    found = load_ticket(request.member, pk)
    return act(
        request,
        lambda: handing_over.take(ticket=found, by=request.member, now=timezone.now()),
        said=_("You answer for it until the customer has the answer."),
        back=_address(found),
    )


@office_view(*TAKERS)
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever was asked takes it over."""
    found = load_ticket(request.member, pk)
    return act(
        request,
        lambda: handing_over.accept(ticket=found, by=request.member, now=timezone.now()),
        said=_("You answer for it until the customer has the answer."),
        back=_address(found),
    )


@office_view(*TAKERS)
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever was asked does not take it over, and may not see it any more."""
    found = load_ticket(request.member, pk)
    return act(
        request,
        lambda: handing_over.decline(ticket=found, by=request.member, now=timezone.now()),
        said=_("Declined; it stays where it is."),
        back=reverse("complaints:tickets", args=[found.office.slug]),
    )


@office_view(*TAKERS)
@require_POST
def join(request: HttpRequest, pk: int, to: int) -> HttpResponse:
    """The same matter came before."""
    found, earlier = load_ticket(request.member, pk), load_ticket(request.member, to)
    return act(
        request,
        lambda: sorting.join(ticket=found, to=earlier, by=request.member, now=timezone.now()),
        said=_("Joined; customer service is told that the matter came again."),
        back=_address(found),
    )


@office_view(*TAKERS)
@require_POST
def ticket_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole number of who complained, kept in the log first; on a page of its own with a link that dials."""
    found, now = load_ticket(request.member, pk), timezone.now()
    try:
        number = phones.number_to_call(ticket=found, by=request.member, now=now)
    except Refusal as refusal:
        return refuse(request, str(refusal), back=_address(found), status=refusal.status)
    context = {"ticket": found, "number": number, "national": national(number)}
    return render(request, "complaints/phone.html", context)


def _address(found: Ticket) -> str:
    return reverse("complaints:ticket", args=[found.office.slug, found.pk])
