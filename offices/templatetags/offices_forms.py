"""Parts that every form of the house has."""

from uuid import uuid4

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def request_key() -> str:
    """The hidden idempotency key of a form that changes something."""
    return format_html('<input type="hidden" name="request_key" value="{}">', uuid4())
