"""The closed lists of what is sold and whose it is, with their words for users."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnitState(models.TextChoices):
    """Where a unit stands on the control board. All but the first two follow from its live order."""

    FOR_SALE = "for_sale", pgettext_lazy("unit", "for sale")
    WITHHELD = "withheld", pgettext_lazy("unit", "withheld")
    SMALL_DEPOSIT = "small", pgettext_lazy("unit", "small deposit")
    LARGE_DEPOSIT = "large", pgettext_lazy("unit", "large deposit")
    SUBSCRIBED = "subscribed", pgettext_lazy("unit", "subscribed")
    CONTRACTED = "contracted", pgettext_lazy("unit", "contracted")


class BoardState(models.TextChoices):
    """What the control board shows of a unit: its state, and that its release has not opened yet."""

    FOR_SALE = "for_sale", pgettext_lazy("unit", "for sale")
    LATER = "later", pgettext_lazy("unit", "not released yet")
    WITHHELD = "withheld", pgettext_lazy("unit", "withheld")
    SMALL_DEPOSIT = "small", pgettext_lazy("unit", "small deposit")
    LARGE_DEPOSIT = "large", pgettext_lazy("unit", "large deposit")
    SUBSCRIBED = "subscribed", pgettext_lazy("unit", "subscribed")
    CONTRACTED = "contracted", pgettext_lazy("unit", "contracted")


class Facing(models.TextChoices):
    """Where the main rooms look."""

    SOUTH = "s", pgettext_lazy("facing", "south")
    SOUTH_EAST = "se", pgettext_lazy("facing", "south-east")
    SOUTH_WEST = "sw", pgettext_lazy("facing", "south-west")
    EAST = "e", pgettext_lazy("facing", "east")
    WEST = "w", pgettext_lazy("facing", "west")
    NORTH = "n", pgettext_lazy("facing", "north")
    NORTH_SOUTH = "ns", pgettext_lazy("facing", "north and south")


class OrderStep(models.TextChoices):
    """How far an order has come; each step follows the one before it, and any of the first three may be the first."""

    SMALL_DEPOSIT = "small", _("Small deposit")
    LARGE_DEPOSIT = "large", _("Large deposit")
    SUBSCRIPTION = "subscribed", _("Subscription")
    CONTRACT = "contracted", _("Contract")


class OrderEnd(models.TextChoices):
    """How an order ended before it was done; empty while it lives."""

    LAPSED = "lapsed", pgettext_lazy("order", "lapsed")
    REFUNDED = "refunded", pgettext_lazy("order", "refunded")
    SWAPPED = "swapped", pgettext_lazy("order", "swapped for another unit")
    WITHDRAWN = "withdrawn", pgettext_lazy("order", "withdrawn")


class OrderDeed(models.TextChoices):
    """What an entry of an order's history says; steps and ends of an order have the codes of their own lists."""

    OPENED = "opened", pgettext_lazy("order", "Opened")
    ADVANCED = "advanced", pgettext_lazy("order", "Next step")
    WARNED = "warned", pgettext_lazy("order", "End of the hold announced")
    ASKED = "asked", pgettext_lazy("order", "Change asked for")
    APPROVED = "approved", pgettext_lazy("order", "Change approved")
    REFUSED = "refused", pgettext_lazy("order", "Change refused")
    PRICED = "priced", pgettext_lazy("order", "Price changed")
    RENAMED = "renamed", pgettext_lazy("order", "Buyers changed")
    ENDED = "ended", pgettext_lazy("order", "Ended")


class ChangeKind(models.TextChoices):
    """What may be changed in an order after it was made."""

    SWAP = "swap", _("Unit swap")
    RENAME = "rename", _("Change of name")
    REFUND = "refund", _("Refund")
    DISCOUNT = "discount", _("Discount")


class Decision(models.TextChoices):
    """Where a request for an approval stands."""

    ASKED = "asked", pgettext_lazy("request", "waits for approval")
    APPROVED = "approved", pgettext_lazy("request", "approved")
    REFUSED = "refused", pgettext_lazy("request", "refused")


class DiscountKind(models.TextChoices):
    """Why a price is lower."""

    CLUB = "club", _("Club level")
    FAMILY = "family", _("Club level of immediate family")
    OTHER = "other", _("Other discount")


class KinshipProof(models.TextChoices):
    """The papers that prove immediate family (D-14)."""

    REGISTER = "register", pgettext_lazy("paper", "Household register")
    MARRIAGE = "marriage", pgettext_lazy("paper", "Marriage certificate")
    BIRTH = "birth", pgettext_lazy("paper", "Birth certificate")
    NOTARY = "notary", pgettext_lazy("paper", "Notary's proof of kinship")


class PaymentWay(models.TextChoices):
    """How money came in."""

    TRANSFER = "transfer", pgettext_lazy("payment", "bank transfer")
    CARD = "card", pgettext_lazy("payment", "card")
    CASH = "cash", pgettext_lazy("payment", "cash")
    LOAN = "loan", pgettext_lazy("payment", "loan paid out")


class VoidReason(models.TextChoices):
    """Why a receipt is void; a lost one is listed as missing."""

    SPOILED = "spoiled", pgettext_lazy("receipt", "spoiled")
    AMOUNT = "amount", pgettext_lazy("receipt", "wrong amount")
    ORDER = "order", pgettext_lazy("receipt", "wrong order")
    NOT_PAID = "not_paid", pgettext_lazy("receipt", "the money did not come")
    LOST = "lost", pgettext_lazy("receipt", "lost")


class GiveBackReason(models.TextChoices):
    """Why money goes back."""

    ENDED = "ended", pgettext_lazy("money back", "the order has ended")
    OVERPAID = "overpaid", pgettext_lazy("money back", "more was paid than the price")
    MISBOOKED = "misbooked", pgettext_lazy("money back", "it was booked onto the wrong order")


class EntryKind(models.TextChoices):
    """Why the commission ledger has an entry."""

    ACCRUED = "accrued", pgettext_lazy("commission", "accrued")
    REVERSED = "reversed", pgettext_lazy("commission", "reversed")
    PAID = "paid", pgettext_lazy("commission", "paid")


class HoldCause(models.TextChoices):
    """Why commission is held back."""

    DISPUTE = "dispute", pgettext_lazy("commission held back", "dispute")
    COMPLAINT = "complaint", pgettext_lazy("commission held back", "complaint")


class RuledBy(models.TextChoices):
    """What a ruling comes from."""

    RULES = "rules", pgettext_lazy("ruling", "house rules")
    MANAGER = "manager", pgettext_lazy("ruling", "the manager")
    SETTLEMENT = "settlement", pgettext_lazy("ruling", "a settlement")
    DEPARTMENT = "department", pgettext_lazy("ruling", "given to the department")


class FactKind(models.TextChoices):
    """A circumstance of a deal that somebody claims, and somebody else confirms (the facts of attribution)."""

    REFUSED = "refused", _("The customer did not want this consultant")
    DESIGNATED = "designated", _("The customer asked for this consultant")
    FORGOT = "forgot", _("The customer had forgotten who received them")
    DISCOUNT_SOUGHT = "discount_sought_from", _("The customer went to this consultant for a better discount")
    REFERRED = "referred_by_customer_of", _("A customer of this consultant brought them")
    COMPLAINT_UPHELD = "complaint_upheld", _("A complaint about this consultant was upheld")
    EVENT = "event", _("The deal came of an event")
    QUARREL = "quarrel", _("The consultants quarrelled over it")


class DisputeState(models.TextChoices):
    """Where a dispute stands; the next step has a deadline."""

    NEGOTIATION = "negotiation", pgettext_lazy("dispute", "being negotiated")
    MEDIATION = "mediation", pgettext_lazy("dispute", "with the supervisor")
    RULING = "ruling", pgettext_lazy("dispute", "with the manager")
    SETTLED = "settled", pgettext_lazy("dispute", "settled")
    RULED = "ruled", pgettext_lazy("dispute", "ruled")
    DEPARTMENT = "department", pgettext_lazy("dispute", "given to the department")
    WITHDRAWN = "withdrawn", pgettext_lazy("dispute", "withdrawn")


class StepKind(models.TextChoices):
    """What was done in a dispute."""

    OPENED = "opened", pgettext_lazy("dispute step", "opened the dispute")
    STATED = "stated", pgettext_lazy("dispute step", "stated their case")
    PROPOSED = "proposed", pgettext_lazy("dispute step", "proposed a settlement")
    CONFIRMED = "confirmed", pgettext_lazy("dispute step", "confirmed the settlement")
    SETTLED = "settled", pgettext_lazy("dispute step", "the settlement holds")
    PASSED_ON = "passed_on", pgettext_lazy("dispute step", "passed it on")
    RULED = "ruled", pgettext_lazy("dispute step", "ruled")
    UNLIKE = "unlike", pgettext_lazy("dispute step", "said why it is unlike the earlier ruling")
    QUARREL = "quarrel", pgettext_lazy("dispute step", "reported a quarrel")
    DISOBEYED = "disobeyed", pgettext_lazy("dispute step", "reported that the ruling is not obeyed")
    UPHELD = "upheld", pgettext_lazy("dispute step", "confirmed the report")
    NOT_UPHELD = "not_upheld", pgettext_lazy("dispute step", "did not confirm the report")
    WITHDRAWN = "withdrawn", pgettext_lazy("dispute step", "withdrew the dispute")
    CLOSED = "closed", pgettext_lazy("dispute step", "the ruling stands")


class Conduct(models.TextChoices):
    """What the conduct register keeps (C-25 … C-29)."""

    SNATCHING = "snatching", _("Snatched or contended for a customer")
    NEGLECT = "neglect", _("Neglected a customer")
    IDLE_TURN = "idle_turn", _("Did not receive a colleague's customer")
    TROUBLE = "trouble", _("Stirred up trouble")
    PRIVATE_MONEY = "private_money", _("Took a customer's money")


class TaskKind(models.TextChoices):
    """What the credit owner sees to after the deal (D-34 … D-36)."""

    DOWN_PAYMENT = "down_payment", _("First payment")
    MORTGAGE = "mortgage", _("Mortgage papers")
    PROGRESS = "progress", _("Tell of the progress")
    TITLE = "title", _("Title certificate")
    HANDOVER = "handover", _("Hand-over")


class OpportunityState(models.TextChoices):
    """Where the chance of a sale stands."""

    OPEN = "open", pgettext_lazy("opportunity", "open")
    WON = "won", pgettext_lazy("opportunity", "won")
    LOST = "lost", pgettext_lazy("opportunity", "lost")
