"""What a request wants, in words."""

from decimal import Decimal

from django.utils.translation import gettext as _

from deals.enums import ChangeKind, KinshipProof
from deals.figures import yuan
from deals.models import Approval, ClubLevel, Unit
from visitors.models import Customer


def wanted_in_words(asked: Approval) -> str:
    """One line: the other unit, the names, the percent. Names are read from the files as they stand today."""
    kind, details = ChangeKind(asked.kind), asked.details
    if kind is ChangeKind.SWAP:
        unit = Unit.objects.select_related("building").filter(pk=details["unit"]).first()
        return _("%(unit)s instead (%(from)s → %(to)s)") % {
            "unit": unit,
            "from": yuan(Decimal(details["from"])),
            "to": yuan(Decimal(details["to"])),
        }
    if kind is ChangeKind.RENAME:
        people = Customer.objects.filter(office=asked.office_id).in_bulk(details["customers"])
        names = ", ".join(str(people[pk]) for pk in details["customers"] if pk in people)
        return _("%(names)s (fee %(fee)s)") % {"names": names, "fee": yuan(asked.fee)}
    if kind is ChangeKind.DISCOUNT:
        return _family(asked) if details["as"] == "family" else _off(details)
    return _("The money back; the unit is free again")


def _off(details: dict) -> str:
    if details["percent"]:
        return _("%(percent)s %% off") % {"percent": details["percent"]}
    return _("%(amount)s off") % {"amount": yuan(Decimal(details["amount"]))}


def _family(asked: Approval) -> str:
    details = asked.details
    level = ClubLevel.objects.filter(pk=details["level"]).first()
    relative = Customer.objects.filter(office=asked.office_id, pk=details["relative"]).first()
    papers = ", ".join(str(KinshipProof(each).label) for each in details["proofs"])
    return _("%(level)s of %(name)s, %(percent)s %% (%(papers)s)") % {
        "level": level,
        "name": relative,
        "percent": details["percent"],
        "papers": papers,
    }
