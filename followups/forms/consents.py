"""What a customer answers when asked whether we may call and write, and the address for e-mails."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.enums import ConsentChannel, ConsentWay
from offices.forms import layouts

ANSWERS = [
    ("", pgettext_lazy("consent", "Not asked now")),
    ("yes", pgettext_lazy("consent", "Yes")),
    ("no", pgettext_lazy("consent", "No")),
]
GIVEN = {"yes": True, "no": False}
HEARD = [(ConsentWay.DESK.value, ConsentWay.DESK.label), (ConsentWay.PHONE.value, ConsentWay.PHONE.label)]


class ConsentsForm(forms.Form):
    """Answers of now. E-mail counts only with an address."""

    call = forms.ChoiceField(label=ConsentChannel.CALL.label, choices=ANSWERS, required=False)
    sms = forms.ChoiceField(label=ConsentChannel.SMS.label, choices=ANSWERS, required=False)
    address = forms.EmailField(label=_("E-mail address"), max_length=120, required=False)
    email = forms.ChoiceField(label=ConsentChannel.EMAIL.label, choices=ANSWERS, required=False)
    way = forms.ChoiceField(label=_("How we know"), choices=HEARD, initial=ConsentWay.DESK.value)

    @property
    def helper(self):
        return layouts.fields_only(
            layouts.segment("call"),
            layouts.segment("sms"),
            "address",
            layouts.segment("email"),
            layouts.segment("way"),
        )

    def given(self, name: str) -> bool | None:
        return GIVEN.get(self.cleaned_data.get(name) or "")
