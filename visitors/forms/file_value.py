"""The form of one field of a customer's file: made from the field's kind, so that a new field needs no form."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.phones import masked
from visitors.file_kinds import FileField, Kind, Part
from visitors.file_reading import LONG_LENGTH, MOST_ROWS, TEXT_LENGTH
from visitors.file_telling import hint_of, label_of, options_of, part_options
from visitors.file_words import PART_WORDS
from visitors.services.sensitive_consents import CHANNELS

EMPTY = ("", pgettext_lazy("answer", "Not known"))
YES_NO = [("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No")), EMPTY]
VALUE, CONSENT = "value", "consent"
SPARE_ROWS = 1
EXAMPLES = {Kind.DATE: "1990-05-31", Kind.MONTH: "2015-05"}
DIGITS = {Kind.NUMBER: "numeric", Kind.PHONE: "tel", Kind.DATE: "numeric", Kind.MONTH: "numeric"}


class FileValueForm(forms.Form):
    """What the field's value is: ``value``, ``value-<part>`` of a record, ``value-<row>-<part>`` of a list.

    ``asks_consent``: the customer has not agreed to facts of this kind yet; then it asks how they agree. A telephone
    number stands in it masked, for a whole one is only shown with a line in the log; what is sent back so stays.
    """

    def __init__(self, *args: Any, field: FileField, value: Any, asks_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of, self.asks_consent = field, asks_consent
        self.rows: list[list[str]] = []
        self.numbers: dict[str, str] = {}
        if field.kind is Kind.ROWS:
            self._add_rows(field, value or [])
        elif field.kind is Kind.RECORD:
            self._add_parts(VALUE, field, value or {})
        else:
            told = self._told(VALUE, field.kind, value)
            self.fields[VALUE] = _field(field.kind, label_of(field), options_of(field), told)
            self.fields[VALUE].help_text = hint_of(field)
        if asks_consent:
            self.fields[CONSENT] = _consent()
        self._focus(next(iter(self.fields)))

    def focus_wrong(self) -> None:
        """The hand goes on where something is to be mended."""
        wrong = next((name for name in self.fields if name in self.errors), "")
        if wrong:
            for field in self.fields.values():
                field.widget.attrs.pop("autofocus", None)
            self._focus(wrong)

    def _focus(self, name: str) -> None:
        widget = self.fields[name].widget
        if not isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            widget.attrs["autofocus"] = True

    def raw(self) -> Any:
        """What was typed, in the shape that visitors.file_reading.read takes."""
        sent = self.cleaned_data
        if self.of.kind is Kind.ROWS:
            return [self._parts(f"{VALUE}-{row}", sent) for row in range(len(self.rows))]
        if self.of.kind is Kind.RECORD:
            return self._parts(VALUE, sent)
        return self._sent(VALUE, sent)

    def agreed(self) -> str:
        """How the customer agreed just now; "" where nobody asked."""
        return self.cleaned_data.get(CONSENT, "")

    def groups(self) -> Iterator[list[forms.BoundField]]:
        """The fields as they stand on the page: a list of each row, else all of them."""
        if self.rows:
            for names in self.rows:
                yield [self[name] for name in names]
        else:
            yield [self[name] for name in self.fields if name != CONSENT]

    def _parts(self, prefix: str, sent: Mapping[str, Any]) -> dict[str, Any]:
        return {part.key: self._sent(f"{prefix}-{part.key}", sent) for part in self.of.parts}

    def _told(self, name: str, kind: Kind, value: Any) -> Any:
        if kind is not Kind.PHONE or not value:
            return value
        self.numbers[name] = value
        return masked(value)

    def _sent(self, name: str, sent: Mapping[str, Any]) -> Any:
        number = self.numbers.get(name, "")
        said = sent.get(name, "")
        return number if number and said == masked(number) else said

    def _add_rows(self, field: FileField, rows: list[dict[str, Any]]) -> None:
        for number in range(min(len(rows) + SPARE_ROWS, MOST_ROWS)):
            row = rows[number] if number < len(rows) else {}
            self.rows.append(self._add_parts(f"{VALUE}-{number}", field, row))

    def _add_parts(self, prefix: str, field: FileField, value: Mapping[str, Any]) -> list[str]:
        names = []
        for part in field.parts:
            name = f"{prefix}-{part.key}"
            told = self._told(name, part.kind, value.get(part.key))
            self.fields[name] = _field(part.kind, PART_WORDS[part.key], _options(part), told)
            names.append(name)
        return names


def _options(part: Part) -> list[tuple[str, str]]:
    return part_options(part) if part.kind is Kind.CHOICE else []


def _consent() -> forms.ChoiceField:
    ways = [(way.value, way.label) for way in CHANNELS]
    return forms.ChoiceField(
        label=_("How did the customer agree?"),
        choices=[("", pgettext_lazy("consent", "Not asked yet")), *ways],
        required=False,
    )


def _field(kind: Kind, label: Any, options: list[tuple[str, str]], value: Any) -> forms.Field:
    """Only the widget looks after what is typed: what is wrong with it the service says, for imports as well."""
    if kind is Kind.CHOICES:
        return forms.MultipleChoiceField(
            label=label,
            choices=_with_kept(options, value or []),
            initial=value,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    if kind is Kind.CHOICE:
        kept = _with_kept(options, [value] if value else [])
        return forms.ChoiceField(label=label, choices=[EMPTY, *kept], initial=value or "", required=False)
    if kind is Kind.YES_NO:
        known = "" if value is None else ("yes" if value else "no")
        return forms.ChoiceField(
            label=label, choices=YES_NO, initial=known, required=False, widget=forms.RadioSelect
        )
    widget: forms.Widget = forms.Textarea(attrs={"rows": 4}) if kind is Kind.LONG else forms.TextInput()
    widget.attrs |= {"autocomplete": "off"}
    if kind in DIGITS:
        widget.attrs["inputmode"] = DIGITS[kind]
    if kind in EXAMPLES:
        widget.attrs["placeholder"] = EXAMPLES[kind]
    most = LONG_LENGTH if kind is Kind.LONG else TEXT_LENGTH
    return forms.CharField(label=label, initial=value, required=False, max_length=most, widget=widget)


def _with_kept(options: list[tuple[str, str]], chosen: list[str]) -> list[tuple[str, str]]:
    """Answers that an office took off its list since stay answers where they were given."""
    known = {code for code, _words in options}
    return [*options, *((each, each) for each in chosen if each not in known)]
