"""What the complaints of some time say in figures (G-12, G-16, G-31); plain values, so that they can be kept."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from complaints.enums import AnalysisKind, Channel, Satisfaction, StepKind, TicketKind
from complaints.models import Ticket, TicketStep, TicketTelling
from complaints.selectors.standing import house_rules
from offices.models import Office

DAY = timedelta(days=1)
CLOSING = (StepKind.CONFIRMED, StepKind.UNANSWERED)
MONTHS = 3


def span_of(kind: str, on: date) -> tuple[date, date]:
    """The first and the last day of the month or quarter that a day belongs to."""
    length = MONTHS if kind == AnalysisKind.QUARTER else 1
    first = on.replace(day=1, month=(on.month - 1) // length * length + 1)
    after = first.month + length
    return first, first.replace(year=first.year + (after > 12), month=(after - 1) % 12 + 1) - DAY


def before(kind: str, first: date) -> date:
    """A day of the month or quarter before the one that begins then."""
    return span_of(kind, first - DAY)[0]


def figures_of(office: Office, begin: date, end: date, *, today: date) -> dict[str, Any]:
    """The figures of the days from ``begin`` to ``end`` on the office's clock: five queries.

    Lists hold pairs of a code or name and a number, the largest first.
    """
    since, until = moments(office, begin, end)
    taken = Ticket.objects.of(office).filter(opened_at__gte=since, opened_at__lt=until)
    rows = list(taken.select_related("category", "department"))
    late = TicketTelling.objects.filter(
        office=office, key__startswith="reply.", key__contains=".due.", due_at__gte=since, due_at__lt=until
    )
    calls = return_calls(office, begin, end, today=today)
    steps = TicketStep.objects.filter(office=office, at__gte=since, at__lt=until)
    kinds = Counter(steps.values_list("kind", flat=True))
    return {
        "taken": len(rows),
        "major": sum(row.is_major for row in rows),
        "collective": sum(row.households >= _collective(office, end) for row in rows),
        "repeated": sum(row.repeats_id is not None for row in rows),
        "open": Ticket.objects.of(office).open().filter(opened_at__lt=until).count(),
        "channels": _counted(rows, "channel", Channel),
        "kinds": _counted(rows, "kind", TicketKind),
        "categories": _named([row.category.name if row.category else "" for row in rows]),
        "departments": _named([row.department.name if row.department else "" for row in rows]),
        "late": late.order_by().values("ticket").distinct().count(),
        "replied": kinds[StepKind.REPLIED],
        "second_level": kinds[StepKind.DISSATISFIED],
        "reopened": kinds[StepKind.REOPENED],
        "upheld": kinds[StepKind.VERIFIED],
        "refuted": kinds[StepKind.REFUTED],
        "closed": calls["closed"],
        "called": calls["called"],
        "to_call": calls["to_call"],
        "rate": calls["rate"],
        "target": calls["target"],
        "satisfaction": calls["satisfaction"],
    }


def return_calls(office: Office, begin: date, end: date, *, today: date) -> dict[str, Any]:
    """Of what was closed in these days, how much had its return call in time; the rate in whole percent (G-31).

    Every closing counts, also of what was opened again later; a call is in time up to the end of the last day.
    ``to_call``: not called yet, and still in time.
    """
    since, until = moments(office, begin, end)
    rules = house_rules(office, end)
    closings = TicketStep.objects.filter(office=office, kind__in=CLOSING, at__gte=since, at__lt=until)
    closed = list(closings.values_list("ticket_id", "at"))
    called = TicketStep.objects.filter(
        office=office, kind=StepKind.CALLED, at__gte=since, ticket__in={ticket for ticket, _at in closed}
    )
    calls: dict[int, list[tuple[datetime, str]]] = {}
    for ticket, at, said in called.values_list("ticket_id", "at", "details"):
        calls.setdefault(ticket, []).append((at, said["satisfaction"]))
    answers: Counter[str] = Counter()
    to_call = 0
    for ticket, at in closed:
        last = office.business_date(at) + rules.return_call_days * DAY
        found = [
            s for moment, s in calls.get(ticket, ()) if at <= moment and office.business_date(moment) <= last
        ]
        answers.update(found[:1])
        to_call += not found and last >= today
    kept = answers.total()
    return {
        "closed": len(closed),
        "called": kept,
        "to_call": to_call,
        "rate": round(100 * kept / len(closed)) if closed else None,
        "target": rules.return_call_rate,
        "satisfaction": [[code, answers[code]] for code in Satisfaction.values if answers[code]],
    }


def in_words(figures: dict[str, Any]) -> dict[str, Any]:
    """The same with words in place of codes, for the page and the printer."""
    words = {"channels": Channel, "kinds": TicketKind, "satisfaction": Satisfaction}
    return figures | {
        name: [[choices(code).label, number] for code, number in figures[name]]
        for name, choices in words.items()
    }


def _collective(office: Office, day: date) -> int:
    return house_rules(office, day).collective_from


def _counted(rows: Iterable[Ticket], field: str, choices: Any) -> list[list[Any]]:
    found = Counter(getattr(row, field) for row in rows)
    return [
        [code, found[code]] for code in sorted(choices.values, key=lambda code: -found[code]) if found[code]
    ]


def _named(names: list[str]) -> list[list[Any]]:
    found = Counter(names)
    return [[name, number] for name, number in sorted(found.items(), key=lambda each: (-each[1], each[0]))]


def moments(office: Office, begin: date, end: date) -> tuple[datetime, datetime]:
    """Midnight of the first day, and the midnight after the last."""
    first = datetime.combine(begin, time(), tzinfo=office.zone)
    return first, datetime.combine(end + DAY, time(), tzinfo=office.zone)
