"""What the desk lends: what is out, lending, taking back, the items."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frontdesk.enums import LoanEnd
from frontdesk.forms.services import LendForm, LoanItemForm
from frontdesk.guards import load_loan, load_loan_item
from frontdesk.models import Loan, LoanItem
from frontdesk.roles import DESK
from frontdesk.services import loans as services
from frontdesk.views.form_pages import FormPage, form_page
from offices.guards import office_view
from offices.ids import read_id
from offices.models import Member
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of

BACK_SHOWN = 30


@office_view(*DESK)
@require_GET
def loans(request: HttpRequest) -> HttpResponse:
    """What is out, the overdue first; what may be lent; what came back lately."""
    office, now = request.member.office, timezone.now()
    rows = Loan.objects.of(office).select_related("item", "out_by", "back_by")
    out = list(rows.out().order_by("due_at", "pk"))
    context = {
        "out": out,
        "now": now,
        "here": LoanItem.objects.of(office).in_use().exclude(pk__in=[loan.item_id for loan in out]),
        "back": rows.exclude(back_at=None).order_by("-back_at", "-pk")[:BACK_SHOWN],
        "ends": [(end.value, end.label) for end in (LoanEnd.DAMAGED, LoanEnd.LOST)],
    }
    return render(request, "frontdesk/loans.html", context)


@office_view(*DESK, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def lend(request: HttpRequest) -> HttpResponse:
    """Somebody takes something along."""
    member, now = request.member, timezone.now()
    out = Loan.objects.of(member.office).out()
    items = list(LoanItem.objects.of(member.office).in_use())
    if request.method == "GET":  # what was sent may have gone out by an earlier click of the same form
        taken = set(out.values_list("item", flat=True))
        items = [item for item in items if item.pk not in taken]
    closing = now.astimezone(member.office.zone).replace(
        hour=member.office.closes_at.hour, minute=member.office.closes_at.minute, second=0, microsecond=0
    )
    initial = {
        "item": read_id(request.GET.get("item", "")),
        "due_at": closing if closing > now else closing + timedelta(days=1),
    }
    form = LendForm(sent(request), items=items, initial=initial)

    def work() -> None:
        data = dict(form.cleaned_data)
        item = next(each for each in items if each.pk == data.pop("item"))
        services.lend(item=item, by=member, now=now, **data)

    page = FormPage(_("Lend something"), _("Lend it"), _home(member))
    return form_page(request, form, work, page=page, said=_("It is out."))


@office_view(*DESK)
@require_POST
def loan_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It came back, or never will."""
    loan = load_loan(request.member, pk)
    return act(
        request,
        lambda: services.take_back(
            loan=loan, end=request.POST.get("end", ""), by=request.member, now=timezone.now()
        ),
        said=_("Noted."),
        back=_home(request.member),
    )


@office_view(*DESK, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def loan_items(request: HttpRequest) -> HttpResponse:
    """What the desk has to lend, with a line for one more."""
    member, now = request.member, timezone.now()
    form = LoanItemForm(sent(request))
    here = reverse("frontdesk:loan_items", args=[member.office.slug])
    if is_done(
        request,
        form,
        lambda: services.add_item(office=member.office, by=member, now=now, **form.cleaned_data),
        answer=here,
    ):
        return say(request, _("Added."), back=here)
    context = {"form": form, "items": LoanItem.objects.of(member.office).in_use()}
    return render(request, "frontdesk/loan_items.html", context, status=status_of(request, form))


@office_view(*DESK)
@require_POST
def loan_item_end(request: HttpRequest, pk: int) -> HttpResponse:
    item = load_loan_item(request.member, pk)
    return act(
        request,
        lambda: services.end_item(item=item, by=request.member, now=timezone.now()),
        said=_("It is lent no more."),
        back=reverse("frontdesk:loan_items", args=[request.member.office.slug]),
    )


def _home(member: Member) -> str:
    return reverse("frontdesk:loans", args=[member.office.slug])
