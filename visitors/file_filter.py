"""Which customers a list shows, and in which order: codes and ids only, so that they may stand in an address.

What is unknown or out of date (a colleague who left, a tag that nobody uses) is left out, never an error.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from visitors.enums import Filled, Grade, LastContact, ListOrder, Source, ValidityIs
from visitors.file_enums import CustomerKind, TagKind

MINE, SECOND, NOBODY = "mine", "second", "nobody"
NO_GRADE = "none"
OWN_TAG = f"{TagKind.OWN.value}:"
LONGEST = 40


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Empty texts ask for nothing. ``owner``: mine, second, nobody or a member's id; ``tag``: a kind, or own:words."""

    owner: str = ""
    validity: str = ""
    last: str = ""
    grade: str = ""
    source: str = ""
    kind: str = ""
    tag: str = ""
    filled: str = ""
    order: str = ListOrder.NAME.value

    @property
    def codes(self) -> dict[str, str]:
        """What was chosen, without what is usual: for addresses and for keeping."""
        usual = FileFilter()
        return {name: value for name, value in asdict(self).items() if value != getattr(usual, name)}

    @property
    def owner_id(self) -> int | None:
        return int(self.owner) if self.owner.isdecimal() else None

    @property
    def own_tag(self) -> str:
        """The words of the office's own tag that was asked for."""
        return self.tag.removeprefix(OWN_TAG) if self.tag.startswith(OWN_TAG) else ""


KNOWN: Mapping[str, tuple[str, ...]] = {
    "validity": tuple(ValidityIs.values),
    "last": tuple(LastContact.values),
    "grade": (*Grade.values, NO_GRADE),
    "source": tuple(Source.values),
    "kind": tuple(CustomerKind.values),
    "filled": tuple(Filled.values),
    "order": tuple(ListOrder.values),
}


def read_filter(given: Mapping[str, Any]) -> FileFilter:
    """What a form, an address or a kept filter asks for."""
    texts = {name: str(given.get(name, ""))[:LONGEST] for name in (*KNOWN, "owner", "tag")}
    chosen = {name: value for name, value in texts.items() if name in KNOWN and value in KNOWN[name]}
    owner = texts["owner"]
    if owner in (MINE, SECOND, NOBODY) or (owner.isascii() and owner.isdecimal() and len(owner) < 18):
        chosen["owner"] = owner
    tag = texts["tag"]
    if tag in (TagKind.CORE, TagKind.REFERRER) or (tag.startswith(OWN_TAG) and tag.isprintable()):
        chosen["tag"] = tag
    return FileFilter(**chosen)
