"""What the demo's desk hands out and looks after: loans, mail, papers, gifts, the self-check, incidents."""

from datetime import timedelta

from frontdesk.demo.desk import Desk
from frontdesk.enums import Level, Stage, WelcomeState
from frontdesk.models import ChecklistItem, LoanItem, WelcomePlan
from frontdesk.services import checklists, gifts, hall, loans, papers

DAYS_CHECKED = 6


def tell_counter(desk: Desk) -> None:
    _loans(desk)
    _papers(desk)
    _gifts(desk)
    _self_check(desk)
    _incidents(desk)


def _loans(desk: Desk) -> None:
    """The first came back, the second is overdue, the others are out until the evening."""
    for kind, label in desk.texts["items"]:
        loans.add_item(office=desk.office, kind=kind, label=label, **desk.by_manager)
    items = {item.label: item for item in LoanItem.objects.of(desk.office)}
    for place, (label, borrower) in enumerate(desk.texts["loans"]):
        out_at = desk.ago(60 * (5 - place))
        loan = loans.lend(
            item=items[label],
            borrower=borrower,
            pledge="" if place == 3 else desk.texts["pledge"],
            due_at=out_at + timedelta(hours=3 if place < 2 else 8),
            by=desk.clerk,
            now=out_at,
        )
        if place == 0:
            loans.take_back(loan=loan, end="fine", by=desk.clerk, now=out_at + timedelta(hours=1))


def _papers(desk: Desk) -> None:
    for place, (kind, addressee, sender, number) in enumerate(desk.texts["mail"]):
        mail = papers.enter_mail(
            kind=kind,
            addressee=addressee,
            sender=sender,
            mail_number=number,
            pieces=1 + place % 3,
            by=desk.clerk,
            now=desk.ago(90 - 20 * place),
        )
        if place == 0:
            papers.hand_out(mail=mail, handed_to="", by=desk.clerk, now=desk.ago(60))
    for place, (kind, whom, sheets) in enumerate(desk.texts["copies"]):
        papers.note_copy(
            kind=kind,
            whom=whom,
            sheets=sheets,
            in_colour=kind == "print",
            price_fen=0 if kind == "scan" else sheets * 50,
            by=desk.clerk,
            now=desk.ago(50 - 15 * place),
        )


def _gifts(desk: Desk) -> None:
    """Given, refused, waiting for the manager, waiting for the director."""
    draft = WelcomePlan.objects.of(desk.office).filter(state=WelcomeState.DRAFT).first()
    given, refused, *_waiting = [
        gifts.ask_for_gift(
            what=what,
            receiver=receiver,
            occasion=occasion,
            value=value,
            by=desk.consultant,
            plan=draft if place == 3 else None,
            now=desk.ago(60 * 24 * max(0, 3 - place)),
        )
        for place, (what, receiver, occasion, value) in enumerate(desk.texts["gifts"])
    ]
    gifts.decide_gift(gift=given, approve=True, reason="", by=desk.manager, now=desk.ago(60 * 24 * 2))
    gifts.give(gift=given, by=desk.consultant, now=desk.ago(60 * 24))
    gifts.decide_gift(
        gift=refused, approve=False, reason=desk.texts["refused"], by=desk.manager, now=desk.ago(60 * 24)
    )


def _daily_items(desk: Desk) -> list[ChecklistItem]:
    """The items of the daily list that the office has already, or of a short one."""
    standing = ChecklistItem.objects.of(desk.office).in_use().filter(checklist__stage=Stage.DAILY)
    if found := [item for item in standing.order_by("position", "pk") if item.is_to_do]:
        return found
    title, items = desk.texts["daily"]
    daily = checklists.add_list(office=desk.office, stage=Stage.DAILY, title=title, **desk.by_manager)
    return [
        checklists.add_item(checklist=daily, level=Level.MUST, text=text, **desk.by_manager) for text in items
    ]


def _self_check(desk: Desk) -> None:
    """Some days behind us, one of them with something wrong; today the first two items are answered."""
    items = _daily_items(desk)
    for day in range(1, DAYS_CHECKED + 1):
        for place, item in enumerate(items):
            wrong = desk.texts["past_problem"] if (day, place) == (3, 1) else ""
            state = "problem" if wrong else "fine"
            hall.answer_check(item=item, state=state, note=wrong, by=desk.clerk, now=desk.at(-day, 9, place))
    hall.answer_check(item=items[0], state="problem", note=desk.texts["problem"], **desk.by_clerk)
    hall.answer_check(item=items[1], state="fine", note="", **desk.by_clerk)


def _incidents(desk: Desk) -> None:
    """One is closed, one was reported just now by somebody at the gate."""
    (kind, place, text), (found, where, seen) = desk.texts["incidents"]
    happened = desk.ago(60 * 48)
    told = {"somebody_hurt": False, "happened_at": happened, "now": happened}
    incident = hall.report_incident(kind=kind, place=place, text=text, by=desk.clerk, **told)
    hall.add_note(incident=incident, text=desk.texts["since"], by=desk.clerk, now=happened)
    hall.close_incident(
        incident=incident, outcome=desk.texts["outcome"], by=desk.manager, now=desk.ago(60 * 24)
    )
    told = {"somebody_hurt": False, "happened_at": desk.ago(25), "now": desk.ago(20)}
    hall.report_incident(kind=found, place=where, text=seen, by=desk.guard, **told)
