"""Which rules an office works by."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from offices.enums import AuditAction, Preset
from offices.errors import Refusal
from offices.models import HouseRules, Member, Office
from offices.services.audit import keep


@transaction.atomic
def choose_preset(
    *, office: Office, preset: str, effective_from: date, note: str = "", by: Member, now: datetime
) -> HouseRules:
    """A new version with that preset from that business day on. Raises Refusal.

    The day must not be over, and today's day must not have been opened yet: a version never changes a day under way.
    """
    if preset not in Preset.values:
        raise Refusal(_("Choose one of the presets."), field="preset")
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    today = office.business_date(now)
    opened = office.days.filter(date__gte=effective_from).exists()
    if effective_from < today or opened:
        raise Refusal(
            _("That day has begun or is over. Choose a later day: rules never change in the middle of one."),
            field="effective_from",
        )
    latest = HouseRules.objects.of(office).aggregate(latest=Max("version"))["latest"] or 0
    rules = HouseRules.objects.create(
        office=office,
        version=latest + 1,
        effective_from=effective_from,
        preset=preset,
        note=note,
        approved_by=by,
        created_at=now,
    )
    keep(
        action=AuditAction.RULES_CHOSEN,
        record=f"rules:{rules.version}",
        details={"preset": preset, "from": effective_from.isoformat()},
        by=by,
        now=now,
    )
    return rules
