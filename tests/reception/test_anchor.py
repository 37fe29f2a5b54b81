"""The anchor: with the last hash of a day on paper, no tampering with a copy of the log goes unseen."""

import hashlib
import io
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from offices.models import BusinessDay
from reception.chain import Anchor, ChainCheck, Link, anchor_from, hash_of
from reception.models import EventNote, Queue, QueueEvent, Reception
from reception.services import floor, visits
from reception.services.closing import close_day
from reception.services.day import open_day
from reception.services.register import sign
from reception.services.verify import differences, link_of

TAMPERINGS = 1000
ENTRIES = 120
Copy = list[tuple[Link, str]]


# A copy of the log, and what could be done to it


@pytest.fixture
def copy(opened, arrive, an, bo, lin, clock) -> Copy:
    """A copy of a log: a morning's real entries, again and again, in one chain."""
    told = random.Random(7)
    while Queue.objects.get(pk=opened.pk).seq < ENTRIES // 4:
        reception = arrive()
        if told.random() < 0.3:
            visits.cancel(reception=reception, note="typed twice", by=lin, now=clock())
        else:
            visits.finish(reception=reception, outcome=None, by=lin, now=clock())
        if told.random() < 0.3:
            who = told.choice([an, bo])
            floor.step_out(consultant=who, reason="business", by=lin, now=clock())
            floor.step_in(consultant=who, by=lin, now=clock())
    links = [link_of(event) for event in QueueEvent.objects.of(opened).order_by("seq")]
    return chained((links * 4)[:ENTRIES])


def seen(copy: Copy, *anchors: Anchor) -> tuple[bool, bool]:
    """Whether the check sees that something is wrong: by the anchors or the chain; by the chain alone."""
    check, by_anchor = ChainCheck(anchors), False
    for fault in chain(chain.from_iterable(check.read(*entry) for entry in copy), check.end()):
        if "anchor" not in fault.what:
            return True, True
        by_anchor = True
    return by_anchor, False


def chained(links: list[Link]) -> Copy:
    """The whole chain computed anew, as whoever owns the database can."""
    made: Copy = []
    for seq, link in enumerate(links, start=1):
        link = replace(link, seq=seq, previous_hash=made[-1][1] if made else "")
        made.append((link, hash_of(link)))
    return made


def change_field(copy: Copy, at: int, rng: random.Random) -> None:
    link, stored = copy[at]
    change = rng.choice(
        [
            {"at": link.at + timedelta(microseconds=1)},
            {"requested_at": link.requested_at - timedelta(minutes=1)},
            {"happened_at": link.at},
            {"by": (link.by or 0) + 1},
            {"kind": "reorder"},
            {"rules_version": link.rules_version + 1},
            {"office": link.office + 1},
        ]
    )
    copy[at] = replace(link, **change), stored


def change_payload(copy: Copy, at: int, rng: random.Random) -> None:
    link, stored = copy[at]
    copy[at] = replace(link, payload={**link.payload, "to": f"m{rng.randrange(9)}"}), stored


def change_decision(copy: Copy, at: int, rng: random.Random) -> None:
    link, stored = copy[at]
    copy[at] = replace(link, decision={**link.decision, "after": {"order": [rng.random()]}}), stored


def delete_entry(copy: Copy, at: int, rng: random.Random) -> None:
    del copy[min(at, len(copy) - 2)]  # without the last one the log is only cut


def delete_tail(copy: Copy, at: int, rng: random.Random) -> None:
    del copy[at:]


def insert_entry(copy: Copy, at: int, rng: random.Random) -> None:
    link, _stored = copy[rng.randrange(len(copy))]
    put = replace(link, seq=at + 1, previous_hash=copy[at - 1][1] if at else "")
    copy.insert(at, (put, hash_of(put)))


def swap_entries(copy: Copy, at: int, rng: random.Random) -> None:
    other = (at + 1 + rng.randrange(len(copy) - 1)) % len(copy)
    copy[at], copy[other] = copy[other], copy[at]


def change_and_compute_anew(copy: Copy, at: int, rng: random.Random) -> None:
    change_payload(copy, at, rng)
    copy[:] = chained([link for link, _stored in copy])


def delete_and_compute_anew(copy: Copy, at: int, rng: random.Random) -> None:
    del copy[at]
    copy[:] = chained([link for link, _stored in copy])


def cut_and_write_another_end(copy: Copy, at: int, rng: random.Random) -> None:
    put = [replace(link, by=(link.by or 0) + 1) for link, _stored in copy[at:]]
    copy[:] = chained([*(link for link, _stored in copy[:at]), *put])


HANDS: list[Callable[[Copy, int, random.Random], None]] = [
    change_field,
    change_payload,
    change_decision,
    delete_entry,
    delete_tail,
    insert_entry,
    swap_entries,
    change_and_compute_anew,
    delete_and_compute_anew,
    cut_and_write_another_end,
]
UNSEEN_WITHOUT = {
    "delete_tail",
    "change_and_compute_anew",
    "delete_and_compute_anew",
    "cut_and_write_another_end",
}


def test_a_thousand_tamperings_are_all_found_against_the_anchor(copy: Copy) -> None:
    anchor = Anchor(copy[-1][0].seq, copy[-1][1])
    assert seen(copy, anchor) == (False, False)
    rng = random.Random(20261122)
    missed, blind = Counter(), Counter()
    for number in range(TAMPERINGS):
        hand = HANDS[number % len(HANDS)]
        other = list(copy)
        hand(other, rng.randrange(len(other)), rng)
        with_anchor, without = seen(other, anchor)
        missed[hand.__name__] += not with_anchor
        blind[hand.__name__] += not without
    assert missed.total() == 0
    # The negative control: the chain alone does not see that it was written anew, or cut at its end.
    assert {name for name, times in blind.items() if times} == UNSEEN_WITHOUT
    assert all(blind[name] == TAMPERINGS // len(HANDS) for name in UNSEEN_WITHOUT)


def test_anchor_is_read_as_it_is_printed() -> None:
    digits = hashlib.sha256(b"day").hexdigest()
    groups = " ".join(digits[at : at + 8] for at in range(0, 64, 8))
    assert anchor_from(f"812: {groups.upper()}\n") == Anchor(812, digits)
    for wrong in ("", "812", f"0:{digits}", f"812:{digits[:-1]}", f"x:{digits}", f"812:{digits[:-1]}g"):
        with pytest.raises(ValueError, match="an anchor is"):
            anchor_from(wrong)


# The stored log, and the command


def say(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify_queue", *arguments, stdout=out)
    except SystemExit as ended:
        return int(ended.code), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def closed(opened, arrive, an, mei, clock) -> BusinessDay:
    visits.finish(reception=arrive(), outcome=None, by=an, now=clock())
    return close_day(office=opened, by=mei, now=clock(hours=8))


def test_command_takes_the_anchor_of_the_sheet(closed, tmp_path) -> None:
    anchor = Anchor(closed.sheet["seq"], closed.sheet["hash"])
    assert say("--office", "harbour", "--anchor", str(anchor))[0] == 0
    file = tmp_path / "anchors.txt"
    file.write_text(f"# day sheets\n\n{anchor}\n")
    status, text = say("--office", "harbour", "--anchors", str(file))
    assert (status, "anchors met: 1" in text) == (0, True)


def test_command_finds_another_hash_and_an_entry_that_is_gone(closed) -> None:
    other = "f" * 64
    seq = closed.sheet["seq"]
    status, text = say("--office", "harbour", "--anchor", f"{seq}:{other}", "--anchor", f"{seq + 9}:{other}")
    assert status == 1
    assert f"entry {seq}: the anchor has another hash" in text
    assert f"entry {seq + 9}: an anchor names this entry" in text


@pytest.mark.parametrize(
    "arguments",
    [
        ("--anchor", "1:" + "0" * 64),
        ("--office", "harbour", "--anchor", "twelve"),
        ("--office", "harbour", "--anchors", "/nowhere/anchors.txt"),
    ],
)
def test_command_refuses_what_is_no_anchor(closed, arguments) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("verify_queue", *arguments, stdout=io.StringIO())
    assert caught.value.returncode == 2


def write_anew(office_pk: int, owner_cursor) -> None:
    """What the owner of the database can do: leave a name out of the log, and compute the whole chain again."""
    owner_cursor.execute("ALTER TABLE reception_queueevent DISABLE TRIGGER USER")
    last = ""
    for event in QueueEvent.objects.filter(office=office_pk).order_by("seq"):
        link = replace(link_of(event), by=None, previous_hash=last)
        last = hash_of(link)
        owner_cursor.execute(
            "UPDATE reception_queueevent SET by_id = NULL, previous_hash = %s, hash = %s WHERE id = %s",
            [link.previous_hash, last, event.pk],
        )
    owner_cursor.execute("ALTER TABLE reception_queueevent ENABLE TRIGGER USER")
    owner_cursor.execute("UPDATE reception_queue SET last_hash = %s WHERE office_id = %s", [last, office_pk])


def test_log_that_was_written_anew_is_found_by_the_paper_alone(closed, opened, owner_cursor) -> None:
    """With the day sheet in the database forged as well, only the anchor outside of it tells."""
    anchor = Anchor(closed.sheet["seq"], closed.sheet["hash"])
    write_anew(opened.pk, owner_cursor)
    assert {each.what for each in differences(opened)} == {"the anchor has another hash for this entry"}
    closed.sheet["hash"] = QueueEvent.objects.get(office=opened, seq=anchor.seq).hash
    closed.save(update_fields=["sheet"])
    assert list(differences(opened)) == []
    assert [each.seq for each in differences(opened, [anchor])] == [anchor.seq]


def test_day_closed_again_has_a_new_anchor_and_the_old_one_stays_true(
    closed, opened, an, arrive, mei, clock
) -> None:
    old = Anchor(closed.sheet["seq"], closed.sheet["hash"])
    open_day(office=opened, present=[an], by=mei, now=clock())
    visits.finish(reception=arrive(), outcome=None, by=an, now=clock())
    again = close_day(office=opened, by=mei, now=clock())
    assert again.sheet["before"] == [{"seq": old.seq, "hash": old.hash}]
    assert again.sheet["seq"] > old.seq
    assert list(differences(opened, [old])) == []
    assert [each["seq"] for each in again.sheet["before"]] == [old.seq]


def test_note_that_is_not_the_one_written_is_found(arrive, opened, lin, clock) -> None:
    visits.cancel(reception=arrive(), note="typed twice", by=lin, now=clock())
    assert list(differences(opened)) == []
    EventNote.objects.update(text="the manager wanted it so")
    assert [each.what for each in differences(opened)] == ["the note is not the one that was written"]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reception_eventnote")
    assert list(differences(opened)) == []


def test_visit_that_is_not_as_the_log_has_it_is_found(arrive, opened, an, bo, clock) -> None:
    visit = arrive()
    rows = Reception.objects.filter(pk=visit.pk)
    sound = rows.values().get()
    for field, value in {
        "consultant_id": bo.pk,
        "kind": "own",
        "counts": False,
        "clause": "floor-3.1",
        "entries": [],
        "status": "void",
    }.items():
        rows.update(**{field: value})
        [difference] = differences(opened)
        assert field.removesuffix("_id") in difference.what
        rows.update(**{field: sound[field]})
    assert list(differences(opened)) == []


def test_visit_without_arrival_and_arrival_without_visit_are_found(arrive, opened) -> None:
    visit = arrive()
    Reception.objects.filter(pk=visit.pk).update(visit="00000000-0000-4000-8000-000000000001")
    whats = sorted(each.what.split("visit ")[1][36:] for each in differences(opened))
    assert whats == [" has no arrival in the log", " stands in the log and has no row"]


def test_register_that_was_changed_after_the_close_is_found(
    opened, arrive, an, bo, mei, clock, owner_cursor
) -> None:
    for consultant in (an, bo):
        visits.finish(reception=arrive(), outcome=None, by=consultant, now=clock())
    first, second = Reception.objects.order_by("number")
    sign(reception=first, by=an, now=clock())
    close_day(office=opened, by=mei, now=clock(hours=8))
    sign(reception=second, by=bo, now=clock())  # a signature that comes later changes nothing of the close
    assert list(differences(opened)) == []
    owner_cursor.execute("ALTER TABLE visitors_registerentry DISABLE TRIGGER USER")
    owner_cursor.execute("UPDATE visitors_registerentry SET digest = repeat('0', 64) WHERE number = 1")
    owner_cursor.execute("ALTER TABLE visitors_registerentry ENABLE TRIGGER USER")
    found = [difference.what for difference in differences(opened)]
    assert any("register of 2026-11-02 is not what it was" in what for what in found)


def test_closing_whose_day_is_gone_is_found(closed, opened) -> None:
    BusinessDay.objects.filter(pk=closed.pk).update(date=closed.date - timedelta(days=1))
    assert any("there is no day" in each.what for each in differences(opened))
