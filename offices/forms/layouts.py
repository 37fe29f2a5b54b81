"""How the ground floor's forms are laid out: crispy layouts, so that templates hold none."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout


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
