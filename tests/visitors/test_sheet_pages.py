"""The pages of imports and exports: from the file to the customers, and from the list to the file."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from offices.enums import Role
from offices.models import Member
from tests.cast import enrol
from tests.visitors.rows import NUMBER, WU, file_of
from visitors.import_words import words_of_problem
from visitors.models import Customer, ExportRequest, ImportRun
from visitors.services.import_running import go_on

pytestmark = pytest.mark.django_db
KEY = "7d1f6c1e-0000-4000-8000-00000000000"


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def page(name: str, member: Member, *more: object) -> str:
    return reverse(f"visitors:{name}", args=[member.office.slug, *more])


def send(client: Client, url: str, place: int, **fields):
    return client.post(url, {"request_key": f"{KEY}{place}", **fields})


def work() -> None:
    go_on(now=timezone.now(), ends=time.monotonic() + 60)


def test_list_comes_in_page_by_page(mei) -> None:
    client = browser(mei)
    assert WU not in client.get(page("imports", mei)).content.decode()
    assert client.get(page("import_template", mei)).content.startswith(b"PK")
    file = SimpleUploadedFile("old.csv", f"Name,Phone,x\n{WU},13800001234,1\nZhao,12,2\n".encode())
    brought = send(client, page("imports", mei), 1, file=file)
    run = ImportRun.objects.get()
    assert brought.url == page("import_run", mei, run.pk)
    assert f'value="{run.mapping[0]}" selected' in client.get(brought.url).content.decode()
    wrong = send(client, page("import_columns", mei, run.pk), 2, whole="no")
    assert wrong.status_code == 422 and "column-1" in wrong.content.decode()
    columns = {"column-0": "name", "column-1": "phone", "whole": "no"}
    assert send(client, page("import_columns", mei, run.pk), 3, **columns).status_code == 302
    assert "data-live" in client.get(brought.url).content.decode()
    work()
    told = client.get(brought.url).content.decode()
    assert page("import_mend", mei, run.pk) in told and NUMBER not in told
    assert client.get(page("import_mend", mei, run.pk)).content.startswith(b"PK")
    assert "column-0" in client.get(f"{brought.url}?columns=again").content.decode()
    send(client, page("import_start", mei, run.pk), 4)
    work()
    assert Customer.objects.get().name == WU
    assert client.get(brought.url).status_code == 200


def test_file_that_cannot_be_read_is_refused_beside_the_field(mei) -> None:
    answer = send(browser(mei), page("imports", mei), 1, file=SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no"))
    assert answer.status_code == 422 and not ImportRun.objects.exists()
    assert words_of_problem("unreadable") in answer.content.decode()


def test_customers_leave_page_by_page(mei, lin) -> None:
    file_of(lin, name="Wu", phone="13800001234")
    client = browser(mei)
    fields = {"purpose": "work", "reason": "report", "format": "csv"}
    assert send(client, page("exports", mei), 1, **fields).status_code == 302
    asked = ExportRequest.objects.get()
    assert "report" in client.get(page("export", mei, asked.pk)).content.decode()
    send(client, page("export_make", mei, asked.pk), 2)
    data = client.get(page("export_file", mei, asked.pk))
    assert "Wu" in data.content.decode() and "no-store" in data["Cache-Control"]
    assert "attachment" in data["Content-Disposition"]


def test_other_offices_lists_are_not_there(mei, other_office, lin) -> None:
    hu = enrol(other_office, "hu", Role.MANAGER)
    file_of(lin, name="Wu")
    client = browser(mei)
    send(client, page("imports", mei), 1, pasted="Name\nWu")
    send(client, page("exports", mei), 2, purpose="work", reason="report", format="csv")
    theirs = browser(hu)
    for name, pk in (("import_run", ImportRun.objects.get().pk), ("export", ExportRequest.objects.get().pk)):
        assert theirs.get(page(name, hu, pk)).status_code == 404
