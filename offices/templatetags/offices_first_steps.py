"""The panel that says what to do first in a new office."""

from django import template

from offices import first_steps

register = template.Library()


@register.inclusion_tag("offices/_first_steps.html", takes_context=True)
def first_steps_panel(context: template.Context, *, begun: bool = False) -> dict:
    """The steps, while the office has never logged a visitor; ``begun``: the page knows that it has."""
    member = context["member"]
    if first_steps.is_over(member.office, begun=bool(begun)):
        return {"steps": []}
    return {"steps": first_steps.steps_for(member)}
