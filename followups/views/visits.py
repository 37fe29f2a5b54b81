"""Who is expected: appointments ahead with their reception plans, and what became of those that are past."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from followups.forms.calls import ReceptionPlanForm
from followups.guards import load_appointment
from followups.roles import GREETERS
from followups.selectors.expected import expected_of
from followups.services import reception_plans as services
from offices.guards import office_view
from offices.views.answers import act, say
from offices.views.form_answers import is_done, sent, status_of


@office_view(*GREETERS)
@require_GET
def expected(request: HttpRequest) -> HttpResponse:
    """Day by day who comes, with car and plan; first those of whom nobody has said whether they came."""
    found = expected_of(request.member.office, now=timezone.now())
    return render(request, "followups/expected.html", {"expected": found})


@office_view(*GREETERS, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """How this customer is received."""
    found, now = load_appointment(request.member, pk), timezone.now()
    plan = getattr(found, "plan", None)
    initial = {
        "people": plan.people if plan else None,
        "plan": plan.text if plan else "",
        "licence_plate": found.customer.file.licence_plate,
    }
    form = ReceptionPlanForm(sent(request), initial=initial)
    back = reverse("followups:expected", args=[request.member.office.slug])
    if is_done(
        request,
        form,
        lambda: services.set_reception_plan(
            appointment=found, by=request.member, now=now, **form.cleaned_data
        ),
        answer=back,
    ):
        return say(request, _("Saved."), back=back)
    context = {"appointment": found, "customer": found.customer.file, "form": form}
    return render(request, "followups/appointment.html", context, status=status_of(request, form))


@office_view(*GREETERS)
@require_POST
def appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """They came, did not come, or called off."""
    found = load_appointment(request.member, pk)
    return act(
        request,
        lambda: services.end_visit(
            appointment=found, state=request.POST.get("state", ""), by=request.member, now=timezone.now()
        ),
        said=_("Noted."),
        back=reverse("followups:expected", args=[request.member.office.slug]),
    )
