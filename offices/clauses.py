"""The office's clauses that the house applies: where each stands, what it says in our words, what it becomes.

One table for code, screens and tests. ``spec`` ids are those of the office's collected clauses. A clause marked
``landed`` is proven by a test that carries its id; texts of an office's own stand beside ours (ClauseText).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offices.models import ClauseText, Office


class Becomes(StrEnum):
    """What the software makes of a clause."""

    ENFORCED = "enforced"
    MEASURED = "measured"
    REMINDED = "reminded"
    PRINTED = "printed"
    CHECKLIST = "checklist"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its id, document and paragraph, our words, and the office's own where it has some."""

    id: str
    document: Promise | str
    paragraph: str
    words: Promise | str
    spec: tuple[str, ...] = ()
    becomes: Becomes = Becomes.ENFORCED
    landed: bool = True
    office_text: str = ""

    def __str__(self) -> str:
        return self.id


CHARTER = _("Reception charter")
FLOOR = _("Sales-floor rules")
QUEUE = _("Sales-floor rules, reception")
PHONE = _("Telephone and letters")
CONDUCT = _("Service standards on site")
SYSTEM = _("Description of the sales system")
FOLLOWING = _("Rules for following up customers")
CARE = _("Care for buyers")
COMPLAINTS = _("Rules for complaints")
RETURN_VISITS = _("Rules for return visits")
HOSTING = _("Rules for receiving guests")
VIP = _("Reception of honoured guests")
GROUPS = _("Preparing for group visits")
SECRECY = _("Rules for customer information")
ARCHIVES = _("Rules for archives")
DESK_DUTIES = _("Duties of the front desk")
RECORDS = _("Rules for customers' files")
LAW = _("Law on personal information")

TABLE: tuple[Clause, ...] = (
    Clause(
        "charter-1.1",
        CHARTER,
        "1 (1)",
        _(
            "Who says they know a consultant is received by that consultant. Is the consultant not on site and the "
            "customer here for the first time, the rotation decides."
        ),
        ("A-05", "A-09"),
    ),
    Clause(
        "charter-1.2",
        CHARTER,
        "1 (2)",
        _("Whoever knows nobody here, or cannot say whom, is treated as a new customer."),
        ("A-15",),
    ),
    Clause(
        "charter-4",
        CHARTER,
        "4",
        _("A researcher of another developer who says so goes to the last free consultant; it is no turn."),
        ("A-33",),
    ),
    Clause(
        "charter-6",
        CHARTER,
        "6",
        _(
            "If the visitor turns out to be a researcher or unrelated to the project, and the manager has seen it "
            "together with the visitor, the reception does not count and the consultant is owed a turn."
        ),
        ("A-35", "A-36"),
    ),
    Clause(
        "charter-7",
        CHARTER,
        "7",
        _("Who was passed while away on business is given one make-up turn after coming back."),
        ("A-31",),
    ),
    Clause(
        "charter-8",
        CHARTER,
        "8",
        _(
            "A returning customer whose consultant is not here is helped by the last one in the order; "
            "it is no turn and must cost none."
        ),
        ("A-10",),
    ),
    Clause(
        "charter-9",
        CHARTER,
        "9",
        _(
            "Every reception on site is a turn, and the next visitor goes to the next consultant; "
            "who looks for a person or asks the way is none."
        ),
        ("A-26", "A-27"),
    ),
    Clause(
        "charter-11",
        CHARTER,
        "11",
        _("The manager, or whoever the manager names, watches over the order and may step in."),
        ("A-39",),
    ),
    Clause(
        "floor-queue-3",
        QUEUE,
        "3",
        _(
            "Who is out on business or busy is passed; after an absence on business every missed turn is made up."
        ),
        ("A-29", "A-30"),
    ),
    Clause(
        "floor-queue-5",
        QUEUE,
        "5",
        _(
            "Is the earlier consultant not here, the one whose turn it is receives; a deal on the same day is shared."
        ),
        ("A-13", "C-18"),
    ),
    Clause(
        "floor-queue-5.2",
        QUEUE,
        "5 (2)",
        _("A customer's later visits are no turns, whoever receives them."),
        ("A-28",),
    ),
    Clause(
        "floor-3.1",
        FLOOR,
        "3 (1)",
        _("If the customer's earlier consultant turns out to be on site, the customer is handed back."),
        ("A-06", "C-06"),
    ),
    Clause(
        "floor-3.2",
        FLOOR,
        "3 (2)",
        _(
            "A customer who does not want the earlier consultant is received by another one, who has the deal; "
            "the earlier one keeps a share while their registration is valid."
        ),
        ("C-07",),
    ),
    Clause(
        "floor-3.3",
        FLOOR,
        "3 (3)",
        _(
            "The customer asks for a consultant who is not on site: a colleague assists, and it is no turn; "
            "whoever assisted has a share of the deal."
        ),
        ("A-12", "C-08"),
    ),
    Clause(
        "floor-3.5",
        FLOOR,
        "3 (5)",
        _(
            "A customer who names several consultants goes to the first of them who is here; "
            "is none here, to the one whose turn it is."
        ),
        ("A-14", "C-10"),
    ),
    Clause(
        "floor-3.8",
        FLOOR,
        "3 (8)",
        _(
            "A customer who asks for a consultant by name is received by that consultant, who shares the deal with "
            "those who registered the customer before."
        ),
        ("C-13",),
    ),
    Clause(
        "floor-first-visit",
        FLOOR,
        "1",
        _("Whoever registered the customer first has the customer."),
        ("C-01",),
    ),
    Clause(
        "floor-validity",
        FLOOR,
        "2 (1)",
        _("A registration is valid for two months; then the customer is free for the next one."),
        ("C-02",),
    ),
    Clause(
        "A-20",
        CONDUCT,
        "1",
        _("Nobody waits longer than a minute before a consultant is with them."),
        ("A-20",),
        Becomes.MEASURED,
    ),
    Clause(
        "A-22",
        QUEUE,
        "1",
        _("Consultants are put in an order, and the order is kept."),
        ("A-22", "A-24"),
    ),
    Clause(
        "A-23",
        QUEUE,
        "2",
        _("While the first one receives, the second sits ready at the desk."),
        ("A-23",),
        Becomes.MEASURED,
    ),
    Clause(
        "A-38",
        CHARTER,
        "10",
        _("A customer who asks for three units or more is reported to the manager at once."),
        ("A-38",),
        Becomes.REMINDED,
    ),
    Clause(
        "A-01",
        CHARTER,
        "1",
        _(
            "Everybody who comes in is asked first whether they have phoned or been here before, and with whom."
        ),
        ("A-01", "A-02", "A-03"),
    ),
    Clause(
        "A-46",
        CONDUCT,
        "4",
        _("A reception goes step by step, from the welcome to the entry of its outcome."),
        ("A-11", "A-19", *(f"A-{number}" for number in (*range(41, 47), *range(48, 52), *range(54, 60)))),
        Becomes.CHECKLIST,
    ),
    Clause(
        "A-52",
        CONDUCT,
        "5",
        _("What could turn out otherwise than hoped is said before anything is signed."),
        ("A-51", "A-52"),
        Becomes.CHECKLIST,
    ),
    Clause(
        "L-27",
        CONDUCT,
        "6",
        _("Some of it must be done, some should be, and some must never be."),
        ("L-27",),
        Becomes.CHECKLIST,
    ),
    Clause(
        "A-53",
        CONDUCT,
        "3",
        _("Nobody is left in the middle of a reception: a day does not close while a visitor is still here."),
        ("A-53",),
    ),
    Clause(
        "B-01",
        CHARTER,
        "3",
        _(
            "Who received a customer for the first time enters them in the visitor register and signs with their "
            "own hand."
        ),
        ("B-01", "B-05", "B-07"),
    ),
    Clause(
        "B-02",
        CHARTER,
        "3",
        _("A signature in the register is never altered; what was wrong is corrected by a new signed entry."),
        ("B-02",),
    ),
    Clause(
        "B-03",
        CHARTER,
        "3",
        _("The sales manager keeps the register; each day's is printed as the paper book was."),
        ("B-03",),
        Becomes.PRINTED,
    ),
    Clause(
        "B-04",
        CHARTER,
        "8",
        _("A customer who stands in the register already is not registered again, whoever helps them."),
        ("B-04",),
    ),
    Clause(
        "B-34",
        FLOOR,
        "",
        _("Who recommended the visit is kept with the visitor."),
        ("B-34",),
    ),
    Clause(
        "B-33",
        SYSTEM,
        "",
        _(
            "Customers are seen by three measures: what they can pay, their family, and where in life they stand."
        ),
        ("B-30", "B-31", "B-32", "B-33"),
        Becomes.MEASURED,
    ),
    Clause(
        "B-35",
        RECORDS,
        "1",
        _("Every customer who called, came or was handed to us has a file with a number of its own."),
        ("B-35", "B-42", "B-49"),
    ),
    Clause(
        "B-16",
        RECORDS,
        "",
        _(
            "All that is known of customers is kept in the computer, also what stood in older lists and books."
        ),
        ("B-16", "B-17"),
    ),
    Clause(
        "B-39",
        RECORDS,
        "",
        _("A file is filled in bit by bit: what is known now, and whatever is learned later."),
        ("B-39", "B-51"),
    ),
    Clause(
        "B-57",
        RECORDS,
        "",
        _("Whoever is called to a visitor sees at once what the visitor likes."),
        ("B-57",),
    ),
    Clause(
        "B-40",
        RECORDS,
        "",
        _("The form is ours to start from; an office leaves fields out and adds its own."),
        ("B-38", "B-40", "B-41"),
    ),
    Clause(
        "B-46",
        RECORDS,
        "",
        _(
            "Files tell customers from partners of the house: lawyers, advisers, banks, insurers, agencies, suppliers."
        ),
        ("B-46", "B-47"),
    ),
    Clause(
        "B-50",
        RECORDS,
        "",
        _(
            "The file of a company says its name, who represents it, where it sits, what it does and its capital."
        ),
        ("B-50",),
    ),
    Clause(
        "B-52",
        RECORDS,
        "",
        _("Major changes at a company, its business with us and its figures of each year are written down."),
        ("B-52",),
    ),
    Clause(
        "B-53",
        RECORDS,
        "",
        _("Letters, calls, visits, orders, messages and complaints of a customer stand in one timeline."),
        ("B-53",),
    ),
    Clause(
        "law-29",
        LAW,
        "29",
        _(
            "What is sensitive about a person is kept only with a consent of its own, which can be taken back; "
            "what was kept by it goes then."
        ),
        ("B-39",),
    ),
    Clause(
        "floor-3.4",
        FLOOR,
        "3 (4)",
        _(
            "Once a complaint about the earlier consultant was verified, they have no part in the deal any more."
        ),
        ("C-09",),
    ),
    Clause(
        "floor-3.6",
        FLOOR,
        "3 (6)",
        _(
            "A customer who goes to a colleague for a better discount stays their own consultant's, with everything."
        ),
        ("C-11",),
    ),
    Clause(
        "floor-3.7",
        FLOOR,
        "3 (7)",
        _(
            "The customer had forgotten who received them: whoever takes over has the deal, and shares it with the one "
            "found in the files while that registration is valid."
        ),
        ("C-12",),
    ),
    Clause(
        "floor-3.10",
        FLOOR,
        "3 (10)",
        _("A new customer whom an old one brings belongs to whoever first received the old one."),
        ("C-14",),
    ),
    Clause(
        "floor-3.11",
        FLOOR,
        "3 (11)",
        _(
            "Members of one household count as one customer: whoever received the first of them has the claim."
        ),
        ("C-15",),
    ),
    Clause(
        "floor-3.13",
        FLOOR,
        "3 (13)",
        _("On opening days, at fairs and other events the manager decides whose customers they are."),
        ("C-17",),
    ),
    Clause(
        "C-03",
        FLOOR,
        "2 (2)",
        _("What counts is the deal: whose it is, is asked when one is made."),
        ("C-03",),
    ),
    Clause(
        "floor-3.12",
        FLOOR,
        "3 (12)",
        _("Who is on long leave or moves away has their customers handed to the others by lot."),
        ("C-16",),
    ),
    Clause(
        "C-20",
        FLOOR,
        "",
        _("An important customer knows two people of the office, not one."),
        ("C-20",),
    ),
    Clause(
        "C-21",
        FLOOR,
        "",
        _("When a consultant leaves, somebody else is named for each of their customers at once."),
        ("C-21",),
    ),
    Clause(
        "floor-4",
        FLOOR,
        "4",
        _(
            "Who disagrees over a customer talks first, then the supervisor mediates, then the manager decides, and "
            "that is obeyed. Over a quarrel or disobedience both lose the deal to the department."
        ),
        ("C-22", "C-23", "C-24"),
    ),
    Clause(
        "C-22",
        FLOOR,
        "4",
        _(
            "A deal that two consultants claim is negotiated between them, and mediated where they cannot agree."
        ),
        ("C-22",),
    ),
    Clause(
        "C-23",
        FLOOR,
        "4",
        _("Over a quarrel, credit and commission of the deal go to the department."),
        ("C-23",),
    ),
    Clause(
        "C-24",
        FLOOR,
        "4",
        _(
            "What the rules do not cover the manager decides; who does not obey loses the deal to the department."
        ),
        ("C-24",),
    ),
    Clause(
        "C-25",
        QUEUE,
        "4",
        _(
            "Who snatches, contends for or neglects a customer loses that day's basic pay, once it is verified."
        ),
        ("C-25",),
        Becomes.MEASURED,
    ),
    Clause(
        "C-26",
        QUEUE,
        "4",
        _("In a serious case the basic pay of the month and half of its bonus are lost."),
        ("C-26",),
        Becomes.MEASURED,
    ),
    Clause(
        "C-27",
        QUEUE,
        "5",
        _("Who does not receive a colleague's customer when it is their turn is penalised."),
        ("C-27",),
        Becomes.MEASURED,
    ),
    Clause(
        "C-28",
        QUEUE,
        "5 (3)",
        _("Who stirs up trouble on purpose is dismissed and loses half of the month's bonus for deals."),
        ("C-28",),
        Becomes.MEASURED,
    ),
    Clause(
        "C-29",
        FLOOR,
        "",
        _("Who takes a customer's money privately is dismissed."),
        ("C-29",),
        Becomes.MEASURED,
    ),
    Clause(
        "D-08",
        SYSTEM,
        "",
        _("Who is not in the club yet can join on the spot."),
        ("D-08", "D-09"),
        Becomes.REMINDED,
    ),
    Clause(
        "D-10",
        SYSTEM,
        "",
        _("Members of the club are given points for a viewing, with one press, once a visit."),
        ("D-10",),
    ),
    Clause(
        "D-34",
        FLOOR,
        "",
        _(
            "After a deal its first payment, mortgage papers, progress, title certificate and hand-over are seen to."
        ),
        ("D-34", "D-35", "D-36"),
        Becomes.REMINDED,
    ),
    Clause(
        "floor-3.9",
        FLOOR,
        "3 (9)",
        _("Whoever has the credit looks after the customer from then on."),
        ("C-05", "D-37"),
    ),
    Clause(
        "D-03",
        SYSTEM,
        "",
        _("An opportunity can be closed; why it was won or lost is chosen from a list and counted."),
        ("D-02", "D-03", "D-04"),
    ),
    Clause(
        "D-11",
        SYSTEM,
        "",
        _(
            "A club member has the discount of their level; who is in no club has none, but the ordinary ones."
        ),
        ("D-11",),
    ),
    Clause(
        "D-12",
        SYSTEM,
        "",
        _("A buyer outside the club gets no member's discount; the discounts open to everybody stay."),
        ("D-12",),
    ),
    Clause(
        "D-13",
        SYSTEM,
        "",
        _("Of joint buyers the highest club level counts."),
        ("D-13",),
    ),
    Clause(
        "D-14",
        SYSTEM,
        "",
        _(
            "Immediate family who do not buy themselves lend their club level: on papers, and with an approval."
        ),
        ("D-14",),
    ),
    Clause(
        "D-15",
        FLOOR,
        "",
        _("Another discount is written down with whoever approved it."),
        ("D-15",),
    ),
    Clause(
        "D-17",
        FLOOR,
        "",
        _("Before a deposit is taken the control board is asked whether the unit is still free."),
        ("D-17",),
    ),
    Clause(
        "D-18",
        FLOOR,
        "",
        _("Master unit control hears of an order at once."),
        ("D-18",),
        Becomes.REMINDED,
    ),
    Clause(
        "D-26",
        FLOOR,
        "",
        _("The registers of deposits and contracts are up to date after every order."),
        ("D-26",),
    ),
    Clause(
        "D-28",
        FLOOR,
        "",
        _("An order begins with a small or a large deposit; each has its register."),
        ("D-28",),
    ),
    Clause(
        "D-29",
        FLOOR,
        "",
        _("A unit is swapped for a dearer one; any other swap is approved by the manager."),
        ("D-29",),
    ),
    Clause(
        "D-30",
        FLOOR,
        "",
        _("A change of name after the contract is a transfer, and costs the fee of one."),
        ("D-30",),
    ),
    Clause(
        "D-33",
        FLOOR,
        "",
        _(
            "Money is given back before the contract only, and the manager approves it; after it, the director alone."
        ),
        ("D-33",),
    ),
    Clause(
        "E-08",
        SYSTEM,
        "",
        _(
            "Who only called is followed up at least twice before they are given up, who was here three times."
        ),
        ("E-08", "E-14"),
    ),
    Clause(
        "D-05",
        SYSTEM,
        "",
        _("A queue number for an opening is given only to a customer whom the office has received."),
        ("D-05",),
    ),
    Clause(
        "D-06",
        SYSTEM,
        "",
        _("Queue numbers run without a gap in each release; with one the wanted layout is kept."),
        ("D-06",),
    ),
    Clause(
        "D-19",
        FLOOR,
        "",
        _("Deposits and all other money for a flat are paid at finance; nobody who sells takes any."),
        ("D-19",),
    ),
    Clause(
        "D-20",
        FLOOR,
        "",
        _("Every payment of a buyer, not the deposit alone, goes through finance."),
        ("D-20",),
    ),
    Clause(
        "D-21",
        FLOOR,
        "",
        _("Whoever pays is handed the numbered receipt for it."),
        ("D-21",),
    ),
    Clause(
        "D-22",
        FLOOR,
        "",
        _(
            "A subscription agreement has four copies: one for the customer, one for finance, two for the sales side."
        ),
        ("D-22",),
        Becomes.PRINTED,
    ),
    Clause(
        "D-23",
        FLOOR,
        "",
        _(
            "Nobody writes over an agreement. The balance on it is right, and it says where the customer can be "
            "reached now: address, postcode, telephone."
        ),
        ("D-23",),
    ),
    Clause(
        "D-24",
        FLOOR,
        "",
        _("Signed papers are kept by one person who is named for it."),
        ("D-24",),
    ),
    Clause(
        "D-25",
        FLOOR,
        "",
        _("The supervisor draws the numbered receipts, and they are used in one place."),
        ("D-25",),
    ),
    Clause(
        "D-27",
        FLOOR,
        "",
        _("Customers are told in time when something is to be signed or paid."),
        ("D-27",),
        Becomes.REMINDED,
    ),
    Clause(
        "D-31",
        FLOOR,
        "",
        _("Who is behind with a payment gets a demand on paper."),
        ("D-31",),
        Becomes.PRINTED,
    ),
    Clause(
        "D-32",
        FLOOR,
        "",
        _("What is overdue for more than two months is a breach."),
        ("D-32",),
    ),
    Clause(
        "B-24",
        CONDUCT,
        "2",
        _("Who does not wish to leave a number is respected; that they were asked is written down."),
        ("B-24",),
    ),
    Clause(
        "marketing-1.1",
        FOLLOWING,
        "1.1",
        _("Who calls is called back on the same day and invited to visit."),
        ("E-01",),
    ),
    Clause(
        "marketing-1.2",
        FOLLOWING,
        "1.2",
        _("Promising callers are invited by telephone again within three days."),
        ("E-02",),
    ),
    Clause(
        "marketing-1.3",
        FOLLOWING,
        "1.3",
        _("After that they are invited every week until they come."),
        ("E-03",),
    ),
    Clause(
        "marketing-2.1",
        FOLLOWING,
        "2.1",
        _("Visitors of grade A and B are called on the day of their visit."),
        ("E-09",),
    ),
    Clause("marketing-2.2", FOLLOWING, "2.2", _("They are called again within three days."), ("E-10",)),
    Clause(
        "marketing-2.3",
        FOLLOWING,
        "2.3",
        _("After that key customers are called every three days, the others every week."),
        ("E-11",),
    ),
    Clause("marketing-2.4", FOLLOWING, "2.4", _("Visitors of grade C are called every week."), ("E-12",)),
    Clause(
        "marketing-2.5",
        FOLLOWING,
        "2.5",
        _("Visitors of grade D are greeted by SMS at milestones and festivals."),
        ("E-13",),
    ),
    Clause(
        "marketing-special-1",
        FOLLOWING,
        "2",
        _("Whom leaders have introduced is written to at milestones and festivals only."),
        ("E-18",),
    ),
    Clause(
        "marketing-special-2",
        FOLLOWING,
        "2",
        _(
            "Guests of the company's events are greeted at festivals; the rest follows the company's own plans."
        ),
        ("E-19",),
    ),
    Clause(
        "marketing-3.1",
        FOLLOWING,
        "3.1",
        _("Buyers are congratulated by telephone on the day of the deal."),
        ("E-20",),
    ),
    Clause(
        "marketing-3.2",
        FOLLOWING,
        "3.2",
        _("Buyers hear from us every half month in the first year."),
        ("E-21",),
    ),
    Clause("marketing-3.3", FOLLOWING, "3.3", _("Buyers are told of the project's milestones."), ("E-22",)),
    Clause(
        "marketing-3.4",
        FOLLOWING,
        "3.4",
        _("Buyers are greeted at festivals."),
        (
            "E-23",
            "E-26",
        ),
    ),
    Clause(
        "marketing-4",
        FOLLOWING,
        "4",
        _("At festivals and milestones every customer hears from us, key customers by telephone."),
        (
            "E-31",
            "E-32",
        ),
    ),
    Clause(
        "marketing-5.3",
        FOLLOWING,
        "5.3",
        _("Customers are called in the late morning and in the late afternoon."),
        ("E-35",),
    ),
    Clause(
        "vanke-call-1",
        SYSTEM,
        "",
        _("Who calls is thanked by SMS and invited once more on the same day."),
        (
            "E-04",
            "E-05",
        ),
    ),
    Clause(
        "vanke-call-2",
        SYSTEM,
        "",
        _("Who means to come and named no time is invited by telephone on the next day."),
        ("E-06",),
    ),
    Clause(
        "vanke-call-3",
        SYSTEM,
        "",
        _("An appointment is confirmed by telephone on the day before."),
        ("E-07",),
    ),
    Clause(
        "care-9.1",
        CARE,
        "9",
        _("Buyers are called on their birthday, and on those of their family."),
        (
            "E-24",
            "E-25",
        ),
    ),
    Clause(
        "survey-lost",
        CONDUCT,
        "",
        _("Who was given up is asked once more why, and invited again."),
        (
            "E-53",
            "E-61",
        ),
    ),
    Clause(
        "E-62",
        FLOOR,
        "",
        _("Every morning each consultant is told whom to call; what stays undone comes to their leaders."),
        ("E-16", "E-62"),
        Becomes.REMINDED,
    ),
    Clause(
        "E-17",
        FLOOR,
        "",
        _(
            "Where a customer's doubts are hard to answer, the manager looks at it together with the consultant."
        ),
        ("E-17",),
    ),
    Clause(
        "E-33",
        FLOOR,
        "",
        _(
            "Calls serve the customer and are no nuisance; a no is normal, and the next word may be the right one."
        ),
        ("E-33", "E-38"),
    ),
    Clause(
        "E-34",
        FLOOR,
        "",
        _("Who does not like to be called is called less often."),
        ("E-34",),
    ),
    Clause(
        "E-42",
        CONDUCT,
        "",
        _("Where somebody else passes the message on, their name is asked for and written down."),
        ("E-42",),
    ),
    Clause(
        "E-44",
        CONDUCT,
        "",
        _("Is it not convenient, the customer names a better time and is called at exactly that time."),
        ("E-43", "E-44", "E-45"),
    ),
    Clause(
        "E-48",
        CONDUCT,
        "",
        _("Each type of customer is asked its own questions about how satisfied they are."),
        ("E-48", "E-50", "E-51", "E-52", "E-53"),
    ),
    Clause(
        "E-58",
        CONDUCT,
        "",
        _("A complaint is listened to and passed on at once; the customer is told what became of it."),
        ("E-58", "E-60"),
    ),
    Clause(
        "B-18",
        FLOOR,
        "",
        _("The tracking of customers of grades A and B is kept on a sheet that the supervisor checks."),
        ("B-18", "E-16"),
        Becomes.PRINTED,
    ),
    Clause(
        "A-18",
        CONDUCT,
        "",
        _("The gate knows who comes by appointment, with which car."),
        ("A-18",),
        Becomes.REMINDED,
    ),
    Clause(
        "A-62",
        HOSTING,
        "1",
        _(
            "Guests have a class: A guests of the company's leaders; B important customers, guests from abroad, groups "
            "and authorities; C business customers; D all others."
        ),
        ("A-62", "A-68", "A-73"),
    ),
    Clause(
        "A-63",
        HOSTING,
        "2",
        _(
            "Who receives follows from the class: top management, the department's director, its manager, whoever has "
            "the business; a higher rank may always."
        ),
        ("A-63", "A-64"),
    ),
    Clause(
        "A-69",
        VIP,
        "1",
        _(
            "A leader of the group who brings guests and has called: level 1. A leader of the group or one of its "
            "companies who does either: level 2. All others are received in the usual way."
        ),
        ("A-69", "A-70", "A-71"),
    ),
    Clause(
        "phone-turns",
        PHONE,
        "",
        _("Calls are answered in turn: by whoever is free and whose last turn is longest ago."),
        ("F-01",),
    ),
    Clause(
        "phone-owner",
        PHONE,
        "",
        _(
            "A caller whom we know is answered by their own consultant, if that one is free; it costs no turn."
        ),
        ("F-11",),
    ),
    Clause("F-01", PHONE, "1", _("A call is answered within three rings."), ("F-01",), Becomes.MEASURED),
    Clause(
        "F-03",
        PHONE,
        "2",
        _("After six rings without an answer the call is the backup's."),
        ("F-03",),
    ),
    Clause(
        "F-04",
        PHONE,
        "3",
        _("A call lasts ten minutes at most; what is longer belongs into a visit."),
        ("F-04",),
        Becomes.MEASURED,
    ),
    Clause(
        "F-05",
        PHONE,
        "4",
        _("Who answers a call does not hand it on: a message is taken, and somebody calls back."),
        ("F-05",),
    ),
    Clause(
        "F-06",
        PHONE,
        "5",
        _("What nobody knows is found out and called back: a caller is never told that we do not know."),
        ("F-06",),
    ),
    Clause(
        "F-11",
        PHONE,
        "6",
        _("Every caller is asked whether they have heard of us, or called, before."),
        ("F-11",),
    ),
    Clause(
        "F-15",
        PHONE,
        "7",
        _("Every caller is asked for their number; who declines is respected, and that is written down."),
        ("F-15",),
    ),
    Clause(
        "F-16",
        PHONE,
        "8",
        _("Every caller is invited; no call ends without a time of the visit, or of the next call."),
        ("F-16",),
    ),
    Clause(
        "F-21",
        PHONE,
        "9",
        _("Every call of a customer stands in the register of calls."),
        ("F-21",),
        Becomes.PRINTED,
    ),
    Clause("F-22", PHONE, "10", _("The number of the caller is taken from the telephone itself."), ("F-22",)),
    Clause("F-23", PHONE, "11", _("Messages for colleagues are written down and passed on."), ("F-23",)),
    Clause("F-24", PHONE, "12", _("Who does not say who they are gets a polite refusal."), ("F-24",)),
    Clause(
        "F-26",
        PHONE,
        "13",
        _("Who asks what we cannot answer at once is told whom to call, or is called back."),
        ("F-26",),
    ),
    Clause(
        "F-27",
        PHONE,
        "14",
        _("Mailboxes are looked into every day; letters are classified and forwarded without delay."),
        ("F-27", "F-28"),
        Becomes.REMINDED,
    ),
    Clause(
        "F-33",
        PHONE,
        "16",
        _("Who was asked first answers for it until the sender has the answer, whoever it was forwarded to."),
        ("F-33",),
    ),
    Clause(
        "G-20",
        PHONE,
        "17",
        _("Letters are registered, classified by what they are about, and forwarded."),
        ("G-20",),
    ),
    Clause("H-01", CONDUCT, "", _("What is lent is written down, and comes back."), ("H-01",)),
    Clause("H-02", CONDUCT, "", _("The desk sets rooms up for meetings."), ("H-02",), Becomes.REMINDED),
    Clause("H-03", CONDUCT, "", _("Mail and newspapers reach whom they are for."), ("H-03",)),
    Clause("H-04", CONDUCT, "", _("The desk copies and prints, and writes down for whom."), ("H-04",)),
    Clause("H-07", CONDUCT, "", _("The desk checks itself every day."), ("H-07",), Becomes.REMINDED),
    Clause(
        "H-11",
        HOSTING,
        "3",
        _(
            "A guest of class A may cost 500 yuan, B 300, C 200, D 150; the office may set other sums. More takes a "
            "reason, and the approval of somebody above who did not make the plan."
        ),
        ("H-11", "H-12"),
    ),
    Clause(
        "H-13",
        HOSTING,
        "4",
        _("Fewer than 5 guests have one escort of ours, 5 to 10 have two, more have three at least."),
        ("H-13",),
    ),
    Clause(
        "H-14",
        HOSTING,
        "5",
        _("Gifts are approved by somebody above who did not ask for them, important ones by the director."),
        ("H-14",),
    ),
    Clause(
        "H-16",
        HOSTING,
        "6",
        _(
            "Guests of class A and B are received in the room for honoured guests, C in the business room, D in the "
            "lounge; nowhere else but in the general manager's office."
        ),
        ("H-16", "H-17"),
    ),
    Clause(
        "H-24",
        VIP,
        "2",
        _("Level 1: all managers meet the guests at the door and stay until they have driven off."),
        ("H-24",),
    ),
    Clause(
        "H-25",
        VIP,
        "3",
        _("Level 1: four to eight guards stand in line at the entrance, and again when the guests leave."),
        ("H-25",),
    ),
    Clause(
        "H-26",
        VIP,
        "4",
        _("Honoured guests are handed water, chilled in the warm months, and a small towel."),
        ("H-26",),
    ),
    Clause(
        "H-27",
        VIP,
        "5",
        _("The show flat is told beforehand, and has light, air and cleanliness at their best."),
        ("H-27",),
    ),
    Clause(
        "H-28",
        VIP,
        "6",
        _("A guard stands at each villa and on each floor with a show flat."),
        ("H-28",),
    ),
    Clause("H-29", VIP, "2", _("Level 2: the managers who are here meet the guests at the door."), ("H-29",)),
    Clause("H-30", VIP, "3", _("Level 2: two guards stand at the entrance."), ("H-30",)),
    Clause(
        "H-32",
        GROUPS,
        "1",
        _(
            "Time, place, guests and standard are confirmed with whoever announced them; all concerned are told."
        ),
        ("H-32",),
    ),
    Clause(
        "H-33", GROUPS, "2", _("An hour before the guests come all is ready."), ("H-33",), Becomes.REMINDED
    ),
    Clause(
        "H-35",
        GROUPS,
        "3",
        _("Five hours before, the technicians have checked light, sound and air along the route."),
        ("H-35",),
        Becomes.REMINDED,
    ),
    Clause("H-36", GROUPS, "4", _("Air conditioning runs an hour before."), ("H-36",), Becomes.REMINDED),
    Clause(
        "H-37",
        GROUPS,
        "5",
        _("The dining room is lit an hour before the meal."),
        ("H-37",),
        Becomes.REMINDED,
    ),
    Clause("H-38", GROUPS, "6", _("Each microphone is tried."), ("H-38",), Becomes.CHECKLIST),
    Clause("H-39", GROUPS, "7", _("At night the street lights are on."), ("H-39",), Becomes.CHECKLIST),
    Clause("H-40", GROUPS, "8", _("Somebody else verifies what was prepared."), ("H-40",)),
    Clause(
        "H-41",
        GROUPS,
        "9",
        _("Guards unlock the way an hour before and switch the power on."),
        ("H-41",),
        Becomes.REMINDED,
    ),
    Clause(
        "F-31",
        CONDUCT,
        "",
        _("Of anything urgent or sudden the leaders hear at once."),
        ("F-31",),
    ),
    Clause(
        "sms-frame",
        SYSTEM,
        "",
        _(
            "A message greets by surname and title, or as the honoured guest, and closes with the project, its "
            "booking line and the consultant."
        ),
        ("E-37", "K-08"),
    ),
    Clause(
        "sms-consent",
        SYSTEM,
        "",
        _(
            "Marketing needs a consent that is kept with its wording; who opts out gets nothing more, from the "
            "whole house, from that moment on."
        ),
        ("E-33", "E-34"),
    ),
    Clause(
        "sms-quiet", SYSTEM, "", _("No SMS leaves in the quiet hours; it waits for the morning."), ("E-33",)
    ),
    Clause(
        "sms-caps",
        SYSTEM,
        "",
        _("Nobody gets more marketing messages in a day or in a month than the house allows itself."),
        ("E-33",),
    ),
    Clause(
        "sms-batch",
        SYSTEM,
        "",
        _(
            "A message to many is made, its list is generated and looked through, somebody else approves it, "
            "and only then it is executed."
        ),
        ("K-01", "K-02", "K-03", "K-04", "K-05", "K-06", "K-07"),
    ),
    Clause(
        "sms-thanks",
        SYSTEM,
        "",
        _("Who calls is thanked by a message on the same day."),
        ("E-04", "E-05", "K-09"),
    ),
    Clause(
        "sms-payment-due",
        SYSTEM,
        "",
        _("Who has to pay soon hears of it by a message, once for each day on which something falls due."),
        ("D-27",),
    ),
    Clause(
        "sms-gathered",
        SYSTEM,
        "",
        _("Greetings at festivals and news of milestones reach everybody whose plan has them, each once."),
        ("E-31", "K-10", "K-11", "K-12"),
    ),
    Clause(
        "G-03",
        COMPLAINTS,
        "",
        _(
            "A complaint is followed until the customer has the answer. What cannot be solved is explained, with the "
            "time of the next reply."
        ),
        ("G-03",),
    ),
    Clause(
        "G-04",
        COMPLAINTS,
        "",
        _("The customer is told in good time how it came about and what was done."),
        ("G-04", "G-34"),
    ),
    Clause(
        "G-05",
        COMPLAINTS,
        "",
        _(
            "Matter, handling and result are written down and confirmed by the customer before it is archived."
        ),
        ("G-05",),
    ),
    Clause(
        "G-06",
        COMPLAINTS,
        "",
        _("A major complaint is told to the manager and to the head of the centre at once."),
        ("G-06", "G-15", "G-45"),
    ),
    Clause(
        "G-07",
        COMPLAINTS,
        "",
        _("A general complaint is recorded and passed on promptly to the department that can mend it."),
        ("G-07",),
    ),
    Clause(
        "G-08",
        COMPLAINTS,
        "",
        _("What complaints are about is a list of the office."),
        ("G-08",),
    ),
    Clause(
        "G-09",
        COMPLAINTS,
        "",
        _("With a major complaint the customer is told the reason, and by when they have an answer."),
        ("G-09",),
    ),
    Clause(
        "G-10",
        COMPLAINTS,
        "",
        _("Fire, crime, failures of main equipment and complaints of several households together are major."),
        ("G-10",),
    ),
    Clause(
        "G-11",
        COMPLAINTS,
        "",
        _("Who complains in writing has an answer in writing."),
        ("G-11",),
    ),
    Clause(
        "G-12",
        COMPLAINTS,
        "",
        _("Complaints are counted each month."),
        ("G-12",),
        Becomes.MEASURED,
    ),
    Clause(
        "G-13",
        COMPLAINTS,
        "",
        _("Every complaint is registered, whether by call, letter or visit."),
        ("G-13", "B-28", "G-26"),
    ),
    Clause(
        "G-14",
        COMPLAINTS,
        "",
        _(
            "The department's head gets a slip; handled, it goes back to customer service, which calls the customer."
        ),
        ("G-14",),
    ),
    Clause(
        "G-16",
        COMPLAINTS,
        "",
        _(
            "Each quarter the departments look at their complaints, and say what mends and what prevents them."
        ),
        ("G-16", "G-47"),
    ),
    Clause(
        "G-17",
        COMPLAINTS,
        "",
        _("The analysis of a quarter goes to the director for approval."),
        ("G-17",),
    ),
    Clause(
        "G-19",
        COMPLAINTS,
        "",
        _("Each department answers for what is its own."),
        ("G-19", "G-20"),
    ),
    Clause(
        "G-21",
        COMPLAINTS,
        "",
        _("Who is asked first answers for it until the customer has the answer."),
        ("G-21", "F-33"),
    ),
    Clause(
        "G-22",
        COMPLAINTS,
        "",
        _("What one department cannot solve goes to another at once."),
        ("G-22",),
    ),
    Clause(
        "G-24",
        COMPLAINTS,
        "",
        _("A customer who is very upset is calmed, and the supervisor knows of it."),
        ("G-24",),
    ),
    Clause(
        "G-25",
        RETURN_VISITS,
        "",
        _("Return visits are made on site, by telephone or by letter."),
        ("G-25",),
    ),
    Clause(
        "G-27",
        RETURN_VISITS,
        "",
        _("Twice a month the return visits are handed in as a register."),
        ("G-27",),
        Becomes.PRINTED,
    ),
    Clause(
        "G-28",
        RETURN_VISITS,
        "",
        _("On site the customer signs; by telephone the form names who made the call."),
        ("G-28",),
    ),
    Clause(
        "G-29",
        RETURN_VISITS,
        "",
        _("What cannot be answered at once is answered at a time that the customer is told."),
        ("G-29",),
    ),
    Clause(
        "G-30",
        RETURN_VISITS,
        "",
        _("The same matter told again, also to other departments, is treated first."),
        ("G-30",),
    ),
    Clause(
        "G-31",
        RETURN_VISITS,
        "",
        _("At least nine of ten customers are called back within the days that follow."),
        ("G-31",),
        Becomes.MEASURED,
    ),
    Clause(
        "G-32",
        RETURN_VISITS,
        "",
        _("Each return visit has its record."),
        ("G-32",),
        Becomes.PRINTED,
    ),
    Clause(
        "G-33",
        COMPLAINTS,
        "",
        _("The ways to complain stay open: face to face, by telephone, in writing."),
        ("G-33", "G-42"),
    ),
    Clause(
        "G-35",
        COMPLAINTS,
        "",
        _("Every day all open complaints are gone through, and none is left out."),
        ("G-35",),
        Becomes.MEASURED,
    ),
    Clause(
        "G-36",
        COMPLAINTS,
        "",
        _("What is simple is done quickly, what is sensitive is told to those above."),
        ("G-36",),
    ),
    Clause(
        "G-41",
        COMPLAINTS,
        "",
        _("A customer who is not content with the handling finds a second level."),
        ("G-41",),
    ),
    Clause(
        "G-46",
        CONDUCT,
        "",
        _(
            "A quarrel in the hall is written down as it happens: where it was taken to, and that leaders know of it."
        ),
        ("G-46",),
    ),
    Clause(
        "G-48",
        COMPLAINTS,
        "",
        _("A complaint about a consultant is looked into by a supervisor whom it does not concern."),
        ("G-48", "C-09"),
    ),
    Clause(
        "archive-1",
        SECRECY,
        "1",
        _(
            "Whoever handles customers' information keeps it from getting out; unusual looking is noticed "
            "and asked about."
        ),
        ("I-01", "I-18"),
    ),
    Clause(
        "archive-6",
        SECRECY,
        "6",
        _(
            "Every file is found again: by name, number, company, plate and telephone, and in a list of all customers."
        ),
        ("B-43", "B-48"),
    ),
    Clause(
        "archive-10",
        SECRECY,
        "10",
        _("Statistics of customers for another department: the manager reviews, then the director approves."),
        ("I-02",),
    ),
    Clause(
        "archive-13",
        SECRECY,
        "13",
        _(
            "Reports about customers are reviewed by the information supervisor and the manager before they "
            "are handed out."
        ),
        ("I-05",),
    ),
    Clause(
        "archive-17",
        SECRECY,
        "17",
        _("Nobody looks into a customer's file without being allowed to; every look is kept."),
        ("I-08",),
    ),
    Clause(
        "archive-18.1",
        SECRECY,
        "18 (1)",
        _("A request says of what, what for and why, and who asks."),
        ("I-09",),
    ),
    Clause(
        "archive-18.2",
        SECRECY,
        "18 (2)",
        _("A request is signed: by who asks with their own log-in, by the head of the department on paper."),
        ("I-10",),
        Becomes.PRINTED,
    ),
    Clause(
        "archive-18.3",
        SECRECY,
        "18 (3)",
        _("Where the reason is good and nothing is missing, a request is allowed."),
        ("I-11",),
    ),
    Clause(
        "archive-18.4",
        SECRECY,
        "18 (4)",
        _(
            "Somebody from outside shows a letter or a work ID and is registered; marked files take the manager's word."
        ),
        ("I-12",),
    ),
    Clause(
        "archive-19",
        SECRECY,
        "19",
        _("Papers of a customer are borrowed on a request."),
        ("I-14",),
    ),
    Clause(
        "archive-19.1",
        SECRECY,
        "19 (1)",
        _("Nobody keeps customers' information apart from the house's files, or for themselves."),
        ("I-13",),
    ),
    Clause(
        "archive-19.2",
        SECRECY,
        "19 (2)",
        _("A request for a loan says what a request for a look says."),
        ("I-14",),
    ),
    Clause(
        "archive-19.4",
        SECRECY,
        "19 (4)",
        _("The information supervisor reviews and allows loans."),
        ("I-15",),
    ),
    Clause(
        "archive-19.5",
        SECRECY,
        "19 (5)",
        _("Loans are entered with what, how many, when, why and a signature, and last three days at most."),
        ("I-16",),
    ),
    Clause(
        "archive-20",
        SECRECY,
        "20",
        _("What comes back is cancelled in the lending register at once."),
        ("I-17",),
    ),
    Clause(
        "archive-22",
        SECRECY,
        "22",
        _("Confidential and top secret files are marked so, kept by somebody named, and closed to others."),
        ("I-19", "I-33"),
    ),
    Clause(
        "archive-23.1",
        SECRECY,
        "23 (1)",
        _(
            "Important papers are copied or excerpted only with the word of the director or of the "
            "information supervisor."
        ),
        ("I-20",),
    ),
    Clause(
        "archive-23.2",
        SECRECY,
        "23 (2)",
        _("What is carried outside is carried by somebody named, and kept safe on the way."),
        ("I-21",),
    ),
    Clause(
        "archive-24",
        SECRECY,
        "24",
        _(
            "Customers' information leaves the house only with the word of the information supervisor and "
            "of the manager."
        ),
        ("I-22",),
    ),
    Clause(
        "archive-25",
        SECRECY,
        "25",
        _("What has expired is destroyed by the rules, never thrown away."),
        ("I-23",),
    ),
    Clause(
        "archive-26",
        SECRECY,
        "26",
        _(
            "Nothing of a customer is said in private or in public places, or passed on by an open way: what "
            "goes outside goes by hand, by courier or locked."
        ),
        ("I-24",),
    ),
    Clause(
        "archive-27",
        SECRECY,
        "27",
        _(
            "A leak, or a possible one, is met at once and told to the information supervisor and the manager."
        ),
        ("I-25",),
    ),
    Clause(
        "archives-5",
        ARCHIVES,
        "5",
        _("Every quarter the archive is checked in full, with a record."),
        ("I-06", "I-30"),
        Becomes.REMINDED,
    ),
    Clause(
        "archives-6",
        ARCHIVES,
        "6",
        _("Who keeps the archive lends no more than they may without the word of those above."),
        ("I-31",),
    ),
    Clause(
        "desk-secrets",
        DESK_DUTIES,
        "9",
        _("The front desk keeps customers' secrets strictly."),
        ("I-27",),
    ),
    Clause(
        "tracking-1",
        FOLLOWING,
        "1",
        _("Tracking sheets are in the supervisor's keeping."),
        ("I-34",),
    ),
)

BY_ID = {row.id: row for row in TABLE}


def clause(name: str) -> Clause:
    """The clause of that id, in our words; an unknown id stands for itself."""
    return BY_ID.get(name) or Clause(name, "", "", "", landed=False)


def clause_for(office: Office, names: Iterable[str]) -> dict[str, Clause]:
    """These clauses with the office's own texts beside ours: one query."""
    names = set(names)
    texts = dict(ClauseText.objects.filter(office=office, clause__in=names).values_list("clause", "text"))
    return {name: replace(clause(name), office_text=texts.get(name, "")) for name in names}
