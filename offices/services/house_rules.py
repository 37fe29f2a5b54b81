"""Which rules an office works by."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from offices import rule_sections
from offices.enums import AuditAction, Preset
from offices.errors import Refusal
from offices.models import HouseRules, Member, Office
from offices.services.audit import keep

Switches = Mapping[str, Mapping[str, object]]


@transaction.atomic
def adopt_rules(
    *,
    office: Office,
    preset: str,
    switches: Switches,
    effective_from: date,
    note: str,
    by: Member,
    now: datetime,
) -> HouseRules:
    """A new version with that preset and these switches (by section) from that business day on. Raises Refusal.

    Only switches that differ from the preset are stored. The day must not have been opened or be over: a version never
    changes a day under way. What contradicts itself, or changes nothing, is refused.
    """
    stored = stored_switches(preset, switches)
    for field, sentence in rule_sections.contradictions(preset, stored):
        raise Refusal(sentence, field=field)
    if not note.strip():
        raise Refusal(_("Say why: colleagues will ask."), field="note")
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    _refuse_begun(office, effective_from, now)
    _refuse_idle(office, preset, stored, effective_from)
    latest = HouseRules.objects.of(office).aggregate(latest=Max("version"))["latest"] or 0
    rules = HouseRules.objects.create(
        office=office,
        version=latest + 1,
        effective_from=effective_from,
        preset=preset,
        switches=stored,
        note=note.strip(),
        approved_by=by,
        created_at=now,
    )
    keep(
        action=AuditAction.RULES_CHOSEN,
        record=f"rules:{rules.version}",
        details={"preset": preset, "switches": stored, "from": effective_from.isoformat()},
        by=by,
        now=now,
    )
    return rules


def stored_switches(preset: str, switches: Switches) -> dict[str, dict[str, object]]:
    """By section, the switches that differ from the preset, each read by its section's core. Raises Refusal."""
    if preset not in Preset.values:
        raise Refusal(_("Choose one of the presets."), field="preset")
    stored = {}
    for name, chosen in switches.items():
        section = rule_sections.section_of(name)
        if section is None:
            raise Refusal(_("There are no house rules about “%(section)s”.") % {"section": name})
        try:
            different = section.different(preset, chosen)
        except ValueError as error:
            raise Refusal(
                _("%(section)s: these switches cannot be read (%(why)s).")
                % {"section": section.title, "why": error}
            ) from error
        if different:
            stored[name] = different
    return stored


def _refuse_begun(office: Office, effective_from: date, now: datetime) -> None:
    if effective_from < office.business_date(now) or office.days.filter(date__gte=effective_from).exists():
        raise Refusal(
            _("That day has begun or is over. Choose a later day: rules never change in the middle of one."),
            field="effective_from",
        )


def _refuse_idle(office: Office, preset: str, stored: Switches, effective_from: date) -> None:
    """The first version may be what holds anyway: that somebody decided it is worth writing down."""
    held = HouseRules.objects.of(office).in_force_on(effective_from).first()
    if held is None or held.preset != preset:
        return
    old = rule_sections.all_values(held.preset, held.switches)
    if not any(rule_sections.changes(old, rule_sections.all_values(preset, stored))):
        raise Refusal(
            _("Nothing would change: “%(version)s” says the same for that day already.") % {"version": held}
        )
