"""The cast: everybody who appears in the tests, each a member of an office. All of them are invented."""

import pytest

from offices.enums import Role
from offices.models import Member, Office, User

PASSWORD = "orange-lantern-42"


@pytest.fixture
def office(db: None) -> Office:
    """Where most stories play."""
    return Office.objects.create(name="Harbour Gardens", slug="harbour", project="Harbour Gardens, phase 1")


@pytest.fixture
def other_office(db: None) -> Office:
    """Whose data nobody of the first may see."""
    return Office.objects.create(name="Hillside Court", slug="hillside", project="Hillside Court")


def enrol(office: Office, username: str, *roles: Role, name: str = "", **fields) -> Member:
    """A new user with a membership in the office; logs in with PASSWORD.

    Made without the questions whether the name is taken or well spelled, which `create_user` asks the database: nearly
    every test begins with some of the cast.
    """
    user = User(username=username, name=name or username.capitalize(), **fields)
    user.set_password(PASSWORD)
    user.save()
    return Member.objects.create(
        user=user, office=office, roles=list(roles), name=name or username.capitalize()
    )


@pytest.fixture
def an(office: Office) -> Member:
    return enrol(office, "an", Role.CONSULTANT, mobile="+8613800000001")


@pytest.fixture
def bo(office: Office) -> Member:
    return enrol(office, "bo", Role.CONSULTANT, mobile="+8613800000002")


@pytest.fixture
def chen(office: Office) -> Member:
    return enrol(office, "chen", Role.CONSULTANT)


@pytest.fixture
def ding(office: Office) -> Member:
    return enrol(office, "ding", Role.CONSULTANT)


@pytest.fixture
def lin(office: Office) -> Member:
    """The clerk at the desk."""
    return enrol(office, "lin", Role.DESK)


@pytest.fixture
def mei(office: Office) -> Member:
    """The sales manager."""
    return enrol(office, "mei", Role.MANAGER)


@pytest.fixture
def fang(office: Office) -> Member:
    """Customer service."""
    return enrol(office, "fang", Role.SERVICE)


@pytest.fixture
def root(office: Office) -> Member:
    """The administrator of the house."""
    return enrol(office, "root", Role.ADMINISTRATOR)


@pytest.fixture
def stranger(other_office: Office) -> Member:
    """A consultant of the other office."""
    return enrol(other_office, "stranger", Role.CONSULTANT)
