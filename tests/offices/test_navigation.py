"""The menu: daily work on the bar, by role; all else under “More”, by group; nothing twice, nothing lost."""

import re

import pytest
from django.conf import settings
from django.test import Client

from offices import navigation
from offices.enums import Role
from offices.models import Office
from offices.navigation import ON_A_DESK, ON_A_PHONE, entries_for, menu_for
from tests.cast import enrol

FIRST = {
    Role.CONSULTANT: ["my-turn", "today", "customers", "units", "orders", "register"],
    Role.DESK: ["desk", "visits", "customers", "register", "day", "phone"],
    Role.ASSISTANT: ["desk", "customers", "orders", "units", "day"],
    Role.SUPERVISOR: ["desk", "manager", "units", "orders", "customers", "payments"],
    Role.MANAGER: ["desk", "manager", "units", "orders", "customers", "rulings"],
    Role.SERVICE: ["complaints-today", "customers", "today", "visits", "phone", "facts"],
    Role.FINANCE: ["payments", "orders", "units", "rulings", "commission"],
    Role.INFORMATION: ["customers", "visits", "access", "checklists"],
    Role.DIRECTOR: ["units", "orders", "rulings", "disputes", "commission", "visits"],
    Role.ADMINISTRATOR: ["visits", "customers", "office", "rules"],
    Role.GUARD: ["gate"],
    Role.DOORMAN: ["gate"],
    Role.SHOW_FLAT: ["gate"],
}
"""What stands on whose bar, by the addresses' first words."""


def words(items) -> list[str]:
    return [item.url.split("/")[2] for item in items]


@pytest.mark.parametrize("role", Role)
def test_daily_work_stands_on_the_bar(office: Office, role: Role) -> None:
    member = enrol(office, "somebody", role)
    menu = menu_for(member, "/harbour/account/")
    shown = words(menu.bar)
    assert shown == FIRST[role]
    assert len(shown) <= ON_A_DESK
    assert [item.is_wide for item in menu.bar] == [place >= ON_A_PHONE for place in range(len(shown))]


@pytest.mark.parametrize("role", Role)
def test_every_page_is_on_the_bar_or_under_more(office: Office, role: Role) -> None:
    member = enrol(office, "somebody", role)
    menu = menu_for(member, "/harbour/account/")
    every = {item.url for item in menu}
    assert len(list(menu)) == len(every) == len(entries_for(member))
    on_a_phone = [item.url for item in menu.bar if not item.is_wide]
    under = [item.url for group in menu.groups for item in group.items]
    assert sorted(on_a_phone + under) == sorted(every)


def test_every_entry_of_the_bar_has_a_place_of_its_own_for_a_role(db: None) -> None:
    for role in Role:
        places = [entry.daily[role] for entry in navigation._entries if role in entry.daily]
        assert places and len(set(places)) == len(places) and min(places) == 1


def test_more_opens_without_a_script_and_names_its_groups(client: Client, office: Office) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(enrol(office, "lead", Role.MANAGER).user)
    page = client.get("/harbour/conduct/").content.decode()
    [more] = re.findall(r'<details class="menu nav-more">.*?</details>', page, re.DOTALL)
    heads = re.findall(r'<p class="nav-head" id="(nav-\w+)">([^<]+)</p>', more)
    assert [text for _, text in heads] == ["Reception", "Customers", "Sales", "Whose deal", "The house"]
    assert re.findall(r'<ul aria-labelledby="(nav-\w+)">', more) == [code for code, _ in heads]
    assert more.count('aria-current="page"') == page.count('aria-current="page"') == 1


def test_the_menu_costs_no_query(office: Office, django_assert_num_queries) -> None:
    member = enrol(office, "lead", Role.MANAGER)
    with django_assert_num_queries(0):
        menu_for(member, "/harbour/desk/")


def test_somebody_with_several_roles_has_the_work_of_all(office: Office) -> None:
    member = enrol(office, "both", Role.CONSULTANT, Role.FINANCE)
    both = ["my-turn", "payments", "today", "orders", "customers", "units"]
    assert words(menu_for(member, "/").bar) == both
