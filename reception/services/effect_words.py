"""An effect told before it happens, in words."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offices.models import Member, Office
from reception.selectors.turn_words import Names, Sentence, joined, names_for, sentences
from reception.services.effects import Effect

ABSENCE_CLAUSES = {"each": "floor-queue-3", "one": "charter-7"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says before it asks for a confirmation; ``digest`` goes into the confirming form.

    ``refusal`` stands alone where it cannot be done; ``calm`` where nobody's turn changes.
    """

    digest: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    calm: bool = False
    refusal: str = ""


def told(office: Office, effect: Effect, about: Member | None = None) -> Told:
    """The effect in sentences; ``about`` is the consultant who is signed in or out: two queries."""
    if effect.refusal:
        return Told(refusal=effect.refusal)
    names = names_for(office, effect.visits())
    said = sentences(effect.consequences, names, effect.kind, effect.before)
    if about is not None:
        said += _what_stays(effect, names, about)
    calm = not effect.consequences.accounts and not effect.consequences.order_after
    return Told(effect.digest, said, calm)


def _what_stays(effect: Effect, names: Names, about: Member) -> list[Sentence]:
    said = []
    if effect.keeps_owed:
        text = ngettext(
            "%(n)s turn stays owed to %(name)s, for when they are back.",
            "%(n)s turns stay owed to %(name)s, for when they are back.",
            len(effect.keeps_owed),
        )
        facts = {"n": len(effect.keeps_owed), "name": about.name}
        said.append(Sentence(text % facts, names.clause(effect.keeps_owed[0])))
    if effect.keeps_visits:
        visitors = joined(names.visitor(visit) for visit in effect.keeps_visits)
        text = _("%(visitors)s stays with %(name)s until somebody finishes or hands over.")
        said.append(Sentence(text % {"visitors": visitors, "name": about.name}))
    if effect.absence_earns:
        said.append(_absence(effect.absence_earns, names, about))
    return said


def _absence(earns: str, names: Names, about: Member) -> Sentence:
    text = {
        "each": _("While away, %(name)s keeps the place and is owed every turn that passes them."),
        "one": _("While away, %(name)s keeps the place and is owed one turn, however many pass them."),
        "nothing": _("While away, %(name)s keeps the place; turns that pass them are not made up."),
    }[earns]
    clause = ABSENCE_CLAUSES.get(earns)
    return Sentence(text % {"name": about.name}, names.clause(clause) if clause else None)
