"""Clauses for templates, which know them by id."""

from django import template

from offices.clauses import Clause, clause

register = template.Library()


@register.filter
def as_clause(name: str) -> Clause:
    """The clause of that id in our words (without the office's own text)."""
    return clause(name)
