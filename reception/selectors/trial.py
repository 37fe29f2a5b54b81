"""The last days' log under a draft of the house rules: who would have received whom."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models.fields.json import KeyTransform

from offices.clauses import Clause, clause_for
from offices.models import Member, Office
from reception.enums import EventWord, TurnKind
from reception.models import Checkpoint, QueueEvent, Reception
from reception.rotation import Arrive, Cancel, Kind, Rules, State, Void, event_from
from reception.rotation_trial import Compared, Entry, Said, Trial, replayed, tried

DAYS = 14
SHOWN = 20
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Account:
    """What one consultant had, and would have had: turns (receptions that count) and receptions in all."""

    member: Member | None
    name: str
    turns: int
    draft_turns: int
    receptions: int
    draft_receptions: int

    @property
    def more_turns(self) -> int:
        return self.draft_turns - self.turns

    @property
    def more_receptions(self) -> int:
        return self.draft_receptions - self.receptions


@dataclass(frozen=True, slots=True)
class Side:
    """Who has a visit, as what, whether it counts, and by which clause."""

    member: Member | None
    name: str
    kind_label: str
    counts: bool
    clause: Clause


@dataclass(frozen=True, slots=True)
class Example:
    """A visit that the draft decides otherwise."""

    at: datetime
    reception: Reception | None
    actual: Side
    draft: Side


@dataclass(frozen=True, slots=True)
class TrialResult:
    """The trial in words. ``skipped`` are (what, how often) of entries that could not happen under the draft."""

    since: datetime
    decisions: int
    differing: int
    other_clauses: int
    accounts: list[Account]
    examples: list[Example]
    skipped: list[tuple[str, int]]

    @property
    def left_out(self) -> int:
        """How many decisions differ that are not among the examples."""
        return self.differing - len(self.examples)


def trial_of(office: Office, rules: Rules, *, days: int = DAYS, now: datetime) -> TrialResult:
    """The log of today and so many business dates before it, decided by these rules instead.

    A fixed number of queries. Reads the log from the last checkpoint before that stretch, or from its beginning.
    """
    first = office.business_date(now) - timedelta(days=days)
    since = datetime.combine(first, time(), tzinfo=office.zone).astimezone(UTC)
    kept = Checkpoint.objects.of(office).filter(at__lt=since).order_by("-at", "-seq").first()
    state = State.from_json(kept.state) if kept else State.start()
    entries = list(_entries(office, kept.seq if kept else 0))
    begins = next((place for place, entry in enumerate(entries) if entry.at >= since), len(entries))
    closed = _closed_before(office, entries, state)
    trial = tried(replayed(state, entries[:begins], closed), entries[begins:], rules, closed)
    return _in_words(office, since, trial)


def _entries(office: Office, after: int) -> Iterator[Entry]:
    """The log behind that entry: one query, and of each decision only what it says (not the pictures around it)."""
    rows = (
        QueueEvent.objects.of(office)
        .filter(seq__gt=after)
        .order_by("seq")
        .annotate(said=KeyTransform("decisions", "decision"))
        .values_list("at", "seq", "kind", "payload", "said")
    )
    for at, seq, kind, payload, said in rows.iterator(chunk_size=CHUNK):
        if kind == EventWord.STAFF:
            yield Entry(at, seq, None, staff=tuple(payload["names"]))
        elif kind in (EventWord.OPEN_DAY, EventWord.CLOSE_DAY):
            yield Entry(at, seq, None, closes_day=kind == EventWord.CLOSE_DAY)
        else:
            payload.pop("note", None)
            yield Entry(at, seq, event_from(payload), tuple(map(_said, said or ())))


def _said(said: dict) -> Said:
    return Said(said["visit"], said["consultant"], Kind(said["kind"]), said["counts"], said["clause"])


def _closed_before(office: Office, entries: Iterable[Entry], start: State) -> dict[str, dict]:
    """The records, as they were, of visits that had ended before the stretch and are voided or cancelled in it.

    The stored record is that of today: only whether the reception counted may have changed since.
    """
    known, wanted = {*start.open, *start.waiting}, set()
    for entry in entries:
        if isinstance(entry.event, Arrive):
            known.add(entry.event.visit)
        elif isinstance(entry.event, Void | Cancel) and entry.event.visit not in known:
            wanted.add(entry.event.visit)
    if not wanted:
        return {}
    receptions = list(Reception.objects.of(office).filter(visit__in=wanted))
    first = min((entry.seq for entry in entries), default=0)
    counted = _counted(office, [seq for each in receptions for seq in each.entries if seq < first])
    return {
        str(each.visit): {
            **each.record.get("after", each.record),
            "status": "finished",
            "counts": counted.get(str(each.visit), False),
        }
        for each in receptions
        if each.record
    }


def _counted(office: Office, seqs: Sequence[int]) -> dict[str, bool]:
    """By visit, whether it counted by the last of these entries."""
    said = (
        QueueEvent.objects.of(office)
        .filter(seq__in=seqs)
        .order_by("seq")
        .values_list(KeyTransform("decisions", "decision"), flat=True)
    )
    return {each["visit"]: each["counts"] for decisions in said for each in decisions or ()}


def _in_words(office: Office, since: datetime, trial: Trial) -> TrialResult:
    members = {member.code: member for member in Member.objects.filter(office=office)}
    differing = [each for each in trial.compared if each.differs]
    return TrialResult(
        since=since,
        decisions=len(trial.compared),
        differing=len(differing),
        other_clauses=sum(each.other_clause for each in trial.compared),
        accounts=_accounts(trial, members),
        examples=_examples(office, differing[:SHOWN], members),
        skipped=sorted((str(EventWord(kind).label), times) for kind, times in trial.skipped.items()),
    )


def _accounts(trial: Trial, members: dict[str, Member]) -> list[Account]:
    """Everybody who received somebody on one of the two sides, by name."""
    codes = {*trial.actual_receptions, *trial.draft_receptions}
    accounts = [
        Account(
            member=members.get(code),
            name=members[code].name if code in members else code,
            turns=trial.actual_turns.get(code, 0),
            draft_turns=trial.draft_turns.get(code, 0),
            receptions=trial.actual_receptions.get(code, 0),
            draft_receptions=trial.draft_receptions.get(code, 0),
        )
        for code in codes
    ]
    return sorted(accounts, key=lambda account: (account.name, account.member.pk if account.member else 0))


def _examples(office: Office, differing: Sequence[Compared], members: dict[str, Member]) -> list[Example]:
    receptions = {
        str(each.visit): each
        for each in Reception.objects.of(office)
        .filter(visit__in=[each.visit for each in differing])
        .select_related("office", "customer")
    }
    words = clause_for(office, {side.clause for each in differing for side in (each.actual, each.draft)})
    return [
        Example(
            each.at,
            receptions.get(each.visit),
            _side(each.actual, members, words),
            _side(each.draft, members, words),
        )
        for each in differing
    ]


def _side(said: Said, members: dict[str, Member], words: dict[str, Clause]) -> Side:
    member = members.get(said.consultant or "")
    return Side(
        member=member,
        name=member.name if member else said.consultant or "",
        kind_label=_kind_label(said.kind),
        counts=said.counts,
        clause=words[said.clause],
    )


def _kind_label(kind: Kind) -> str:
    """A visit is first given to somebody, left waiting, let go, or taken back while it waits."""
    words = {Kind.LEFT: EventWord.LEAVE, Kind.CANCEL: EventWord.CANCEL}
    return str((words.get(kind) or TurnKind(kind)).label)
