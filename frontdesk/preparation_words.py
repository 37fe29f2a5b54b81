"""What each preparation of a welcome plan is called (frontdesk.lead_times.PREPARATIONS)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "confirm_sender": _("Time, place, guests and standard confirmed with whoever announced them"),
    "vehicles": _("Vehicles and drivers reported back and confirmed"),
    "menu": _("Menu and drinks settled with the kitchen"),
    "show_flat_told": _("Show-flat receptionist knows who comes and when"),
    "lights_checked": _("Lights, sound and air conditioning checked along the route and in every room"),
    "microphones": _("Each microphone tried, one by one"),
    "site_clean": _("Site and rooms clean: windows, floors, no litter; staff tidy, radios working"),
    "unlocked": _("Doors on the route unlocked, power switched on"),
    "air_on": _("Air conditioning running where the guests go"),
    "dining_air_on": _("Air conditioning running in the dining room"),
    "dining_lights": _("All lights on in the dining room"),
    "street_lights": _("Street lights on along the way in"),
    "show_flat_ready": _("Show flats ready: lights, air conditioning, articles and cleanliness"),
    "show_flat_guards": _("A guard at each villa and on each floor with a show flat"),
    "water_chilled": _("Chilled water and small towels ready"),
    "water": _("Water at room temperature and small towels ready"),
    "all_managers": _("Head of the property and all managers at the door"),
    "guard_line_first": _("Guards of honour in line at the entrance: four to eight"),
    "managers": _("Head of the property and the managers present at the door"),
    "guard_line": _("Two guards of honour at the entrance"),
    "door": _("Somebody at the door who leads the guests in"),
    "see_off_first": _("Guards in line again when the guests leave"),
    "see_off": _("Managers stay with the guests until they have driven off"),
}


def preparation_words(code: str) -> str:
    """The preparation in the reader's language; a code that is no more stands for itself."""
    return str(WORDS.get(code, code))
