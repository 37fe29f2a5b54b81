"""Django finds the models of what was sold, and whose it is, here."""

from deals.models.after_sale import AfterSaleTask, Draw, Opportunity, Reason
from deals.models.agreement import Agreement, AgreementTemplate
from deals.models.club import ClubLevel, ClubMembership, ViewingPoints
from deals.models.deal_days import DealDays
from deals.models.dispute import ConductEntry, Dispute, DisputeStep, DisputeWords, Party
from deals.models.instalment import Demand, Instalment, PaymentPlan
from deals.models.money import CashDay, Payment, ReceiptBook, VoidReceipt
from deals.models.order import Approval, Buyer, Discount, Order, OrderEvent
from deals.models.queue_number import QueueNumber
from deals.models.ruling import CommissionEntry, CommissionRate, DealFact, Ruling, RulingWords
from deals.models.unit import Building, Hold, Release, Unit
from deals.models.unit_import import UnitImport

__all__ = [
    "AfterSaleTask",
    "Agreement",
    "AgreementTemplate",
    "Approval",
    "Building",
    "Buyer",
    "CashDay",
    "ClubLevel",
    "ClubMembership",
    "CommissionEntry",
    "CommissionRate",
    "ConductEntry",
    "DealDays",
    "DealFact",
    "Demand",
    "Discount",
    "Dispute",
    "DisputeStep",
    "DisputeWords",
    "Draw",
    "Hold",
    "Instalment",
    "Opportunity",
    "Order",
    "OrderEvent",
    "Party",
    "Payment",
    "PaymentPlan",
    "QueueNumber",
    "Reason",
    "ReceiptBook",
    "Release",
    "Ruling",
    "RulingWords",
    "Unit",
    "UnitImport",
    "ViewingPoints",
    "VoidReceipt",
]
