"""The summary by which lists are filtered follows what happens, and the days that pass."""

import time
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from offices.models import HouseRules
from tests.visitors.rows import NOW, correct, file_of, receive
from visitors.models import Customer, FileStanding, PlanDue
from visitors.services.merging import merge, unmerge
from visitors.services.standings import judge_marked, judge_outdated

pytestmark = pytest.mark.django_db
older = import_module("visitors.migrations.0007_standings_of_older_files")


def judge(now=NOW) -> int:
    return judge_marked(now=now, ends=time.monotonic() + 60)


def standing(customer: Customer) -> tuple:
    row = FileStanding.objects.get(customer=customer)
    return row.owner, row.last_contact_at


def test_whoever_was_met_is_judged_once(lin, an, bo) -> None:
    customer, other = file_of(lin), file_of(lin)
    receive(customer, an)
    receive(customer, bo, NOW + timedelta(minutes=5))
    assert judge() == 1
    assert standing(customer) == (an, NOW + timedelta(minutes=5))
    assert standing(other) == (None, None), "who was never met is found by that"
    assert judge() == 0


def test_files_from_before_have_their_rows_and_aliases_none(lin, an, stranger, monkeypatch) -> None:
    monkeypatch.setattr(older, "AT_ONCE", 2)
    keep, alias, met, unmet = (file_of(lin) for _ in range(4))
    far = file_of(stranger)
    receive(met, an)
    judge()
    Customer.objects.filter(pk=alias.pk).update(merged_into=keep)
    FileStanding.objects.exclude(customer=met).delete()
    for _again in range(2):
        older.stand_older_files(None, SimpleNamespace(connection=connection))
        rows = dict(FileStanding.objects.values_list("customer", "owner"))
        assert rows == {keep.pk: None, met.pk: an.pk, unmet.pk: None, far.pk: None}


def test_a_correction_is_judged_anew(lin, an, bo) -> None:
    customer = file_of(lin)
    contact = receive(customer, an)
    judge()
    correct(contact, "reassigned", lin, to=bo)
    judge()
    assert standing(customer)[0] == bo


def test_once_a_registration_ended_the_next_one_owns(lin, an, bo) -> None:
    customer = file_of(lin)
    receive(customer, an)
    receive(customer, bo, NOW + timedelta(days=40))
    judge(NOW + timedelta(days=41))
    assert standing(customer)[0] == an
    later = NOW + timedelta(days=70)
    assert judge_outdated(now=later, ends=time.monotonic() + 60) == 1
    assert standing(customer)[0] == bo
    assert judge_outdated(now=later, ends=time.monotonic() + 60) == 0


def test_other_house_rules_are_judged_by(lin, an) -> None:
    customer = file_of(lin)
    receive(customer, an)
    judge()
    HouseRules.objects.create(
        office=lin.office,
        version=1,
        effective_from=NOW.date(),
        switches={"attribution": {"validity_months": 6}},
        created_at=NOW,
    )
    assert judge_outdated(now=NOW, ends=time.monotonic() + 60) == 1
    row = FileStanding.objects.get(customer=customer)
    assert (row.valid_until.month, row.rules_version) == (5, 1)


def test_joined_files_have_one_standing_and_parted_ones_two(lin, an, bo, mei) -> None:
    keep, alias = file_of(lin, name="Wu"), file_of(lin, name="Woo")
    receive(keep, bo)
    receive(alias, an, NOW - timedelta(days=1))
    judge()
    merger = merge(keep=keep, alias=alias, choices={}, by=mei, now=NOW)
    judge()
    assert dict(FileStanding.objects.values_list("customer", "owner")) == {keep.pk: an.pk}
    unmerge(merger=merger, by=mei, now=NOW)
    judge()
    assert dict(FileStanding.objects.values_list("customer", "owner")) == {keep.pk: bo.pk, alias.pk: an.pk}


def test_other_rules_are_nothing_to_judge_where_nobody_was_met(lin, an) -> None:
    file_of(lin)
    HouseRules.objects.create(
        office=lin.office, version=1, effective_from=NOW.date(), switches={"attribution": {}}, created_at=NOW
    )
    assert judge_outdated(now=NOW, ends=time.monotonic() + 60) == 0


def test_planning_a_customer_leaves_the_mark(lin, an) -> None:
    customer = file_of(lin)
    receive(customer, an)
    PlanDue.objects.update(since=None, planned_on=NOW.date())
    assert judge() == 1
