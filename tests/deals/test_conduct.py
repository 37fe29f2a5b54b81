"""The conduct register: reported, verified by somebody else, read by those whom it concerns."""

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.test import Client

from deals.enums import Conduct
from deals.models import ConductEntry
from deals.services.conduct import CLAUSES, USUAL, clause_of, report_conduct, verify_conduct
from offices.clauses import BY_ID
from offices.enums import NoticeKind, Role
from offices.models import Notice
from tests.cast import enrol
from tests.deals.conftest import NOW
from tests.reception.conftest import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = NOW.date()


def reported(member, by, **fields) -> ConductEntry:
    values = {"kind": Conduct.SNATCHING, "is_serious": False, "what": "Took her at the door", **fields}
    values.setdefault("happened_on", TODAY)
    return report_conduct(member=member, by=by, now=NOW, **values)


@pytest.mark.clause("C-25", "C-26", "C-27", "C-28", "C-29")
def test_every_kind_has_its_clause_and_usual_consequence() -> None:
    assert set(CLAUSES) == set(Conduct)
    assert clause_of(Conduct.NEGLECT, is_serious=True) == "C-26"
    assert clause_of(Conduct.TROUBLE, is_serious=True) == "C-28"
    assert set(CLAUSES.values()) | {"C-26"} == set(USUAL) <= set(BY_ID)


def test_a_manager_verifies_and_the_one_concerned_is_told(an, bo, mei) -> None:
    entry = reported(bo, an)
    assert set(Notice.objects.filter(kind=NoticeKind.CONDUCT).values_list("member", flat=True)) == {mei.pk}
    verify_conduct(entry=entry, is_upheld=True, consequence="A day's pay", by=mei, now=NOW)
    entry.refresh_from_db()
    assert (entry.is_upheld, entry.verified_by, entry.consequence) == (True, mei, "A day's pay")
    assert Notice.objects.filter(kind=NoticeKind.CONDUCT, member=bo).exists()
    with refused():
        verify_conduct(entry=entry, is_upheld=False, by=mei, now=NOW)  # once


def test_not_upheld_has_no_consequence(an, bo, mei) -> None:
    entry = verify_conduct(entry=reported(bo, an), is_upheld=False, consequence="none", by=mei, now=NOW)
    assert (entry.is_upheld, entry.consequence) == (False, "")


def test_who_may_not_verify(office, an, bo, hua, mei, director) -> None:
    about_mei, by_mei, about_bo = reported(mei, an), reported(bo, mei), reported(bo, an)
    for entry, by in ((about_mei, mei), (by_mei, mei), (about_bo, hua), (about_bo, bo)):
        with refused():
            verify_conduct(entry=entry, is_upheld=True, consequence="x", by=by, now=NOW)
    with refused():
        verify_conduct(entry=about_bo, is_upheld=True, consequence=" ", by=mei, now=NOW)
    assert verify_conduct(entry=about_mei, is_upheld=True, consequence="x", by=director, now=NOW).is_upheld
    with pytest.raises(Error), transaction.atomic():
        ConductEntry.objects.filter(pk=about_bo.pk).update(verified_by=bo, verified_at=NOW, is_upheld=True)


def test_what_is_not_reported(an, bo, stranger) -> None:
    for member, fields in ((an, {}), (stranger, {}), (bo, {"happened_on": TODAY + timedelta(days=2)})):
        with refused():
            reported(member, an, **fields)


def test_leaders_the_director_and_the_one_concerned_read_it(
    client: Client, office, an, bo, chen, lin, hua, mei, director
) -> None:
    reported(bo, an)
    for member, reads in ((bo, True), (hua, True), (mei, True), (director, True), (an, False), (lin, False)):
        client.force_login(member.user)
        text = client.get("/harbour/conduct/").content.decode()
        assert ("Took her at the door" in text) is reads, member.name


def test_pages_report_and_verify_and_keep_what_was_typed(client: Client, office, an, bo, mei) -> None:
    client.force_login(an.user)
    key = "6a0d4f2e-9f0e-4a55-9d0e-222222222222"
    sent = {"member": bo.pk, "kind": "neglect", "what": "Left her standing", "happened_on": "2199-01-01"}
    answer = client.post("/harbour/conduct/report/", {**sent, "request_key": key})
    assert answer.status_code == 422 and "Left her standing" in answer.content.decode()
    answer = client.post(
        "/harbour/conduct/report/", {**sent, "happened_on": "2026-01-05", "request_key": key}
    )
    entry = ConductEntry.objects.get()
    assert (answer.status_code, entry.reported_by) == (302, an)
    client.force_login(mei.user)
    page = client.get(f"/harbour/conduct/{entry.pk}/")
    assert page.context["form"]["consequence"].value() == str(USUAL["C-25"])
    other = enrol(office, "mei2", Role.MANAGER)
    about = reported(other, mei)
    client.force_login(other.user)
    assert client.get(f"/harbour/conduct/{about.pk}/").status_code == 404
