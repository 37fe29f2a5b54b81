"""What was said at the door, in words: whom the customer named, refused, asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from offices.models import Member

PEOPLE = ("named", "refused", "designates", "discount_from")
"""The circumstances that name members, by their ids."""


def names_in(office_id: int, said: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """The names of everybody whom these circumstances speak of; no query where they speak of nobody."""
    ids = {pk for each in said for name in PEOPLE for pk in _ids(each.get(name))}
    if not ids:
        return {}
    return {member.pk: member.name for member in Member.objects.filter(office=office_id, pk__in=ids)}


def in_words(said: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    """One short sentence for each circumstance, in the order in which the desk asks for them."""
    spoken = {name: _listed(said.get(name), names) for name in PEOPLE}
    words = []
    if spoken["named"] and spoken["refused"] != spoken["named"]:
        words.append(_("named %(names)s") % {"names": spoken["named"]})
    if spoken["refused"]:
        words.append(_("did not want %(names)s") % {"names": spoken["refused"]})
    if said.get("forgot"):
        words.append(_("had forgotten who received them"))
    if spoken["designates"]:
        words.append(_("asked for %(name)s") % {"name": spoken["designates"]})
    if spoken["discount_from"]:
        words.append(_("came to %(name)s for a better price") % {"name": spoken["discount_from"]})
    if words and said.get("claimed"):
        words.append(_("claimed by the one who entered it"))
    return words


def _listed(value: object, names: Mapping[int, str]) -> str:
    return pgettext("between names", ", ").join(names[pk] for pk in _ids(value) if pk in names)


def _ids(value: object) -> list[int]:
    if isinstance(value, list | tuple):
        return [each for each in value if isinstance(each, int)]
    return [value] if isinstance(value, int) and not isinstance(value, bool) else []
