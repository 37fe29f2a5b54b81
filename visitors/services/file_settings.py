"""What an office's customer files ask for: fields left out, lists lengthened, fields of its own."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep
from visitors.file_fields import ALWAYS, BY_KEY, LENGTHENED, OWN_KINDS
from visitors.file_kinds import ConsentClass, Group, Kind, Purpose
from visitors.models import OfficeFields, OwnField
from visitors.models.file_settings import ANSWER_LENGTH, LABEL_LENGTH
from visitors.services.customers import clean_text

MOST_OWN = 40
MOST_ANSWERS = 20


@transaction.atomic
def switch_field(*, office: Office, key: str, used: bool, by: Member, now: datetime) -> None:
    """Ask for a field of ours, or no longer; what was answered stays. Raises Refusal."""
    if key not in BY_KEY:
        raise Refusal(_("There is no such field. Load the page again."))
    if key in ALWAYS and not used:
        raise Refusal(_("Name and mobile number are always asked for."))
    row = _held(office, by, now)
    left_out = set(row.switched_off)
    changed = left_out - {key} if used else left_out | {key}
    if changed == left_out:
        return
    row.switched_off = sorted(changed)
    _save(row, "switched_off", by, now, {"field": key, "used": used})


@transaction.atomic
def lengthen_list(*, office: Office, key: str, answers: Iterable[str], by: Member, now: datetime) -> None:
    """These are the office's own answers of that list now. Raises Refusal."""
    if key not in LENGTHENED:
        raise Refusal(_("This list cannot be lengthened."), field="answers")
    cleaned = clean_answers(answers)
    taken = set(BY_KEY[key].answers)
    if taken & set(cleaned):
        raise Refusal(_("Choose other words than ours."), field="answers")
    row = _held(office, by, now)
    if row.more.get(key, []) == cleaned:
        return
    row.more = {name: words for name, words in row.more.items() if name != key} | (
        {key: cleaned} if cleaned else {}
    )
    _save(row, "more", by, now, {"field": key, "answers": len(cleaned)})


@transaction.atomic
def write_own_field(
    *,
    office: Office,
    own: OwnField | None,
    label: str,
    group: str,
    kind: str,
    answers: Iterable[str] = (),
    purpose: str,
    sensitive: str = "",
    is_active: bool = True,
    by: Member,
    now: datetime,
) -> OwnField:
    """A field of the office's own, new or changed. What kind of answer it takes never changes. Raises Refusal."""
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    others = OwnField.objects.of(office).exclude(pk=own.pk if own else None)
    label = clean_text(label, "label", LABEL_LENGTH)
    if not label:
        raise Refusal(_("Type what is asked."), field="label")
    if others.filter(label=label).exists():
        raise Refusal(_("There is a field of this name already."), field="label")
    if own is None and others.count() >= MOST_OWN:
        raise Refusal(_("More than %(most)d own fields make no form.") % {"most": MOST_OWN})
    kind = own.kind if own else kind
    _refuse_unknown(group, kind, purpose, sensitive)
    cleaned = clean_answers(answers)
    if (kind in (Kind.CHOICE, Kind.CHOICES)) != bool(cleaned):
        raise Refusal(
            _("Type the answers of a list, one on each line; other kinds have none."), field="answers"
        )
    sensitive = own.sensitive if own else sensitive
    made = own or OwnField(office=office, position=others.count(), made_at=now, made_by=by)
    made.label, made.group, made.kind, made.answers = label, group, kind, cleaned
    made.purpose, made.sensitive, made.is_active = purpose, sensitive, is_active
    made.save()
    details = {"field": made.key, "used": is_active}
    keep(
        action=AuditAction.FILE_FIELDS_CHANGED, record=f"office:{office.pk}", details=details, by=by, now=now
    )
    return made


def clean_answers(answers: Iterable[str]) -> list[str]:
    """Answers as they are kept: each once, none empty. Raises Refusal."""
    cleaned = list(
        dict.fromkeys(text for each in answers if (text := clean_text(each, "answers", ANSWER_LENGTH)))
    )
    if len(cleaned) > MOST_ANSWERS:
        raise Refusal(_("At most %(most)d answers fit a list.") % {"most": MOST_ANSWERS}, field="answers")
    return cleaned


def _refuse_unknown(group: str, kind: str, purpose: str, sensitive: str) -> None:
    for value, known, field in (
        (group, list(Group), "group"),
        (kind, list(OWN_KINDS), "kind"),
        (purpose, list(Purpose), "purpose"),
        (sensitive, ["", *ConsentClass], "sensitive"),
    ):
        if value not in known:
            raise Refusal(_("Choose from the list."), field=field)


def _held(office: Office, by: Member, now: datetime) -> OfficeFields:
    """The office's row, made where there is none, held until the transaction ends."""
    OfficeFields.objects.get_or_create(office=office, defaults={"changed_at": now, "changed_by": by})
    return OfficeFields.objects.select_for_update(of=("self",), no_key=True).get(office=office)


def _save(row: OfficeFields, field: str, by: Member, now: datetime, details: dict) -> None:
    row.changed_at, row.changed_by = now, by
    row.save(update_fields=[field, "changed_at", "changed_by"])
    keep(
        action=AuditAction.FILE_FIELDS_CHANGED,
        record=f"office:{row.office_id}",
        details=details,
        by=by,
        now=now,
    )
