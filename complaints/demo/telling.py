"""Complaints of a demo office, told once by the same services that people use. Everybody in them is invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from complaints.demo.cast import Cast, start
from complaints.demo.past import tell_past
from complaints.demo.present import tell_present
from complaints.enums import AnalysisKind
from complaints.models import Analysis, Ticket, TicketCategory
from complaints.selectors.figures import before, span_of
from complaints.services import analyses
from complaints.services.clock import climb
from complaints.services.links import make_link
from offices.models import Office
from visitors.models import Customer

MEASURE_WEEKS = 6


@transaction.atomic
def tell_complaints(
    office: Office, *, customers: Sequence[Customer], language: str, now: datetime
) -> dict[str, Ticket]:
    """Some months that are over, a dozen open ones, the web form's link and two analyses.

    Returns the open ones by name; nothing, and nothing is told, where the office has written its lists already, or
    lacks a clerk, a manager or a consultant.
    """
    if TicketCategory.objects.of(office).exists():
        return {}
    cast = start(office, language=language, now=now)
    if cast is None:
        return {}
    tell_past(cast)
    told = tell_present(cast, list(customers))
    make_link(office=office, label=cast.said["web_label"], by=cast.service, now=now)
    _analyse(cast)
    climb(now=now)
    return told


def _analyse(cast: Cast) -> None:
    """Last quarter's is approved where somebody directs; last month's waits for the manager."""
    quarter = _begun(cast, AnalysisKind.QUARTER, cast.said["quarter"])
    heads = [cast.categories[6].department, cast.categories[7].department]
    for department, words in zip(heads, cast.said["measures"], strict=True):
        if department is None:
            continue
        cause, corrective, preventive = words
        analyses.add_measure(
            analysis=quarter,
            department=department,
            cause=cause,
            corrective=corrective,
            preventive=preventive,
            due_on=quarter.end + timedelta(weeks=MEASURE_WEEKS),
            by=cast.service,
            now=cast.now,
        )
    done = quarter.measures.order_by("pk").first()
    if done is not None:
        analyses.finish_measure(measure=done, by=cast.manager, now=cast.now)
    analyses.hand_in(analysis=quarter, by=cast.service, now=cast.now)
    if cast.director is not None:
        analyses.review(analysis=quarter, by=cast.manager, now=cast.now)
        analyses.approve(analysis=quarter, by=cast.director, now=cast.now)
    month = _begun(cast, AnalysisKind.MONTH, cast.said["month"])
    analyses.hand_in(analysis=month, by=cast.service, now=cast.now)


def _begun(cast: Cast, kind: AnalysisKind, words: str) -> Analysis:
    """The analysis of the last month or quarter that is over."""
    today = cast.office.business_date(cast.now)
    on = before(kind, span_of(kind, today)[0])
    made = analyses.start(office=cast.office, kind=kind, on=on, by=cast.service, now=cast.now)
    return analyses.write(analysis=made, words=words, by=cast.service, now=cast.now)
