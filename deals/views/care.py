"""A customer's club membership, points for viewings, second contact person; and the levels of the club."""

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deals.forms.after_sale import LevelForm
from deals.guards import load_level
from deals.models import AfterSaleTask, ClubLevel, ViewingPoints
from deals.roles import CLUB_KEEPERS, LEADERS, SELLERS
from deals.selectors.club import membership_of
from deals.services import club as services
from offices import drafts
from offices.errors import Refusal
from offices.guards import office_view
from offices.ids import read_id
from offices.models import Member
from offices.views.answers import act, once_for, refuse, say
from visitors.access import Action
from visitors.enums import ContactKind
from visitors.guards import load_for
from visitors.models import Contact, Customer
from visitors.selectors.ownership import house_validity_rules, ownership_of
from visitors.services.transfers import set_second_contact

VISITS_SHOWN = 10
HIGHEST_PLACE = 99


@office_view()
@require_GET
def care(request: HttpRequest, pk: int) -> HttpResponse:
    """What the office does for one customer beside selling."""
    customer = load_for(request, pk, Action.SEE_CONTACTS)
    member = request.member
    membership = membership_of(customer)
    points = {
        each.visit: each
        for each in (membership.points.select_related("by") if membership else ViewingPoints.objects.none())
    }
    visits = (
        Contact.objects.of(member.office)
        .with_files([customer.pk])
        .filter(kind=ContactKind.VISIT, visit__isnull=False)
    )
    seen = {each.visit: each for each in visits.order_by("at", "pk")[: VISITS_SHOWN * 2]}
    owner = _owner(customer, member)
    context = {
        "customer": customer,
        "membership": membership,
        "levels": ClubLevel.objects.filter(office=member.office, is_active=True),
        "visits": [(each, points.get(each.visit)) for each in reversed(seen.values())][:VISITS_SHOWN],
        "total": sum(each.points for each in points.values()),
        "leads": member.holds(*LEADERS),
        "sells": member.holds(*SELLERS),
        "may_second": member.holds(*LEADERS) or owner == member.pk,
        "people": Member.objects.of(member.office).working().exclude(pk=owner),
        "tasks": AfterSaleTask.objects.open()
        .filter(order__customer__in=customer.all_files)
        .select_related("owner"),
    }
    return render(request, "deals/care.html", context)


@office_view(*SELLERS)
@require_POST
def club_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Joined on the spot."""
    customer = load_for(request, pk, Action.SEE_CONTACTS)
    level = load_level(request.member, _number(request, "level"))
    return act(
        request,
        lambda: services.join(customer=customer, level=level, by=request.member, now=timezone.now()),
        said=_("In the club now."),
        back=_home(request, customer),
    )


@office_view(*LEADERS)
@require_POST
def club_level(request: HttpRequest, pk: int) -> HttpResponse:
    """Another level for a member of the club."""
    customer = load_for(request, pk, Action.SEE_CONTACTS)
    level = load_level(request.member, _number(request, "level"))
    membership = membership_of(customer)
    if membership is None:
        return refuse(request, _("This customer is not in the club yet."), back=_home(request, customer))
    return act(
        request,
        lambda: services.change_level(
            membership=membership, level=level, by=request.member, now=timezone.now()
        ),
        said=_("The level is changed; orders that have their price keep it."),
        back=_home(request, customer),
    )


@office_view(*SELLERS)
@require_POST
def club_points(request: HttpRequest, pk: int, visit) -> HttpResponse:
    """The points for one visit, with one press."""
    customer = load_for(request, pk, Action.SEE_CONTACTS)
    membership = membership_of(customer)
    if membership is None:
        return refuse(request, _("This customer is not in the club yet."), back=_home(request, customer))
    return act(
        request,
        lambda: services.give_points(
            membership=membership, visit=visit, by=request.member, now=timezone.now()
        ),
        said=_("The points are given."),
        back=_home(request, customer),
    )


@office_view(*SELLERS)
@require_POST
def second_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else keeps contact with this customer as well; nobody where none is chosen."""
    customer, member = load_for(request, pk, Action.SEE_CONTACTS), request.member
    owner = _owner(customer, member)
    if not member.holds(*LEADERS) and owner != member.pk:
        text = _("The customer's own consultant or a leader sets this.")
        return refuse(request, text, back=_home(request, customer), status=403)
    chosen = _number(request, "second")
    second = Member.objects.of(member.office).working().filter(pk=chosen).first()
    if chosen and second is None:
        return refuse(request, _("Choose somebody who works in this office."), back=_home(request, customer))
    return act(
        request,
        lambda: set_second_contact(
            customer=customer, second=second, owner=owner, by=member, now=timezone.now()
        ),
        said=_("The second contact person is set.")
        if second
        else _("There is no second contact person now."),
        back=_home(request, customer),
    )


@office_view(*CLUB_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def club(request: HttpRequest) -> HttpResponse:
    """The levels of the club; a new one is added here."""
    office = request.member.office
    last = ClubLevel.objects.filter(office=office).aggregate(last=Max("position"))["last"]
    place = 0 if last is None else min(last + 1, HIGHEST_PLACE)
    return _level_page(request, ClubLevel(office=office, position=place), "deals:club")


@office_view(*CLUB_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def club_change(request: HttpRequest, pk: int) -> HttpResponse:
    """One level is changed."""
    return _level_page(request, load_level(request.member, pk), "deals:club")


@office_view(*CLUB_KEEPERS)
@require_POST
def club_start(request: HttpRequest) -> HttpResponse:
    """The four levels that an office starts from."""
    names = {
        "none": pgettext("club level", "None"),
        "blue": pgettext("club level", "Blue"),
        "silver": pgettext("club level", "Silver"),
        "gold": pgettext("club level", "Gold"),
    }
    return act(
        request,
        lambda: services.start_levels(office=request.member.office, names=names),
        said=_("Here they are. Change what your office does in another way."),
        back=reverse("deals:club", args=[request.member.office.slug]),
    )


def _level_page(request: HttpRequest, level: ClubLevel, page: str) -> HttpResponse:
    office, back = request.member.office, reverse(page, args=[request.member.office.slug])
    form = LevelForm(request.POST if request.method == "POST" else drafts.take(request), instance=level)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                once_for(
                    request,
                    lambda: services.save_level(level=form.instance, by=request.member, now=timezone.now()),
                    answer=back,
                )
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                return say(request, _("Saved."), back=back)
    context = {
        "form": form,
        "level": level if level.pk else None,
        "levels": ClubLevel.objects.filter(office=office),
    }
    return render(request, "deals/club.html", context, status=status)


def _owner(customer: Customer, member: Member) -> int | None:
    day = member.office.business_date(timezone.now())
    rules = house_validity_rules(member.office, day)
    return ownership_of([customer], office=member.office, day=day, rules=rules)[customer.pk].owner


def _number(request: HttpRequest, name: str) -> int:
    return read_id(request.POST.get(name, "")) or 0


def _home(request: HttpRequest, customer: Customer) -> str:
    return reverse("deals:care", args=[request.member.office.slug, customer.pk])
