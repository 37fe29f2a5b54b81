"""What happens to turns, in sentences: for the log, for the Why? page, and for an effect told before it happens.

All sentences stand in the present tense, so that the same ones serve before and after.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from offices.clauses import Clause, clause
from offices.models import Member, Office
from reception.consequences import Account, Consequences
from reception.enums import EventWord, PassedWhy, TurnKind
from reception.models import Reception

RECEIVES = frozenset({"turn", "makeup", "own", "assist", "peer"})
FALLS_AWAY = frozenset({"cancel", "rules"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One consequence, with the clause it follows from where there is one."""

    text: str
    clause: Clause | None = None


@dataclass(slots=True)
class Names:
    """How people and visitors are called: members by code, visits by id."""

    members: Mapping[str, Member]
    visits: Mapping[str, Reception] = field(default_factory=dict)
    clauses: Mapping[str, Clause] = field(default_factory=dict)

    def person(self, code: str | None) -> str:
        if code is None:
            return ""
        member = self.members.get(code)
        return member.name if member else code

    def visitor(self, visit: str) -> str:
        reception = self.visits.get(visit)
        return reception.label if reception else _("a visitor")

    def clause(self, name: str) -> Clause:
        return self.clauses.get(name) or clause(name)


def names_for(office: Office, visits: Iterable[str]) -> Names:
    """The names of all who work or worked here, and of these visits: two queries."""
    members = {member.code: member for member in Member.objects.of(office)}
    ids = {UUID(visit) for visit in visits}
    found = Reception.objects.of(office).filter(visit__in=ids).select_related("customer", "consultant")
    receptions = {}
    for reception in found:
        reception.office = office
        receptions[str(reception.visit)] = reception
    return Names(members, receptions)


def kind_label(kind: str) -> str:
    """What a decision does with a visit, in a word or two."""
    if kind in TurnKind.values:
        return str(TurnKind(kind).label)
    labels = {
        "left": EventWord.LEAVE,
        "void": EventWord.VOID,
        "cancel": EventWord.CANCEL,
        "reassign": EventWord.REASSIGN,
        "hand_back": EventWord.HAND_BACK,
    }
    return str(labels[kind].label)


def passed_label(why: str) -> str:
    return str(PassedWhy(why).label)


def sentences(found: Consequences, names: Names, kind: str, before: Iterable[str]) -> list[Sentence]:
    """Every consequence, the decisions first. ``before`` is the order in which the walk found everybody."""
    told = _Told(found, names, kind, {code: place for place, code in enumerate(before, start=1)})
    for said in found.decisions:
        told.decision(said)
        for each in said["passed"]:
            told.passed(each)
    told.rest()
    return told.sentences


class _Told:
    """The sentences so far; what a passed one earned is not told again among the accounts."""

    def __init__(self, found: Consequences, names: Names, kind: str, places: Mapping[str, int]) -> None:
        self.found = found
        self.names = names
        self.kind = kind
        self.places = places
        self.sentences: list[Sentence] = []
        self.earned = {each.consultant: list(each.owed) for each in found.accounts}
        self.lessened: set[str] = set()

    def say(self, text: str, clause_id: str = "") -> None:
        self.sentences.append(Sentence(text, self.names.clause(clause_id) if clause_id else None))

    def decision(self, said: Mapping) -> None:
        who = {"name": self.names.person(said["consultant"]), "visitor": self.names.visitor(said["visit"])}
        if said["kind"] in RECEIVES:
            facts = {**who, "kind": kind_label(said["kind"]), "counting": counting(said["counts"])}
            self.say(_("%(name)s receives %(visitor)s: %(kind)s, %(counting)s.") % facts, said["clause"])
            return
        facts = {**who, "counting": counting(said["counts"])}
        self.say(_sentence_of(said["kind"]) % facts, said["clause"])

    def passed(self, each: Mapping) -> None:
        code = each["consultant"]
        facts = {
            "name": self.names.person(code),
            "place": self.places.get(code, 0),
            "why": passed_label(each["why"]),
        }
        if each["why"] == "debt":
            self.lessened.add(code)
        if not each["earned"]:
            self.say(_("%(name)s, place %(place)s in the order, is passed: %(why)s.") % facts)
            return
        owed = self.earned.get(code) or [""]
        self.say(
            _("%(name)s, place %(place)s in the order, is passed: %(why)s; one turn is owed.") % facts,
            owed.pop(0),
        )

    def rest(self) -> None:
        if self.kind == "rules" and self.found.accounts:
            self.say(_("Nothing is owed any more, and no turn is taken ahead: all balances are 0."))
        else:
            for account in self.found.accounts:
                self._account(account)
        if self.found.order_after:
            self._order()

    def _account(self, account: Account) -> None:
        name = self.names.person(account.consultant)
        for cause in account.gone:
            text = _("An owed turn of %(name)s falls away.") if self.kind in FALLS_AWAY else None
            self.say((text or _("An owed turn of %(name)s is used.")) % {"name": name}, cause)
        for cause in self.earned.get(account.consultant, ()):
            self.say(_("%(name)s is owed one turn.") % {"name": name}, cause)
        ahead = max(-account.before, 0), max(-account.after, 0)
        if ahead[0] == ahead[1]:
            return
        facts = {"name": name, "before": ahead[0], "after": ahead[1]}
        if ahead[0] < ahead[1]:
            self.say(_("%(name)s has taken a turn ahead of the order: %(before)s → %(after)s.") % facts)
        else:
            self.say(_("%(name)s has fewer turns taken ahead: %(before)s → %(after)s.") % facts)

    def _order(self) -> None:
        before, after = list(self.found.order_before), list(self.found.order_after)
        came = [code for code in after if code not in before]
        went = [code for code in before if code not in after]
        if came and [code for code in after if code in before] == before and after[-1:] == came:
            text = _("%(name)s stands at the end of the order, place %(place)s.")
            self.say(text % {"name": self.names.person(came[0]), "place": len(after)})
        elif went and [code for code in before if code in after] == after:
            self.say(_("%(name)s leaves the order.") % {"name": self.people(went)})
        elif not came and after[:-1] == [code for code in before if code != after[-1]]:
            self.say(_("%(name)s goes to the end of the order.") % {"name": self.names.person(after[-1])})
        else:
            facts = {"before": self.people(before), "after": self.people(after)}
            self.say(_("The order was %(before)s; it becomes %(after)s.") % facts)

    def people(self, codes: Iterable[str]) -> str:
        return joined(self.names.person(code) for code in codes)


def counting(counts: bool) -> str:
    return _("counts as a turn") if counts else _("counts as no turn")


def joined(words: Iterable[str]) -> str:
    """A list in the language's own manner."""
    return pgettext("between the items of a list", ", ").join(words)


def _sentence_of(kind: str) -> str:
    """Of decisions that are no reception; with %(name)s, %(visitor)s, %(counting)s."""
    return {
        "waiting": _("Nobody suitable is free: %(visitor)s waits."),
        "unaided": _("%(visitor)s needs no consultant."),
        "left": _("%(visitor)s has left without being received."),
        "void": _("%(visitor)s was no customer: the reception by %(name)s counts no longer."),
        "cancel": _("The entry of %(visitor)s is taken back; it counts no longer."),
        "reassign": _("%(name)s has %(visitor)s now: %(counting)s."),
        "hand_back": _("%(visitor)s belongs to %(name)s, who receives now: %(counting)s."),
    }[kind]
