"""Writing templates of texts: a change of the words is a new version, what the vendor says of one is written on it."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from messaging.enums import TemplateApproval
from messaging.models import MessageTemplate
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep

SHIPPED = Path(__file__).parent.parent / "data" / "templates.json"
WORDS = ("name", "purpose", "category", "language", "subject", "body")
VENDOR = ("vendor_code", "longest_value", "approval")
MOST = 60
"""Templates in use at once."""
PURPOSES = {"news_mail": "news"}


@transaction.atomic
def start_with_ours(*, office: Office, language: str, by: Member, now: datetime) -> list[MessageTemplate]:
    """Copy the templates that the house brings along, in that language; those whose code the office has are left alone.

    Raises Refusal where all are there already.
    """
    _lock(office)
    there = set(MessageTemplate.objects.of(office).values_list("code", flat=True))
    shipped = [spec for spec in json.loads(SHIPPED.read_text(encoding="utf-8")) if spec["code"] not in there]
    if not shipped:
        raise Refusal(_("Our templates are there already. Change those, or add one of your own."))
    if language not in shipped[0]["body"]:
        raise Refusal(_("The templates do not exist in this language."))
    made = MessageTemplate.objects.bulk_create(
        MessageTemplate(
            office=office,
            channel=spec["channel"],
            code=spec["code"],
            name=spec["name"][language],
            purpose=PURPOSES.get(spec["code"], spec["code"]),
            category=spec["category"],
            language=language,
            subject=spec["subject"][language],
            body=spec["body"][language],
            created_at=now,
            created_by=by,
        )
        for spec in shipped
    )
    _note("templates", {"did": "started", "language": language, "count": len(made)}, by, now)
    return made


@transaction.atomic
def keep_template(*, template: MessageTemplate, by: Member, now: datetime) -> MessageTemplate:
    """Write what the form has filled in. Other words make a new version that the vendor has not seen; returns it.

    Raises Refusal where there are too many, or somebody has changed the same one meanwhile.
    """
    office = template.office
    _lock(office)
    before = MessageTemplate.objects.of(office).filter(pk=template.pk).first() if template.pk else None
    if before is None:
        return _first_version(template, by, now)
    if not before.is_active:
        raise Refusal(_("Somebody has just changed this template. Load the page again."))
    if all(getattr(before, name) == getattr(template, name) for name in WORDS):
        template.save(update_fields=[*VENDOR])
        _note(f"template:{template.pk}", {"did": "vendor", "approval": template.approval}, by, now)
        return template
    return _next_version(before, template, by, now)


def _first_version(template: MessageTemplate, by: Member, now: datetime) -> MessageTemplate:
    office = template.office
    if MessageTemplate.objects.of(office).active().count() >= MOST:
        raise Refusal(_("There are many templates already. Switch off one that nobody uses."))
    if MessageTemplate.objects.of(office).filter(code=template.code).exists():
        raise Refusal(_("There is a template of that code already; choose another code."), field="code")
    template.created_at, template.created_by = now, by
    template.save()
    _note(f"template:{template.pk}", {"did": "added"}, by, now)
    return template


def _next_version(
    before: MessageTemplate, template: MessageTemplate, by: Member, now: datetime
) -> MessageTemplate:
    MessageTemplate.objects.filter(pk=before.pk).update(is_active=False)
    made = MessageTemplate.objects.create(
        office=before.office,
        channel=before.channel,
        code=before.code,
        **{name: getattr(template, name) for name in WORDS},
        vendor_code="",
        longest_value=template.longest_value,
        approval=TemplateApproval.NONE,
        version=before.version + 1,
        replaces=before,
        created_at=now,
        created_by=by,
    )
    _note(f"template:{made.pk}", {"did": "changed", "version": made.version}, by, now)
    return made


@transaction.atomic
def switch_template(*, template: MessageTemplate, is_on: bool, by: Member, now: datetime) -> None:
    """Offer it no more, or again. Raises Refusal for a version that a newer one replaced."""
    _lock(template.office)
    newer = MessageTemplate.objects.of(template.office).filter(
        code=template.code, version__gt=template.version
    )
    if newer.exists():
        raise Refusal(_("A newer version took its place."))
    MessageTemplate.objects.filter(pk=template.pk).update(is_active=is_on)
    _note(f"template:{template.pk}", {"did": "on" if is_on else "off"}, by, now)


def template_for(office: Office, purpose: str, channel: str = "sms") -> MessageTemplate | None:
    """The template in use for that purpose; the oldest where there are several."""
    found = MessageTemplate.objects.of(office).active().filter(purpose=purpose, channel=channel)
    return found.select_related("office").order_by("pk").first()


def _lock(office: Office) -> None:
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)


def _note(record: str, details: dict, by: Member, now: datetime) -> None:
    keep(action=AuditAction.TEMPLATE_CHANGED, record=record, details=details, by=by, now=now)
