"""The words of the customer's file: fields with a hint, groups, purposes, problems, each a table by code."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from visitors.file_kinds import ConsentClass, Group, Kind, Purpose
from visitors.file_reading import LARGEST, LONG_LENGTH, MOST_ROWS, TEXT_LENGTH, Problem

Words = str | Promise


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What a field is called, and what helps to answer it."""

    label: Words
    hint: Words = ""


GROUP_WORDS: Mapping[Group, Words] = {
    Group.IDENTITY: pgettext_lazy("customer's file", "Person"),
    Group.CONTACT: pgettext_lazy("customer's file", "Where to reach them"),
    Group.WORK: pgettext_lazy("customer's file", "Work and society"),
    Group.FAMILY: pgettext_lazy("customer's file", "Family"),
    Group.HABITS: pgettext_lazy("customer's file", "Habits and likings"),
    Group.HEALTH: pgettext_lazy("customer's file", "Health"),
    Group.HOME: pgettext_lazy("customer's file", "Homes, now and ideal"),
    Group.PURCHASE: pgettext_lazy("customer's file", "Buying"),
    Group.GOALS: pgettext_lazy("customer's file", "Goals and character"),
}

FIELD_WORDS: Mapping[str, FieldWords] = {
    "full_name": FieldWords(pgettext_lazy("customer's file", "Name")),
    "gender": FieldWords(_("Form of address")),
    "native_place": FieldWords(_("Native place")),
    "education": FieldWords(_("Education"), _("The highest degree, and where; do degrees matter to them?")),
    "mailing_address": FieldWords(_("Mailing address")),
    "office_phone": FieldWords(_("Office telephone")),
    "home_phone": FieldWords(_("Home telephone")),
    "mobile_phone": FieldWords(_("Mobile telephone")),
    "car_brand": FieldWords(_("Make of the car")),
    "licence_plate": FieldWords(_("Licence plate"), _("The guards let the car in by it.")),
    "company_name_address": FieldWords(_("Company and its address")),
    "job_position": FieldWords(_("Position"), _("What they do, and how senior they are.")),
    "social_organisations": FieldWords(
        _("Associations"), _("Chambers, associations and clubs that they belong to.")
    ),
    "sociability": FieldWords(_("How sociable")),
    "family_situation": FieldWords(_("Household"), _("Income of a year in yuan, and how they get on.")),
    "marital_status": FieldWords(_("Marital status")),
    "spouse_info": FieldWords(
        _("Spouse"), _("Better still: enter the spouse as a customer and join the two as a household.")
    ),
    "spouse_education": FieldWords(_("Education of the spouse")),
    "spouse_interests": FieldWords(_("Interests of the spouse")),
    "parents": FieldWords(_("Parents"), _("Age, health and interests, if they are to live there.")),
    "children": FieldWords(_("Children"), _("Their day of birth, school and interests.")),
    "closest_family_member": FieldWords(_("Closest in the family"), _("Whose word counts most.")),
    "preferred_dining_place": FieldWords(
        _("Where they like to eat"), _("At noon, in the evening, and how fine.")
    ),
    "preferred_shopping": FieldWords(_("Where they like to shop")),
    "preferred_cuisine": FieldWords(_("Favourite cuisine")),
    "alcohol": FieldWords(_("Alcohol"), _("Do they drink, and what? If not: do they mind others who do?")),
    "smoking": FieldWords(_("Tobacco"), _("Do they smoke, and what? If not: do they mind others who do?")),
    "long_distance_transport": FieldWords(_("How they travel far")),
    "dress_style": FieldWords(_("Way of dressing")),
    "health": FieldWords(
        pgettext_lazy("customer's file", "Health"),
        _("Only what they told us to be minded: steps, seats, food."),
    ),
    "current_residence": FieldWords(
        _("Home now"), _("Where, since when; has it gained in value; are they content, and why?")
    ),
    "property_investments": FieldWords(_("Property owned"), _("How many homes, and of which kind.")),
    "ideal_residence_priorities": FieldWords(
        _("What matters most in a home"), _("Tick what they named first of all.")
    ),
    "purchase_reason": FieldWords(_("Why they buy")),
    "purchase_details": FieldWords(_("What they buy from us"), _("Layout, area, and for whom.")),
    "developer_awareness": FieldWords(_("What they know of the developer")),
    "cares_about_neighbours": FieldWords(_("Do they care who the neighbours are?")),
    "info_source": FieldWords(_("Learned of us by")),
    "price_sensitivity": FieldWords(_("Sensitive to price")),
    "promotion_sensitivity": FieldWords(_("Sensitive to offers")),
    "brand_loyalty": FieldWords(_("Loyal to a brand")),
    "satisfaction": FieldWords(_("Satisfied with us")),
    "most_admired_person": FieldWords(_("Whom they admire")),
    "career_goal_long": FieldWords(_("Career: long-term goal")),
    "career_goal_short": FieldWords(_("Career: next goal")),
    "personal_goal_long": FieldWords(_("Life: long-term goal")),
    "personal_goal_short": FieldWords(_("Life: next goal")),
    "proudest_achievement": FieldWords(_("What they are proud of")),
    "assertiveness": FieldWords(_("Mind of their own"), _("How much do they listen to others?")),
}

PART_WORDS: Mapping[str, Words] = {
    "degree": pgettext_lazy("education", "Degree"),
    "school": pgettext_lazy("customer's file", "School"),
    "cares": _("Degrees matter to them"),
    "company": pgettext_lazy("customer's file", "Company"),
    "address": pgettext_lazy("customer's file", "Address"),
    "income": _("Income of a year"),
    "harmony": _("How they get on"),
    "name": pgettext_lazy("customer's file", "Name"),
    "employer": _("Works at"),
    "phone": pgettext_lazy("customer's file", "Telephone"),
    "who": pgettext_lazy("family", "Who"),
    "born": pgettext_lazy("family", "Born"),
    "health": pgettext_lazy("family", "Health"),
    "interests": pgettext_lazy("family", "Interests"),
    "lunch": _("At noon"),
    "dinner": _("In the evening"),
    "class": _("How fine"),
    "does": pgettext_lazy("habit", "They do"),
    "what": pgettext_lazy("customer's file", "Which"),
    "minds": _("Minds others who do"),
    "community": _("Estate or street"),
    "since": pgettext_lazy("home", "Since"),
    "value": _("Value since then"),
    "satisfied": pgettext_lazy("home", "Content"),
    "because": pgettext_lazy("home", "Why"),
    "homes": _("Number of homes"),
    "layout": pgettext_lazy("home", "Layout"),
    "area": _("Area (m²)"),
    "for_whom": pgettext_lazy("home", "For whom"),
    "opinionated": _("Has firm opinions"),
    "open_to": _("Others' opinions"),
}

CLASS_WORDS: Mapping[ConsentClass, Words] = {
    ConsentClass.FINANCES: pgettext_lazy("sensitive", "Income and property"),
    ConsentClass.FAMILY: pgettext_lazy("sensitive", "Marriage and family"),
    ConsentClass.MINORS: pgettext_lazy("sensitive", "Children"),
    ConsentClass.HEALTH: pgettext_lazy("sensitive", "Health"),
    ConsentClass.BELIEFS: pgettext_lazy("sensitive", "Associations that may tell of beliefs"),
}

PURPOSE_WORDS: Mapping[Purpose, Words] = {
    Purpose.ADDRESS: _("to know and address the customer rightly"),
    Purpose.REACH: _("to reach the customer where they wish to be reached"),
    Purpose.GATE: _("to let their car in at the gate"),
    Purpose.ADVISE: _("to propose homes that fit"),
    Purpose.AFFORD: _("to propose what they can pay, and a payment plan"),
    Purpose.HOST: _("to receive them as they like"),
    Purpose.CARE: _("to care for them between visits"),
    Purpose.LEARN: _("to learn which offers and which advertising work"),
}

KIND_WORDS: Mapping[Kind, Words] = {
    Kind.TEXT: pgettext_lazy("kind of field", "A line of text"),
    Kind.LONG: pgettext_lazy("kind of field", "Several lines of text"),
    Kind.CHOICE: pgettext_lazy("kind of field", "One of a list"),
    Kind.CHOICES: pgettext_lazy("kind of field", "Several of a list"),
    Kind.DATE: pgettext_lazy("kind of field", "A day"),
    Kind.MONTH: pgettext_lazy("kind of field", "A month or a year"),
    Kind.NUMBER: pgettext_lazy("kind of field", "A number"),
    Kind.YES_NO: pgettext_lazy("kind of field", "Yes or no"),
    Kind.PHONE: pgettext_lazy("kind of field", "A telephone number"),
    Kind.RECORD: pgettext_lazy("kind of field", "Several answers"),
    Kind.ROWS: pgettext_lazy("kind of field", "A list of people"),
}

PROBLEM_WORDS: Mapping[Problem, Words] = {
    Problem.TOO_LONG: format_lazy(
        _("This is too long: {text} characters fit, {long} where several lines fit."),
        text=TEXT_LENGTH,
        long=LONG_LENGTH,
    ),
    Problem.NOT_LISTED: _("Choose from the list."),
    Problem.NO_DAY: _("There is no such day. Type it as 2020-02-29."),
    Problem.NO_MONTH: _("There is no such month. Type it as 2020-02, or the year alone."),
    Problem.NO_NUMBER: format_lazy(_("Type a whole number up to {most}."), most=f"{LARGEST:,}"),
    Problem.NO_ANSWER: _("Answer yes or no, or leave it open."),
    Problem.NO_PHONE: _("This is no telephone number."),
    Problem.TOO_MANY: format_lazy(_("At most {most} fit here."), most=MOST_ROWS),
    Problem.IN_FUTURE: _("This lies in the future."),
}
