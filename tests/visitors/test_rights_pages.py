"""The pages about rights to own data and about old files: who opens them, and what they do."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from offices.enums import Role
from offices.models import AuditEntry, Member, Office
from tests.cast import enrol
from tests.page_forms import says
from tests.visitors.rows import file_of
from visitors.models import Customer, Erasure, FileView, SubjectRequest
from visitors.services.file_marks import mark_file
from visitors.services.retention import list_old_files
from visitors.services.subject_requests import take_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def wu(an: Member) -> Customer:
    return file_of(an, name="Wu", phone="138 0000 7788")


def page(name: str, office: Office, *args) -> str:
    return reverse(f"visitors:{name}", args=[office.slug, *args])


def taken(customer: Customer, by: Member, kind: str) -> SubjectRequest:
    now = timezone.now()
    return take_request(
        customer=customer,
        kind=kind,
        way="desk",
        words="as they said it",
        asked_on=by.office.business_date(now),
        identity="paper",
        by=by,
        now=now,
    )


def key_in(response) -> str:
    text = response.content.decode()
    return text.split('name="request_key" value="')[1].split('"')[0]


def test_somebody_is_taken_down_and_gets_their_data(client, wu, fang, office):
    client.force_login(fang.user)
    form = page("right_new", office, wu.pk)
    fields = {
        "kind": "access",
        "way": "desk",
        "asked_on": f"{office.business_date(timezone.now())}",
        "identity": "paper",
        "words": "",
        "request_key": key_in(client.get(form)),
    }
    assert client.post(form, fields).status_code == 302
    assert client.post(form, fields).status_code == 302
    right = SubjectRequest.objects.get()
    assert "Wu" in client.get(page("rights", office)).content.decode()
    answer = client.get(page("right_data", office, right.pk), {"language": "en", "kind": "xlsx"})
    book = load_workbook(BytesIO(answer.content))
    said = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"Wu", "+8613800007788"} <= said
    assert "Wu" not in answer["Content-Disposition"]
    assert FileView.objects.filter(customer=wu, by=fang, action="subject_data").exists()
    assert AuditEntry.objects.filter(action="own_data_handed").count() == 1


def test_only_the_manager_erases_and_the_page_says_what_stands_in_the_way(client, wu, fang, mei, office):
    right = taken(wu, fang, "erase")
    client.force_login(fang.user)
    assert (
        page("right_erase", office, right.pk)
        not in client.get(page("right", office, right.pk)).content.decode()
    )
    assert client.get(page("right_erase", office, right.pk)).status_code == 403
    client.force_login(mei.user)
    shown = client.get(page("right", office, right.pk)).content.decode()
    assert page("right_erase", office, right.pk) in shown
    form = page("right_erase", office, right.pk)
    key = key_in(client.get(form))
    assert client.post(form, {"request_key": key}).status_code == 422
    assert not Erasure.objects.exists()
    assert client.post(form, {"request_key": key, "sure": "on"}).status_code == 302
    assert Erasure.objects.get().request == right
    shown = client.get(page("right", office, right.pk)).content.decode()
    assert 'id="erased-title"' in shown and not says(shown, "Wu")


def test_of_a_marked_file_the_service_desk_hands_out_nothing(client, wu, fang, mei, office):
    right = taken(wu, mei, "access")
    mark_file(
        customer=wu, mark="confidential", custodian=mei, reason="wish", by=mei, now=timezone.now()
    )  # fmt: skip
    client.force_login(fang.user)
    answer = client.get(page("right_data", office, right.pk), {"language": "en", "kind": "json"})
    assert (answer.status_code, says(answer.content.decode(), "+8613800007788")) == (403, False)
    right.refresh_from_db()
    assert right.handed_at is None


def test_another_offices_requests_are_not_there(client, wu, fang, other_office):
    right = taken(wu, fang, "access")
    elsewhere = enrol(other_office, "elsewhere", Role.SERVICE, Role.MANAGER)
    client.force_login(elsewhere.user)
    for name in ("right", "right_data", "right_erase", "right_done"):
        assert client.get(page(name, other_office, right.pk)).status_code == 404


def test_the_manager_keeps_one_and_lets_the_others_go(client, an, mei, office):
    now = timezone.now()
    for name in ("Alpha", "Beta"):
        file_of(an, name=name, now=now - timedelta(days=1000))
    review = list_old_files(office=office, now=now)
    assert review is not None
    client.force_login(mei.user)
    at = page("retention_review", office, review.pk)
    shown = client.get(at)
    assert "Alpha" in shown.content.decode() and "Beta" in shown.content.decode()
    assert str(review.made_on) in client.get(page("retention", office)).content.decode()
    kept = review.lines.order_by("pk").first()
    answer = {"answer": "keep", "request_key": key_in(shown)}
    client.post(page("retention_answer", office, kept.pk), answer)
    decided = {"request_key": key_in(client.get(at))}
    client.post(page("retention_decide", office, review.pk), decided)
    review.refresh_from_db()
    assert (review.state, review.decided_by) == ("destroying", mei)
    assert review.lines.waiting().count() == 1
    assert client.get(at).status_code == 200
