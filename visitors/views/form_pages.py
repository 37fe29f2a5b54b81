"""A page that is one form: shown, sent once, and shown again with what was wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from offices.views.answers import say
from offices.views.form_answers import is_done, status_of

Words = Promise | str


@dataclass(frozen=True, slots=True)
class FormPage:
    """Its heading, whom it is about, the word on the button, a hint below the fields, and where “not now” leads."""

    title: Words
    button: Words
    back: str
    about: Words = ""
    hint: Words = ""


def form_page(
    request: HttpRequest,
    form: forms.Form,
    work: Callable[[], Any],
    *,
    page: FormPage,
    said: Words,
    template: str = "visitors/form_page.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form, or do what was sent and go back."""
    if is_done(request, form, work, answer=page.back):
        return say(request, str(said), back=page.back)
    context = {"form": form, "page": page, **(more or {})}
    return render(request, template, context, status=status_of(request, form))
