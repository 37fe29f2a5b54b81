"""The documents of `manage.py cadence`: which fields they have, what those may hold, and the plan as JSON."""

from collections.abc import Callable
from datetime import date
from typing import Any

from followups.cadence import (
    Channel,
    Customer,
    Done,
    FollowUp,
    Grade,
    Occasion,
    Origin,
    Purpose,
    Special,
    Stage,
    plan,
)
from followups.cadence_rules import Rules, RulesError, rules_from
from offices.document_fields import FieldError, day, fields_of, flag, items, moment, one_of, read, text

FIELDS = ("rules", "from", "to", "customer", "done", "festivals", "milestones")


class DocumentError(ValueError):
    """A document that cannot be planned; the text says which field is wrong, and why."""


def planned(document: object, rules: Rules | None) -> list[dict[str, object]]:
    """The answer on a document; ``rules`` win over its own. Raises DocumentError."""
    try:
        given = fields_of(document, "", FIELDS, ("from", "to", "customer"))
        own = rules_from(given["rules"]) if "rules" in given else Rules()
        begin, end = (read(f"'{name}'", day, given[name]) for name in ("from", "to"))
        if end < begin:
            raise FieldError(f"'to' ({end}) must not be before 'from' ({begin})")
        found = plan(
            _customer(given["customer"]),
            rules or own,
            begin=begin,
            end=end,
            done=_list(given, "done", _done),
            festivals=_list(given, "festivals", _occasion),
            milestones=_list(given, "milestones", _occasion),
        )
    except FieldError as error:
        raise DocumentError(str(error)) from None
    except RulesError as error:
        raise DocumentError(f"'rules': {error}") from None
    return [_shown(each) for each in found]


def _shown(each: FollowUp) -> dict[str, object]:
    name = {"name": each.name} if each.name else {}
    windows = [[f"{begin:%H:%M}", f"{end:%H:%M}"] for begin, end in each.windows]
    return {
        "on": each.on.isoformat(),
        "channel": each.channel.value,
        "purpose": each.purpose.value,
        **name,
        "windows": windows,
        "clause": each.clause,
    }


def _customer(value: object) -> Customer:
    given = fields_of(value, "'customer': ", tuple(_CUSTOMER), ("origin", "stage", "first_contact"))
    said = {name: read(f"'customer': '{name}'", _CUSTOMER[name], each) for name, each in given.items()}
    customer = Customer(**said)
    needed = {Stage.SIGNED: "deal_on", Stage.LOST: "lost_on"}.get(customer.stage, "grade")
    exempt = needed == "grade" and (customer.origin is Origin.CALL or customer.special is not None)
    if not exempt and getattr(customer, needed) is None:
        raise FieldError(f"'customer': '{needed}' is missing")
    return customer


def _list(given: dict[str, Any], name: str, reader: Callable[[str, object], Any]) -> list[Any]:
    values = read(f"'{name}'", items, given.get(name, []))
    return [reader(f"'{name}' {number}: ", each) for number, each in enumerate(values, start=1)]


def _done(where: str, value: object) -> Done:
    given = fields_of(value, where, ("on", "purpose", "channel"), ("on", "purpose"))
    return Done(
        on=read(f"{where}'on'", day, given["on"]),
        purpose=read(f"{where}'purpose'", one_of(Purpose), given["purpose"]),
        channel=read(f"{where}'channel'", one_of(Channel), given.get("channel", "call")),
    )


def _occasion(where: str, value: object) -> Occasion:
    given = fields_of(value, where, ("on", "name"), ("on", "name"))
    return Occasion(
        on=read(f"{where}'on'", day, given["on"]), name=read(f"{where}'name'", text, given["name"])
    )


def _days(value: object) -> tuple[date, ...]:
    return tuple(map(day, items(value)))


_CUSTOMER: dict[str, Callable[[object], object]] = {
    "origin": one_of(Origin),
    "grade": one_of(Grade),
    "stage": one_of(Stage),
    "first_contact": moment,
    "quality": flag,
    "key": flag,
    "objection": flag,
    "special": one_of(Special),
    "appointment": moment,
    "deal_on": day,
    "lost_on": day,
    "birthdays": _days,
    "opted_out": flag,
    "no_calls": flag,
    "asked_less": flag,
}
