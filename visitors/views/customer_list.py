"""The list of customers with its filters, those that are kept, and searches that were locked."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from offices.errors import Refusal
from offices.guards import office_view
from offices.ids import read_id
from offices.models import Member
from offices.views.answers import act, earlier_answer, say
from visitors.completeness import Share
from visitors.file_filter import MINE, SECOND, FileFilter, read_filter
from visitors.forms.file_filter import FileFilterForm
from visitors.models import SavedFilter
from visitors.roles import EXPORTERS, LISTERS, SEARCH_KEEPERS, WHOLE_LIST
from visitors.selectors.customer_list import chosen_files, counted, page_of, tags_in_use
from visitors.selectors.file_fields import fields_of
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import described
from visitors.services.saved_filters import forget_filter, save_filter
from visitors.services.searching import count_search, locked_members, unlock_search


@office_view(*LISTERS)
@require_GET
def customer_list(request: HttpRequest) -> HttpResponse:
    """The customers that the filter asks for, a page at a time; a consultant sees their own.

    A page of everybody's counts as a search by hand: who leafs through the register copies it out.
    """
    office, now = request.member.office, timezone.now()
    whole = request.member.holds(*WHOLE_LIST)
    if whole:
        try:
            count_search(member=request.member, look_in="list", now=now)
        except Refusal as refusal:
            return too_often(request, refusal)
    chosen = _allowed(read_filter(request.GET), whole=whole)
    fields = len(fields_of(office))
    rows = chosen_files(office, chosen, request.member, now=now, fields=fields)
    page = page_of(rows, office, chosen.order, read_id(request.GET.get("after", "")))
    rules = house_validity_rules(office, office.business_date(now))
    matches = described(page.customers, office=office, now=now, rules=rules) if page.customers else []
    count, more = counted(rows)
    owners = Member.objects.of(office).working().consultants().order_by("name", "pk") if whole else None
    context = {
        "lines": [(match, Share(min(match.customer.filled, fields), fields).percent) for match in matches],
        "count": count,
        "counts_more": more,
        "form": FileFilterForm(chosen, owners=owners, tags=tags_in_use(office)),
        "narrows": _narrows(chosen, whole=whole),
        "codes": chosen.codes,
        "next": urlencode({**chosen.codes, "after": page.after}) if page.after else "",
        "first": urlencode(chosen.codes),
        "is_later": "after" in request.GET,
        "saved": _saved(request.member, chosen),
        "whole": whole,
        "unlocks": request.member.holds(*SEARCH_KEEPERS),
        "takes_out": request.member.holds(*EXPORTERS),
    }
    return render(request, "visitors/customer_list.html", context)


@office_view(*LISTERS)
@require_POST
def filter_save(request: HttpRequest) -> HttpResponse:
    """The filter that is shown stands above the list from now on."""
    chosen = read_filter(request.POST)
    return act(
        request,
        lambda: save_filter(
            name=request.POST.get("name", ""), chosen=chosen, by=request.member, now=timezone.now()
        ),
        said=_("The filter stands above the list from now on."),
        back=f"{_list(request)}?{urlencode(chosen.codes)}",
    )


@office_view(*LISTERS)
@require_POST
def filter_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """The member does not want that filter any more."""
    saved = SavedFilter.objects.mine(request.member).filter(pk=pk).first()
    if saved is None and earlier_answer(request):
        return say(request, _("The filter is gone."), back=_list(request))
    if saved is None:
        raise Http404
    return act(
        request,
        lambda: forget_filter(saved=saved, by=request.member),
        said=_("The filter is gone."),
        back=_list(request),
    )


@office_view(*SEARCH_KEEPERS)
@require_GET
def search_locks(request: HttpRequest) -> HttpResponse:
    """Whose search is locked because they searched for very many customers."""
    members = locked_members(by=request.member, now=timezone.now())
    return render(request, "visitors/search_locks.html", {"members": members})


@office_view(*SEARCH_KEEPERS)
@require_POST
def search_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague may search again."""
    member = Member.objects.of(request.member.office).filter(pk=pk).first()
    if member is None:
        raise Http404
    return act(
        request,
        lambda: unlock_search(member=member, by=request.member, now=timezone.now()),
        said=_("%(name)s may search again.") % {"name": member.name},
        back=reverse("visitors:search_locks", args=[request.member.office.slug]),
    )


def too_often(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """In place of what a search would have found."""
    return render(request, "visitors/too_often.html", {"refusal": refusal}, status=refusal.status)


def _allowed(chosen: FileFilter, *, whole: bool) -> FileFilter:
    return chosen if whole or chosen.owner in (MINE, SECOND) else replace(chosen, owner=MINE)


def _narrows(chosen: FileFilter, *, whole: bool) -> bool:
    usual = {"order"} if whole else {"order", "owner"}
    return bool(chosen.codes.keys() - usual)


def _saved(member: Member, chosen: FileFilter) -> list[dict[str, Any]]:
    """The member's filters, each with its address and whether it is the one that is shown."""
    rows = [(row, read_filter(row.chosen)) for row in SavedFilter.objects.mine(member)]
    return [
        {"row": row, "query": urlencode(kept.codes), "is_shown": kept.codes == chosen.codes}
        for row, kept in rows
    ]


def _list(request: HttpRequest) -> str:
    return reverse("visitors:customer_list", args=[request.member.office.slug])
