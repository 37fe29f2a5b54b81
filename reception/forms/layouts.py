"""How the desk's forms are laid out: crispy layouts, so that templates hold none."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django.utils.translation import gettext_lazy as _

from offices.forms.layouts import Fold

SEGMENT = "forms/_segment.html"


def helper(*layout: Any) -> FormHelper:
    """A helper that renders the fields only: the template has the form, its token and its key."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.layout = Layout(*layout)
    return made


def segment(name: str, css: str = "") -> Field:
    return Field(name, template=SEGMENT, wrapper_class=css)


def arrival() -> FormHelper:
    """Who, telephone, contact so far; the rest is folded away until it is asked for."""
    return helper(
        "check_in",
        "customer",
        Div(
            Field("name", template="forms/_who.html"),
            Div(
                segment("phone_answer"),
                Field("phone", template="forms/_phone_matching.html"),
                Div(Field("phone_note"), css_class="if-declined"),
                Div(segment("consent_call"), segment("consent_sms"), css_class="if-number consents"),
                css_class="stack",
                css_id="telephone",
            ),
            segment("history"),
            Div(
                Field("named", template="forms/_named.html"),
                Div("refuses_named", "forgot", css_class="row-flow"),
                Div("designates", "discount_from", css_class="pair"),
                css_class="if-known",
            ),
            Div(Field("purpose"), Field("party_size"), css_class="arrival-line"),
            Fold(
                _("Form of address, source, plate, referred by"),
                segment("honorific"),
                Div("source", "licence_plate", css_class="pair"),
                Field("referred_by", template="forms/_referred.html"),
                css_id="arrival-more",
            ),
            css_class="stack",
        ),
    )


def late() -> FormHelper:
    """The slip's number, what an arrival asks, then the times, who received and how it ended."""
    return helper(
        "number",
        *arrival().layout.fields,
        Div("happened_at", "ended_at", css_class="pair-wide"),
        "received_by",
        segment("ending"),
    )


def finish() -> FormHelper:
    """The grade first; what was learned, then what comes next."""
    return helper(
        segment("grade"),
        Field("objections", template="forms/_many.html"),
        Fold(
            _("What the customer looks for"),
            Div("layout", "floor", css_class="pair"),
            Div("area_min", "area_max", css_class="pair"),
            Div("budget_min", "budget_max", css_class="pair"),
            Div("buying_purpose", "units_wanted", css_class="pair"),
        ),
        Fold(
            _("Telephone number"),
            segment("phone_answer"),
            Field("phone", template="forms/_phone.html"),
            Div(Field("phone_note"), css_class="if-declined"),
            Div(segment("consent_call"), segment("consent_sms"), css_class="if-number consents"),
        ),
        Fold(_("Whose deal it will be"), "bears", "bears_on"),
        "next_appointment",
        "note",
    )


def nothing() -> FormHelper:
    return helper()


def void() -> FormHelper:
    return helper(segment("reason"), "note")
