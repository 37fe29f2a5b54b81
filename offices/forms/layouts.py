"""How the ground floor's forms are laid out: crispy layouts, so that templates hold none."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django.template.loader import render_to_string
from django.utils.functional import Promise


class Fold(Div):
    """Fields that are seldom needed, folded away (a <details>); open where one of them has an error, or ``is_open``."""

    template = "forms/_fold.html"

    def __init__(
        self, title: Promise | str, *fields: Any, css_id: str | None = None, is_open: bool = False
    ) -> None:
        super().__init__(*fields, css_id=css_id)
        self.title, self.begins_open, self.is_open = title, is_open, is_open

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> str:
        wrong = any(pointer.name in form.errors for pointer in self.get_field_names())
        self.is_open = self.begins_open or wrong
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(self.template, {"fold": self, "fields": fields})


def fields_only(*layout: Any) -> FormHelper:
    """A helper that renders the fields: the template has the form, its token and its key."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.layout = Layout(*layout)
    return made


def segment(name: str, css: str = "") -> Field:
    """One of few answers as a switch."""
    return Field(name, template="forms/_segment.html", wrapper_class=css)


def many(name: str) -> Field:
    """Several of a closed list as chips."""
    return Field(name, template="forms/_many.html")


def pair(*fields: Any) -> Div:
    """Two short fields side by side, on phones too."""
    return Div(*fields, css_class="pair")


def pair_or_stack(*fields: Any) -> Div:
    """Two fields side by side, one above the other on phones."""
    return Div(*fields, css_class="pair pair-stack")
