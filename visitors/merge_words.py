"""The words of joining files: what may differ, and why two files look like one person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from visitors.duplicates import Sign

FIELD_LABELS: Mapping[str, Promise | str] = {
    "name": pgettext_lazy("customer", "Name"),
    "honorific": _("Form of address"),
    "licence_plate": _("Licence plate"),
    "grade": pgettext_lazy("customer", "Grade"),
    "source": pgettext_lazy("customer", "Source"),
    "referred_by": pgettext_lazy("customer", "Referred by"),
    "second_contact": _("Second contact person"),
    "kind": pgettext_lazy("customer", "Kind"),
    "company": _("Facts of the company"),
    "segments": _("Segments chosen by hand"),
}
"""Of what stands on the file itself; the fields of the form have their own words."""

SIGN_WORDS: Mapping[Sign, Promise | str] = {
    Sign.PHONE: pgettext_lazy("two files", "same telephone number"),
    Sign.EMAIL: pgettext_lazy("two files", "same e-mail address"),
    Sign.PLATE: pgettext_lazy("two files", "same licence plate"),
    Sign.NAME: pgettext_lazy("two files", "same name"),
    Sign.SOUND: pgettext_lazy("two files", "names that sound alike"),
    Sign.BIRTHDAY: pgettext_lazy("two files", "same birthday"),
    Sign.COMPANY: pgettext_lazy("two files", "same company"),
    Sign.HOUSEHOLD: pgettext_lazy("two files", "same household"),
    Sign.OTHER_NAME: pgettext_lazy("two files", "different names"),
    Sign.OTHER_HONORIFIC: pgettext_lazy("two files", "a man and a woman"),
    Sign.OTHER_BIRTHDAY: pgettext_lazy("two files", "different birthdays"),
}
