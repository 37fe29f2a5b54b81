"""Rulings: the core's verdict on a deal, kept with all that it was made of; the commission ledger follows.

`rule_deal` is called when an order becomes a deal. What the rules leave to the manager is ruled with `manager_rules`;
a dispute ends with `replace_ruling`. A ruling is never changed: a later one names the one it replaces.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from deals.attribution import DEPARTMENT, AttributionError, rule
from deals.attribution_document import case_from
from deals.attribution_shares import FEN, Share, divided
from deals.enums import RuledBy
from deals.models import Order, Ruling
from deals.selectors.case import gathered
from deals.selectors.rates import commission_of
from deals.selectors.rulings import current_ruling, is_matter_of, may_rule_by_hand
from deals.services import ledger
from deals.services.after_sale import hand_tasks, plan_tasks
from deals.services.ruling_rows import Verdict, stored, told
from offices.errors import Refusal
from offices.models import Member

WHOLE = Fraction(100)
Shares = Mapping[Member | None, Fraction]
"""Percents by consultant; None is the department."""


@transaction.atomic
def rule_deal(*, order: Order, by: Member, now: datetime) -> Ruling:
    """The ruling on an order that has become a deal, by the house rules of its signing date; commission is accrued.

    The signing date is that of the latest step (contract, subscription, large deposit). A second call returns the
    ruling that holds. Raises Refusal, with nothing changed, where the order is no deal yet, or its closer has no
    contact with the customer up to the signing date.
    """
    order = _locked(order)
    held = current_ruling(order)
    if held is not None:
        return held
    signed_on = signing_date(order)
    if signed_on is None:
        raise Refusal(_("This order is no deal yet: it needs a large deposit, a subscription or a contract."))
    commission = commission_of(order, signed_on)
    found = gathered(order, signed_on=signed_on, commission=commission)
    ruling = stored(
        order=order,
        source=RuledBy.RULES,
        document=found.document,
        evidence=found.evidence,
        verdict=_judged(found.document),
        rules_version=found.rules_version,
        replaces=None,
        words="",
        by=by,
        now=now,
    )
    ledger.accrue(ruling=ruling, by=by, now=now)
    plan_tasks(order=order, owner=ruling.credit or order.closer, now=now)
    told(ruling, by=by, now=now)
    return ruling


def signing_date(order: Order) -> date | None:
    """The date of the order's latest step that can make it a deal; None before."""
    return order.contracted_on or order.subscribed_on or order.large_on


@transaction.atomic
def manager_rules(
    *, order: Order, shares: Shares, credit: Member | None, clause: str, why: str, by: Member, now: datetime
) -> Ruling:
    """What the rules leave to the manager (floor-3.13): whose deal it is and who has which percent.

    Raises Refusal where nothing waits for the manager, it is their own matter, or the shares do not add up to 100.
    """
    held = current_ruling(_locked(order))
    if held is None or not awaits_manager(held):
        raise Refusal(_("This deal does not wait for the manager: it was ruled already."))
    if is_matter_of(held, by):
        raise Refusal(_("Nobody rules on their own matter: the deputy does, or the director."))
    if not may_rule_by_hand(held, by, now):
        raise Refusal(_("The manager decides, or the supervisor whom the manager has named."))
    return replace_ruling(
        order=order,
        shares=shares,
        credit=credit,
        source=RuledBy.MANAGER,
        clause=clause,
        why=why,
        by=by,
        now=now,
    )


def awaits_manager(ruling: Ruling) -> bool:
    """Whether the rules left this deal to the manager, who has not decided yet."""
    return ruling.credit_id is None and not ruling.to_department


@transaction.atomic
def replace_ruling(
    *,
    order: Order,
    shares: Shares,
    source: str,
    clause: str,
    by: Member,
    now: datetime,
    credit: Member | None = None,
    why: str = "",
) -> Ruling:
    """A new ruling in place of the one that holds, and the ledger's entries after it.

    ``shares`` are percents that add up to 100; those of 0 are left out. ``credit`` is whose deal it is: left out, the
    one with the largest share, or the department. ``clause`` is an id, or "" where no clause covers it. Inputs,
    evidence, rules and the commission are those of the first ruling. Raises Refusal.
    """
    order = _locked(order)
    held = current_ruling(order)
    if held is None:
        raise Refusal(_("This deal was not ruled yet."))
    verdict = _by_hand(held, _checked(order, shares), credit, clause)
    ruling = stored(
        order=order,
        source=RuledBy(source),
        document=held.document,
        evidence=held.evidence,
        verdict=verdict,
        rules_version=held.rules_version,
        replaces=held,
        words=why.strip(),
        by=by,
        now=now,
    )
    ledger.replace(old=held, new=ruling, by=by, now=now)
    hand_tasks(order=order, owner=ruling.credit or order.closer)
    told(ruling, by=by, now=now)
    return ruling


@transaction.atomic
def rule_again(*, order: Order, by: Member, now: datetime) -> Ruling:
    """The same deal by the same rules with the commission of today's rates: only where it was ruled without a rate.

    Raises Refusal.
    """
    order = _locked(order)
    held = current_ruling(order)
    if held is None or held.commission or held.source != RuledBy.RULES:
        raise Refusal(_("Only a deal that was ruled without a commission rate is ruled again."))
    signed_on = date.fromisoformat(held.document["deal"]["signed_on"])
    commission = commission_of(order, signed_on)
    if not commission:
        raise Refusal(
            _("There is still no commission rate for this unit on the signing date. Set one first.")
        )
    deal = {**held.document["deal"], "commission": f"{commission:.2f}"}
    document = {**held.document, "deal": deal}
    ruling = stored(
        order=order,
        source=RuledBy.RULES,
        document=document,
        evidence=held.evidence,
        verdict=_judged(document),
        rules_version=held.rules_version,
        replaces=held,
        words="",
        by=by,
        now=now,
    )
    ledger.replace(old=held, new=ruling, by=by, now=now)
    told(ruling, by=by, now=now)
    return ruling


def _locked(order: Order) -> Order:
    """The order as it stands, held until the end of the transaction: two rulings never race."""
    rows = Order.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("office", "unit").get(pk=order.pk)


def _judged(document: dict) -> Verdict:
    """What the core says. Raises Refusal."""
    deal, contacts, facts, rules = case_from(document)
    try:
        said = rule(deal, contacts, facts, rules)
    except AttributionError:
        raise Refusal(
            _(
                "Whoever closed this deal has no contact with the customer up to that day. Enter the contact first."
            ),
            field="closer",
        ) from None
    return Verdict(said.credit, said.status.value, said.clause, said.commission, said.because)


def _by_hand(held: Ruling, shares: Shares, credit: Member | None, clause: str) -> Verdict:
    percents = {DEPARTMENT if who is None else who.code: part for who, part in shares.items()}
    seen = list(dict.fromkeys(each["consultant"] for each in held.document["contacts"]))
    commission: tuple[Share, ...] = divided(percents, int(held.commission * FEN), seen)
    whose = credit.code if credit is not None else commission[0].consultant
    return Verdict(whose, "ruled", clause, commission, ())


def _checked(order: Order, shares: Shares) -> dict[Member | None, Fraction]:
    """The shares above 0. Raises Refusal."""
    kept = {who: Fraction(part) for who, part in shares.items() if part}
    if any(part < 0 for part in kept.values()) or sum(kept.values(), Fraction(0)) != WHOLE:
        raise Refusal(_("The shares must add up to 100 percent, none of them below 0."), field="shares")
    if any(who is not None and who.office_id != order.office_id for who in kept):
        raise Refusal(_("Only people of this office have a share."), field="shares")
    return kept


def amount_of(share: Share) -> Decimal:
    """A share's amount in yuan."""
    return Decimal(share.fen) / FEN
