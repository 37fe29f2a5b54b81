"""What else is said of a file: tags, its kind, the facts of a company, and segments chosen by hand."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep
from visitors.file_enums import CompanyNoteKind, CustomerKind, Partner, TagKind
from visitors.models import CompanyNote, CorporateFacts, Customer, FileChange, FileTag, SegmentChoice
from visitors.models.company import TEXTS as COMPANY
from visitors.models.file_tag import LABEL_LENGTH
from visitors.models.file_value import TAGS_KEY
from visitors.segments import MEMBERS, Axis
from visitors.services.customers import clean_text
from visitors.services.search_index import write_company_keys

MOST_TAGS = 12
LARGEST_CAPITAL = 10**14


@transaction.atomic
def set_tags(
    *, customer: Customer, kinds: Iterable[str], labels: Iterable[str], by: Member, now: datetime
) -> None:
    """These are the file's tags now: the house's by kind, and the office's own by their words. Raises Refusal."""
    wanted = {(kind, "") for kind in kinds}
    if any(kind not in (TagKind.CORE, TagKind.REFERRER) for kind, _label in wanted):
        raise Refusal(_("Choose the tags from the list."), field="kinds")
    wanted |= {
        (TagKind.OWN.value, text) for each in labels if (text := clean_text(each, "labels", LABEL_LENGTH))
    }
    if len(wanted) > MOST_TAGS:
        raise Refusal(_("More than %(most)d tags say nothing.") % {"most": MOST_TAGS}, field="labels")
    held = _held(customer)
    rows = {(row.kind, row.label): row for row in FileTag.objects.filter(customer=held)}
    gone = [row.pk for place, row in rows.items() if place not in wanted]
    new = sorted(wanted - rows.keys())
    if not gone and not new:
        return
    FileTag.objects.filter(pk__in=gone).delete()
    FileTag.objects.bulk_create(
        FileTag(office_id=held.office_id, customer=held, kind=kind, label=label, at=now, by=by)
        for kind, label in new
    )
    before, after = (_words(each) for each in (rows, wanted))
    FileChange.objects.create(
        office_id=held.office_id, customer=held, key=TAGS_KEY, before=before, after=after, at=now, by=by
    )
    _keep(held, {"tags": len(wanted)}, by, now)


@transaction.atomic
def set_kind(*, customer: Customer, kind: str, partner: str = "", by: Member, now: datetime) -> None:
    """What the file is about (B-46); a partner of the house says as what. Raises Refusal."""
    if kind not in CustomerKind.values:
        raise Refusal(_("Choose from the list what kind of customer this is."), field="kind")
    if (kind == CustomerKind.SPECIAL) != bool(partner) or partner not in ["", *Partner.values]:
        raise Refusal(_("Say as what this partner works with the house."), field="partner")
    held = _held(customer)
    if (held.kind, held.partner) == (kind, partner):
        return
    held.kind, held.partner = kind, partner
    held.save(update_fields=["kind", "partner"])
    _keep(held, {"kind": kind}, by, now)


@transaction.atomic
def write_company(
    *, customer: Customer, capital: int | None = None, by: Member, now: datetime, **texts: str
) -> CorporateFacts:
    """The facts of the company that this file is about (B-50); the file becomes one of a company. Raises Refusal."""
    cleaned = {name: clean_text(texts.get(name, ""), name, length) for name, length in COMPANY.items()}
    if not cleaned["company"]:
        raise Refusal(_("Type the name of the company."), field="company")
    if capital is not None and not 0 <= capital <= LARGEST_CAPITAL:
        raise Refusal(_("Type the capital as a whole number of yuan."), field="capital")
    set_kind(customer=customer, kind=CustomerKind.CORPORATE, by=by, now=now)
    held = _held(customer)
    values = {**cleaned, "capital": capital, "changed_at": now, "changed_by": by}
    facts, _made = CorporateFacts.objects.update_or_create(
        customer=held, defaults=values, create_defaults={**values, "office_id": held.office_id}
    )
    write_company_keys(held)
    _keep(held, {"company": True}, by, now)
    return facts


@transaction.atomic
def note_company(
    *, customer: Customer, kind: str, on: date | None, text: str, by: Member, now: datetime
) -> CompanyNote:
    """Write down a change at the company, business with us, or figures of a year (B-52). Raises Refusal."""
    held = _held(customer)
    if held.kind != CustomerKind.CORPORATE:
        raise Refusal(_("This is no file of a company."))
    if kind not in CompanyNoteKind.values:
        raise Refusal(_("Choose from the list what this is."), field="kind")
    if on is None or on > by.office.business_date(now):
        raise Refusal(_("Type the day; it is not in the future."), field="on")
    cleaned = clean_text(text, "text", 500)
    if not cleaned:
        raise Refusal(_("Say in a few words what happened."), field="text")
    made = CompanyNote.objects.create(
        office_id=held.office_id, customer=held, kind=kind, on=on, text=cleaned, at=now, by=by
    )
    _keep(held, {"note": made.pk}, by, now)
    return made


@transaction.atomic
def choose_segments(*, customer: Customer, by: Member, now: datetime, **chosen: str) -> SegmentChoice:
    """Put the customer into these segments by hand; "" leaves what follows from the file. Raises Refusal."""
    for axis in Axis:
        if chosen.get(axis, "") not in ("", *MEMBERS[axis]):
            raise Refusal(_("Choose the segments from their lists."), field=axis.value)
    held = _held(customer)
    values = {axis.value: chosen.get(axis, "") for axis in Axis}
    found = SegmentChoice.objects.filter(customer=held).first()
    if found and all(getattr(found, name) == code for name, code in values.items()):
        return found
    made, _new = SegmentChoice.objects.update_or_create(
        customer=held,
        defaults={**values, "at": now, "by": by},
        create_defaults={**values, "at": now, "by": by, "office_id": held.office_id},
    )
    _keep(held, values, by, now)
    return made


def _words(tags: Iterable[tuple[str, str]]) -> list[str]:
    """As they are kept in the history: an own tag by its words, one of the house by its code."""
    return [label or kind for kind, label in sorted(tags)]


def _held(customer: Customer) -> Customer:
    return Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.file_id)


def _keep(held: Customer, details: dict, by: Member, now: datetime) -> None:
    keep(action=AuditAction.FILE_CHANGED, record=f"customer:{held.pk}", details=details, by=by, now=now)
