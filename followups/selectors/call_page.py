"""What stands beside a call: the file at a glance, the last contacts, the script, the questions for this customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from deals.enums import TaskKind
from deals.models import AfterSaleTask, Order
from followups.cadence import Stage
from followups.enums import CustomerType, FollowUpPurpose
from followups.models import Appointment, CallResult, FollowUp, Milestone, Question, Script
from followups.scripts import lines_of, shipped_script
from followups.selectors.stages import Standing, standings
from messaging.templating import frame_of
from offices.models import Member, Office
from visitors.enums import Honorific, Objection
from visitors.models import CallWishes, ContactOutcome, Customer
from visitors.search_keys import surname_of
from visitors.selectors.aliases import files_by_id
from visitors.selectors.timeline import TimelineEntry, timeline
from visitors.services.call_wishes import wishes_of

CONTACTS_SHOWN = 4
RESULTS_SHOWN = 20
REFUSALS_PROPOSE = 3
"""So many times a customer said no before calling less is proposed (E-34)."""
NEWS_AHEAD = 2
TEN_THOUSAND = 10_000
NEEDS = ("layout", "floor", "area_min", "area_max", "budget_min", "budget_max", "purpose")


@dataclass(frozen=True, slots=True)
class Glance:
    """The file at a glance: the latest word on each need, what was objected to, and what the customer wishes."""

    lines: list[tuple[str, str]]
    objections: list[str]
    wishes: CallWishes
    appointment: Appointment | None
    orders: list[Order]
    last_results: list[CallResult]

    @property
    def proposes_fewer(self) -> bool:
        return self.wishes.refusals >= REFUSALS_PROPOSE and not self.wishes.asked_less


def glance_of(customer: Customer, *, now: datetime) -> Glance:
    """Five queries, whatever the history. An appointment whose time is over is no promise any more."""
    outcomes = ContactOutcome.objects.filter(contact__customer__in=customer.all_files).order_by("-at", "-pk")[
        :20
    ]
    needs: dict[str, ContactOutcome] = {}
    objections: list[str] = []
    for outcome in outcomes:
        for name in NEEDS:
            if getattr(outcome, name) not in ("", None):
                needs.setdefault(name, outcome)
        objections += [each for each in outcome.objections if each not in objections]
    return Glance(
        lines=_lines(needs),
        objections=[str(Objection(each).label) for each in objections if each in Objection.values],
        wishes=wishes_of(customer),
        appointment=Appointment.objects.planned()
        .filter(customer__in=customer.all_files, at__gt=now)
        .select_related("plan")
        .first(),
        orders=list(
            Order.objects.filter(customer__in=customer.all_files)
            .live()
            .select_related("unit__building")
            .order_by("pk")
        ),
        last_results=list(
            CallResult.objects.filter(customer__in=customer.all_files)
            .select_related("by", "words", "reply__by", "contact__note")
            .prefetch_related("answers__question")[:RESULTS_SHOWN]
        ),
    )


def contacts_of(customer: Customer) -> list[TimelineEntry]:
    return timeline(customer, limit=CONTACTS_SHOWN)


def script_for(
    follow_up: FollowUp, *, caller: Member, appointment: Appointment | None, now: datetime
) -> list[tuple[str, bool]]:
    """The office's script of this purpose, else ours, with the customer's data filled in: line, and whether a hint."""
    office, customer = follow_up.office, follow_up.customer.file
    language = get_language() or "en"
    values = {
        "customer": addressed(customer, language),
        "consultant": caller.name,
        "project": office.project or office.name,
        "hotline": office.hotline,
        "occasion": follow_up.name or _news(office, now),
        "appointment": _moment(office, appointment) if appointment else "",
    }
    return lines_of(body_of(office, follow_up.purpose, language), values)


def body_of(office: Office, purpose: str, language: str) -> str:
    own = Script.objects.filter(office=office, purpose=purpose).first()
    return own.body if own else shipped_script(purpose, language)


def addressed(customer: Customer, language: str) -> str:
    """By surname and title; by the whole name where nobody asked for the title."""
    if not customer.name:
        return ""
    frame = frame_of(language)
    word = {Honorific.MR: frame.mr, Honorific.MS: frame.ms}.get(Honorific(customer.honorific), "")
    surname = surname_of(customer.name)
    if not word or not surname:
        return customer.name
    return f"{surname}{word}" if language.startswith("zh") else f"{word} {surname}"


def type_of(customer: Customer, *, now: datetime) -> CustomerType:
    """Whom we speak with: a buyer, one who has the keys, one who was lost, or one who has not decided."""
    office = customer.office
    people = files_by_id([customer.pk])
    stand = standings(office, people, office.business_date(now)).get(customer.pk, Standing())
    if stand.stage is Stage.LOST:
        return CustomerType.LOST
    if stand.stage is Stage.OPEN:
        return CustomerType.OPEN
    handed = AfterSaleTask.objects.filter(
        order__customer__in=customer.all_files, order__end="", kind=TaskKind.HANDOVER, done_at__isnull=False
    )
    return CustomerType.MOVED_IN if handed.exists() else CustomerType.SIGNED


def questions_for(office: Office, kind: CustomerType) -> Sequence[Question]:
    return list(Question.objects.of(office).in_use().filter(for_type=kind))


def purposes() -> list[FollowUpPurpose]:
    """Those of calls, each with a script."""
    return [each for each in FollowUpPurpose if each != FollowUpPurpose.THANKS]


def _news(office: Office, now: datetime) -> str:
    """What is next on the project's calendar: something to begin with."""
    day = office.business_date(now)
    ahead = Milestone.objects.of(office).filter(on__gte=day).order_by("on", "pk")[:NEWS_AHEAD]
    return _(", ").join(
        _("%(name)s (%(day)s)") % {"name": each.name, "day": date_format(each.on, "n-j")} for each in ahead
    )


def _moment(office: Office, appointment: Appointment) -> str:
    return date_format(office.local(appointment.at), "n-j D H:i")


def _lines(needs: dict[str, ContactOutcome]) -> list[tuple[str, str]]:
    """What the customer looks for: label and words, from the outcome that spoke of it last."""
    words = {
        name: str(getattr(needs[name], f"get_{name}_display")())
        for name in ("layout", "floor", "purpose")
        if name in needs
    }
    area = _range(needs, "area_min", "area_max", 1)
    budget = _range(needs, "budget_min", "budget_max", TEN_THOUSAND)
    found = [
        (gettext_lazy("Layout"), words.get("layout", "")),
        (gettext_lazy("Area"), f"{area} m\u00b2" if area else ""),
        (gettext_lazy("Budget (10,000 yuan)"), budget),
        (pgettext("wish", "Floor"), words.get("floor", "")),
        (gettext_lazy("The home is for"), words.get("purpose", "")),
    ]
    return [(str(label), text) for label, text in found if text]


def _range(needs: dict[str, ContactOutcome], low: str, high: str, unit: int) -> str:
    """From and to in these units; one of them alone with a sign."""
    least = getattr(needs[low], low) // unit if low in needs else None
    most = getattr(needs[high], high) // unit if high in needs else None
    if least is not None and most is not None:
        return f"{least}\u2013{most}"
    if least is not None:
        return f"\u2265 {least}"
    return f"\u2264 {most}" if most is not None else ""
