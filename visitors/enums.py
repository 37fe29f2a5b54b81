"""The closed lists of whom we met and how, with their words for users. Codes are stored; words may change."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.phones import Line


class Honorific(models.TextChoices):
    """How the person wishes to be addressed; NONE where nobody asked."""

    NONE = "none", pgettext_lazy("honorific", "Not asked")
    MR = "mr", pgettext_lazy("honorific", "Mr")
    MS = "ms", pgettext_lazy("honorific", "Ms")


class Grade(models.TextChoices):
    """How likely a customer is to buy (not the rank of a guest, which is a reception class)."""

    A = "A", _("A: ready to order")
    B = "B", _("B: compares")
    C = "C", _("C: looks around")
    D = "D", _("D: not for us")


class Source(models.TextChoices):
    """Through which channel the customer learned of the project."""

    WALK_IN = "walk_in", pgettext_lazy("source", "Passing by")
    REFERRAL = "referral", pgettext_lazy("source", "Referred by a customer")
    FRIEND = "friend", pgettext_lazy("source", "Friends or family")
    OUTDOOR = "outdoor", pgettext_lazy("source", "Outdoor advertising")
    PRINT = "print", pgettext_lazy("source", "Newspaper or leaflet")
    BROADCAST = "broadcast", pgettext_lazy("source", "Radio or television")
    INTERNET = "internet", pgettext_lazy("source", "Internet")
    SHORT_VIDEO = "short_video", pgettext_lazy("source", "Short video or live stream")
    PHONE = "phone", pgettext_lazy("source", "Call or text message")
    EVENT = "event", pgettext_lazy("source", "Event or exhibition")
    AGENT = "agent", pgettext_lazy("source", "Agent")
    STAFF = "staff", pgettext_lazy("source", "Staff of the house")
    OTHER = "other", pgettext_lazy("source", "Other")


class PhoneAnswer(models.TextChoices):
    """What came of asking for a telephone number; the field is never empty by accident."""

    GIVEN = "given", _("Left a number")
    REFUSED = "refused", _("Declined to leave one")
    LATER = "later", _("Will be asked later")


LINES = [
    (Line.MOBILE.value, pgettext_lazy("telephone", "Mobile")),
    (Line.LANDLINE.value, pgettext_lazy("telephone", "Landline")),
]


class KeyKind(models.TextChoices):
    """What a search key was made of."""

    NAME = "name", pgettext_lazy("search key", "Name")
    PINYIN = "pinyin", pgettext_lazy("search key", "Pinyin")
    INITIALS = "initials", pgettext_lazy("search key", "Initials")
    PLATE = "plate", pgettext_lazy("search key", "Licence plate")
    COMPANY = "company", pgettext_lazy("search key", "Company")


class ContactKind(models.TextChoices):
    """How we met."""

    VISIT = "visit", pgettext_lazy("contact", "Visit")
    CALL = "call", pgettext_lazy("contact", "Call")
    MESSAGE = "message", pgettext_lazy("contact", "Message")
    LETTER = "letter", pgettext_lazy("contact", "Letter")


class ContactRole(models.TextChoices):
    """What the consultant was to the customer; the codes are those of visitors.ownership, NONE registers nobody."""

    RECEPTION = "reception", pgettext_lazy("role in a contact", "Received")
    ASSIST = "assist", pgettext_lazy("role in a contact", "Assisted")
    PHONE = "phone", pgettext_lazy("role in a contact", "Spoke by telephone")
    NONE = "none", pgettext_lazy("role in a contact", "No consultant")


class CorrectionKind(models.TextChoices):
    """What a later entry says of a contact."""

    VOID = "void", pgettext_lazy("correction", "Void: no customer of ours")
    CANCELLED = "cancelled", pgettext_lazy("correction", "Cancelled: entered by mistake")
    REASSIGNED = "reassigned", pgettext_lazy("correction", "Given to another consultant")
    CUSTOMER_MERGED = (
        "customer_merged",
        pgettext_lazy("correction", "Joined with another file of the same person"),
    )
    ROLE_CHANGED = "role_changed", pgettext_lazy("correction", "Role or counting set right")


FALLS_AWAY = (CorrectionKind.VOID, CorrectionKind.CANCELLED)


class Layout(models.TextChoices):
    """What kind of home is looked for."""

    STUDIO = "studio", pgettext_lazy("layout", "Studio")
    ONE_BEDROOM = "1br", pgettext_lazy("layout", "One bedroom")
    TWO_BEDROOMS = "2br", pgettext_lazy("layout", "Two bedrooms")
    THREE_BEDROOMS = "3br", pgettext_lazy("layout", "Three bedrooms")
    FOUR_BEDROOMS = "4br", pgettext_lazy("layout", "Four bedrooms")
    LARGER = "5br", pgettext_lazy("layout", "Five bedrooms or more")
    DUPLEX = "duplex", pgettext_lazy("layout", "Duplex")
    HOUSE = "house", pgettext_lazy("layout", "House")
    SHOP = "shop", pgettext_lazy("layout", "Shop")
    OFFICE = "office", pgettext_lazy("layout", "Office space")


class FloorPreference(models.TextChoices):
    """Where in the building the customer would live."""

    GROUND = "ground", pgettext_lazy("floor", "Ground floor")
    LOW = "low", pgettext_lazy("floor", "Low floors")
    MIDDLE = "middle", pgettext_lazy("floor", "Middle floors")
    HIGH = "high", pgettext_lazy("floor", "High floors")
    TOP = "top", pgettext_lazy("floor", "Top floor")
    ANY = "any", pgettext_lazy("floor", "No preference")


class BuyingPurpose(models.TextChoices):
    """What the home is for."""

    FIRST_HOME = "first_home", pgettext_lazy("buying purpose", "First home")
    UPGRADE = "upgrade", pgettext_lazy("buying purpose", "Better home")
    MARRIAGE = "marriage", pgettext_lazy("buying purpose", "Marriage")
    SCHOOL = "school", pgettext_lazy("buying purpose", "School for the children")
    PARENTS = "parents", pgettext_lazy("buying purpose", "Home for the parents")
    HOLIDAY = "holiday", pgettext_lazy("buying purpose", "Holiday or retirement home")
    INVESTMENT = "investment", pgettext_lazy("buying purpose", "Investment")
    BUSINESS = "business", pgettext_lazy("buying purpose", "Own business")


class Objection(models.TextChoices):
    """What keeps the customer from buying."""

    PRICE = "price", pgettext_lazy("objection", "Price")
    PAYMENT = "payment", pgettext_lazy("objection", "Down payment or loan")
    LOCATION = "location", pgettext_lazy("objection", "Location")
    TRAFFIC = "traffic", pgettext_lazy("objection", "Traffic and transport")
    SURROUNDINGS = "surroundings", pgettext_lazy("objection", "Schools, shops, hospitals")
    LAYOUT = "layout", pgettext_lazy("objection", "Layout or area")
    FLOOR = "floor", pgettext_lazy("objection", "Floor or orientation")
    QUALITY = "quality", pgettext_lazy("objection", "Building quality")
    HANDOVER = "handover", pgettext_lazy("objection", "Date of hand-over")
    UPKEEP = "upkeep", pgettext_lazy("objection", "Property management")
    DEVELOPER = "developer", pgettext_lazy("objection", "Trust in the developer")
    COMPARING = "comparing", pgettext_lazy("objection", "Compares with other projects")
    FAMILY = "family", pgettext_lazy("objection", "Family not agreed")
    TIMING = "timing", pgettext_lazy("objection", "Not in a hurry")


class Relation(models.TextChoices):
    """What somebody is to the one with whom their household began."""

    FIRST = "first", pgettext_lazy("household", "The first of them")
    SPOUSE = "spouse", pgettext_lazy("household", "Spouse")
    PARENT = "parent", pgettext_lazy("household", "Parent")
    CHILD = "child", pgettext_lazy("household", "Child")


class RevealPurpose(models.TextChoices):
    """Why somebody needs to see a whole number; kept in the audit log."""

    ENTRY = "entry", pgettext_lazy("purpose", "To enter or check it with the visitor here")
    CALL = "call", pgettext_lazy("purpose", "To call the customer")
    MESSAGE = "message", pgettext_lazy("purpose", "To write to the customer")
    CHECK = "check", pgettext_lazy("purpose", "To clear up whose number it is")


class TransferKind(models.TextChoices):
    """Why a customer was handed to another consultant."""

    LEFT = "left", pgettext_lazy("hand-over of a customer", "The consultant is away for long or has left")
    LAPSED = "lapsed", pgettext_lazy("hand-over of a customer", "The registration had lapsed")


class SignedThrough(models.TextChoices):
    """How somebody proved who signs: in their own session, or by their PIN at a shared screen."""

    LOGIN = "login", pgettext_lazy("signature", "own log-in")
    PIN = "pin", pgettext_lazy("signature", "own PIN")


class SpecialGuest(models.TextChoices):
    """Customers who are followed up in a way of their own; the codes are those of followups.cadence.Special."""

    LEADER = "leader", pgettext_lazy("special guest", "Introduced by company or government leaders")
    VIP = "vip", pgettext_lazy("special guest", "Invited to an event of the company")


class GradeReason(models.TextChoices):
    """Why a customer has another grade now."""

    CLOSER = "closer", pgettext_lazy("grade changed", "Closer to a decision")
    BUDGET = "budget", pgettext_lazy("grade changed", "Money became clear")
    NEEDS = "needs", pgettext_lazy("grade changed", "Needs became clear")
    COMPARES = "compares", pgettext_lazy("grade changed", "Compares with others")
    COOLER = "cooler", pgettext_lazy("grade changed", "Less interested")
    ELSEWHERE = "elsewhere", pgettext_lazy("grade changed", "Buys elsewhere")
    RECEPTION = "reception", pgettext_lazy("grade changed", "Graded at a reception")
    MISTAKE = "mistake", pgettext_lazy("grade changed", "The grade was a mistake")
    LISTED = "listed", pgettext_lazy("grade changed", "As the office's own list had it")
    JOINED = "joined", pgettext_lazy("grade changed", "Files were joined or parted")


CHOSEN_REASONS = [
    each for each in GradeReason.choices if each[0] not in (GradeReason.JOINED, GradeReason.LISTED)
]
"""Those that somebody may give; the others are written where files are joined, and by imports."""


class DateKind(models.TextChoices):
    """What happened on a day that a customer remembers."""

    BIRTHDAY = "birthday", pgettext_lazy("day to remember", "Birthday")


class DateOf(models.TextChoices):
    """Whose day it is."""

    BUYER = "buyer", pgettext_lazy("day to remember", "The customer's own")
    FAMILY = "family", pgettext_lazy("day to remember", "Somebody's in the family")


class DateCalendar(models.TextChoices):
    """By which calendar the day is kept."""

    SOLAR = "solar", pgettext_lazy("calendar", "Solar calendar")
    LUNAR = "lunar", pgettext_lazy("calendar", "Lunar calendar")


class DuplicateState(models.TextChoices):
    """What was said of two files that may be of one person."""

    OPEN = "open", pgettext_lazy("two files", "Not looked at")
    JOINED = "joined", pgettext_lazy("two files", "Joined")
    APART = "apart", pgettext_lazy("two files", "Two people")


class LookIn(models.TextChoices):
    """Where a search by hand looks."""

    ALL = "all", pgettext_lazy("look in", "Everything")
    NAME = "name", pgettext_lazy("look in", "Name")
    PLATE = "plate", pgettext_lazy("look in", "Licence plate")
    COMPANY = "company", pgettext_lazy("look in", "Company")
    NUMBER = "number", pgettext_lazy("look in", "File number")
    REFERRER = "referrer", pgettext_lazy("look in", "Whom they were referred by")


class ValidityIs(models.TextChoices):
    """How the registration of a customer stands."""

    VALID = "valid", pgettext_lazy("registration is", "Valid")
    ENDING = "ending", pgettext_lazy("registration is", "Ends within 7 days")
    LAPSED = "lapsed", pgettext_lazy("registration is", "Lapsed")
    NONE = "none", pgettext_lazy("registration is", "Nobody is registered")


class LastContact(models.TextChoices):
    """When we last met or spoke with a customer."""

    WITHIN_7 = "in7", pgettext_lazy("last contact", "Within 7 days")
    WITHIN_30 = "in30", pgettext_lazy("last contact", "Within 30 days")
    OVER_30 = "over30", pgettext_lazy("last contact", "More than 30 days ago")
    OVER_90 = "over90", pgettext_lazy("last contact", "More than 90 days ago")
    OVER_365 = "over365", pgettext_lazy("last contact", "More than a year ago")
    NEVER = "never", pgettext_lazy("last contact", "Never")


class ListOrder(models.TextChoices):
    """In which order the list of customers stands."""

    NAME = "name", pgettext_lazy("order", "By name")
    NEWEST = "newest", pgettext_lazy("order", "Newest file first")
    CONTACT = "contact", pgettext_lazy("order", "Last contact first")
    ENDING = "ending", pgettext_lazy("order", "Registration that ends first")


class Filled(models.TextChoices):
    """How much of the form of a customer's file is filled in."""

    NOTHING = "nothing", pgettext_lazy("file filled in", "Nothing yet")
    LITTLE = "little", pgettext_lazy("file filled in", "Less than a quarter")
    HALF = "half", pgettext_lazy("file filled in", "Half or more")
    MOST = "most", pgettext_lazy("file filled in", "Three quarters or more")
