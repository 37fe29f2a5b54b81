"""What all vendors of text messages have in common: a letter in, a call out, an answer read. Values only."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """One text for one number. ``params``: the template's variables in the order of the registered wording.

    ``key`` is our name for it, the same whenever it is tried; a vendor that knows such names will not send it twice.
    """

    key: str
    number: str
    text: str
    signature: str = ""
    vendor_code: str = ""
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Call:
    """A POST."""

    url: str
    headers: dict[str, str]
    content: bytes


def dialled(number: str) -> str:
    """A mainland number without its country code, any other with it and without the plus."""
    return number.removeprefix("+86") if number.startswith("+86") else number.removeprefix("+")


def json_object(body: bytes) -> dict:
    """The answer's object; empty where it is none."""
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def short(code: object) -> str:
    """A vendor's code as it is kept."""
    return keepable(str(code))[:40]


def keepable(text: str) -> str:
    """What a stranger sent, without what no database takes: JSON can hold a NUL and half a surrogate pair."""
    return text.replace("\0", "").encode(errors="replace").decode()
