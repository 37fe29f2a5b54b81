"""Agreements: the office's wording in versions, and subscription agreements filled from their order (D-22, D-23).

Nobody writes over a signed agreement: a change is a new version with its reason, and both stay.
"""

import hashlib
import json
import secrets
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from deals.models import Agreement, AgreementTemplate, Order
from deals.roles import LEADERS, MONEY
from deals.selectors.agreements import (
    Particulars,
    facts_of,
    keepers_of,
    last_agreement,
    wording_findings,
    wording_of,
)
from deals.selectors.money import balance
from deals.services.payments import NotYourMoney
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.services.audit import keep

STARTING_WORDINGS = Path(__file__).parent.parent / "data" / "agreements.json"
LONGEST = 20_000
WRITTEN = ("template", "facts", "particulars", "balance", "digest", "reason", "made_by", "made_at")
KINDS = ("subscription", "queue")


@transaction.atomic
def save_wording(
    *, office: Office, kind: str, text: str, version: int, by: Member, now: datetime
) -> AgreementTemplate:
    """A new version of the office's wording. Raises Refusal, which says everything that is wrong with it.

    ``version`` is the one that was changed (0 where there was none): where somebody else wrote a newer one meanwhile
    nothing is written.
    """
    if by.office_id != office.pk or not by.holds(*LEADERS):
        raise NotYourMoney(_("The supervisor and the manager write the wording."))
    if kind not in KINDS:
        raise Refusal(_("Say which agreement it is."), field="kind")
    words = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if len(words) > LONGEST:
        raise Refusal(_("A wording has %(most)d characters at most.") % {"most": LONGEST}, field="text")
    if wrong := wording_findings(kind, words):
        raise Refusal(" ".join(wrong), field="text")
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    last = wording_of(office, kind)
    if (last.version if last else 0) != version:
        raise Refusal(_("Somebody changed the wording meanwhile. Load the page again."), field="text")
    if last and last.text == words:
        return last
    made = AgreementTemplate.objects.create(
        office=office, kind=kind, version=version + 1, text=words, by=by, at=now
    )
    details = {"kind": kind, "version": made.version}
    keep(action=AuditAction.WORDING_CHANGED, record=f"wording:{made.pk}", details=details, by=by, now=now)
    return made


def start_with_our_wording(
    *, office: Office, kind: str, language: str, by: Member, now: datetime
) -> AgreementTemplate:
    """The wording that the house brings along, in that language; English where there is none in it. Raises Refusal."""
    ours = json.loads(STARTING_WORDINGS.read_text(encoding="utf-8"))
    if kind not in ours:
        raise Refusal(_("Say which agreement it is."), field="kind")
    if wording_of(office, kind) is not None:
        raise Refusal(_("There is a wording already. Change that one."))
    wordings = ours[kind]
    lines = wordings.get(language) or wordings["en"]
    return save_wording(office=office, kind=kind, text="\n".join(lines), version=0, by=by, now=now)


@transaction.atomic
def write_agreement(
    *, order: Order, particulars: Particulars, reason: str = "", version: int, by: Member, now: datetime
) -> Agreement:
    """Fill in the subscription agreement of an order with what it costs and what was paid at this moment.

    ``version`` is the one that was on the page (0 for none). One that nobody has signed is written anew in its place;
    after a signature it becomes the next version, and needs a reason. Raises Refusal.
    """
    _check_rights(order, by)
    held = _locked(order)
    if held.end:
        raise Refusal(_("This order has ended."))
    template = wording_of(held.office, "subscription")
    if template is None:
        raise Refusal(_("The office has no wording yet. The manager writes it under “Agreements”."))
    last = last_agreement(held)
    if (last.version if last else 0) != version:
        raise Refusal(_("This agreement was written anew meanwhile. Load the page again."))
    words = " ".join(reason.split())
    is_signed = last is not None and last.signed_at is not None
    if is_signed and not words:
        raise Refusal(_("Say why the signed agreement is changed."), field="reason")
    made = _fresh(held, template, particulars, by=by, now=now)
    made.reason = words if is_signed else (last.reason if last else "")
    made.version = version + 1 if is_signed or not last else version
    if last and not is_signed:
        made.pk = last.pk
        made.save(update_fields=WRITTEN)
    else:
        made.save(force_insert=True)
    details = {"order": held.pk, "version": made.version, "digest": made.digest}
    keep(action=AuditAction.AGREEMENT_WRITTEN, record=f"agreement:{made.pk}", details=details, by=by, now=now)
    return made


@transaction.atomic
def sign_agreement(
    *, agreement: Agreement, digest: str, keeper: Member | None, by: Member, now: datetime
) -> Agreement:
    """The customer and the office have signed it on paper: from now on it never changes. Raises Refusal.

    ``keeper`` takes the signed papers into custody; somebody who sells does not (D-24).
    ``digest`` is that of what was signed. Where price or payments changed since it was written it has to be written
    anew first: the balance on it would be wrong (D-23).
    """
    _check_rights(agreement.order, by)
    order = _locked(agreement.order)
    last = last_agreement(order)
    if last is None or last.pk != agreement.pk or last.digest != digest:
        raise Refusal(_("This agreement was written anew meanwhile. Print and sign the new one."))
    if last.signed_at is not None:
        raise Refusal(_("This agreement is signed already."))
    if order.end:
        raise Refusal(_("This order has ended."))
    if last.balance != balance(order):
        raise Refusal(
            _("The balance has changed since. Write the agreement anew, then print and sign that one.")
        )
    if keeper is None or not keepers_of(order.office).filter(pk=keeper.pk).exists():
        raise Refusal(_("Say who keeps the signed papers."))
    last.signed_at, last.signed_by, last.keeper = now, by, keeper
    last.save(update_fields=["signed_at", "signed_by", "keeper"])
    details = {"order": order.pk, "version": last.version, "digest": last.digest, "keeper": keeper.pk}
    keep(action=AuditAction.AGREEMENT_SIGNED, record=f"agreement:{last.pk}", details=details, by=by, now=now)
    return last


def note_printing(*, agreement: Agreement, by: Member, now: datetime) -> None:
    """Somebody opened the four copies to print them: whole telephone number and address stand on them."""
    details = {"order": agreement.order_id, "version": agreement.version}
    keep(
        action=AuditAction.AGREEMENT_PRINTED,
        record=f"agreement:{agreement.pk}",
        details=details,
        by=by,
        now=now,
    )


def digest_of(template: AgreementTemplate, facts: dict, particulars: dict) -> str:
    """SHA-256 of the wording, the facts and the particulars; the particulars bring a salt that goes with them."""
    parts = [template.text, facts, particulars]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _fresh(
    order: Order, template: AgreementTemplate, particulars: Particulars, *, by: Member, now: datetime
) -> Agreement:
    facts = facts_of(order, order.office.business_date(now))
    personal = {**particulars.document(), "salt": secrets.token_hex(16)}
    return Agreement(
        office=order.office,
        order=order,
        template=template,
        facts=facts,
        particulars=personal,
        balance=balance(order),
        digest=digest_of(template, facts, personal),
        made_by=by,
        made_at=now,
    )


def _check_rights(order: Order, by: Member) -> None:
    if by.office_id != order.office_id or not by.holds(*MONEY):
        raise NotYourMoney(_("Finance, the supervisor and the manager see to this."))


def _locked(order: Order) -> Order:
    rows = Order.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("office", "unit__building", "customer", "closer").get(pk=order.pk)
