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
CONDUCT = _("Service standards on site")

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
        _("A customer who does not want the earlier consultant is received by another one."),
        ("C-07",),
    ),
    Clause(
        "floor-3.3",
        FLOOR,
        "3 (3)",
        _("The customer asks for a consultant who is not on site: a colleague assists, and it is no turn."),
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
        _("A customer who asks for a consultant by name is received by that consultant."),
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
        "B-24",
        CONDUCT,
        "2",
        _("Who does not wish to leave a number is respected; that they were asked is written down."),
        ("B-24",),
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
