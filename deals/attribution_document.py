"""The documents of `manage.py attribute`: which fields they have, what those may hold, and the answer as JSON."""

import re
from collections.abc import Callable

from deals.attribution import DEPARTMENT, AttributionError, Deal, Facts, Reason, Ruling, rule
from deals.attribution_rules import Rules, rules_from
from offices.document_fields import (
    FieldError,
    day,
    fields_of,
    flag,
    items,
    moment,
    one_of,
    read,
    shown,
    text,
)
from visitors.ownership import RulesError, Touch, TouchOf, TouchRole

MONEY = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?", re.ASCII)


class DocumentError(ValueError):
    """A document that cannot be judged; the text says which field is wrong, and why."""


def judged(document: object, rules: Rules | None, sentence: Callable[[Reason], str]) -> dict[str, object]:
    """The answer on a document; ``rules`` win over its own, ``sentence`` says a reason in words.

    Raises DocumentError.
    """
    try:
        deal, contacts, facts, own = case_from(document)
        ruling = rule(deal, contacts, facts, rules or own)
    except FieldError as error:
        raise DocumentError(str(error)) from None
    except RulesError as error:
        raise DocumentError(f"'rules': {error}") from None
    except AttributionError as error:
        raise DocumentError(f"'deal': {error}") from None
    return answer(ruling, sentence)


def answer(ruling: Ruling, sentence: Callable[[Reason], str]) -> dict[str, object]:
    """The ruling as the document that is printed."""
    return {
        "credit": ruling.credit,
        "status": ruling.status.value,
        "commission": [share.as_dict() for share in ruling.commission],
        "clause": ruling.clause,
        "because": [sentence(reason) for reason in ruling.because],
    }


def case_from(document: object) -> tuple[Deal, list[Touch], Facts, Rules]:
    """What a document says: deal, contacts, facts and its own rules. Raises FieldError, RulesError."""
    given = fields_of(document, "", ("rules", "deal", "contacts", "facts"), ("deal", "contacts"))
    contacts = read("'contacts'", items, given["contacts"])
    return (
        _deal(given["deal"]),
        [_contact(f"contact {number}: ", each) for number, each in enumerate(contacts, start=1)],
        _facts(given.get("facts", {})),
        rules_from(given["rules"]) if "rules" in given else Rules(),
    )


def _deal(value: object) -> Deal:
    names = ("signed_on", "closer", "commission")
    given = fields_of(value, "'deal': ", names, names)
    return Deal(
        signed_on=read("'deal': 'signed_on'", day, given["signed_on"]),
        closer=read("'deal': 'closer'", _name, given["closer"]),
        commission_fen=read("'deal': 'commission'", _fen, given["commission"]),
    )


def _contact(where: str, value: object) -> Touch:
    given = fields_of(value, where, ("at", "consultant", "as", "customer"), ("at", "consultant"))
    return Touch(
        at=read(f"{where}'at'", moment, given["at"]),
        consultant=read(f"{where}'consultant'", _name, given["consultant"]),
        role=read(f"{where}'as'", one_of(TouchRole), given.get("as", "reception")),
        of=read(f"{where}'customer'", one_of(TouchOf), given.get("customer", "self")),
    )


def _facts(value: object) -> Facts:
    given = fields_of(value, "'facts': ", tuple(_FACTS), ())
    return Facts(**{name: read(f"'facts': '{name}'", _FACTS[name], each) for name, each in given.items()})


def _name(value: object) -> str:
    name = text(value)
    if name == DEPARTMENT:
        raise FieldError(f"cannot be {DEPARTMENT!r}: that is no consultant")
    return name


def _names(value: object) -> frozenset[str]:
    return frozenset(map(_name, items(value)))


def _fen(value: object) -> int:
    if not isinstance(value, str) or not MONEY.fullmatch(value):
        raise FieldError(
            f"must be yuan like '12000.00', a text with at most two decimals, not {shown(value)}"
        )
    yuan, _, fen = value.partition(".")
    return int(yuan) * 100 + int(fen.ljust(2, "0"))


_FACTS: dict[str, Callable[[object], object]] = {
    "refused": _names,
    "complaint_upheld": _names,
    "designated": _name,
    "forgot": flag,
    "discount_sought_from": _name,
    "referred_by_customer_of": _name,
    "event": text,
    "quarrel": flag,
}
