"""The case of a deal as the core of attribution reads it: contacts, facts and rules, members by code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest

from django.db.models import Q

from deals.enums import Decision, FactKind
from deals.models import DealFact, Order
from deals.selectors.spoken import is_captured, spoken_in
from offices.models import HouseRules, Office
from offices.rule_sections import DEFAULT_PRESET
from visitors.models import Contact, Customer
from visitors.ownership import TouchOf, registrations, validity_rules_from
from visitors.selectors.effective_contacts import EffectiveContact, effective_contacts
from visitors.selectors.households import family_of
from visitors.selectors.ownership import ROLES, holder_of, touches


@dataclass(frozen=True, slots=True)
class Case:
    """``document`` is what `manage.py attribute` reads; ``evidence`` the ids of the rows that it was made of.

    ``evidence``: ``contacts`` in the document's order (None for a customer handed out anew), ``desk`` (ids of the
    contacts at which the desk heard a fact), ``facts`` (DealFact ids), ``family`` (customer ids).
    """

    document: dict
    evidence: dict
    rules_version: int


@dataclass(frozen=True, slots=True)
class Met:
    """A contact that counts. ``at`` is local time to the minute, as documents write it; ``id`` its row."""

    at: datetime
    consultant: int
    role: str
    of: TouchOf
    id: int | None

    def as_field(self) -> dict[str, str]:
        return {
            "at": self.at.isoformat(timespec="minutes"),
            "consultant": code(self.consultant),
            "as": str(self.role),
            "customer": self.of.value,
        }


def gathered(order: Order, *, signed_on: date, commission: Decimal) -> Case:
    """All that bears on the deal up to its signing date. Seven queries, however long the history."""
    office = order.office
    rules = HouseRules.objects.of(office).in_force_on(signed_on).first()
    section = rules.section("attribution") if rules else {"preset": DEFAULT_PRESET.value}
    buyers = _buyers(order)
    family = family_of(buyers)
    known = effective_contacts([*buyers, *family, *_referrers(buyers)])
    own = {each.file_id for each in buyers}
    homes = {each.file_id for each in family} - own
    contacts = _met(known, own, homes, office, signed_on)
    facts, heard, used = _facts(order, known, own | homes, buyers, section, signed_on)
    document = {
        "rules": section,
        "deal": {
            "signed_on": signed_on.isoformat(),
            "closer": code(order.closer_id),
            "commission": f"{commission:.2f}",
        },
        "contacts": [each.as_field() for each in contacts],
        "facts": facts,
    }
    evidence = {
        "contacts": [each.id for each in contacts],
        "desk": heard,
        "facts": used,
        "family": sorted(homes),
    }
    return Case(document, evidence, rules.version if rules else 0)


def code(member_id: int) -> str:
    """How documents name a member (offices.models.Member.code)."""
    return f"m{member_id}"


def _buyers(order: Order) -> list[Customer]:
    """The files of the customer and of the joint buyers, who buy themselves."""
    joint = Customer.objects.filter(pk__in=order.joint_buyers.values("customer")).select_related(
        "merged_into__referred_by", "referred_by"
    )
    first = Customer.objects.select_related("merged_into__referred_by", "referred_by").get(
        pk=order.customer_id
    )
    files = {each.file.pk: each.file for each in [first, *joint]}
    return list(files.values())


def _referrers(buyers: Iterable[Customer]) -> list[Customer]:
    return [each.referred_by for each in buyers if each.referred_by is not None]


def _met(
    known: dict[int, list[EffectiveContact]], own: set[int], homes: set[int], office: Office, last: date
) -> list[Met]:
    """The contacts up to the signing date, in order of time; of equal minutes the one entered first."""
    found = [
        each
        for file in (*sorted(own), *sorted(homes))
        for each in _of_file(known[file], TouchOf.SELF if file in own else TouchOf.FAMILY, office)
    ]
    found = [each for each in found if each.at.date() <= last]
    return sorted(found, key=lambda each: (each.at, each.id or 0))


def _of_file(contacts: Sequence[EffectiveContact], of: TouchOf, office: Office) -> Iterable[Met]:
    """Each contact of a file that counts, with its row; those that a hand-out of a lapsed customer made have none."""
    rows = [each for each in contacts if each.stands and each.consultant is not None and each.role in ROLES]
    for touch, row in zip_longest(touches(contacts, office), rows):
        yield Met(
            touch.at.replace(second=0, microsecond=0),
            int(touch.consultant),
            touch.role.value,
            of,
            row.id if row else None,
        )


def _facts(
    order: Order,
    known: dict[int, list[EffectiveContact]],
    files: set[int],
    buyers: Sequence[Customer],
    section: dict,
    last: date,
) -> tuple[dict, list[int], list[int]]:
    """The document's facts, with the ids of the contacts at which the desk heard some, and of the confirmed claims.

    What the desk entered with a contact comes first; a confirmed claim adds to it, and decides where both name one.
    """
    standing = {
        each.id: each
        for file in files
        for each in known[file]
        if each.stands and order.office.business_date(each.at) <= last
    }
    facts, heard = _from_the_desk(order, standing)
    referrers = _original_receivers(_referrers(buyers), known, order.office, section)
    if referrers:
        facts["referred_by_customer_of"] = code(referrers[0])
    claims = confirmed_claims(order, files)
    for claim in claims:
        _add(facts, FactKind(claim.kind), claim.about_id, claim.event)
    return facts, heard, [each.pk for each in claims]


def confirmed_claims(order: Order, files: set[int]) -> list[DealFact]:
    """The confirmed claims about this deal, or about every deal of these files, in the order of their confirmation."""
    rows = DealFact.objects.filter(
        Q(order=None) | Q(order=order),
        office=order.office_id,
        state=Decision.APPROVED,
        customer__in=_all_files(files),
    )
    return list(rows.order_by("answered_at", "pk"))


def _all_files(files: set[int]) -> list[int]:
    """The files with their aliases: a claim stands with the file on which it was made."""
    aliases = Customer.objects.filter(merged_into__in=files).values_list("pk", flat=True)
    return [*files, *aliases]


def _from_the_desk(order: Order, standing: dict[int, EffectiveContact]) -> tuple[dict, list[int]]:
    """What customers said when they came, the latest last, and the ids of those contacts.

    That they had forgotten somebody counts where the closer met them so. What one who sells entered is a claim of
    theirs and counts with the confirmed ones.
    """
    facts: dict = {}
    heard: list[int] = []
    rows = Contact.objects.filter(pk__in=standing).exclude(circumstances={}).order_by("at", "pk")
    for row in rows.only("pk", "at", "circumstances"):
        if not is_captured(row.circumstances):
            continue
        for each in spoken_in(row.circumstances):
            if each.kind == FactKind.FORGOT and holder_of(standing[row.pk]) != order.closer_id:
                continue
            _add(facts, each.kind, each.about)
            heard += [row.pk] if row.pk not in heard else []
    return facts, heard


def _original_receivers(
    referrers: Sequence[Customer], known: dict[int, list[EffectiveContact]], office: Office, section: dict
) -> list[int]:
    """Who first registered each customer that brought this one (floor-3.10)."""
    rules = validity_rules_from(section)
    first = (registrations(touches(known[each.file_id], office), rules)[:1] for each in referrers)
    return [int(each.consultant) for found in first for each in found]


LISTS = (FactKind.REFUSED, FactKind.COMPLAINT_UPHELD)
FLAGS = (FactKind.FORGOT, FactKind.QUARREL)


def _add(facts: dict, kind: FactKind, about: int | None, event: str = "") -> None:
    """A circumstance as the document has it: kinds are the names of its fields."""
    if kind in LISTS:
        facts[kind.value] = list(dict.fromkeys([*facts.get(kind.value, []), code(about)]))
    elif kind in FLAGS:
        facts[kind.value] = True
    elif kind == FactKind.EVENT:
        facts[kind.value] = event or "event"
    else:
        facts[kind.value] = code(about)
