"""Finding customers inside a form: who was found stays on the page, so that they can be ticked and found again.

Nothing here needs JavaScript: the button that searches sends the form, and the form comes back with those who fit.
Each search counts as one by hand, and whoever stands on the page is signed for the member who found them: nobody reads
the register by sending numbers of files.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offices.ids import read_id
from offices.models import Member
from visitors.models import Customer
from visitors.selectors.ownership import house_validity_rules
from visitors.selectors.search import find_customers, masked_phones
from visitors.services.searching import TooManySearches, count_search

MOST_KNOWN = 12
SALT = "people in a form of "


def signed(pk: int, member: Member) -> str:
    """The id of a file that this member was shown, for the form to send along."""
    return Signer(salt=f"{SALT}{member.pk}").sign(str(pk))


def _unsigned(token: str, member: Member) -> str:
    """That id; empty where it was not signed for this member."""
    try:
        return Signer(salt=f"{SALT}{member.pk}").unsign(token)
    except BadSignature:
        return ""


class PeopleForm(forms.Form):
    """A form with a search for customers. ``people`` are those on the page; the choices of ``of_people`` are they.

    ``source`` is what was posted, or kept from a session that ended; it is checked only where it is ``bound``.
    ``given`` are those whom the page shows anyway.
    """

    of_people: tuple[str, ...] = ("customer",)
    many: tuple[str, ...] = ()

    q = forms.CharField(label=_("Find a customer"), max_length=40, required=False)

    def __init__(
        self,
        source: QueryDict | None,
        *,
        bound: bool,
        member: Member,
        given: Iterable[Any] = (),
        **kwargs: Any,
    ) -> None:
        initial = kwargs.pop("initial", {})
        if source is not None and not bound:
            initial = {**initial, **{name: source.get(name) for name in source if name not in self.many}}
            initial |= {name: source.getlist(name) for name in self.many}
        super().__init__(source if bound else None, initial=initial, **kwargs)
        self.member, self.office = member, member.office
        known = [_unsigned(each, member) for each in source.getlist("known")] if source is not None else []
        self.found = self._found(source)
        self.people = self._people([*(each.pk for each in self.found), *known, *given])
        choices = [(str(person.pk), str(person)) for person in self.people]
        for name in self.of_people:
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def is_searched(self) -> bool:
        return bool(self.query)

    def person(self, name: str) -> Customer:
        """The customer chosen in that field of a valid form."""
        return self._by_pk()[self.cleaned_data[name]]

    def persons(self, name: str) -> list[Customer]:
        return [self._by_pk()[pk] for pk in self.cleaned_data[name]]

    def chosen(self, name: str) -> list[Customer]:
        """The same of a form that need not be valid: those of the page only."""
        value = self[name].value() or []
        values = value if isinstance(value, list) else [value]
        return [self._by_pk()[str(pk)] for pk in values if str(pk) in self._by_pk()]

    def rows(self) -> list[dict[str, Any]]:
        """Those on the page with their masked numbers, and whether they are ticked."""
        phones = masked_phones(self.people, office=self.office)
        ticked = {name: {person.pk for person in self.chosen(name)} for name in self.of_people}
        return [
            {
                "person": person,
                "phones": phones[person.file_id],
                "signed": signed(person.pk, self.member),
            }
            | {name: person.pk in pks for name, pks in ticked.items()}
            for person in self.people
        ]

    def _by_pk(self) -> dict[str, Customer]:
        return {str(person.pk): person for person in self.people}

    def _found(self, source: QueryDict | None) -> list[Customer]:
        self.query = self.too_often = ""
        if source is None or source.get("do") != "find":
            return []
        self.query = source.get("q", "").strip()[:40]
        now = timezone.now()
        if not self.query:
            return []
        try:
            count_search(member=self.member, now=now)
        except TooManySearches as refusal:
            self.too_often = str(refusal)
            return []
        rules = house_validity_rules(self.office, self.office.business_date(now))
        matches = find_customers(office=self.office, query=self.query, limit=8, now=now, rules=rules)
        return [match.customer for match in matches]

    def _people(self, ids: Iterable[Any]) -> list[Customer]:
        """In the order given, each once; what is no id of a customer of this office is left out."""
        wanted = [pk for each in ids if (pk := read_id(each)) is not None]
        found = Customer.objects.of(self.office).people().in_bulk(list(dict.fromkeys(wanted)))
        return [found[pk] for pk in dict.fromkeys(wanted) if pk in found][:MOST_KNOWN]
