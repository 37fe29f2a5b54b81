"""Two files of one person: the proposals, the choice side by side, and taking it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from offices.errors import Refusal
from offices.guards import office_view
from offices.models import Member
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of
from visitors.access import Action
from visitors.duplicates import LIKELY
from visitors.forms.joining import JoinForm
from visitors.guards import load_for, load_merger, may_do
from visitors.models import Customer, Duplicate
from visitors.roles import MERGERS
from visitors.selectors.duplicates import likeness_of, look_alikes, waiting
from visitors.selectors.join_page import differences, in_words
from visitors.selectors.merge_sides import both_sides, seen_as
from visitors.selectors.mergers import mergers_of, met_since, whose_together
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import described, find_customers
from visitors.services.duplicates import set_apart
from visitors.services.merging import merge, unmerge
from visitors.services.searching import count_search
from visitors.views.customer_list import too_often

SHOWN = 30
FOUND = 12


@office_view(*MERGERS)
@require_http_methods(["GET"])
def duplicates(request: HttpRequest) -> HttpResponse:
    """Files that may be of one person, the likeliest first."""
    rows = waiting(request.member.office)
    pairs = list(rows[: SHOWN + 1])
    context = {"pairs": _pairs(request, pairs[:SHOWN]), "more": len(pairs) > SHOWN}
    return render(request, "visitors/duplicates.html", context)


@office_view(*MERGERS)
@require_http_methods(["GET", "POST"])
def files_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of one person: what is joined, what looks alike, and a search by post for another one."""
    customer = load_for(request, pk, Action.MERGE)
    office, now = request.member.office, timezone.now()
    rules = house_validity_rules(office, office.business_date(now))
    query = request.POST.get("q", "").replace("\x00", "").strip()[:40]
    matches = []
    if query:
        try:
            count_search(member=request.member, now=now)
        except Refusal as refusal:
            return too_often(request, refusal)
        found = find_customers(office=office, query=query, limit=FOUND, now=now, rules=rules)
        matches = [match for match in found if match.customer.pk != customer.pk]
    alike = look_alikes(customer)
    others = Customer.objects.in_bulk([each.high if each.low == customer.pk else each.low for each in alike])
    shown = {
        match.customer.pk: match
        for match in described(list(others.values()), office=office, now=now, rules=rules)
    }
    context = {
        "customer": customer,
        "mergers": [(each, met_since(each)) for each in mergers_of(customer)],
        "alike": [
            (shown[each.high if each.low == customer.pk else each.low], in_words(each.signs))
            for each in alike
        ],
        "query": query,
        "matches": matches,
    }
    return render(request, "visitors/files_of.html", context)


@office_view(*MERGERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Both files side by side: what differs is chosen, and whose customer it will be is said before."""
    keep, alias = (load_for(request, each, Action.MERGE) for each in (pk, other))
    slug = request.member.office.slug
    page = reverse("reception:customer", args=[slug, keep.pk])
    if keep.pk == alias.pk:
        return say(request, _("These files are joined already."), back=page)
    sides = both_sides(keep, alias)
    sees = all(may_do(request.member, each, Action.SEE_SENSITIVE).allowed for each in (keep, alias))
    rows = differences(sides, office=request.member.office, sees_sensitive=sees)
    form = JoinForm(sent(request), differences=rows, seen=seen_as(sides))
    alike = likeness_of(keep, alias)

    def work() -> None:
        merge(
            keep=keep,
            alias=alias,
            choices=form.choices,
            signs=[sign.value for sign in alike.signs],
            seen=form.cleaned_data["seen"],
            by=request.member,
            now=timezone.now(),
        )

    if is_done(request, form, work, answer=page):
        return say(request, _("The files are joined. This can be taken back at any time."), back=page)
    form.show_again(seen_as(sides))
    context = {**_both(request, keep, alias), "form": form, "signs": in_words(alike.signs)}
    return render(request, "visitors/join.html", context, status=status_of(request, form))


@office_view(*MERGERS)
@require_POST
def apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """They are two people: nobody is asked again."""
    one, another = (load_for(request, each, Action.MERGE) for each in (pk, other))
    return act(
        request,
        lambda: set_apart(one=one, other=another, by=request.member, now=timezone.now()),
        said=_("Noted: these are two people."),
        back=reverse("visitors:duplicates", args=[request.member.office.slug]),
    )


@office_view(*MERGERS)
@require_POST
def join_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """A merger is taken back: both files are what they were."""
    merger = load_merger(request.member, pk)
    load_for(request, merger.alias_id, Action.MERGE)
    slug = request.member.office.slug
    return act(
        request,
        lambda: unmerge(merger=merger, by=request.member, now=timezone.now()),
        said=_("The files are parted again."),
        back=reverse("visitors:files_of", args=[slug, merger.keep_id]),
    )


def _both(request: HttpRequest, keep: Customer, alias: Customer) -> dict[str, Any]:
    """The two as cards, and whose customer the person would be."""
    office, now = request.member.office, timezone.now()
    day = office.business_date(now)
    rules = house_validity_rules(office, day)
    kept, other = described([keep, alias], office=office, now=now, rules=rules)
    whose = whose_together(keep, alias, office=office, day=day, rules=rules)
    owner = Member.objects.of(office).filter(pk=whose.together.owner or 0).first()
    losers = Member.objects.of(office).filter(pk__in=whose.losers).order_by("name", "pk")
    return {
        "kept": kept,
        "other": other,
        "whose": whose,
        "owner": owner,
        "losers": losers,
        "losing": pgettext("between names", ", ").join(each.name for each in losers),
        "gains": bool(losers) and whose.together.owner == request.member.pk,
    }


def _pairs(request: HttpRequest, pairs: list[Duplicate]) -> list[dict[str, Any]]:
    """Each pair with both as cards, the older file first: it is proposed to be kept."""
    office, now = request.member.office, timezone.now()
    rules = house_validity_rules(office, office.business_date(now))
    files = {each.pk: each for pair in pairs for each in (pair.low, pair.high)}
    shown = {
        match.customer.pk: match
        for match in described(list(files.values()), office=office, now=now, rules=rules)
    }
    return [
        {
            "low": shown[pair.low_id],
            "high": shown[pair.high_id],
            "signs": in_words(pair.signs),
            "is_likely": pair.score >= LIKELY,
        }
        for pair in pairs
    ]
