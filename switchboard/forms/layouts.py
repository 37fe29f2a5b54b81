"""How the phone desk's forms are laid out: crispy layouts, so that templates hold none."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field
from django.utils.translation import gettext_lazy as _

from offices.forms.layouts import Fold, fields_only, many, pair, segment


def _only(kinds: str, *fields: Any) -> Div:
    """Shown for these kinds of calls: names of classes in lunxu.css."""
    return Div(*fields, css_class=f"stack {kinds}")


def call() -> FormHelper:
    """Who calls and what for; what was agreed; the rest is folded away until it is asked for."""
    return fields_only(
        "line",
        "customer",
        Div(
            segment("kind", "call-kind"),
            Field("name", template="switchboard/_field_who.html"),
            Div(
                Div(segment("phone_answer"), css_class="if-customer"),
                Field("phone", template="switchboard/_field_phone.html"),
                Div(Field("phone_note"), css_class="if-declined if-customer"),
                css_class="stack",
                css_id="telephone",
            ),
            segment("is_first"),
            _only("if-colleague", "to", "message", "wants_call"),
            _only("not-colleague", many("topics")),
            _only("if-enquiry", segment("help")),
            _only(
                "if-customer",
                "invited",
                segment("next_step"),
                Div(Field("visit_on"), Field("visit_time"), Field("people"), css_class="triple if-visit"),
                Div(Field("next_on"), Field("next_time"), Field("caller"), css_class="triple if-next"),
            ),
            Field("note"),
            Fold(
                _("A question that we have to find out"),
                "question",
                "asks",
                css_id="call-question",
            ),
            Fold(
                _("Who answered, rings, minutes"),
                Div("answered_by", "called_at", css_class="pair"),
                pair("rings", "minutes"),
                css_id="call-counts",
            ),
            _only(
                "if-customer",
                Fold(
                    _("Form of address, source, consents"),
                    segment("honorific"),
                    Div("source", css_class="pair"),
                    Div(segment("consent_call"), segment("consent_sms"), css_class="consents"),
                    "is_quality",
                    css_id="call-more",
                ),
            ),
            "is_urgent",
            css_class="stack",
        ),
    )


def correction() -> FormHelper:
    return fields_only(
        segment("is_first"),
        many("topics"),
        pair("source", "answered_by"),
        pair("rings", "minutes"),
        "invited",
        "note",
    )
