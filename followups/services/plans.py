"""The follow-ups of customers as the house rules want them: planned anew, as often as one likes, with the same result.

Every refresh and every sweep goes through `plan_files`, which gathers the facts of many files at once, asks the core,
and changes the rows that differ. Whoever plans a file or changes its follow-ups holds its PlanDue row.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from followups import cadence
from followups.cadence import Channel, Occasion
from followups.cadence_rules import Rules, rules_from
from followups.enums import DroppedAs, FollowUpSource, FollowUpState
from followups.models import FollowUp
from followups.plan_changes import Changes, Closed, Row, changes
from followups.selectors.calendar import festivals, milestones
from followups.selectors.facts import Facts, facts_of
from offices.models import HouseRules, Office
from visitors.models import Customer, Erasure, PlanDue
from visitors.selectors.aliases import files_by_id
from visitors.services.plan_due import plan_is_due

HORIZON = timedelta(days=60)
LONGEST_LATE = timedelta(days=400)
"""Follow-ups overdue for longer are asked about no more; by then a manager has been told of them long ago."""
SECTION = "cadence"
SAID = ("purpose", "name", "clause", "windows", "owner_id", "rules_version")
"""What of a planned follow-up the plan may change; its day and channel are what it is known by."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all customers of the office on this day."""

    office: Office
    today: date
    now: datetime
    rules: Rules
    version: int | None
    festivals: Sequence[Occasion]
    milestones: Sequence[Occasion]

    @property
    def until(self) -> date:
        return self.today + HORIZON


@transaction.atomic
def refresh_plan(customer: Customer, *, now: datetime) -> None:
    """Plan this customer's follow-ups for the next 60 days anew. Doing it twice changes nothing the second time."""
    plan_files(customer.office, hold_plan(customer.pk, now=now), now=now)


def hold_plan(customer_id: int, *, now: datetime) -> list[PlanDue]:
    """Keep every planner off the person until the caller's transaction ends; due to be planned. Two queries.

    ``customer_id`` is the id of the file or of one of its aliases: the rows of all of them are held.
    """
    whole = Customer.objects.of_person(plan_is_due(customer_id, now=now)).order_by().values("pk")
    rows = PlanDue.objects.filter(customer__in=whole).order_by("customer")
    return list(rows.select_for_update(of=("self",), no_key=True))


def plan_files(office: Office, dues: Sequence[PlanDue], *, now: datetime) -> None:
    """Plan these files of one office, whose rows the caller holds, inside the caller's transaction.

    A constant number of queries, however many files.
    """
    today = office.business_date(now)
    gone = Exists(Erasure.objects.filter(customer=OuterRef("pk")).order_by())
    wanted = Customer.objects.of(office).filter(pk__in=[due.customer_id for due in dues])
    files = list(wanted.annotate(is_gone=gone))
    people = files_by_id(file.pk for file in files)
    rows = _rows(office, people)
    setting = setting_of(office, now, begin=_earliest(rows, dues, today, office))
    facts = facts_of(
        # Nobody is owed a call whose data were erased.
        [file for file in files if file.merged_into_id is None and not file.is_gone],
        office=office,
        now=now,
        until=setting.until,
    )
    since = {due.customer_id: min(today, office.business_date(due.since or now)) for due in dues}
    found = {pk: _changes(facts.get(pk), rows[pk], since.get(pk, today), setting) for pk in people}
    _write(found, facts, rows, setting)
    PlanDue.objects.filter(pk__in=[due.pk for due in dues]).update(
        since=None, planned_on=today, planned_at=now
    )


def setting_of(office: Office, now: datetime, *, begin: date | None = None) -> Setting:
    """What the house rules and the calendar say today. Three queries."""
    today = office.business_date(now)
    held = HouseRules.objects.of(office).in_force_on(today).first()
    begin, until = begin or today, today + HORIZON
    return Setting(
        office=office,
        today=today,
        now=now,
        rules=rules_from(held.section(SECTION)) if held else Rules(),
        version=held.version if held else None,
        festivals=festivals(office, begin, until),
        milestones=milestones(office, begin, until),
    )


def _rows(office: Office, people: Mapping[int, int]) -> Mapping[int, list[FollowUp]]:
    """By file, what is due, and what people have dropped. One query.

    What people said of an alias is the file's as well. What was planned for it stays its own, and falls: the plan is
    the file's (``people``: see files_by_id).
    """
    rows = FollowUp.objects.of(office).filter(customer__in=list(people)).exclude(state=FollowUpState.DONE)
    rows = rows.select_related("owner")
    found: dict[int, list[FollowUp]] = defaultdict(list)
    for row in rows.exclude(dropped_as__in=(DroppedAs.PLAN, DroppedAs.OVERTAKEN, DroppedAs.EXPIRED)):
        is_planned = row.state == FollowUpState.DUE and row.source == FollowUpSource.PLAN
        found[row.customer_id if is_planned else people[row.customer_id]].append(row)
    return found


def _earliest(
    rows: Mapping[int, list[FollowUp]], dues: Iterable[PlanDue], today: date, office: Office
) -> date:
    """The first day that matters: of what is overdue, or of what happened and was not planned yet."""
    late = [row.on for each in rows.values() for row in each if row.state == FollowUpState.DUE]
    asked = [office.business_date(due.since) for due in dues if due.since is not None]
    return max(min([today, *late, *asked]), today - LONGEST_LATE)


def _changes(facts: Facts | None, rows: Sequence[FollowUp], since: date, setting: Setting) -> Changes:
    """What is to be changed for one file; whom nobody met is owed nothing."""
    due = [row for row in rows if row.state == FollowUpState.DUE]
    wanted: list[cadence.FollowUp] = []
    if facts is not None:
        begin = min([since, *(row.on for row in due)])
        planned = cadence.plan(
            facts.customer,
            setting.rules,
            begin=max(begin, setting.today - LONGEST_LATE),
            end=setting.until,
            done=facts.done,
            festivals=setting.festivals,
            milestones=setting.milestones,
        )
        # The core settles a step by its own day; one that was moved to the next day may meet what was done on that.
        done = {(each.on, each.channel) for each in facts.done}
        wanted = [step for step in planned if (step.on, step.channel) not in done]
    closed = {Closed(row.on, Channel(row.channel), row.purpose) for row in rows if row not in due}
    return changes(wanted, [_row(row) for row in due], closed=closed, today=setting.today, since=since)


def _row(row: FollowUp) -> Row:
    return Row(row.pk, row.on, Channel(row.channel), row.purpose, row.source == FollowUpSource.PLAN)


def _write(
    found: Mapping[int, Changes],
    facts: Mapping[int, Facts],
    rows: Mapping[int, Sequence[FollowUp]],
    setting: Setting,
) -> None:
    """Change what differs: at most one insert, one update of each kind and one delete."""
    by_id = {row.pk: row for each in rows.values() for row in each}
    changed, made, gone = [], [], {}
    for file, change in found.items():
        gone |= change.drop
        for pk, step in change.keep.items():
            if _say(by_id[pk], step, facts[file].owner, setting):
                changed.append(by_id[pk])
        made += [_new(file, step, facts[file].owner, setting) for step in change.make]
    changed += [row for file in found for row in _unowned(rows[file], facts.get(file))]
    _drop(gone, by_id, setting)
    FollowUp.objects.bulk_update(changed, [*SAID], batch_size=500)
    FollowUp.objects.bulk_create(made, batch_size=1000)


def _say(row: FollowUp, step: cadence.FollowUp, owner: int | None, setting: Setting) -> bool:
    """Put onto the row what the plan says; whether that was something else."""
    values = {
        "purpose": step.purpose.value,
        "name": step.name,
        "clause": step.clause,
        "windows": _windows(step),
        "owner_id": row.owner_id if _given_away(row) else owner,
        "rules_version": setting.version,
    }
    different = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return different


def _new(file: int, step: cadence.FollowUp, owner: int | None, setting: Setting) -> FollowUp:
    return FollowUp(
        office=setting.office,
        customer_id=file,
        owner_id=owner,
        on=step.on,
        channel=step.channel.value,
        purpose=step.purpose.value,
        name=step.name,
        clause=step.clause,
        windows=_windows(step),
        rules_version=setting.version,
        made_at=setting.now,
    )


def _unowned(rows: Iterable[FollowUp], facts: Facts | None) -> Iterable[FollowUp]:
    """What was agreed or entered goes with the customer, where its owner has changed and no leader gave it away."""
    for row in rows:
        by_plan = row.source == FollowUpSource.PLAN
        if row.state != FollowUpState.DUE or by_plan or _given_away(row):
            continue
        if facts is not None and facts.owner is not None and row.owner_id != facts.owner:
            row.owner_id = facts.owner
            yield row


def _given_away(row: FollowUp) -> bool:
    """A leader gave it to somebody, who is still here."""
    return row.owner_by_hand and row.owner is not None and row.owner.is_active


def _drop(gone: Mapping[int, str], by_id: Mapping[int, FollowUp], setting: Setting) -> None:
    """What nobody was owed yet vanishes; what was owed stays readable, with why it fell."""
    ahead = [pk for pk in gone if by_id[pk].on > setting.today]
    FollowUp.objects.filter(pk__in=ahead, results=None).delete()
    for why in DroppedAs.values:
        pks = [pk for pk, said in gone.items() if said == why]
        FollowUp.objects.filter(pk__in=pks).update(
            state=FollowUpState.DROPPED, dropped_as=why, ended_at=setting.now
        )


def _windows(step: cadence.FollowUp) -> list[list[str]]:
    return [[f"{begin:%H:%M}", f"{end:%H:%M}"] for begin, end in step.windows]
