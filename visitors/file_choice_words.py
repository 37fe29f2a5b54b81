"""The words of the lists of the customer's file: a table with the lists and codes of visitors.file_fields.CHOICES."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from visitors.enums import BuyingPurpose, Honorific, Layout, Source

CHOICE_WORDS: Mapping[str, Mapping[str, str | Promise]] = {
    "honorific": {each.value: each.label for each in Honorific if each != Honorific.NONE},
    "source": dict(Source.choices),
    "degree": {
        "school": pgettext_lazy("degree", "School"),
        "college": pgettext_lazy("degree", "College"),
        "bachelor": pgettext_lazy("degree", "Bachelor"),
        "master": pgettext_lazy("degree", "Master"),
        "doctor": pgettext_lazy("degree", "Doctor"),
    },
    "income": {
        "to_100k": _("up to 100,000"),
        "to_200k": _("100,000 to 200,000"),
        "to_500k": _("200,000 to 500,000"),
        "to_1m": _("500,000 to 1 million"),
        "over_1m": _("over 1 million"),
    },
    "harmony": {
        "close": pgettext_lazy("family", "Close"),
        "ordinary": pgettext_lazy("family", "Ordinary"),
        "strained": pgettext_lazy("family", "Strained"),
    },
    "marital": {
        "single": pgettext_lazy("marital status", "Single"),
        "married": pgettext_lazy("marital status", "Married"),
        "divorced": pgettext_lazy("marital status", "Divorced"),
        "widowed": pgettext_lazy("marital status", "Widowed"),
    },
    "parent": {
        "father": pgettext_lazy("family", "Father"),
        "mother": pgettext_lazy("family", "Mother"),
        "father_in_law": pgettext_lazy("family", "Spouse's father"),
        "mother_in_law": pgettext_lazy("family", "Spouse's mother"),
    },
    "dining_class": {
        "simple": pgettext_lazy("restaurant", "Simple"),
        "middle": pgettext_lazy("restaurant", "Good"),
        "fine": pgettext_lazy("restaurant", "Fine"),
    },
    "cuisine": {
        "sichuan": pgettext_lazy("cuisine", "Sichuan"),
        "cantonese": pgettext_lazy("cuisine", "Cantonese"),
        "huaiyang": pgettext_lazy("cuisine", "Huaiyang"),
        "northern": pgettext_lazy("cuisine", "Northern"),
        "hotpot": pgettext_lazy("cuisine", "Hotpot"),
        "vegetarian": pgettext_lazy("cuisine", "Vegetarian"),
        "western": pgettext_lazy("cuisine", "Western"),
        "japanese": pgettext_lazy("cuisine", "Japanese"),
    },
    "transport": {
        "own_car": pgettext_lazy("travel", "Own car"),
        "train": pgettext_lazy("travel", "Train"),
        "plane": pgettext_lazy("travel", "Plane"),
        "coach": pgettext_lazy("travel", "Coach"),
    },
    "degree_of": {
        "low": pgettext_lazy("how much", "Low"),
        "middle": pgettext_lazy("how much", "Middle"),
        "high": pgettext_lazy("how much", "High"),
    },
    "value_since": {
        "risen": pgettext_lazy("value of a home", "Risen"),
        "same": pgettext_lazy("value of a home", "The same"),
        "fallen": pgettext_lazy("value of a home", "Fallen"),
    },
    "satisfied": {
        "yes": pgettext_lazy("content", "Yes"),
        "partly": pgettext_lazy("content", "Partly"),
        "no": pgettext_lazy("content", "No"),
    },
    "priorities": {
        "planning": _("Planning of the estate"),
        "layout": _("Layout of the home"),
        "surroundings": _("Schools, hospitals and shops around"),
        "facilities": _("Facilities of the estate"),
        "greening": _("Greenery and landscape"),
        "quality": _("Feel of quality"),
        "brand": _("Brand and strength of the developer"),
    },
    "purpose": dict(BuyingPurpose.choices),
    "layout": dict(Layout.choices),
    "awareness": {
        "none": pgettext_lazy("developer", "Nothing yet"),
        "name": pgettext_lazy("developer", "The name"),
        "projects": pgettext_lazy("developer", "Knows other projects"),
        "owner": pgettext_lazy("developer", "Owns a home of theirs"),
    },
    "cares": {
        "much": pgettext_lazy("cares", "Very much"),
        "some": pgettext_lazy("cares", "Somewhat"),
        "not": pgettext_lazy("cares", "Not at all"),
    },
    "open_to": {
        "own_mind": pgettext_lazy("character", "Decides alone"),
        "listens": pgettext_lazy("character", "Listens, then decides"),
        "follows": pgettext_lazy("character", "Follows others"),
    },
}
