"""The pages of a customer's file: the whole of it, its history, its timeline, and the form on paper."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from offices.enums import AuditAction
from offices.guards import office_view
from offices.services.audit import keep
from visitors.access import Action
from visitors.enums import RevealPurpose
from visitors.file_enums import CustomerKind
from visitors.guards import load_file, may_do, may_do_each
from visitors.models import CompanyNote, Customer
from visitors.selectors.file_history import history
from visitors.selectors.file_page import FilePage, file_page
from visitors.selectors.file_tags import tags_of
from visitors.selectors.household_picture import household_picture
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import described
from visitors.selectors.segments import segments_of
from visitors.selectors.sensitive_consents import consent_lines
from visitors.timeline_slots import ItemKind, items_of

NOTES = 30
SHOWN = 300
ASKED = (
    *(Action.SEE_SENSITIVE, Action.EDIT, Action.EDIT_SENSITIVE),
    *(Action.REVEAL, Action.PRINT, Action.SEE_HISTORY),
)
"""What the page shows doors to."""


@office_view()
@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file: what is known by groups, how much that is, and what would be worth asking next."""
    customer = load_file(request.member, pk, Action.SEE_FILE)
    return render(request, "visitors/file.html", _context(request, customer))


@office_view()
@require_GET
def file_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who changed what, before and after."""
    customer = load_file(request.member, pk, Action.SEE_HISTORY)
    sees = may_do(request.member, customer, Action.SEE_SENSITIVE).allowed
    changes = history(customer, sees_sensitive=sees)
    return render(request, "visitors/file_history.html", {"customer": customer, "changes": changes})


@office_view()
@require_GET
def file_timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened with the customer, from every part of the house."""
    customer = load_file(request.member, pk, Action.SEE_FILE)
    chosen = request.GET.get("kind", "")
    items = items_of(customer, request.member, kinds=[chosen] if chosen in ItemKind.values else [])
    context = {
        "customer": customer,
        "items": items[:SHOWN],
        "more": len(items) > SHOWN,
        "kinds": ItemKind.choices,
        "chosen": chosen,
    }
    return render(request, "visitors/file_timeline.html", context)


@office_view()
@require_GET
def file_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as the paper form; what this reader may not see stays empty."""
    customer = load_file(request.member, pk, Action.PRINT)
    now = timezone.now()
    keep(
        action=AuditAction.FILE_PRINTED,
        record=f"customer:{customer.pk}",
        details={},
        by=request.member,
        now=now,
    )
    context = {**_context(request, customer), "printed_at": now}
    context["checksum"] = _checksum(customer, context["page"])
    return render(request, "visitors/file_print.html", context)


def _checksum(customer: Customer, page: FilePage) -> str:
    """What tells this print from a later one: of the number and every value on it."""
    words = [f"{field.key}={field.words}" for group in page.groups for field in group.fields]
    text = "\n".join([customer.file_number or str(customer.pk), *words])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _context(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    member, now = request.member, timezone.now()
    may = may_do_each(member, customer, *ASKED)
    sees = may["see_sensitive"]
    rules = house_validity_rules(member.office, member.office.business_date(now))
    [match] = described([customer], office=member.office, now=now, rules=rules)
    page = file_page(customer, sees_sensitive=sees)
    is_company = customer.kind == CustomerKind.CORPORATE
    return {
        "customer": customer,
        "match": match,
        "page": page,
        "tags": tags_of(customer),
        "segments": segments_of(customer, now=now) if sees else [],
        "sees_sensitive": sees,
        "picture": household_picture(customer),
        "consents": consent_lines(customer),
        "is_company": is_company,
        "company": getattr(customer, "company", None) if is_company else None,
        "company_notes": CompanyNote.objects.filter(customer__in=customer.all_files)[:NOTES]
        if is_company
        else [],
        "may_edit": may["edit"],
        "may_edit_sensitive": may["edit_sensitive"],
        "may_reveal": may["reveal"],
        "reveal_purposes": RevealPurpose.choices,
        "may_print": may["print"],
        "may_see_history": may["see_history"],
    }
