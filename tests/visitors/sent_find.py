"""The forms of lists, searches and joined files, ready to be sent (tests/reception/sent_forms.py)."""

from collections.abc import Callable

from django.utils import timezone

from tests.reception.sent_form import House, SentForm
from tests.visitors.rows import file_of
from visitors.file_filter import read_filter
from visitors.models import Customer
from visitors.selectors.merge_sides import both_sides, seen_as
from visitors.services.merging import merge
from visitors.services.saved_filters import save_filter


def _two(house: House) -> tuple[Customer, Customer]:
    """Two files that say different things; what a page of them shows stands in ``house.seen``."""
    keep = file_of(house.chief, name="Wu", honorific="ms", now=timezone.now())
    alias = file_of(house.chief, name="Woo", licence_plate="B99", now=timezone.now())
    house.seen = seen_as(both_sides(keep, alias))
    return keep, alias


def _of_two(name: str) -> Callable[[House], str]:
    def prepare(house: House) -> str:
        keep, alias = _two(house)
        return house.page(name, keep.pk, alias.pk)

    return prepare


def _joined(house: House) -> str:
    keep, alias = _two(house)
    made = merge(keep=keep, alias=alias, choices={}, by=house.chief, now=timezone.now())
    return house.page("visitors:join_undo", made.pk)


def _kept(house: House) -> str:
    chosen = read_filter({"grade": "A"})
    saved = save_filter(name="Ready", chosen=chosen, by=house.chief, now=timezone.now())
    return house.page("visitors:filter_forget", saved.pk)


FIND_FORMS: dict[str, SentForm] = {
    "visitors:filter_save": SentForm(
        lambda house: house.page("visitors:filter_save"), {"name": "Ready", "grade": "A"}, words=("name",)
    ),
    "visitors:filter_forget": SentForm(_kept),
    "visitors:search_unlock": SentForm(lambda house: house.page("visitors:search_unlock", house.spare.pk)),
    "visitors:files_of": SentForm(
        lambda house: house.page("visitors:files_of", _two(house)[0].pk), {"q": "Wo"}, changes=False
    ),
    "visitors:join": SentForm(
        _of_two("visitors:join"),
        {
            "seen": "{seen}",
            "choice-name": "alias",
            "choice-honorific": "keep",
            "choice-licence_plate": "alias",
        },
    ),
    "visitors:apart": SentForm(_of_two("visitors:apart")),
    "visitors:join_undo": SentForm(_joined),
}
