"""Consent to calls and to SMS: asked for separately, kept with its wording, time and way, never overwritten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import Error, IntegrityError, transaction
from django.utils import translation

from messaging.consent_wordings import WORDINGS, current_wording, wording
from messaging.enums import ConsentChannel, ConsentWay
from messaging.models import Consent
from messaging.selectors.consents import consent_digest, consents_of
from messaging.services.consents import record_consents

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
NUMBER, OTHER = "+8613800001234", "+8613800005678"


def answer(by, *, call=None, sms=None, number=NUMBER, way=ConsentWay.DESK, at=NOW, office=None):
    record_consents(office=office or by.office, number=number, call=call, sms=sms, channel=way, by=by, now=at)


def test_both_answers_are_kept_in_one_query(lin, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer(lin, call=True, sms=False)
    kept = consents_of(lin.office, [NUMBER])[NUMBER]
    assert {channel: consent.given for channel, consent in kept.items()} == {"call": True, "sms": False}
    call = kept["call"]
    assert (call.wording, call.wording_version, call.way, call.at, call.by) == ("call", 1, "desk", NOW, lin)
    call.full_clean()


def test_what_was_not_asked_is_not_kept(lin, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer(lin)
    answer(lin, sms=True)
    assert list(consents_of(lin.office, [NUMBER])[NUMBER]) == ["sms"]


def test_a_withdrawal_is_a_new_row_and_the_last_word(lin):
    answer(lin, call=True)
    answer(lin, call=False, way=ConsentWay.PHONE, at=NOW + timedelta(days=3))
    assert consents_of(lin.office, [NUMBER])[NUMBER]["call"].given is False
    assert Consent.objects.count() == 2


def test_of_two_answers_in_one_moment_the_later_row_counts(lin):
    answer(lin, call=True)
    answer(lin, call=False)
    assert consents_of(lin.office, [NUMBER])[NUMBER]["call"].given is False


def test_offices_and_numbers_are_kept_apart(lin, stranger, django_assert_num_queries):
    answer(lin, call=True)
    answer(stranger, call=False)
    answer(lin, call=False, number=OTHER)
    with django_assert_num_queries(1):
        ours = consents_of(lin.office, [NUMBER, OTHER, "+85291234567"])
    assert {number: {c: row.given for c, row in kept.items()} for number, kept in ours.items()} == {
        NUMBER: {"call": True},
        OTHER: {"call": False},
        "+85291234567": {},
    }
    assert consents_of(stranger.office, [NUMBER])[NUMBER]["call"].given is False


def test_nobody_to_ask_about_asks_nothing(office, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert consents_of(office, []) == {}


def test_a_person_may_answer_without_us(lin):
    record_consents(
        office=lin.office, number=NUMBER, call=False, sms=None, channel=ConsentWay.SELF, by=None, now=NOW
    )
    assert consents_of(lin.office, [NUMBER])[NUMBER]["call"].by is None


def test_the_number_is_in_no_row(lin):
    answer(lin, call=True)
    row = Consent.objects.values().get()
    assert row["number"] == consent_digest(NUMBER)
    assert not any("13800001234" in str(value) for value in row.values())


def test_the_database_lets_nobody_change_or_forget_an_answer(lin):
    answer(lin, call=True)
    with pytest.raises(Error), transaction.atomic():
        Consent.objects.update(given=False)
    with pytest.raises(Error), transaction.atomic():
        Consent.objects.all().delete()
    assert Consent.objects.get().given is True


@pytest.mark.django_db(transaction=True)
def test_not_even_the_owner_can_change_an_answer(lin, owner_cursor):
    answer(lin, call=True)
    with pytest.raises(Exception, match="append_only"):
        owner_cursor.execute("UPDATE messaging_consent SET given = false")
    assert Consent.objects.get().given is True


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"number": NUMBER}, "consent_number_is_a_fingerprint"),
        ({"channel": "fax"}, "consent_channel_known"),
        ({"way": "hearsay"}, "consent_way_known"),
    ],
)
def test_what_proves_nothing_is_refused(lin, changes, constraint):
    values = {"number": consent_digest(NUMBER), "channel": "call", "way": "desk"} | changes
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Consent.objects.create(
            office=lin.office, given=True, wording="call", wording_version=1, at=NOW, by=lin, **values
        )


def test_every_channel_has_a_question_that_says_how_to_take_it_back():
    for channel in ConsentChannel:
        question = current_wording(channel)
        assert wording(question.code, question.version) == question
        with translation.override("en"):
            assert "take it back" in str(question.text)
    with pytest.raises(KeyError):
        wording("call", 99)


def test_no_version_of_a_question_exists_twice():
    assert len({(question.code, question.version) for question in WORDINGS}) == len(WORDINGS)
