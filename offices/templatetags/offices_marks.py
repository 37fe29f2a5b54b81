"""Marks that are other ones in other languages; every template knows them (TEMPLATES, builtins)."""

from django import template
from django.utils.translation import pgettext

register = template.Library()


@register.simple_tag
def colon() -> str:
    """What stands between a label and what it says: in Chinese full-width, without a space."""
    return pgettext("between a label and what it says", ": ")
