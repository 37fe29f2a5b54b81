"""The forms of complaints, ready to be sent (tests/reception/sent_forms.py)."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from complaints.enums import AnalysisKind, Channel
from complaints.models import Analysis, Ticket
from complaints.selectors.figures import before, span_of
from complaints.services import analyses, handing_over
from complaints.services.links import make_link
from complaints.services.opening import TicketEntry, open_ticket
from offices.enums import Role
from offices.models import Member
from tests.cast import enrol
from tests.complaints import taken
from tests.reception.sent_form import House, SentForm

WORDS = "They waited for an hour."


class DirectorSent(SentForm):
    """Sent by a director, who is somebody else: nobody approves what they reviewed."""

    def sender(self, house: House) -> Member:
        house.deputy = house.deputy or enrol(house.office, f"{house.office.slug}-director", Role.DIRECTOR)
        return house.deputy


def _at(name: str, *args: object) -> Callable[[House], str]:
    return lambda house: house.page(f"complaints:{name}", *args)


def _taken(house: House, by: Member | None = None) -> Ticket:
    """Taken so long ago that none of its clocks ends while the form is sent: they run for whole hours."""
    return taken.taken(by or house.chief, now=timezone.now() - timedelta(minutes=30), phone="13800001234")


def _ticket(name: str, *more: object) -> Callable[[House], str]:
    return lambda house: house.page(f"complaints:{name}", _taken(house).pk, *more)


def _from_the_web(house: House) -> str:
    entry = TicketEntry(channel=Channel.WEB, text=WORDS)
    ticket = open_ticket(office=house.office, entry=entry, by=None, now=timezone.now())
    return house.page("complaints:take", ticket.pk)


def _offered(name: str) -> Callable[[House], str]:
    def prepare(house: House) -> str:
        ticket = _taken(house, house.first)
        handing_over.offer(ticket=ticket, to=house.chief, by=house.first, now=timezone.now())
        return house.page(f"complaints:{name}", ticket.pk)

    return prepare


def _twice(house: House) -> str:
    earlier, later = _taken(house), _taken(house)
    return house.page("complaints:join", later.pk, earlier.pk)


def _analysis(house: House) -> Analysis:
    today = house.office.business_date(timezone.now())
    last = before(AnalysisKind.MONTH, span_of(AnalysisKind.MONTH, today)[0])
    made = analyses.start(
        office=house.office, kind=AnalysisKind.MONTH, on=last, by=house.chief, now=timezone.now()
    )
    return analyses.write(analysis=made, words="Quiet.", by=house.chief, now=timezone.now())


def _of_analysis(name: str) -> Callable[[House], str]:
    return lambda house: house.page(f"complaints:{name}", _analysis(house).pk)


def _handed_in(house: House) -> Analysis:
    return analyses.hand_in(analysis=_analysis(house), by=house.chief, now=timezone.now())


def _in_review(name: str) -> Callable[[House], str]:
    return lambda house: house.page(f"complaints:{name}", _handed_in(house).pk)


def _with_the_director(house: House) -> str:
    found = analyses.review(analysis=_handed_in(house), by=house.chief, now=timezone.now())
    return house.page("complaints:analysis_approve", found.pk)


def _measure(house: House) -> str:
    found = _analysis(house)
    made = analyses.add_measure(
        analysis=found,
        department=taken.department(house.chief),
        cause="Old pipes",
        corrective="Mended",
        preventive="Looked at each spring",
        due_on=found.end + timedelta(days=30),
        by=house.chief,
        now=timezone.now(),
    )
    return house.page("complaints:measure_done", found.pk, made.pk)


def _measure_new(house: House) -> str:
    house.seen = taken.department(house.chief).pk
    return house.page("complaints:measure_new", _analysis(house).pk)


def _department(house: House) -> str:
    return house.page("complaints:department", taken.department(house.chief).pk)


def _category(house: House) -> str:
    return house.page("complaints:category", taken.category(house.chief).pk)


def _month(house: House) -> str:
    return house.page("complaints:analyses")


def _last_month() -> str:
    today = timezone.now().date()
    return f"month:{before(AnalysisKind.MONTH, span_of(AnalysisKind.MONTH, today)[0])}"


def _link(house: House) -> str:
    link = make_link(office=house.office, by=house.chief, now=timezone.now())
    return house.page("complaints:link_revoke", link.pk)


COMPLAINT_FORMS = {
    "complaints:ticket_new": SentForm(
        _at("ticket_new"),
        {
            "channel": "visit",
            "text": WORDS,
            "kind": "general",
            "phone": "13800001234",
            "caller": "Zhou",
            "households": "1",
        },
        words=("text", "caller"),
    ),
    "complaints:tickets": SentForm(_at("tickets"), {"q": "Zhou"}, changes=False),
    "complaints:match": SentForm(_at("match"), {"phone": "13800001234", "caller": "Zhou"}, changes=False),
    "complaints:ticket_do": SentForm(_ticket("ticket_do", "replied"), {"text": WORDS}, words=("text",)),
    "complaints:take": SentForm(_from_the_web),
    "complaints:accept": SentForm(_offered("accept")),
    "complaints:decline": SentForm(_offered("decline")),
    "complaints:join": SentForm(_twice),
    # The log keeps every look at a number: eight clicks are eight looks.
    "complaints:ticket_phone": SentForm(_ticket("ticket_phone"), changes=False, nests=False),
    "complaints:lists_start": SentForm(_at("lists_start")),
    "complaints:department_new": SentForm(
        _at("department_new"), {"name": "Gardens", "is_active": "on"}, words=("name",)
    ),
    "complaints:department": SentForm(_department, {"name": "Gardens", "is_active": "on"}, words=("name",)),
    "complaints:category_new": SentForm(
        _at("category_new"), {"name": "Noise", "is_active": "on"}, words=("name",)
    ),
    "complaints:category": SentForm(_category, {"name": "Noise", "is_active": "on"}, words=("name",)),
    "complaints:links": SentForm(_at("links"), {"label": "Web site"}, words=("label",)),
    "complaints:link_revoke": SentForm(_link),
    "complaints:analyses": SentForm(_month, {"time": _last_month()}),
    "complaints:analysis": SentForm(_of_analysis("analysis"), {"words": WORDS}, words=("words",)),
    "complaints:analysis_hand_in": SentForm(_of_analysis("analysis_hand_in")),
    "complaints:analysis_review": SentForm(_in_review("analysis_review")),
    "complaints:analysis_approve": DirectorSent(_with_the_director),
    "complaints:analysis_send_back": SentForm(
        _in_review("analysis_send_back"), {"why": WORDS}, words=("why",)
    ),
    "complaints:measure_new": SentForm(
        _measure_new,
        {
            "department": "{seen}",
            "cause": "Old pipes",
            "corrective": "Mended",
            "preventive": "Looked at",
            "due_on": "2036-01-01",
        },
        words=("cause", "corrective", "preventive"),
    ),
    "complaints:measure_done": SentForm(_measure),
}
