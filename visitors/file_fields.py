"""The customer's file as a table: every field the paper form asks for, typed, with the purpose it is kept for.

All fields are optional, and an office may leave fields out, lengthen lists and add its own (B-39, B-40). No Django.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from visitors.file_kinds import ConsentClass, FileField, Group, Held, Kind, Part, Purpose

DEGREE = Part("degree", Kind.CHOICE, "degree")
SCHOOL = Part("school")


def _field(
    key: str, group: Group, kind: Kind, purpose: Purpose, number: int | str, **more: object
) -> FileField:
    clause = f"B-F{number:02}" if isinstance(number, int) else number
    return FileField(key=key, group=group, kind=kind, purpose=purpose, clause=clause, **more)  # type: ignore[arg-type]


FIELDS: tuple[FileField, ...] = (
    _field("full_name", Group.IDENTITY, Kind.TEXT, Purpose.ADDRESS, "B-F0a", held=Held.NAME),
    _field(
        "gender",
        *(Group.IDENTITY, Kind.CHOICE, Purpose.ADDRESS, 1),
        choices="honorific",
        held=Held.HONORIFIC,
    ),
    _field("native_place", Group.IDENTITY, Kind.TEXT, Purpose.HOST, 7),
    _field(
        "education",
        *(Group.IDENTITY, Kind.RECORD, Purpose.ADVISE, 8),
        parts=(DEGREE, SCHOOL, Part("cares", Kind.YES_NO)),
    ),
    _field("mailing_address", Group.CONTACT, Kind.TEXT, Purpose.REACH, 2),
    _field("office_phone", Group.CONTACT, Kind.PHONE, Purpose.REACH, 4, held=Held.PHONES, line="work"),
    _field("home_phone", Group.CONTACT, Kind.PHONE, Purpose.REACH, 5, held=Held.PHONES, line="home"),
    _field("mobile_phone", Group.CONTACT, Kind.PHONE, Purpose.REACH, 6, held=Held.PHONES, line="mobile"),
    _field("car_brand", Group.CONTACT, Kind.TEXT, Purpose.GATE, 34),
    _field("licence_plate", Group.CONTACT, Kind.TEXT, Purpose.GATE, 35, held=Held.PLATE),
    _field(
        "company_name_address",
        *(Group.WORK, Kind.RECORD, Purpose.REACH, 3),
        parts=(Part("company"), Part("address")),
    ),
    _field("job_position", Group.WORK, Kind.TEXT, Purpose.ADVISE, 33),
    _field(
        "social_organisations",
        *(Group.WORK, Kind.TEXT, Purpose.CARE, 24),
        sensitive=ConsentClass.BELIEFS,
    ),
    _field("sociability", Group.WORK, Kind.CHOICE, Purpose.CARE, 25, choices="degree_of"),
    _field(
        "family_situation",
        *(Group.FAMILY, Kind.RECORD, Purpose.AFFORD, 9),
        parts=(Part("income", Kind.CHOICE, "income"), Part("harmony", Kind.CHOICE, "harmony")),
        sensitive=ConsentClass.FINANCES,
    ),
    _field(
        "marital_status",
        *(Group.FAMILY, Kind.CHOICE, Purpose.ADVISE, 10),
        choices="marital",
        sensitive=ConsentClass.FAMILY,
    ),
    _field(
        "spouse_info",
        *(Group.FAMILY, Kind.RECORD, Purpose.ADVISE, 11),
        parts=(Part("name"), Part("employer"), Part("phone", Kind.PHONE)),
        sensitive=ConsentClass.FAMILY,
    ),
    _field(
        "spouse_education",
        *(Group.FAMILY, Kind.RECORD, Purpose.ADVISE, 12),
        parts=(DEGREE, SCHOOL),
        sensitive=ConsentClass.FAMILY,
    ),
    _field(
        "spouse_interests",
        *(Group.FAMILY, Kind.TEXT, Purpose.HOST, 13),
        sensitive=ConsentClass.FAMILY,
    ),
    _field(
        "parents",
        *(Group.FAMILY, Kind.ROWS, Purpose.ADVISE, 14),
        parts=(
            *(Part("who", Kind.CHOICE, "parent"), Part("born", Kind.MONTH)),
            *(Part("health"), Part("interests")),
        ),
        sensitive=ConsentClass.HEALTH,
    ),
    _field(
        "children",
        *(Group.FAMILY, Kind.ROWS, Purpose.ADVISE, 15),
        parts=(Part("name"), Part("born", Kind.DATE), SCHOOL, Part("interests")),
        sensitive=ConsentClass.MINORS,
    ),
    _field(
        "closest_family_member",
        *(Group.FAMILY, Kind.TEXT, Purpose.CARE, 16),
        sensitive=ConsentClass.FAMILY,
    ),
    _field(
        "preferred_dining_place",
        *(Group.HABITS, Kind.RECORD, Purpose.HOST, 17),
        parts=(Part("lunch"), Part("dinner"), Part("class", Kind.CHOICE, "dining_class")),
    ),
    _field("preferred_shopping", Group.HABITS, Kind.TEXT, Purpose.ADVISE, 18),
    _field("preferred_cuisine", Group.HABITS, Kind.CHOICES, Purpose.HOST, 19, choices="cuisine"),
    _field(
        "alcohol",
        *(Group.HABITS, Kind.RECORD, Purpose.HOST, 20),
        parts=(Part("does", Kind.YES_NO), Part("what"), Part("minds", Kind.YES_NO)),
    ),
    _field(
        "smoking",
        *(Group.HABITS, Kind.RECORD, Purpose.HOST, 21),
        parts=(Part("does", Kind.YES_NO), Part("what"), Part("minds", Kind.YES_NO)),
    ),
    _field("long_distance_transport", Group.HABITS, Kind.CHOICES, Purpose.ADVISE, 23, choices="transport"),
    _field("dress_style", Group.HABITS, Kind.TEXT, Purpose.HOST, 36),
    _field("health", Group.HEALTH, Kind.LONG, Purpose.HOST, 22, sensitive=ConsentClass.HEALTH),
    _field(
        "current_residence",
        *(Group.HOME, Kind.RECORD, Purpose.ADVISE, 26),
        parts=(
            *(Part("community"), Part("since", Kind.MONTH), Part("value", Kind.CHOICE, "value_since")),
            *(Part("satisfied", Kind.CHOICE, "satisfied"), Part("because")),
        ),
    ),
    _field(
        "property_investments",
        *(Group.HOME, Kind.RECORD, Purpose.AFFORD, 27),
        parts=(Part("homes", Kind.NUMBER), Part("what")),
        sensitive=ConsentClass.FINANCES,
    ),
    _field(
        "ideal_residence_priorities",
        *(Group.HOME, Kind.CHOICES, Purpose.ADVISE, 28),
        choices="priorities",
    ),
    _field("purchase_reason", Group.PURCHASE, Kind.CHOICES, Purpose.ADVISE, 29, choices="purpose"),
    _field(
        "purchase_details",
        *(Group.PURCHASE, Kind.RECORD, Purpose.ADVISE, 30),
        parts=(Part("layout", Kind.CHOICE, "layout"), Part("area", Kind.NUMBER), Part("for_whom")),
    ),
    _field("developer_awareness", Group.PURCHASE, Kind.CHOICE, Purpose.LEARN, 31, choices="awareness"),
    _field("cares_about_neighbours", Group.PURCHASE, Kind.CHOICE, Purpose.ADVISE, 32, choices="cares"),
    _field(
        "info_source",
        *(Group.PURCHASE, Kind.CHOICE, Purpose.LEARN, 37),
        choices="source",
        held=Held.SOURCE,
    ),
    _field("price_sensitivity", Group.PURCHASE, Kind.CHOICE, Purpose.LEARN, "B-31", choices="degree_of"),
    _field("promotion_sensitivity", Group.PURCHASE, Kind.CHOICE, Purpose.LEARN, "B-31", choices="degree_of"),
    _field("brand_loyalty", Group.PURCHASE, Kind.CHOICE, Purpose.LEARN, "B-31", choices="degree_of"),
    _field("satisfaction", Group.PURCHASE, Kind.CHOICE, Purpose.LEARN, "B-31", choices="degree_of"),
    _field("most_admired_person", Group.GOALS, Kind.TEXT, Purpose.CARE, 38),
    _field("career_goal_long", Group.GOALS, Kind.LONG, Purpose.ADVISE, 39),
    _field("career_goal_short", Group.GOALS, Kind.LONG, Purpose.ADVISE, 39),
    _field("personal_goal_long", Group.GOALS, Kind.LONG, Purpose.ADVISE, 40),
    _field("personal_goal_short", Group.GOALS, Kind.LONG, Purpose.ADVISE, 40),
    _field("proudest_achievement", Group.GOALS, Kind.LONG, Purpose.CARE, 41),
    _field(
        "assertiveness",
        *(Group.GOALS, Kind.RECORD, Purpose.ADVISE, 42),
        parts=(Part("opinionated", Kind.YES_NO), Part("open_to", Kind.CHOICE, "open_to")),
    ),
)
"""The fields of the paper form, in the order in which ours shows them, and four attitudes worth measuring (B-31)."""

BY_KEY: Mapping[str, FileField] = {field.key: field for field in FIELDS}
ALWAYS = frozenset({"full_name", "mobile_phone"})
"""Without these there is no file; no office leaves them out."""
OWN_KINDS = (
    *(Kind.TEXT, Kind.LONG, Kind.CHOICE, Kind.CHOICES),
    *(Kind.DATE, Kind.MONTH, Kind.NUMBER, Kind.YES_NO),
)
"""What an office's own field may be."""
LENGTHENED = tuple(
    field.key for field in FIELDS if field.held == Held.VALUE and field.kind in (Kind.CHOICE, Kind.CHOICES)
)
"""The lists to which an office may add answers of its own."""


def fields_in_use(
    switched_off: Iterable[str], more: Mapping[str, Iterable[str]], own: Iterable[FileField]
) -> tuple[FileField, ...]:
    """An office's form: ours without what it left out, lists lengthened, its own fields at the end of each group."""
    left_out = set(switched_off) - ALWAYS
    ours = [
        replace(field, more=tuple(more.get(field.key, ()))) for field in FIELDS if field.key not in left_out
    ]
    order = list(Group)
    return tuple(sorted((*ours, *own), key=lambda field: order.index(field.group)))


def classes_of(fields: Iterable[FileField]) -> tuple[ConsentClass, ...]:
    """The classes of sensitive facts that these fields ask for, in their order."""
    asked = {field.sensitive for field in fields}
    return tuple(each for each in ConsentClass if each in asked)
