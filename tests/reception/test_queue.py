"""The queue as log and snapshot: what a use case writes, and that it can be proven."""

import pytest

from offices.models import Notice
from reception.enums import Status
from reception.models import Queue, QueueEvent, Reception
from reception.rotation import State, replay
from reception.selectors.document import document_of
from reception.services import floor, visits
from reception.services.verify import differences


@pytest.mark.clause("charter-9", "A-22")
def test_first_walk_in_goes_to_the_first_in_order(arrive, an, bo) -> None:
    first, second = arrive("Zhou"), arrive("Wu")
    assert (first.consultant, first.clause, first.counts) == (an, "charter-9", True)
    assert second.consultant == bo
    assert [first.number, second.number] == [1, 2]


def test_consultant_is_told(arrive, an) -> None:
    reception = arrive()
    [notice] = Notice.objects.filter(member=an)
    assert notice.about["visit"] == str(reception.visit)


def test_everything_that_happened_verifies(arrive, opened, an, bo, chen, ding, lin, clock) -> None:
    visit = arrive("Zhou")
    floor.step_out(consultant=bo, reason="business", by=bo, now=clock())
    arrive("Wu")
    floor.step_in(consultant=bo, by=lin, now=clock())
    assert arrive("Zheng").kind == "makeup"
    visits.meet(reception=visit, by=an, now=clock())
    visits.finish(reception=visit, outcome=None, by=an, now=clock())
    assert list(differences(opened)) == []
    queue = Queue.objects.get(pk=opened.pk)
    assert queue.seq == QueueEvent.objects.of(opened).count()


def test_waiting_visitor_is_called_when_somebody_is_free(arrive, an, clock) -> None:
    visits_taken = [arrive(str(number)) for number in range(4)]
    waiting = arrive("Wang")
    assert waiting.status == Status.WAITING and waiting.consultant is None
    done = visits.finish(reception=visits_taken[0], outcome=None, by=an, now=clock())
    assert [reception.pk for reception in done.called] == [waiting.pk]
    waiting.refresh_from_db()
    assert (waiting.status, waiting.consultant) == (Status.CALLED, an)


def test_tampering_is_found(arrive, opened, owner_cursor) -> None:
    arrive()
    owner_cursor.execute("ALTER TABLE reception_queueevent DISABLE TRIGGER USER")
    owner_cursor.execute("UPDATE reception_queueevent SET by_id = NULL WHERE kind = 'arrive'")
    owner_cursor.execute("ALTER TABLE reception_queueevent ENABLE TRIGGER USER")
    assert [difference.what for difference in differences(opened)] == ["the entry is not what was hashed"]


def test_heaviest_walk_in_costs_at_most_fifteen_queries(arrive, django_assert_max_num_queries) -> None:
    from visitors.services.customers import CustomerEntry

    entry = CustomerEntry(
        name="Qian", phone="13812345678", phone_answer="given", consent_call=True, consent_sms=False
    )
    with django_assert_max_num_queries(15) as captured:
        arrive(customer=entry)
    assert captured.captured_queries
    assert Reception.objects.count() == 1


def test_exported_log_replays_to_the_stored_state(arrive, opened, an, bo, lin, clock) -> None:
    """Anybody with the export gets our decisions and our state, by the replay command's own function."""
    floor.step_out(consultant=bo, reason="business", by=bo, now=clock())
    first = arrive("Zhou", history="visited", named=(bo.pk,))
    arrive("Wu")
    floor.step_in(consultant=bo, by=lin, now=clock())
    visits.cancel(reception=first, note="typed twice", by=lin, now=clock())
    replayed = replay(document_of(opened))
    stored = State.from_json(Queue.objects.get(pk=opened.pk).state).public()
    assert replayed["state"] == stored
    logged = [
        {name: value for name, value in said.items() if name != "sharers"}
        for event in QueueEvent.objects.of(opened).order_by("seq")
        for said in event.decision.get("decisions", [])
    ]
    assert replayed["decisions"] == logged
