"""The words of a message, made when it is sent from what its row holds: ids, codes and times."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messaging.enums import MessageKind
from offices.enums import NoticeKind

LONGEST_NUMBER = 10**9
CODE = re.compile(r"[A-Za-z0-9_.:+-]{1,40}")
HASH = re.compile(r"[0-9a-f]{64}")
LIKE_A_PHONE = re.compile(r"\+?[0-9]{7,}")


@dataclass(frozen=True)
class Wording:
    """A sentence and the params it needs."""

    text: Promise
    needs: frozenset[str]


# The sentence names whom it is for, whoever the vendor's mention reaches.
WORDINGS: dict[MessageKind, Wording] = {
    MessageKind.CALLED: Wording(
        _("{name}: a visitor is waiting for you at the desk (visit {number}, {time})."),
        frozenset({"number", "at"}),
    ),
    MessageKind.LATE: Wording(
        _("{name}: visit {number} has been waiting since {time} and nobody has come."),
        frozenset({"number", "at"}),
    ),
    MessageKind.MANY_UNITS: Wording(
        _("{name}: the customer of visit {number} wants {units} units."), frozenset({"number", "units"})
    ),
    MessageKind.VOID_ASKED: Wording(
        _("{name}: visit {number} is to be verified as void."), frozenset({"number"})
    ),
    MessageKind.DAY_ANCHOR: Wording(
        _("{name}: the day {date} is closed. Keep this for checking the log: {seq}:{hash}"),
        frozenset({"date", "seq", "hash"}),
    ),
    MessageKind.NOTICE: Wording(_("{name}: {notice}."), frozenset({"notice"})),
    MessageKind.TEST: Wording(_("Lunxu test message of {time}: this robot works."), frozenset({"at"})),
}


def check_params(kind: str, params: Mapping[str, Any]) -> None:
    """Raise ValueError where a param is missing or could be a name, a number to call or free text.

    Values are integers, short ASCII codes, hashes or times in ISO 8601.
    """
    missing = WORDINGS[MessageKind(kind)].needs - params.keys()
    if missing:
        raise ValueError(f"{kind} needs {', '.join(sorted(missing))}")
    for name, value in params.items():
        if isinstance(value, int) and value < LONGEST_NUMBER:
            continue
        if isinstance(value, str) and CODE.fullmatch(value) and not LIKE_A_PHONE.fullmatch(value):
            continue
        if isinstance(value, str) and HASH.fullmatch(value):
            continue
        raise ValueError(f"{name} of {kind} is neither an id, a code nor a time")


def text_of(kind: str, params: Mapping[str, Any], *, name: str, zone: tzinfo) -> str:
    """The sentence in the active language, times on the office's clock."""
    values = {key: value for key, value in params.items() if key != "at"}
    if "at" in params:
        values["time"] = f"{datetime.fromisoformat(params['at']).astimezone(zone):%H:%M}"
    if "notice" in values:
        values["notice"] = NoticeKind(values["notice"]).label
    return str(WORDINGS[MessageKind(kind)].text).format(name=name, **values)
