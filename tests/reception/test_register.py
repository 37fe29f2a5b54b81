"""Signing the visitor register: who, when, and what never changes afterwards."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import close_old_connections, connection, transaction
from django.test.utils import CaptureQueriesContext

from offices.enums import NoticeKind
from offices.errors import Refusal
from offices.models import Member, Notice, Office
from reception.enums import VisitHistory, VisitPurpose
from reception.models import Reception
from reception.selectors.register import checksum_of, gather, register_of, unsigned
from reception.services import floor, register, visits, voids
from reception.services.arrivals import log_arrival
from reception.services.closing import close_day
from reception.services.day import open_day
from reception.services.nagging import nag_of_unsigned
from reception.services.verify import differences
from tests.reception.conftest import Clock, refused, walk_in
from visitors.enums import SignedThrough
from visitors.models import RegisterEntry
from visitors.services.customers import CustomerEntry
from visitors.services.outcomes import OutcomeEntry


@pytest.fixture
def received(arrive: Callable, clock: Clock) -> Callable[..., Reception]:
    """A reception that is over, with its outcome."""

    def received(name: str = "Zhou", *, grade: str = "B", **facts) -> Reception:
        reception = arrive(name, **facts)
        outcome = OutcomeEntry(grade=grade, area_min=80, area_max=120) if reception.contact_id else None
        visits.finish(reception=reception, outcome=outcome, by=reception.consultant, now=clock(minutes=30))
        return Reception.objects.select_related("office", "consultant", "day").get(pk=reception.pk)

    return received


def seen_of(reception: Reception) -> str:
    return gather(reception.office, [reception])[reception.pk].seen


def sign(reception: Reception, clock: Clock, **proof) -> RegisterEntry:
    by = proof.pop("by", reception.consultant)
    return register.sign(reception=reception, by=by, now=clock(), **proof)


def corrected(entry: RegisterEntry, **changes) -> register.Corrected:
    said = {
        "name": entry.words.name,
        "party_size": entry.facts["party_size"],
        "source": entry.facts["source"],
        "remark": entry.words.remark,
    }
    return register.Corrected(**{**said, **changes})


@pytest.mark.clause("B-01")
def test_the_receiving_consultant_signs_what_the_visit_was(
    received: Callable, clock: Clock, an: Member
) -> None:
    visit = received("Zhou", party_size=3)
    assert list(unsigned(visit.office)) == [visit]
    entry = sign(visit, clock, remark="came by metro")
    assert (entry.signed_by, entry.number, entry.day) == (an, visit.number, visit.day)
    assert (entry.facts["party_size"], entry.facts["grade"], entry.facts["area"]) == (3, "B", [80, 120])
    assert (entry.facts["consultant"], entry.facts["kind"]) == (an.code, "turn")
    assert (entry.words.name, entry.words.remark) == ("Zhou", "came by metro")
    assert "Zhou" not in str(entry.facts)
    assert not unsigned(visit.office).exists()


@pytest.mark.clause("B-01")
def test_nobody_signs_for_another(
    received: Callable, clock: Clock, bo: Member, mei: Member, lin: Member
) -> None:
    visit = received()
    for somebody in (bo, mei, lin):
        with refused():
            sign(visit, clock, by=somebody)
        with refused():
            sign(visit, clock, by=somebody, through=SignedThrough.PIN, screen_of=lin)
    assert not RegisterEntry.objects.exists()


@pytest.mark.clause("B-02")
def test_a_visit_is_signed_once(received: Callable, clock: Clock) -> None:
    visit = received()
    entry = sign(visit, clock)
    with refused():
        sign(visit, clock)
    assert RegisterEntry.objects.get() == entry


def test_a_pin_signs_at_the_desk_and_the_entry_says_where(
    received: Callable, clock: Clock, an: Member, bo: Member, lin: Member
) -> None:
    visit = received()
    with refused():
        sign(visit, clock, through=SignedThrough.PIN, screen_of=bo)
    with pytest.raises(ValueError, match="screen"), transaction.atomic():
        sign(visit, clock, through=SignedThrough.PIN)
    entry = sign(visit, clock, through=SignedThrough.PIN, screen_of=lin)
    assert (entry.signed_by, entry.signed_through, entry.screen_of) == (an, SignedThrough.PIN, lin)


def test_what_changed_since_it_was_shown_is_read_again(received: Callable, clock: Clock) -> None:
    visit = received()
    mark = seen_of(visit)
    visits.add_outcome(reception=visit, outcome=OutcomeEntry(grade="A"), by=visit.consultant, now=clock())
    with refused():
        sign(visit, clock, seen=mark)
    assert sign(visit, clock, seen=seen_of(visit)).facts["grade"] == "A"


def test_only_what_is_over_is_signed(arrive: Callable, clock: Clock) -> None:
    visit = arrive()
    with refused():
        sign(visit, clock)


@pytest.mark.parametrize("purpose", [VisitPurpose.PEER, VisitPurpose.FIND_PERSON])
def test_who_is_no_customer_is_not_registered(
    received: Callable, arrive: Callable, clock: Clock, purpose
) -> None:
    visit = arrive(purpose=purpose, customer=None)
    if visit.is_open:
        visits.finish(reception=visit, outcome=None, by=visit.consultant, now=clock())
    assert not unsigned(visit.office).exists()
    assert register_of(visit.office, visit.day).lines == []


@pytest.mark.clause("B-04")
def test_a_returning_customer_is_not_registered_again(received: Callable, clock: Clock, an: Member) -> None:
    first = received()
    sign(first, clock)
    again = received(
        customer=CustomerEntry(customer_id=first.customer_id),
        history=VisitHistory.VISITED,
        named=(an.pk,),
    )
    assert again.kind == "own"
    assert not unsigned(again.office).exists()
    with refused():
        sign(again, clock)
    book = register_of(again.office, again.day)
    assert [line.number for line in book.returns] == [again.number]
    assert [line.number for line in book.lines] == [first.number, again.number]


@pytest.mark.clause("B-04")
def test_the_owner_is_away_a_helper_does_not_register_the_customer(
    received: Callable, clock: Clock, an: Member
) -> None:
    first = received()
    sign(first, clock)
    floor.sign_out(consultant=an, by=an, now=clock())
    again = received(
        customer=CustomerEntry(customer_id=first.customer_id),
        history=VisitHistory.VISITED,
        named=(an.pk,),
    )
    assert (again.kind, again.consultant == an) == ("assist", False)
    assert not unsigned(again.office).exists()


def test_a_void_visit_needs_no_signature_and_a_signed_one_stays_listed(
    received: Callable, clock: Clock, mei: Member
) -> None:
    never, signed = received("Zhou"), received("Sun")
    sign(signed, clock)
    for visit in (never, signed):
        asked = voids.ask_void(reception=visit, reason="unrelated", note="", by=visit.consultant, now=clock())
        voids.answer_void(asked=asked, accept=True, by=mei, now=clock())
    assert not unsigned(signed.office).exists()
    with refused():
        sign(never, clock)
    [line] = register_of(signed.office, signed.day).lines
    assert (line.number, bool(line.annulled)) == (signed.number, True)


@pytest.mark.clause("B-02")
def test_a_correction_is_a_new_entry_that_names_the_old(received: Callable, clock: Clock) -> None:
    visit = received()
    old = sign(visit, clock)
    new = register.correct(
        entry=old,
        changes=corrected(old, name="Zhou Ming", party_size=2),
        reason="spelt wrong",
        by=visit.consultant,
        now=clock(),
    )
    assert new.corrects == old
    assert (new.words.name, new.facts["party_size"], new.words.reason) == ("Zhou Ming", 2, "spelt wrong")
    kept = RegisterEntry.objects.get(pk=old.pk)
    assert (kept.words.name, kept.facts["party_size"], kept.digest) == ("Zhou", 1, old.digest)
    first, second = register_of(visit.office, visit.day).lines
    assert (first.tag, first.replaced_by, second.tag) == ("1", "1/1", "1/1")
    assert first.is_intact
    assert second.is_intact


@pytest.mark.clause("B-02")
def test_only_who_signed_corrects_with_a_reason_and_something_to_correct(
    received: Callable, clock: Clock, bo: Member, mei: Member
) -> None:
    visit = received()
    entry = sign(visit, clock)
    change = corrected(entry, party_size=2)
    for by, changes, reason in (
        (bo, change, "wrong"),
        (mei, change, "wrong"),
        (visit.consultant, change, "  "),
        (visit.consultant, corrected(entry), "wrong"),
        (visit.consultant, corrected(entry, party_size=0), "wrong"),
        (visit.consultant, corrected(entry, source="nonsense"), "wrong"),
    ):
        with refused():
            register.correct(entry=entry, changes=changes, reason=reason, by=by, now=clock())
    register.correct(entry=entry, changes=change, reason="wrong", by=visit.consultant, now=clock())
    with refused():
        register.correct(
            entry=entry,
            changes=corrected(entry, party_size=4),
            reason="again",
            by=visit.consultant,
            now=clock(),
        )
    assert RegisterEntry.objects.count() == 2


def test_the_manager_asks_and_the_signer_is_told(received: Callable, clock: Clock, mei: Member) -> None:
    visit = received()
    entry = sign(visit, clock)
    register.ask_correction(entry=entry, by=mei, now=clock())
    notice = Notice.objects.get(kind=NoticeKind.CORRECTION_ASKED)
    assert (notice.member, notice.about["entry"]) == (visit.consultant, entry.pk)
    assert str(entry.pk) in notice.path


def test_a_consultant_signs_all_at_one_go_or_none(
    received: Callable, clock: Clock, an: Member, bo: Member
) -> None:
    mine = [received("Zhou"), *(received(name) for name in ("Sun", "Li", "Wu")), received("Qian")]
    own = [visit for visit in mine if visit.consultant == an]
    assert len(own) == 2
    marks = {visit.visit: seen_of(visit) for visit in own}
    others = next(visit for visit in mine if visit.consultant == bo)
    for wrong in ({others.visit: seen_of(others)}, {own[0].visit: "another mark"}):
        with refused():
            register.sign_all(seen={**marks, **wrong}, by=an, now=clock())
    assert not RegisterEntry.objects.exists()
    entries = register.sign_all(seen=marks, by=an, now=clock())
    assert [entry.signed_by for entry in entries] == [an, an]
    assert not unsigned(an.office, consultant=an).exists()


def test_a_signature_after_the_close_is_marked_late_and_leaves_the_closed_check_sum(
    received: Callable, clock: Clock, mei: Member
) -> None:
    early, late = received("Zhou"), received("Sun")
    sign(early, clock)
    at_close = clock()
    day = close_day(office=early.office, by=mei, now=at_close)
    before = checksum_of(early.office, day, until=day.closed_at)
    register.sign(reception=late, by=late.consultant, now=at_close - timedelta(minutes=5))
    assert checksum_of(early.office, day, until=day.closed_at) == before
    assert checksum_of(early.office, day) != before
    lines = register_of(early.office, day).lines
    assert [line.is_late for line in lines] == [False, True]


def test_another_office_sees_nothing(
    received: Callable, other_office: Office, stranger: Member, clock: Clock
) -> None:
    visit = received()
    assert not unsigned(other_office).exists()
    entry = sign(visit, clock)
    assert checksum_of(other_office, visit.day) == ""
    with refused():
        register.sign_all(seen={visit.visit: "-"}, by=stranger, now=clock())
    assert RegisterEntry.objects.get() == entry


def test_verifying_the_queue_finds_words_that_were_changed(received: Callable, clock: Clock) -> None:
    """An entry itself is out of the application's reach; the words beside it are not."""
    visit = received()
    entry = sign(visit, clock)
    assert list(differences(visit.office)) == []
    entry.words.name = "Wang"
    entry.words.save(update_fields=["name"])
    [found] = differences(visit.office)
    assert "not what was signed" in found.what
    [line] = register_of(visit.office, visit.day).lines
    assert not line.is_intact


def test_the_days_register_costs_the_same_with_one_line_and_with_many(
    received: Callable, clock: Clock
) -> None:
    def cost(visit: Reception) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            book = register_of(visit.office, visit.day)
            assert [line.needs for line in book.lines]
            assert [line.consultant.name for line in book.lines]
        return len(queries)

    visit = received()
    sign(visit, clock)
    received("Sun")
    few = cost(visit)
    for number in range(8):
        more = received(f"Wu {number}")
        if number % 2:
            entry = sign(more, clock)
            register.correct(
                entry=entry,
                changes=corrected(entry, party_size=5),
                reason="miscounted",
                by=more.consultant,
                now=clock(),
            )
    assert cost(visit) == few


def test_the_unsigned_nag_their_consultant_once_an_hour_until_the_day_is_closed(
    received: Callable, clock: Clock, mei: Member
) -> None:
    visit = received()
    assert nag_of_unsigned(now=clock(minutes=10)) == 0
    assert nag_of_unsigned(now=clock(minutes=5)) == 1
    assert nag_of_unsigned(now=clock(minutes=10)) == 0
    notice = Notice.objects.get(kind=NoticeKind.UNSIGNED)
    assert (notice.member, notice.about["count"]) == (visit.consultant, 1)
    assert nag_of_unsigned(now=clock(minutes=51)) == 1
    close_day(office=visit.office, by=mei, now=clock())
    assert nag_of_unsigned(now=clock(minutes=120)) == 0


def test_who_signed_is_left_in_peace(received: Callable, clock: Clock) -> None:
    sign(received(), clock)
    assert nag_of_unsigned(now=clock(minutes=60)) == 0


def in_two_threads(work: Callable[[int], object]) -> list[object]:
    """Both at the same moment; what each returned or raised."""
    barrier, results = Barrier(2), [None, None]

    def run(number: int) -> None:
        try:
            barrier.wait()
            results[number] = work(number)
        except Refusal as refusal:
            results[number] = refusal
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=run, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_clocks_remind_once(office: Office, an: Member, lin: Member, mei: Member) -> None:
    visit = _over(office, an, lin, mei)
    later = visit.ended_at + timedelta(minutes=20)
    assert sorted(in_two_threads(lambda _: nag_of_unsigned(now=later))) == [0, 1]
    assert Notice.objects.filter(kind=NoticeKind.UNSIGNED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_signatures_at_once_are_one(office: Office, an: Member, lin: Member, mei: Member) -> None:
    visit = _over(office, an, lin, mei)
    results = in_two_threads(
        lambda number: register.sign(reception=visit, by=an, now=visit.ended_at + timedelta(seconds=number))
    )
    assert sorted(type(result) is RegisterEntry for result in results) == [False, True]
    assert RegisterEntry.objects.count() == 1


def _over(office: Office, an: Member, lin: Member, mei: Member) -> Reception:
    clock = Clock()
    open_day(office=office, present=[an], by=mei, now=clock())
    visit = log_arrival(office=office, arrival=walk_in(), by=lin, now=clock())
    return visits.finish(reception=visit, outcome=None, by=an, now=clock()).reception
