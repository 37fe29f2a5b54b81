"""The closed lists of what the desk hands out and looks after, with their words for users."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """When in a reception a checklist is worked through."""

    STEPS = "steps", _("Steps of the reception")
    RISKS = "risks", _("Risk notice")
    SEE_OFF = "see_off", _("Seeing the customer off")
    DAILY = "daily", _("Daily self-check of the desk")


class Level(models.TextChoices):
    """How binding an item is."""

    MUST = "must", pgettext_lazy("checklist", "must")
    SHOULD = "should", pgettext_lazy("checklist", "should")
    MUST_NOT = "must_not", pgettext_lazy("checklist", "must not")


class ReceptionClass(models.TextChoices):
    """The rank of a guest (frontdesk.hospitality); not the grade."""

    A = "a", _("A: guests of the company's leaders")
    B = "b", _("B: honoured guests")
    C = "c", _("C: business guests")
    D = "d", _("D: ordinary guests")


class GuestKind(models.TextChoices):
    """Who the guests are; the class follows from it."""

    LEADERS = "leaders", _("Guests of the company's leaders")
    IMPORTANT = "important", _("Important customers")
    FOREIGN = "foreign", _("Guests from abroad")
    DELEGATION = "delegation", _("A delegation or group")
    AUTHORITY = "authority", _("An authority")
    MEDIA = "media", _("The press")
    BUSINESS = "business", _("Business customers")
    ORDINARY = "ordinary", _("Ordinary guests")


class HostRank(models.IntegerChoices):
    """Who receives the guests."""

    STAFF = 1, _("Whoever has the business")
    HEAD = 2, _("Head of a section")
    MANAGER = 3, _("Department manager")
    DIRECTOR = 4, _("Department director")
    TOP = 5, _("Top management")


class VenueKind(models.TextChoices):
    """What a room is meant for."""

    VIP = "vip", _("Room for honoured guests")
    BUSINESS = "business", _("Business room")
    LOUNGE = "lounge", _("Lounge")
    CHIEF = "chief", _("General manager's office")
    MEETING = "meeting", _("Meeting room")


class BookedFor(models.TextChoices):
    """What a room is booked for."""

    RECEPTION = "reception", pgettext_lazy("booking", "Receiving guests")
    MEETING = "meeting", pgettext_lazy("booking", "A meeting")


class MeetingWish(models.TextChoices):
    """What the desk prepares for a meeting."""

    WATER = "water", _("Water and tea")
    NAME_CARDS = "name_cards", _("Name cards")
    PROJECTOR = "projector", _("Projector")
    MICROPHONE = "microphone", _("Microphone")
    WHITEBOARD = "whiteboard", _("Whiteboard")
    PAPERS = "papers", _("Papers on the table")


class Bringer(models.TextChoices):
    """Who announced the guests."""

    GROUP = "group", _("A leader of the group")
    SUBSIDIARY = "subsidiary", _("A leader of a company of the group")
    STAFF = "staff", _("One of us")
    NOBODY = "nobody", _("Nobody: they come by themselves")


class WelcomeKind(models.TextChoices):
    """How guests are welcomed."""

    FIRST = "vip1", pgettext_lazy("welcome", "Honoured guests, level 1")
    SECOND = "vip2", pgettext_lazy("welcome", "Honoured guests, level 2")
    GROUP = "group", pgettext_lazy("welcome", "Group")


class WelcomeState(models.TextChoices):
    """Where a welcome plan stands."""

    DRAFT = "draft", pgettext_lazy("welcome plan", "being made")
    ANNOUNCED = "announced", pgettext_lazy("welcome plan", "announced")
    OVER = "over", pgettext_lazy("welcome plan", "over")
    CANCELLED = "cancelled", pgettext_lazy("welcome plan", "called off")


class Duty(models.TextChoices):
    """Who sees to a preparation."""

    BUSINESS = "business", pgettext_lazy("duty", "Business")
    CATERING = "catering", pgettext_lazy("duty", "Catering")
    TECHNICAL = "technical", pgettext_lazy("duty", "Technicians")
    CLEANING = "cleaning", pgettext_lazy("duty", "Cleaning")
    DESK = "desk", pgettext_lazy("duty", "Front desk")
    GUARD = "guard", pgettext_lazy("duty", "Guards")
    DOORMAN = "doorman", pgettext_lazy("duty", "Doorman")
    SHOW_FLAT = "show_flat", pgettext_lazy("duty", "Show flat")


class WelcomeNeed(models.TextChoices):
    """What guests want that is not always so."""

    MEAL = "meal", _("A meal")
    SOUND = "sound", _("Microphones and sound")
    SHOW_FLAT = "show_flat", _("The show flats")
    VEHICLES = "vehicles", _("Vehicles of ours")


class GateMark(models.TextChoices):
    """What is ticked when expected guests come and go."""

    DROVE_IN = "drove_in", pgettext_lazy("gate", "In at the gate")
    AT_DOOR = "at_door", pgettext_lazy("gate", "At the door")
    IN_FLAT = "in_flat", pgettext_lazy("gate", "In the show flat")
    LEFT = "left", pgettext_lazy("gate", "Left")


class LoanKind(models.TextChoices):
    """What the desk lends."""

    UMBRELLA = "umbrella", _("Umbrella")
    CART = "cart", _("Hand cart")
    WHEELCHAIR = "wheelchair", _("Wheelchair")
    CHARGER = "charger", _("Charger")
    OTHER = "other", pgettext_lazy("loan item", "Something else")


class LoanEnd(models.TextChoices):
    """How an item came back."""

    FINE = "fine", pgettext_lazy("loan", "In order")
    DAMAGED = "damaged", pgettext_lazy("loan", "Damaged")
    LOST = "lost", pgettext_lazy("loan", "Lost")


class MailKind(models.TextChoices):
    """What arrives for somebody."""

    LETTER = "letter", pgettext_lazy("mail", "Letter")
    REGISTERED = "registered", pgettext_lazy("mail", "Registered letter")
    PARCEL = "parcel", pgettext_lazy("mail", "Parcel")
    NEWSPAPER = "newspaper", pgettext_lazy("mail", "Newspaper")


class CopyKind(models.TextChoices):
    """What is done with paper for somebody."""

    COPY = "copy", pgettext_lazy("papers", "Copy")
    PRINT = "print", pgettext_lazy("papers", "Print")
    SCAN = "scan", pgettext_lazy("papers", "Scan")


class GiftState(models.TextChoices):
    """Where a gift stands."""

    ASKED = "asked", pgettext_lazy("gift", "waits for approval")
    APPROVED = "approved", pgettext_lazy("gift", "approved")
    REFUSED = "refused", pgettext_lazy("gift", "refused")
    GIVEN = "given", pgettext_lazy("gift", "given")


class CheckState(models.TextChoices):
    """What the daily self-check found."""

    FINE = "fine", pgettext_lazy("self-check", "In order")
    PROBLEM = "problem", pgettext_lazy("self-check", "Not in order")


class IncidentKind(models.TextChoices):
    """What happened in the hall."""

    ILLNESS = "illness", pgettext_lazy("incident", "Illness")
    INJURY = "injury", pgettext_lazy("incident", "Injury")
    QUARREL = "quarrel", pgettext_lazy("incident", "Quarrel")
    CROWD = "crowd", pgettext_lazy("incident", "Crowd")
    LOSS = "loss", pgettext_lazy("incident", "Loss or theft")
    FIND = "find", pgettext_lazy("incident", "Something found")
    DAMAGE = "damage", pgettext_lazy("incident", "Damage")
    OUTAGE = "outage", pgettext_lazy("incident", "Power or water outage")
    WEATHER = "weather", pgettext_lazy("incident", "Weather")
    PRESS = "press", pgettext_lazy("incident", "The press")
    OTHER = "other", pgettext_lazy("incident", "Something else")
