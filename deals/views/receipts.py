"""The numbered receipts: books that the supervisor draws, every number with its state, voids."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from deals.forms.money import LARGEST_NUMBER, BookForm, VoidForm
from deals.models import Payment
from deals.roles import FINANCE, MONEY, SUPERVISOR
from deals.selectors.receipts import Book, books_of, gaps, next_receipt, numbers_of
from deals.services.payments import draw_book, void_receipt
from offices.guards import office_view
from offices.models import Office
from offices.views.answers import say
from offices.views.form_answers import is_done, sent, status_of


@office_view(*MONEY)
@require_GET
def receipts(request: HttpRequest) -> HttpResponse:
    """The stock by books, and every number of one of them: used, void, lost, next, free."""
    office = request.member.office
    books = books_of(office)
    shown = _shown(books, request.GET.get("book", ""))
    context = {
        "books": books,
        "shown": shown,
        "numbers": numbers_of(shown.book) if shown else [],
        "gaps": gaps(office),
        "next_receipt": next_receipt(office),
        "takes_money": request.member.holds(*FINANCE),
        "draws": request.member.holds(*SUPERVISOR),
    }
    return render(request, "deals/receipts.html", context)


@office_view(*SUPERVISOR, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def receipt_books(request: HttpRequest) -> HttpResponse:
    """The supervisor draws the next book (D-25)."""
    office = request.member.office
    books = books_of(office)
    first = books[0].book.last + 1 if books else 1
    form = BookForm(sent(request), initial={"first": first, "last": first + 49})
    answer = reverse("deals:receipt_books", args=[office.slug])
    if is_done(
        request,
        form,
        lambda: draw_book(office=office, by=request.member, now=timezone.now(), **form.cleaned_data),
        answer=answer,
    ):
        return say(request, _("The book is drawn. Hand it to finance."), back=answer)
    context = {"form": form, "books": books}
    return render(request, "deals/receipt_books.html", context, status=status_of(request, form))


@office_view(*FINANCE, keeps_draft=True)
@require_http_methods(["GET", "POST"])
def receipt_void(request: HttpRequest) -> HttpResponse:
    """A receipt is spoiled, lost, or was written wrongly; ``?number=`` says which."""
    office = request.member.office
    number = _number(request.GET.get("number", ""))
    form = VoidForm(sent(request), initial={"number": number or next_receipt(office)})
    answer = reverse("deals:receipts", args=[office.slug])
    if is_done(
        request,
        form,
        lambda: void_receipt(office=office, by=request.member, now=timezone.now(), **form.cleaned_data),
        answer=answer,
    ):
        said = _("Receipt %(number)s is void; it stays listed.") % {"number": form.cleaned_data["number"]}
        return say(request, said, back=answer)
    context = {"form": form, "payment": _payment(office, number) if request.method == "GET" else None}
    return render(request, "deals/receipt_void.html", context, status=status_of(request, form))


def _payment(office: Office, number: int | None) -> Payment | None:
    """What the receipt was written for, where it was."""
    people = ("order__unit__building", "order__customer")
    return Payment.objects.of(office).filter(receipt=number or 0).select_related(*people).first()


def _shown(books: list[Book], first: str) -> Book | None:
    """The book that is asked for, else the one in use, else the latest."""
    asked = _number(first)
    named = [book for book in books if book.book.first == asked]
    in_use = [book for book in reversed(books) if book.free]
    return next(iter([*named, *in_use, *books]), None)


def _number(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) < 11):
        return None
    return int(text) if 0 < int(text) <= LARGEST_NUMBER else None
