"""Money and areas in templates."""

from django import template

from deals import figures

register = template.Library()
register.filter("yuan", figures.yuan)
register.filter("metres", figures.metres)
