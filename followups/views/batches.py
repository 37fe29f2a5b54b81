"""Batches of texts: from the choice of customers to what became of each message."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from followups.enums import BatchState, RowState
from followups.forms.batch import BatchForm, chosen_words
from followups.guards import load_batch, load_batch_row, load_saved_filter
from followups.models import Batch, BatchRow, SavedFilter
from followups.roles import BATCH_APPROVERS, BATCH_MAKERS
from followups.row_words import reason_words, row_words
from followups.selectors.batch_progress import is_live, progress_of
from followups.services import batches as services
from followups.services.batch_feeding import sample_of
from messaging.gates import is_quiet
from messaging.models import Gateway
from messaging.selectors.text_facts import house_limits
from messaging.template_words import VARIABLE_WORDS
from messaging.templating import sms_parts
from offices import drafts
from offices.errors import Refusal
from offices.guards import live_view, office_view
from offices.views.answers import act, once_for, say

SHOWN = 30
ROWS_SHOWN = 50
LONGEST_ID = 19
DEEDS: dict[str, tuple[Callable, tuple, object]] = {
    "ask": (services.ask_approval, BATCH_MAKERS, gettext_lazy("The leaders are told that it waits.")),
    "approve": (services.approve_batch, BATCH_APPROVERS, gettext_lazy("Approved. It can be executed now.")),
    "start": (services.start_batch, BATCH_MAKERS, gettext_lazy("The messages are on their way.")),
    "pause": (services.pause_batch, BATCH_MAKERS, gettext_lazy("Paused: nothing more leaves.")),
    "resume": (services.resume_batch, BATCH_MAKERS, gettext_lazy("It goes on.")),
    "stop": (services.stop_batch, BATCH_MAKERS, gettext_lazy("Stopped: what has not left never will.")),
}


@office_view(*BATCH_MAKERS)
@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """The newest batches; those that wait for somebody first."""
    rows = Batch.objects.of(request.member.office).select_related("made_by", "approved_by", "template")
    open_states = (
        BatchState.DRAFT,
        BatchState.LISTED,
        BatchState.APPROVED,
        BatchState.RUNNING,
        BatchState.PAUSED,
    )
    context = {
        "open": list(rows.filter(state__in=open_states)[:SHOWN]),
        "over": list(rows.exclude(state__in=open_states)[:SHOWN]),
        "filters": SavedFilter.objects.of(request.member.office).select_related("made_by"),
    }
    return render(request, "followups/batches.html", context)


@office_view(*BATCH_MAKERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def batch_new(request: HttpRequest) -> HttpResponse:
    """A wording and a choice of customers; what comes of it is the list."""
    office, is_sent = request.member.office, request.method == "POST"
    form = BatchForm(
        request.POST if is_sent else None, office=office, initial=None if is_sent else _initial(request)
    )
    if is_sent and form.is_valid():
        try:
            where = once_for(
                request,
                lambda: _make(request, form, timezone.now()),
                answer=reverse("followups:batches", args=[office.slug]),
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            newest = Batch.objects.of(office).filter(made_by=request.member).order_by("-pk").first()
            back = reverse("followups:batch", args=[office.slug, newest.pk]) if newest else where
            return say(request, _("Here is the list. Look it through."), back=back)
    context = {"form": form, "filters": SavedFilter.objects.of(office)}
    return render(request, "followups/batch_new.html", context, status=422 if form.errors else 200)


def _make(request: HttpRequest, form: BatchForm, now: datetime) -> None:
    office, cleaned = request.member.office, form.cleaned_data
    services.make_batch(
        office=office,
        name=cleaned["name"],
        template=cleaned["template"],
        chosen=form.chosen,
        variables=form.variables,
        by=request.member,
        now=now,
    )
    if cleaned["filter_name"]:
        services.save_filter(
            office=office, name=cleaned["filter_name"], chosen=form.chosen, by=request.member, now=now
        )


def _initial(request: HttpRequest) -> dict:
    """A draft that was kept, else the saved filter of the address."""
    asked = request.GET.get("filter", "")
    if asked.isdecimal() and len(asked) < LONGEST_ID:
        return dict(load_saved_filter(request.member, int(asked)).chosen)
    return drafts.take(request) or {}


@office_view(*BATCH_MAKERS)
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands, what it says, who gets it and who is left out, and why."""
    found = load_batch(request.member, pk)
    shown = request.GET.get("rows", "in")
    states = {
        "in": (RowState.IN, RowState.QUEUED),
        "out": (RowState.LEFT_OUT,),
        "dropped": (RowState.DROPPED,),
    }
    rows = found.rows.filter(state__in=states.get(shown, states["in"])).select_related(
        "customer", "text", "dropped_by"
    )
    page = Paginator(rows.order_by("pk"), ROWS_SHOWN).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.why = row_words(row)
    sample = sample_of(found, timezone.now())
    context = {
        **_standing(request, found),
        "sample": sample,
        "said": [
            (capfirst(VARIABLE_WORDS.get(name, name)), words) for name, words in found.variables.items()
        ],
        "reasons": _reasons(found) if shown == "out" else [],
        "page": page,
        "shown": shown if shown in states else "in",
        "may_change": found.state in services.STANDING,
        "newer": found.state in services.STANDING and services.newest_wording(found) != found.template,
        "chosen": chosen_words(found.chosen, found.office),
        "cost": _cost(found, sample),
    }
    return render(request, "followups/batch.html", context)


@live_view(*BATCH_MAKERS)
@require_GET
def batch_live(request: HttpRequest, pk: int, *, version: str, now: datetime) -> HttpResponse:
    """The bar, where it has moved since the page last looked."""
    found = load_batch(request.member, pk)
    context = _standing(request, found)
    if request.GET.get("m") == context["mark"]:
        return HttpResponse(status=204)
    return render(request, "followups/_batch_standing.html", {**context, "office": found.office})


def _standing(request: HttpRequest, found: Batch) -> dict:
    progress = progress_of(found)
    member = request.member
    return {
        "batch": found,
        "progress": progress,
        "mark": f"{found.state}.{progress.mark}",
        "is_live": is_live(found),
        "deeds": _deeds(found, member, progress.total),
        "is_own": member.pk in (found.made_by_id, found.listed_by_id),
        **_times(found),
    }


def _times(found: Batch) -> dict:
    """The house's limits, and what a batch of SMS that was let go waits for: its day, or the end of the night."""
    now = timezone.now()
    limits, begins = house_limits(found.office, now), found.day_begins
    is_going = found.state in (BatchState.APPROVED, BatchState.RUNNING)
    is_early = is_going and begins is not None and begins > now
    is_night = is_going and found.channel == "sms" and is_quiet(found.office.local(now), limits)
    return {
        "limits": limits,
        "leaves_on": begins if is_early else None,
        "is_night": is_night and not is_early,
    }


def _deeds(found: Batch, member, total: int) -> dict[str, bool]:
    """Which buttons stand there."""
    is_own = member.pk in (found.made_by_id, found.listed_by_id)
    leads = member.holds(*BATCH_APPROVERS)
    return {
        "ask": found.state == BatchState.LISTED and total > 0 and (is_own or not leads),
        "approve": found.state == BatchState.LISTED and total > 0 and leads and not is_own,
        "start": found.state == BatchState.APPROVED,
        "pause": found.state == BatchState.RUNNING,
        "resume": found.state == BatchState.PAUSED,
        "stop": found.state not in (BatchState.STOPPED, BatchState.DONE),
    }


def _reasons(found: Batch) -> list[tuple[str, int]]:
    """Why customers are left out, in words, the commonest reason first."""
    rows = found.rows.filter(state=RowState.LEFT_OUT).order_by().values_list("reason")
    counted = rows.annotate(count=Count("pk")).order_by("-count", "reason")
    return [(reason_words(reason), count) for reason, count in counted]


def _cost(found: Batch, sample: tuple | None) -> dict | None:
    """Parts and price of the whole batch, reckoned from one text of it; None for e-mail."""
    gateway = Gateway.objects.of(found.office).active().filter(channel=found.channel).first()
    count = found.rows.filter(state__in=(RowState.IN, RowState.QUEUED)).count()
    if found.channel != "sms" or not count:
        return None
    parts = sample[1].parts if sample else sms_parts(found.template.whole)
    price = gateway.price_fen if gateway else 0
    return {"count": count, "parts": parts, "yuan": f"{count * parts * price / 100:.2f}" if price else ""}


@office_view(*BATCH_MAKERS)
@require_POST
def batch_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the list anew."""
    found = load_batch(request.member, pk)
    return act(
        request,
        lambda: services.list_batch(batch=found, by=request.member, now=timezone.now()),
        said=_("The list is made anew."),
        back=_page_of(request, found),
    )


@office_view(*BATCH_MAKERS)
@require_POST
def batch_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """One step of its life."""
    if deed not in DEEDS:
        raise Http404
    work, roles, said = DEEDS[deed]
    found = load_batch(request.member, pk)
    if not request.member.holds(*roles):
        raise PermissionDenied
    return act(
        request,
        lambda: work(batch=found, by=request.member, now=timezone.now()),
        said=str(said),
        back=_page_of(request, found),
    )


@office_view(*BATCH_MAKERS)
@require_POST
def row_drop(request: HttpRequest, pk: int) -> HttpResponse:
    return _change_row(request, load_batch_row(request.member, pk), services.drop_row, _("Dropped."))


@office_view(*BATCH_MAKERS)
@require_POST
def row_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = load_batch_row(request.member, pk)
    return _change_row(request, row, services.take_back_row, _("Gets the message after all."))


def _change_row(request: HttpRequest, row: BatchRow, work: Callable, said: str) -> HttpResponse:
    return act(
        request,
        lambda: work(batch=row.batch, row=row, by=request.member, now=timezone.now()),
        said=said,
        back=_page_of(request, row.batch),
    )


@office_view(*BATCH_MAKERS)
@require_POST
def filter_forget(request: HttpRequest, pk: int) -> HttpResponse:
    return act(
        request,
        lambda: services.forget_filter(saved=pk, by=request.member),
        said=_("The filter is deleted."),
        back=reverse("followups:batches", args=[request.member.office.slug]),
    )


def _page_of(request: HttpRequest, found: Batch) -> str:
    return reverse("followups:batch", args=[request.member.office.slug, found.pk])
