"""Two files side by side in words, for whoever chooses what stands once they are joined."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from offices.models import Member, Office
from offices.phones import masked
from visitors.duplicates import Sign
from visitors.enums import Grade, Honorific, Source
from visitors.file_enums import CustomerKind, Partner
from visitors.file_kinds import FileField
from visitors.file_telling import label_of, told
from visitors.joining import Side, Value, usual_choice
from visitors.merge_words import FIELD_LABELS, SIGN_WORDS
from visitors.models import Customer
from visitors.segment_words import SEGMENT_WORDS
from visitors.segments import Axis
from visitors.selectors.file_fields import fields_of
from visitors.selectors.merge_sides import COMPANY, KIND, SEGMENTS, VALUE, Sides

HIDDEN = "\u2022\u2022\u2022"
LISTS: Mapping[str, Any] = {"honorific": Honorific, "grade": Grade, "source": Source}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field about which the two files say different things; ``usual`` is the side that is proposed."""

    name: str
    label: str
    keep: str
    alias: str
    usual: Side


def differences(sides: Sides, *, office: Office, sees_sensitive: bool) -> list[Difference]:
    """Every field where there is something to choose, in the order of the form. Four queries at most."""
    names = [name for name in sides.differing if name not in sides.forced]
    fields = {f"{VALUE}{field.key}": field for field in fields_of(office)}
    tell = _Teller(office, fields, sides, sees_sensitive=sees_sensitive)
    return [
        Difference(
            name,
            str(FIELD_LABELS[name]) if name in FIELD_LABELS else tell.label(name),
            tell.words(name, sides.keep.get(name)),
            tell.words(name, sides.alias.get(name)),
            usual_choice(sides.keep.get(name), sides.alias.get(name)),
        )
        for name in names
    ]


def in_words(signs: Iterable[str]) -> list[tuple[str, bool]]:
    """Why two files may be of one person, each with whether it speaks for it; unknown codes are left out."""
    known = [Sign(sign) for sign in signs if sign in set(Sign)]
    return [(str(SIGN_WORDS[sign]), not sign.value.startswith("other_")) for sign in known]


class _Teller:
    """Says values in words; the names of people are looked up once."""

    def __init__(
        self, office: Office, fields: Mapping[str, FileField], sides: Sides, *, sees_sensitive: bool
    ) -> None:
        self.fields, self.sees_sensitive = fields, sees_sensitive
        both = (sides.keep, sides.alias)
        files = {side.get("referred_by") for side in both} - {None}
        members = {side.get("second_contact") for side in both} - {None}
        self.names = {
            "referred_by": _names(Customer.objects.of(office), files),
            "second_contact": _names(Member.objects.of(office), members),
        }

    def label(self, name: str) -> str:
        field = self.fields.get(name)
        return label_of(field) if field else _("A field that is not in use")

    def words(self, name: str, value: Value) -> str:
        """The value as a reader sees it; "" where there is none."""
        if not value:
            return ""
        if name.startswith(VALUE):
            return self._of_form(name, value)
        if name in self.names:
            return self.names[name].get(value, "")
        if name in LISTS:
            return str(LISTS[name](value).label)
        if name == KIND:
            kind, partner = value
            words = [CustomerKind(kind).label, *([Partner(partner).label] if partner else [])]
            return pgettext("between names", ", ").join(str(each) for each in words)
        if name == SEGMENTS:
            words = [str(SEGMENT_WORDS[axis][value[axis]]) for axis in Axis if value[axis]]
            return pgettext("between names", ", ").join(words)
        if name == COMPANY:
            return " \u00b7 ".join(str(value[part]) for part in ("company", "representative") if value[part])
        return str(value)

    def _of_form(self, name: str, value: Mapping[str, Value]) -> str:
        field = self.fields.get(name)
        if (value["sealed"] or (field and field.sensitive)) and not self.sees_sensitive:
            return HIDDEN
        return told(field, value["content"], phone=masked) if field else HIDDEN


def _names(rows: Any, ids: set[Any]) -> dict[int, str]:
    return {each.pk: str(each) for each in rows.filter(pk__in=ids)} if ids else {}
