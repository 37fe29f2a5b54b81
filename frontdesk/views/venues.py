"""The venues: a day of them, booking, setting rooms up, and the list of the rooms themselves."""

from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frontdesk.enums import BookedFor
from frontdesk.forms.venues import BookingForm, VenueForm
from frontdesk.guards import load_booking, load_plan, load_venue
from frontdesk.hospitality import VENUES_OF, ReceptionClass
from frontdesk.models import Venue, WelcomePlan
from frontdesk.roles import DESK, EDITORS, HOSTS
from frontdesk.selectors.venues import by_kind, day_of_venues
from frontdesk.services import venues as services
from frontdesk.views.form_pages import FormPage, form_page
from offices.guards import office_view
from offices.ids import read_id
from offices.models import Member
from offices.views.answers import act, refuse
from offices.views.form_answers import sent

USUAL_LENGTH = timedelta(hours=1)


@office_view(*HOSTS)
@require_GET
def venues(request: HttpRequest) -> HttpResponse:
    """One day: who has which room when."""
    member, now = request.member, timezone.now()
    today = member.office.business_date(now)
    day = day_of_venues(member.office, _day(request, today))
    context = {
        "day": day,
        "today": today,
        "now": now,
        "is_desk": member.holds(*DESK),
        "may_edit": member.holds(*EDITORS),
    }
    return render(request, "frontdesk/venues.html", context)


@office_view(*HOSTS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def booking_new(request: HttpRequest) -> HttpResponse:
    """Book a room, for a welcome plan where one is named."""
    member, now = request.member, timezone.now()
    plan = _plan(request)
    rooms = _rooms(member, plan)
    form = BookingForm(sent(request), venues=rooms, initial=_initial(request, member, plan, now))

    def work() -> None:
        data = dict(form.cleaned_data)
        venue = next(room for room in rooms if room.pk == data.pop("venue"))
        services.book(entry=services.BookingEntry(venue=venue, plan=plan, **data), by=member, now=now)

    back = _home(member)
    if plan:
        back = reverse("frontdesk:welcome_plan", args=[member.office.slug, plan.pk])
    page = FormPage(_("Book a venue"), _("Book"), back, about=str(plan or ""))
    return form_page(request, form, work, page=page, said=_("Booked."))


@office_view(*DESK)
@require_POST
def booking_prepare(request: HttpRequest, pk: int) -> HttpResponse:
    booking = load_booking(request.member, pk)
    return act(
        request,
        lambda: services.prepare(booking=booking, by=request.member, now=timezone.now()),
        said=_("The room is ready."),
        back=_day_page(request.member, booking.begins_at),
    )


@office_view(*HOSTS)
@require_POST
def booking_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever booked it gives it up, or the desk."""
    member = request.member
    booking = load_booking(member, pk)
    back = _day_page(member, booking.begins_at)
    if booking.by_id != member.pk and not member.holds(*DESK):
        return refuse(request, _("Whoever booked it gives it up, or the desk."), back=back, status=409)
    return act(
        request,
        lambda: services.give_up(booking=booking, by=member, now=timezone.now()),
        said=_("The venue is free again."),
        back=back,
    )


@office_view(*EDITORS)
@require_GET
def venue_list(request: HttpRequest) -> HttpResponse:
    """The rooms themselves."""
    rows = sorted(Venue.objects.of(request.member.office), key=by_kind)
    context = {
        "venues": [venue for venue in rows if venue.ended_at is None],
        "ended": [venue for venue in rows if venue.ended_at is not None],
    }
    return render(request, "frontdesk/venue_list.html", context)


@office_view(*EDITORS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def venue_new(request: HttpRequest) -> HttpResponse:
    return _venue_page(request, None, _("Add a venue"))


@office_view(*EDITORS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def venue(request: HttpRequest, pk: int) -> HttpResponse:
    return _venue_page(request, load_venue(request.member, pk), _("Change a venue"))


def _venue_page(request: HttpRequest, found: Venue | None, title: str) -> HttpResponse:
    member = request.member
    initial = {"name": found.name, "kind": found.kind, "seats": found.seats} if found else None
    form = VenueForm(sent(request), initial=initial)
    page = FormPage(title, _("Save"), reverse("frontdesk:venue_list", args=[member.office.slug]))
    return form_page(
        request,
        form,
        lambda: services.set_venue(
            office=member.office, venue=found, by=member, now=timezone.now(), **form.cleaned_data
        ),
        page=page,
        said=_("Saved."),
    )


@office_view(*EDITORS)
@require_POST
def venue_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a room out of use, or back."""
    found = load_venue(request.member, pk)
    back = reverse("frontdesk:venue_list", args=[request.member.office.slug])
    do = request.POST.get("do")
    if do not in ("on", "off"):
        return refuse(request, _("Say whether it is switched off or used again."), back=back)
    return act(
        request,
        lambda: services.switch_venue(venue=found, on=do == "on", by=request.member, now=timezone.now()),
        said=_("In use again.") if do == "on" else _("Switched off."),
        back=back,
    )


def _rooms(member: Member, plan: WelcomePlan | None) -> list[Venue]:
    """What may be booked: for a plan only rooms in which guests of its class are received (H-16)."""
    rooms = Venue.objects.of(member.office).in_use()
    if plan is not None:
        rooms = rooms.filter(kind__in=VENUES_OF[ReceptionClass(plan.reception_class)])
    return sorted(rooms, key=by_kind)


def _initial(request: HttpRequest, member: Member, plan: WelcomePlan | None, now: datetime) -> dict:
    if plan is not None:
        return {
            "booked_for": BookedFor.RECEPTION,
            "title": plan.guests[:60],
            "reception_class": plan.reception_class,
            "people": plan.party_size,
            "begins_at": plan.arrives_at,
            "ends_at": plan.leaves_at or plan.arrives_at + USUAL_LENGTH,
        }
    zone = member.office.zone
    begins = now.astimezone(zone).replace(minute=0, second=0, microsecond=0) + USUAL_LENGTH
    on = _day(request, begins.date())
    begins = begins.replace(year=on.year, month=on.month, day=on.day)
    return {
        "booked_for": BookedFor.RECEPTION,
        "venue": read_id(request.GET.get("venue", "")),
        "begins_at": begins,
        "ends_at": begins + USUAL_LENGTH,
    }


def _plan(request: HttpRequest) -> WelcomePlan | None:
    pk = read_id(request.GET.get("plan", ""))
    return load_plan(request.member, pk) if pk else None


def _day(request: HttpRequest, today: date) -> date:
    """The day in the address where it is one near enough, else the given one."""
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    return asked if abs((asked - today).days) <= 2 * 366 else today


def _home(member: Member) -> str:
    return reverse("frontdesk:venues", args=[member.office.slug])


def _day_page(member: Member, moment: datetime) -> str:
    return f"{_home(member)}?day={member.office.business_date(moment):%Y-%m-%d}"
