"""How one customer wishes to be followed up: wishes, grade, birthdays; and what the plan makes of it."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from followups.forms.days import BirthdayForm, GradeForm, WishesForm
from followups.guards import load_birthday
from followups.models import FollowUp
from followups.roles import WISHES_KEEPERS
from followups.services.plans import refresh_plan
from offices.guards import office_view
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of
from visitors.access import Action
from visitors.guards import load_for
from visitors.models import Customer, CustomerDate, GradeChange
from visitors.services.call_wishes import FLAGS, set_wishes, wishes_of
from visitors.services.customer_dates import add_birthday, remove_date
from visitors.services.grades import change_grade

CHANGES_SHOWN = 5
STEPS_SHOWN = 12


@office_view(*WISHES_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest, pk: int) -> HttpResponse:
    """The wishes of this customer; what is due follows at once."""
    customer = load_for(request, pk, Action.FOLLOW_UP)
    found = wishes_of(customer)
    form = WishesForm(sent(request), initial={name: getattr(found, name) for name in [*FLAGS, "special"]})

    def work() -> None:
        now = timezone.now()
        set_wishes(customer=customer, by=request.member, now=now, **form.cleaned_data)
        refresh_plan(customer, now=now)

    if is_done(request, form, work, answer=_home(request, customer)):
        return say(
            request, _("Saved. The follow-ups below are as you wished."), back=_home(request, customer)
        )
    return _page(request, customer, {"wishes_form": form}, status_of(request, form))


@office_view(*WISHES_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def regrade(request: HttpRequest, pk: int) -> HttpResponse:
    """Another grade, with the reason."""
    customer = load_for(request, pk, Action.FOLLOW_UP)
    form = GradeForm(sent(request), initial={"grade": customer.grade})

    def work() -> None:
        now, data = timezone.now(), form.cleaned_data
        change_grade(
            customer=customer, grade=data["grade"], reason=data["grade_reason"], by=request.member, now=now
        )
        refresh_plan(customer, now=now)

    if is_done(request, form, work, answer=_home(request, customer)):
        return say(request, _("The grade is changed."), back=_home(request, customer))
    return _page(request, customer, {"grade_form": form}, status_of(request, form))


@office_view(*WISHES_KEEPERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def birthdays(request: HttpRequest, pk: int) -> HttpResponse:
    """A birthday more on the file."""
    customer = load_for(request, pk, Action.FOLLOW_UP)
    form = BirthdayForm(sent(request))
    if is_done(
        request,
        form,
        lambda: add_birthday(customer=customer, by=request.member, now=timezone.now(), **form.cleaned_data),
        answer=_home(request, customer),
    ):
        return say(request, _("The birthday is written down."), back=_home(request, customer))
    return _page(request, customer, {"birthday_form": form}, status_of(request, form))


@office_view(*WISHES_KEEPERS)
@require_POST
def birthday_remove(request: HttpRequest, customer: int, pk: int) -> HttpResponse:
    """A birthday off the file; a second click finds it gone, and its key says what became of it."""
    file = load_for(request, customer, Action.FOLLOW_UP)
    return act(
        request,
        lambda: remove_date(found=load_birthday(file, pk), by=request.member, now=timezone.now()),
        said=_("The birthday is off the file."),
        back=_home(request, file),
    )


def _page(request: HttpRequest, customer: Customer, forms: dict, status: int) -> HttpResponse:
    """The three forms with what is known; the one that was sent stands in ``forms``."""
    found = wishes_of(customer)
    initial = {name: getattr(found, name) for name in [*FLAGS, "special"]}
    context = {
        "customer": customer,
        "wishes_form": WishesForm(initial=initial),
        "grade_form": GradeForm(initial={"grade": customer.grade}),
        "birthday_form": BirthdayForm(),
        **forms,
        "found": found,
        "dates": CustomerDate.objects.filter(customer__in=customer.all_files),
        "changes": _changes(customer),
        "steps": _steps(customer),
    }
    return render(request, "followups/wishes.html", context, status=status)


def _changes(customer: Customer) -> QuerySet[GradeChange]:
    rows = GradeChange.objects.filter(customer__in=customer.all_files)
    return rows.select_related("by")[:CHANGES_SHOWN]


def _steps(customer: Customer) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.due().filter(customer__in=customer.all_files)
    return rows.select_related("owner")[:STEPS_SHOWN]


def _home(request: HttpRequest, customer: Customer) -> str:
    return reverse("followups:wishes", args=[request.member.office.slug, customer.pk])
