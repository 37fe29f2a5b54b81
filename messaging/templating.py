"""The words of a text message: named variables, the office's frame, segments and price. Values in, text out.

A template's body holds ``{variable}``; the frame puts the salutation before it and project, booking line and
consultant behind it (clause sms-frame), and behind what is marketing how to opt out.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

FRAMES = Path(__file__).parent / "data" / "frames.json"
VARIABLE = re.compile(r"\{([^{}]*)\}")

VARIABLES: tuple[str, ...] = (
    "surname",
    "title",
    "project",
    "hotline",
    "consultant",
    "date",
    "time",
    "event",
    "amount",
    "unit",
    "link",
)
"""What a body may name. What it does not name but the frame needs (salutation, project …) is added anyway."""

LONGEST_BODY = 500
# Characters of a text of one part, and of each part of a longer one, where a few join them.
ONE_PART = 70
EACH_PART = 67


class Fault(StrEnum):
    """What is wrong with a template's body."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    STRAY_BRACE = "stray_brace"
    UNKNOWN_VARIABLE = "unknown_variable"
    GREETS = "greets"  # the frame greets already
    SIGNS = "signs"  # the brackets of a signature are the vendor's and the frame's


@dataclass(frozen=True)
class Finding:
    """A fault, with the variable or the word that is concerned."""

    fault: Fault
    about: str = ""


@dataclass(frozen=True)
class Frame:
    """What stands around a body, in one language."""

    named: str
    guest: str
    mr: str
    ms: str
    closing: str
    opt_out: str
    opt_out_mail: str
    gap: str
    before_opt_out: str
    greetings: tuple[str, ...]
    brackets: str


class MissingVariables(Exception):
    """Nothing was given for these."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def frame_of(language: str) -> Frame:
    """The frame in that language (zh-hans, zh-hant, en). Raises KeyError."""
    return _frames()[language]


@cache
def _frames() -> dict[str, Frame]:
    read = json.loads(FRAMES.read_text(encoding="utf-8"))
    return {
        language: Frame(**{**words, "greetings": tuple(words["greetings"])})
        for language, words in read.items()
    }


def variables_of(text: str) -> list[str]:
    """The names of the variables in the text, in order, each once."""
    return list(dict.fromkeys(VARIABLE.findall(text)))


def findings(body: str, frame: Frame) -> list[Finding]:
    """Everything that is wrong with a body, at once."""
    found = []
    if not body.strip():
        found.append(Finding(Fault.EMPTY))
    if len(body) > LONGEST_BODY:
        found.append(Finding(Fault.TOO_LONG, str(len(body))))
    found += [Finding(Fault.UNKNOWN_VARIABLE, name) for name in variables_of(body) if name not in VARIABLES]
    if re.search(r"[{}]", VARIABLE.sub("", body)):
        found.append(Finding(Fault.STRAY_BRACE))
    begins = body.lstrip().lower()
    found += [Finding(Fault.GREETS, word) for word in frame.greetings if begins.startswith(word)]
    if any(bracket in body for bracket in frame.brackets):
        found.append(Finding(Fault.SIGNS, frame.brackets))
    return found


def framed(body: str, frame: Frame, *, channel: str, is_marketing: bool) -> str:
    """The whole wording with its variables, ``{salutation}`` first, as it is registered with a vendor."""
    parts = ["{salutation}", body.strip(), frame.gap, frame.closing]
    if channel == "email":
        parts = ["{salutation}", "\n\n", body.strip(), "\n\n", frame.closing]
    if is_marketing:
        parts += ["\n\n", frame.opt_out_mail] if channel == "email" else [frame.before_opt_out, frame.opt_out]
    return "".join(parts)


def registered(whole: str, *, numbered: bool) -> str:
    """The wording as a vendor writes variables: ``${name}``, or ``numbered`` as {1}, {2} in their order."""
    names = variables_of(whole)
    if numbered:
        return VARIABLE.sub(lambda match: f"{{{names.index(match[1]) + 1}}}", whole)
    return VARIABLE.sub(lambda match: f"${{{match[1]}}}", whole)


def salutation(frame: Frame, *, surname: str, title: str) -> str:
    """By surname and title (``mr``, ``ms``), else the honoured guest."""
    word = {"mr": frame.mr, "ms": frame.ms}.get(title, "")
    if surname and word:
        return frame.named.format(surname=surname, title=word)
    return frame.guest


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables replaced, once: what a value holds is never read again. Raises MissingVariables."""
    missing = [name for name in variables_of(text) if not values.get(name)]
    if missing:
        raise MissingVariables(missing)
    return VARIABLE.sub(lambda match: values[match[1]], text)


def signed(text: str, signature: str) -> str:
    """As it arrives on the telephone: the vendor puts the signature in front, and it is counted."""
    return f"\u3010{signature}\u3011{text}" if signature else text


def sms_parts(text: str) -> int:
    """How many messages operators charge for: one up to 70 characters, else one for each 67.

    On the mainland a letter or digit costs as much as a Chinese character; what UTF-16 writes in two units counts
    twice. The longer parts of purely Latin texts (160 and 153) are for numbers abroad: those cost less than we say.
    """
    length = len(text.encode("utf-16-be")) // 2
    return 1 if length <= ONE_PART else -(-length // EACH_PART)


def price_fen(parts: int, each_fen: int) -> int:
    """What so many parts cost, in fen."""
    return parts * each_fen
