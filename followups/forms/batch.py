"""The forms of batches: whom it means, what it says, and under which name a choice is kept."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups.cadence import Origin, Stage
from followups.text_ways import ITSELF
from messaging.models import MessageTemplate
from messaging.template_words import FROM_THE_FILE, VARIABLE_WORDS
from messaging.templating import VARIABLES, variables_of
from offices.enums import Role
from offices.forms import layouts
from offices.models import Member, Office
from visitors.enums import Grade, Source

STAGES = [
    (Stage.OPEN.value, pgettext_lazy("customers", "Have not decided yet")),
    (Stage.SIGNED.value, pgettext_lazy("customers", "Have bought")),
    (Stage.LOST.value, pgettext_lazy("customers", "Were lost")),
]
ORIGINS = [
    ("", pgettext_lazy("customers", "Whichever")),
    (Origin.VISIT.value, pgettext_lazy("customers", "Were here")),
    (Origin.CALL.value, pgettext_lazy("customers", "Only called")),
]
TYPED = tuple(name for name in VARIABLES if name not in FROM_THE_FILE)
"""Variables that are the same for all customers of a batch."""


class CustomersForm(forms.Form):
    """Whom a batch means. Nothing chosen means everybody whom we ever met."""

    stages = forms.MultipleChoiceField(
        label=pgettext_lazy("customers", "Who"),
        choices=STAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    grades = forms.MultipleChoiceField(
        label=_("Grades"), choices=Grade.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    origin = forms.ChoiceField(label=_("How we met"), choices=ORIGINS, required=False)
    source = forms.ChoiceField(
        label=_("Source channel"),
        choices=[("", pgettext_lazy("customers", "Whichever")), *Source.choices],
        required=False,
    )
    owner = forms.ModelChoiceField(
        label=_("Customers of"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=pgettext_lazy("consultants", "Everybody"),
    )
    since = forms.DateField(
        label=_("Entered from"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Entered until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = Member.objects.of(office).working().holding(Role.CONSULTANT)
        self.fields["owner"].queryset = staff.order_by("name", "pk")

    @property
    def chosen(self) -> dict[str, Any]:
        """As a batch keeps it: only what narrows."""
        cleaned = self.cleaned_data
        found = {
            "stages": cleaned["stages"],
            "grades": cleaned["grades"],
            "origin": cleaned["origin"],
            "source": cleaned["source"],
            "owner": cleaned["owner"].pk if cleaned["owner"] else None,
            "since": f"{cleaned['since']:%Y-%m-%d}" if cleaned["since"] else "",
            "until": f"{cleaned['until']:%Y-%m-%d}" if cleaned["until"] else "",
        }
        return {name: value for name, value in found.items() if value}


def chosen_words(chosen: Mapping[str, Any], office: Office) -> list[tuple[str, str]]:
    """What a batch's choice of customers says, as label and words; empty for everybody."""
    if plan := chosen.get("plan"):
        return [(str(_("Whose plan has")), f"{plan['name']} {plan['on']}")]
    fields, said = CustomersForm(office=office).fields, []
    for name, value in chosen.items():
        if name == "owner":
            words = str(Member.objects.of(office).filter(pk=value).first() or value)
        else:
            known = dict(getattr(fields[name], "choices", ()))
            words = ", ".join(
                str(known.get(each, each)) for each in ([value] if isinstance(value, str) else value)
            )
        said.append((str(fields[name].label), words))
    return said


class BatchForm(CustomersForm):
    """A batch: its wording, what stands for the wording's variables, and whom it means."""

    name = forms.CharField(label=_("Name of the batch"), max_length=60)
    template = forms.ModelChoiceField(label=_("Template"), queryset=MessageTemplate.objects.none())
    filter_name = forms.CharField(
        label=_("Keep this choice of customers as"),
        max_length=40,
        required=False,
        help_text=_("A name, such as “Open A and B”; empty: it is not kept."),
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, office=office, **kwargs)
        # What goes by itself is in no batch, so that nobody gets it twice.
        templates = MessageTemplate.objects.of(office).active().exclude(purpose__in=ITSELF)
        self.fields["template"].queryset = templates.order_by("channel", "purpose", "name", "pk")
        for name in TYPED:
            self.fields[name] = forms.CharField(
                label=capfirst(VARIABLE_WORDS[name]),
                max_length=40,
                required=False,
                help_text=f"{{{name}}}",
                widget=forms.TextInput({"data-variable": ""}),
            )

    @property
    def helper(self):
        pair = layouts.pair_or_stack
        return layouts.fields_only(
            pair("name", "template"),
            pair("event", "date"),
            pair("time", "link"),
            pair("amount", "unit"),
            layouts.many("stages"),
            layouts.many("grades"),
            pair("origin", "source"),
            "owner",
            pair("since", "until"),
            "filter_name",
        )

    @property
    def uses(self) -> str:
        """As JSON, by template the variables that must be typed for it."""
        return json.dumps(
            {
                template.pk: [
                    name for name in variables_of(template.body + template.subject) if name in TYPED
                ]
                for template in self.fields["template"].queryset
            }
        )

    @property
    def variables(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TYPED if self.cleaned_data.get(name)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        template = cleaned.get("template")
        if template is not None:
            for name in variables_of(template.body + template.subject):
                if name in TYPED and not cleaned.get(name):
                    self.add_error(name, _("The template says this: enter what stands there."))
        return cleaned


class PreviewForm(forms.Form):
    """What stands for a template's variables while it is tried."""

    def __init__(self, *args: Any, template: MessageTemplate, customers: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(customer.pk, customer.display_name) for customer in customers]
        self.fields["customer"] = forms.TypedChoiceField(
            label=_("Customer"), choices=choices, coerce=int, required=False
        )
        for name in variables_of(template.body + template.subject):
            if name in TYPED:
                self.fields[name] = forms.CharField(
                    label=capfirst(VARIABLE_WORDS[name]), max_length=40, required=False
                )

    @property
    def helper(self):
        return layouts.fields_only(*self.fields)
