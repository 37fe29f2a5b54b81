"""The form of a text's template: what is wrong with the wording is said all at once."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.enums import TemplateApproval, TextCategory, TextChannel
from messaging.models import MessageTemplate
from messaging.template_words import in_words
from messaging.templating import LONGEST_BODY, findings, frame_of
from offices.forms import layouts


class TemplateForm(forms.ModelForm):
    class Meta:
        model = MessageTemplate
        fields = [
            "channel",
            "code",
            "name",
            "purpose",
            "category",
            "language",
            "subject",
            "body",
            "vendor_code",
            "approval",
            "longest_value",
        ]
        widgets = {"body": forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_BODY})}
        labels = {
            "channel": pgettext_lazy("template", "Channel"),
            "code": _("Short name"),
            "name": _("Name of the template"),
            "purpose": pgettext_lazy("template", "What for"),
            "category": pgettext_lazy("template", "Category"),
            "language": _("Language"),
            "subject": _("Subject (e-mail)"),
            "body": _("What it says"),
            "vendor_code": _("Template code of the vendor"),
            "approval": _("Approval by the vendor"),
            "longest_value": _("Longest value of a variable"),
        }
        help_texts = {
            "code": _("Letters, digits and dashes; it stays the same in all versions."),
            "category": _("Marketing needs the customer's consent and says how to opt out."),
            "body": _("Salutation, project, booking line and consultant are put around it."),
            "longest_value": _("Characters that the vendor allows in one variable; 0: any."),
        }

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = TextChannel.choices
        self.fields["category"].choices = TextCategory.choices
        self.fields["approval"].choices = TemplateApproval.choices
        self.fields["longest_value"].required = False
        if self.instance.pk:
            for name in ("channel", "code"):
                self.fields[name].disabled = True

    @property
    def helper(self):
        return layouts.fields_only(
            layouts.segment("channel"),
            layouts.pair_or_stack("name", "code"),
            layouts.pair_or_stack("purpose", "language"),
            layouts.segment("category"),
            "subject",
            "body",
            layouts.pair_or_stack("vendor_code", "longest_value"),
            layouts.segment("approval"),
        )

    def clean_longest_value(self) -> int:
        return self.cleaned_data.get("longest_value") or 0

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        language = cleaned.get("language")
        if language:
            for name in ("body", "subject"):
                text = cleaned.get(name) or ""
                if name not in self.errors and (text or name == "body"):
                    for finding in findings(text, frame_of(language)):
                        self.add_error(name, in_words(finding))
        if cleaned.get("channel") == TextChannel.EMAIL and not cleaned.get("subject"):
            self.add_error("subject", _("An e-mail needs a subject."))
        if cleaned.get("approval") == TemplateApproval.APPROVED and not cleaned.get("vendor_code"):
            self.add_error("vendor_code", _("What the vendor approved has a template code; enter it."))
        return cleaned
