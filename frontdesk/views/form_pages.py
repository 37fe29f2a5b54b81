"""A page that is one form: shown, sent once, and shown again with what was wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from deals.views.deeds import is_done, status_of
from offices.views.answers import say

Words = Promise | str


@dataclass(frozen=True, slots=True)
class FormPage:
    """Its heading, the word on the button, a hint below the fields, and where “not now” leads."""

    title: Words
    button: Words
    back: str
    hint: Words = ""
    about: Words = ""


def form_page(
    request: HttpRequest,
    form: forms.Form,
    work: Callable[[], Any],
    *,
    page: FormPage,
    said: Words,
    page_of: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Show the form, or do what was sent and go back; to ``page_of`` what the work returned where that is given."""
    made: list[str] = []

    def do() -> None:
        result = work()
        if page_of is not None:
            made.append(page_of(result))

    if is_done(request, form, do, answer=page.back):
        # A second click has made nothing: it goes back, where what the first one made stands in the list.
        return say(request, str(said), back=made[0] if made else page.back)
    context = {"form": form, "page": page}
    return render(request, "frontdesk/form_page.html", context, status=status_of(request, form))
