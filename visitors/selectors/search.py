"""Finding customers while somebody types: a constant number of queries, whatever is found."""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Coalesce

from offices.models import Member, Office
from offices.phones import PhoneError, normalise
from visitors.enums import ContactKind, KeyKind, LookIn
from visitors.models import Customer, CustomerPhone, SearchKey
from visitors.ownership import Ownership, ValidityRules, owner_on
from visitors.search_keys import file_numbers, folded
from visitors.selectors.aliases import files_by_id
from visitors.selectors.effective_contacts import EffectiveContact, effective_contacts
from visitors.selectors.ownership import touches

LAST_DIGITS = 4
TELEPHONE = re.compile(r"[+0-9][0-9 ().\-]{4,}")
JOINED = "customer__merged_into"
WITH_LETTER = re.compile(r"[Kk][ \-\u2010-\u2015]?[0-9]")
KINDS = {
    LookIn.NAME: (KeyKind.NAME, KeyKind.PINYIN, KeyKind.INITIALS),
    LookIn.PLATE: (KeyKind.PLATE,),
    LookIn.COMPANY: (KeyKind.COMPANY,),
}
KEYS_PER_CUSTOMER = 4
"""How many of one person's keys may begin alike (readings of one character, say) before they hide somebody else."""


@dataclass(frozen=True, slots=True)
class MaskedPhone:
    """A number as lists show it; ``id`` is that of the CustomerPhone, for reveal_phone."""

    id: int
    masked: str
    line: str

    def __str__(self) -> str:
        return self.masked


@dataclass(frozen=True, slots=True)
class Match:
    """A customer that was found. ``owner`` is None where nobody's registration is valid (see ``ownership``)."""

    customer: Customer
    phones: tuple[MaskedPhone, ...]
    owner: Member | None
    last_visit: datetime | None
    ownership: Ownership

    @property
    def days_left(self) -> int | None:
        return self.ownership.days_left

    @property
    def lapses_on(self) -> date | None:
        """The first day on which the registration holds no longer; None where there is none."""
        until = self.ownership.valid_until
        return until + timedelta(days=1) if until else None


class Rank(NamedTuple):
    """Whole matches first, then who was here last, then the newest file."""

    partial: bool
    seconds_since_visit: float
    newest: int


def find_customers(
    *,
    office: Office,
    query: str,
    limit: int = 8,
    look_in: LookIn = LookIn.ALL,
    now: datetime,
    rules: ValidityRules,
) -> list[Match]:
    """The customers whom the typed text may mean, best first: at most ``limit``, at most 7 queries.

    A whole telephone number in any format finds its holder, exactly four digits find by the last four; anything
    between finds nobody by telephone. Else by the beginning of a name (characters, pinyin, initials), plate or company,
    or by the whole number of the file. ``look_in`` narrows that; whom somebody was referred by is looked for only so.
    """
    exact = _hits(office, query, limit, look_in)
    if not exact:
        return []
    matches = described(list(exact), office=office, now=now, rules=rules)
    return sorted(matches, key=lambda match: _rank(match, exact[match.customer], now))


def described(
    customers: list[Customer], *, office: Office, now: datetime, rules: ValidityRules
) -> list[Match]:
    """Each of these files with its numbers, owner and last visit, in the order given: 3 queries."""
    contacts = effective_contacts(customers)
    day = office.business_date(now)
    owned = {file: owner_on(touches(known, office), rules, day) for file, known in contacts.items()}
    owners = {verdict.owner for verdict in owned.values() if verdict.owner is not None}
    members = Member.objects.of(office).in_bulk(owners) if owners else {}
    phones = masked_phones(customers, office=office)
    return [
        Match(
            customer=customer,
            phones=tuple(phones[customer.pk]),
            owner=members.get(owned[customer.pk].owner),
            last_visit=_last_visit(contacts[customer.pk]),
            ownership=owned[customer.pk],
        )
        for customer in customers
    ]


def masked_phones(customers: Iterable[Customer], *, office: Office) -> dict[int, list[MaskedPhone]]:
    """The active numbers of each file (id), with those of its aliases, oldest first: one query, nothing decrypted."""
    files = [customer.file_id for customer in customers]
    rows = (
        CustomerPhone.objects.of(office)
        .active()
        .filter(customer__in=Customer.objects.filter(Q(pk__in=files) | Q(merged_into__in=files)).order_by())
        .annotate(file=Coalesce("customer__merged_into_id", "customer_id"))
        .order_by("pk")
        .values_list("file", "pk", "masked", "line")
    )
    found: dict[int, list[MaskedPhone]] = defaultdict(list)
    for file, pk, masked, line in rows:
        found[file].append(MaskedPhone(pk, masked, line))
    return found


def _hits(office: Office, query: str, limit: int, look_in: LookIn) -> dict[Customer, bool]:
    """The files found, at most ``limit``, each with whether the whole of something was typed."""
    text = unicodedata.normalize("NFKC", query).strip()
    if look_in is LookIn.ALL:
        # A plate may look like the number of a file.
        return _by_telephone(office, text, limit) or {
            **_by_number(office, text, lettered=True),
            **_by_key(office, text, limit),
        }
    if look_in is LookIn.NUMBER:
        return _by_number(office, text)
    if look_in is LookIn.REFERRER:
        referrers = _by_telephone(office, text, limit) or _by_key(office, text, limit, KINDS[LookIn.NAME])
        # By ids: few files have a referrer, and their index is taken only where no join stands in its way.
        ids = files_by_id(referrer.pk for referrer in referrers)
        brought = Customer.objects.of(office).people().filter(referred_by__in=list(ids))
        return dict.fromkeys(brought.order_by("-created_at", "-pk")[:limit], False)
    return _by_key(office, text, limit, KINDS[look_in])


def _by_number(office: Office, text: str, *, lettered: bool = False) -> dict[Customer, bool]:
    """The file of that number; ``lettered``: only if typed with its letter, for digits alone are a telephone's."""
    numbers = file_numbers(text)
    if not numbers or (lettered and not WITH_LETTER.match(text)):
        return {}
    rows = Customer.objects.of(office).filter(file_number__in=numbers).select_related("merged_into")
    return {customer.file: True for customer in rows}


def _by_telephone(office: Office, text: str, limit: int) -> dict[Customer, bool]:
    if text.isdecimal() and len(text) == LAST_DIGITS:
        endings = CustomerPhone.objects.of(office).active().filter(last4=text).order_by("-customer_id", "-pk")
        return _files(((phone.customer, False) for phone in endings.select_related(JOINED)[:limit]), limit)
    number = _whole_number(text)
    if number:
        holders = CustomerPhone.objects.of(office).holding([number]).select_related(JOINED)
        return _files(((phone.customer, True) for phone in holders), limit)
    return {}


def _by_key(office: Office, text: str, limit: int, kinds: tuple[KeyKind, ...] = ()) -> dict[Customer, bool]:
    prefix = folded(text)
    if not prefix:
        return {}
    keys = SearchKey.objects.of(office).beginning_with(prefix).select_related(JOINED)
    if kinds:
        keys = keys.filter(kind__in=kinds)
    return _files(((key.customer, key.key == prefix) for key in keys[: limit * KEYS_PER_CUSTOMER]), limit)


def _files(hits: Iterable[tuple[Customer, bool]], limit: int) -> dict[Customer, bool]:
    found: dict[Customer, bool] = {}
    for customer, exact in hits:
        file = customer.file
        if file in found or len(found) < limit:
            found[file] = found.get(file, False) or exact
    return found


def _whole_number(text: str) -> str:
    """The number (E.164) if a whole one was typed, else nothing."""
    if not TELEPHONE.fullmatch(text):
        return ""
    try:
        return normalise(text)
    except PhoneError:
        return ""


def _last_visit(contacts: list[EffectiveContact]) -> datetime | None:
    visits = (contact.at for contact in contacts if contact.stands and contact.kind == ContactKind.VISIT)
    return max(visits, default=None)


def _rank(match: Match, exact: bool, now: datetime) -> Rank:
    away = (now - match.last_visit).total_seconds() if match.last_visit else math.inf
    return Rank(partial=not exact, seconds_since_visit=away, newest=-match.customer.pk)
