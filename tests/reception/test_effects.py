"""What a deed will do to turns is told before, and it does that or nothing."""

import json
from random import Random

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from offices.models import Member, Office
from reception.consequences import Consequences, consequences
from reception.enums import Move, Status
from reception.models import Queue, QueueEvent, Reception
from reception.rotation import (
    PRESETS,
    Arrive,
    Away,
    Cancel,
    Event,
    Finish,
    HandBack,
    Purpose,
    Reassign,
    Refused,
    Reorder,
    SignIn,
    SignOut,
    State,
    StepIn,
    StepOut,
    Void,
    VoidReason,
    apply,
)
from reception.selectors.turn_words import Names, sentences
from reception.services import floor, hand_over, roster, visits, voids
from reception.services.effect_words import told
from reception.services.effects import Effect, EffectChanged, effect_on
from reception.services.verify import differences
from tests.page_forms import form_with

STAFF = ("m1", "m2", "m3", "m4", "m5")
BY = {"by": "m9", "why": "manager-decided"}


def some_event(random: Random, state: State, number: int) -> Event:
    """Something that happens at a desk, likely or not."""
    who, other = random.sample(STAFF, 2)
    known = [*state.open, *state.closed, *state.waiting] or ["v0"]
    visit = random.choice(known)
    order = [person.name for person in state.order]
    random.shuffle(order)
    purpose = random.choice([Purpose.PURCHASE] * 4 + [Purpose.PEER, Purpose.DIRECTIONS])
    return random.choice(
        [
            *[Arrive(visit=f"v{number}", purpose=purpose)] * 4,
            *[Finish(visit=visit)] * 2,
            SignIn(who),
            SignOut(who),
            StepOut(who, random.choice([*Away])),
            StepIn(who),
            Void(visit=visit, reason=VoidReason.PEER, verified_by="m9"),
            Cancel(visit=visit),
            Reassign(visit=visit, to=other, owed=random.random() < 0.5, **BY),
            HandBack(visit=visit, to=other, **BY),
            Reorder(order=tuple(order), **BY),
        ]
    )


def rebuilt(before: dict, found: Consequences) -> dict:
    """The picture after, made from the one before and from what is told alone."""
    balance, owed = dict(before["balance"]), {code: list(had) for code, had in before["owed"].items()}
    for account in found.accounts:
        assert balance.get(account.consultant, 0) == account.before
        balance[account.consultant] = account.after
        kept = owed.get(account.consultant, [])
        assert tuple(kept[: len(account.gone)]) == account.gone
        owed[account.consultant] = [*kept[len(account.gone) :], *account.owed]
    return {
        "order": list(found.order_after if found.order_before or found.order_after else before["order"]),
        "balance": {code: turns for code, turns in balance.items() if turns},
        "owed": {code: had for code, had in owed.items() if had},
    }


@given(seed=st.integers(0, 2**32), preset=st.sampled_from([*PRESETS]))
def test_what_is_told_is_what_happens(seed: int, preset: str) -> None:
    """On random days: the effect on a copy is the effect itself, and it says everything that changed."""
    random = Random(seed)
    state = State.start(STAFF[:4], STAFF, PRESETS[preset])
    for number in range(60):
        event = some_event(random, state, number)
        copy = State.from_json(json.loads(json.dumps(state.to_json())))
        closed = {visit: record.as_dict() for visit, record in state.closed.items()}
        promised = effect_on(copy, lambda _state, event=event: [event], closed)
        before = state.picture()
        try:
            decisions = apply(state, event)
        except Refused:
            assert promised.refusal
            continue
        done = consequences(before, state.picture(), [said.as_dict() for said in decisions])
        assert promised.consequences == done
        after = state.picture()
        assert rebuilt(before, done) == {name: after[name] for name in ("order", "balance", "owed")}
        said = sentences(done, Names({}), event.kind.value, before["order"])
        assert len(said) >= len(done.decisions) and all(each.text for each in said)


@given(seed=st.integers(0, 2**32))
def test_another_effect_has_another_digest(seed: int) -> None:
    random = Random(seed)
    state = State.start(STAFF[:4], STAFF, PRESETS["floor"])
    seen: dict[str, Effect] = {}
    for number in range(30):
        event = some_event(random, state, number)
        copy = State.from_json(json.loads(json.dumps(state.to_json())))
        effect = effect_on(copy, lambda _state, event=event: [event])
        if effect.refusal:
            continue
        known = seen.setdefault(effect.digest, effect)
        assert (known.kind, known.consequences) == (effect.kind, effect.consequences)
        apply(state, event)


@pytest.fixture(autouse=True)
def _english(request) -> None:
    """Not for the properties, which need no page."""
    if "hypothesis" not in request.node.keywords:
        request.getfixturevalue("english")


def texts(office: Office, effect: Effect, about: Member | None = None) -> str:
    return " ".join(each.text for each in told(office, effect, about).sentences)


def states(office: Office) -> tuple[int, dict]:
    queue = Queue.objects.get(pk=office.pk)
    return queue.seq, queue.state


@pytest.mark.clause("charter-11")
def test_cancelling_at_once_is_told_as_taking_everything_back(arrive, office, an) -> None:
    reception = arrive()
    before = states(office)
    effect = visits.effect_of_cancel(reception)
    assert states(office) == before
    assert effect.consequences.order_after == tuple(f"m{pk}" for pk in _order_with_first(office, an))
    assert "taken back" in texts(office, effect)


def _order_with_first(office: Office, first: Member) -> list[int]:
    others = Member.objects.of(office).consultants().exclude(pk=first.pk).order_by("pk")
    return [first.pk, *others.values_list("pk", flat=True)]


@pytest.mark.clause("charter-11")
def test_cancelling_later_is_told_as_a_turn_owed(arrive, office, an) -> None:
    first = arrive("First")
    arrive("Second")
    effect = visits.effect_of_cancel(first)
    [account] = effect.consequences.accounts
    assert (account.consultant, account.owed) == (an.code, ("charter-11",))
    assert "An is owed one turn." in texts(office, effect)


def test_what_cannot_be_is_told_in_words(arrive, an, bo, mei, lin, clock) -> None:
    reception = arrive()
    visits.cancel(reception=reception, note="typed twice", by=lin, now=clock())
    effect = hand_over.effect_of_reassign(reception, to=bo, owed=True, by=mei)
    assert effect.refusal == "This reception is over already."


def test_waiting_visitor_whom_a_deed_calls_is_told(arrive, office, an, mei, clock) -> None:
    first = arrive("First")
    for name in ("Second", "Third", "Fourth", "Patient"):
        arrive(name)
    waiting = Reception.objects.get(status=Status.WAITING)
    effect = visits.effect_of_cancel(first)
    assert "An receives Patient" in texts(office, effect)
    visits.cancel(reception=first, note="typed twice", promised=effect.digest, by=mei, now=clock())
    waiting.refresh_from_db()
    assert waiting.consultant == an
    assert list(differences(office)) == []


def test_nothing_is_done_where_the_effect_became_another_one(arrive, office, lin, clock) -> None:
    first = arrive("First")
    promised = visits.effect_of_cancel(first).digest
    arrive("Second")
    before = states(office)
    with pytest.raises(EffectChanged) as caught, transaction.atomic():
        visits.cancel(reception=first, note="typed twice", promised=promised, by=lin, now=clock())
    assert caught.value.effect.consequences.accounts
    assert caught.value.effect == visits.effect_of_cancel(first)
    first.refresh_from_db()
    assert first.status == Status.CALLED
    assert states(office) == before


def test_what_has_no_part_in_it_does_not_make_a_promise_stale(arrive, office, an, bo, mei, clock) -> None:
    """Somebody's private errand elsewhere changes the log, but not what the deed does."""
    reception = arrive()
    promised = hand_over.effect_of_reassign(reception, to=bo, owed=True, by=mei).digest
    floor.step_out(
        consultant=Member.objects.get(office=office, name="Ding"), reason="personal", by=mei, now=clock()
    )
    given = hand_over.reassign(
        reception=reception, to=bo, owed=True, reason="called away", promised=promised, by=mei, now=clock()
    )
    assert given.consultant == bo


@pytest.mark.clause("charter-6")
def test_void_is_told_and_done_alike(arrive, office, an, mei, clock) -> None:
    reception = arrive()
    asked = voids.ask_void(reception=reception, reason="peer", note="", by=an, now=clock())
    effect = voids.effect_of_void(asked, by=mei)
    [account] = effect.consequences.accounts
    assert (account.consultant, account.owed) == (an.code, ("charter-6",))
    voids.answer_void(
        asked=asked, accept=True, note="had a rival's badge", promised=effect.digest, by=mei, now=clock()
    )
    event = QueueEvent.objects.of(office).get(kind="void")
    assert event.note.text == "had a rival's badge" and "badge" not in str(event.payload)
    done = consequences(event.decision["before"], event.decision["after"], event.decision["decisions"])
    assert done.accounts == effect.consequences.accounts


def test_signing_out_tells_what_stays(arrive, office, an, bo, lin, mei, clock) -> None:
    floor.step_out(consultant=an, reason="business", by=an, now=clock())
    arrive("While away")
    floor.step_in(consultant=an, by=an, now=clock())
    reception = arrive("With An")
    assert reception.consultant == an
    arrive("With Chen")
    visits.cancel(reception=reception, note="typed twice", by=lin, now=clock())
    again = roster.effect_of_move(an, Move.SIGN_OUT, by=mei, now=clock())
    said = texts(office, again, an)
    assert "1 turn stays owed to An" in said and "An leaves the order." in said
    bos = roster.effect_of_move(bo, Move.SIGN_OUT, by=mei, now=clock())
    assert "While away stays with Bo" in texts(office, bos, bo)


@pytest.mark.clause("floor-queue-3")
def test_stepping_out_tells_what_it_earns(opened, an, mei, clock) -> None:
    business = roster.effect_of_move(an, Move.BUSINESS, by=mei, now=clock())
    private = roster.effect_of_move(an, Move.PERSONAL, by=mei, now=clock())
    assert "is owed every turn" in texts(opened, business, an)
    assert "not made up" in texts(opened, private, an)
    assert business.digest != private.digest


def test_signing_in_before_opening_hours_tells_the_place_it_brings(opened, an, bo, mei, clock) -> None:
    """Before the doors open, whoever comes takes the last day's place: both entries are told as one effect."""
    from reception.services.closing import close_day
    from reception.services.day import open_day

    day = Queue.objects.get(pk=opened.pk).day
    close_day(office=opened, date=day.date, by=mei, now=clock())
    clock(hours=21)
    open_day(office=opened, present=[bo], by=mei, now=clock())
    effect = roster.effect_of_move(an, Move.SIGN_IN, by=mei, now=clock())
    assert effect.consequences.order_after == (an.code, bo.code)
    roster.move(
        consultant=an, move=Move.SIGN_IN, reason="came early", promised=effect.digest, by=mei, now=clock()
    )
    assert Queue.objects.get(pk=opened.pk).state["order"] == [an.code, bo.code]
    assert list(differences(opened)) == []


def test_stale_page_shows_the_new_effect_and_keeps_what_was_typed(
    client: Client, arrive, lin, office
) -> None:
    first = arrive("First")
    client.force_login(lin.user)
    address = f"/harbour/visits/{first.visit}/cancel/"
    form = form_with(client.get(address), "effect")
    arrive("Second")
    sent = {**form.fields, "note": "typed twice", "do": "yes"}
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nothing was done" in page and "An is owed one turn." in page and "typed twice" in page
    first.refresh_from_db()
    assert first.status == Status.CALLED
    again = {**form_with(answer, "effect").fields, "note": "typed twice", "do": "yes"}
    assert client.post(address, again).status_code == 302
    first.refresh_from_db()
    assert first.status == Status.CANCELLED


def test_looking_does_nothing(client: Client, arrive, lin, office) -> None:
    reception = arrive()
    client.force_login(lin.user)
    before = states(office)
    answer = client.post(f"/harbour/visits/{reception.visit}/cancel/", {"note": "only look"})
    assert "What this will do to turns" in answer.content.decode()
    assert "only look" in answer.content.decode()
    assert states(office) == before


def test_cancel_asks_why(client: Client, arrive, lin) -> None:
    reception = arrive()
    client.force_login(lin.user)
    address = f"/harbour/visits/{reception.visit}/cancel/"
    form = form_with(client.get(address), "effect")
    answer = client.post(address, {**form.fields, "note": " ", "do": "yes"})
    assert answer.status_code == 422 and "note" in answer.context["form"].errors
    reception.refresh_from_db()
    assert reception.status == Status.CALLED
