"""Joining files and parting them again: whatever was joined, in whatever order it is taken back, nothing is lost."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitors.joining import JoinError, Side, Take, holders, join, part, usual_choice

FIELDS = ("name", "plate", "grade")
VALUES = st.one_of(st.none(), st.sampled_from(["", "a", "b", "c"]), st.lists(st.integers(0, 2), max_size=2))
CARDS = st.lists(st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES)), min_size=2, max_size=6)


@dataclass
class Cabinet:
    """Files in memory, joined and parted by the core alone: (id, keep, alias, takes) of the mergers that stand."""

    cards: dict[int, dict]
    mergers: list[tuple[int, int, int, dict]] = field(default_factory=list)
    made: int = 0

    def roots(self) -> dict[int, int]:
        held = holders((alias, keep) for _pk, keep, alias, _takes in self.mergers)
        return {file: held.get(file, file) for file in self.cards}

    def merge(self, keep: int, alias: int, choices: dict[str, Side]) -> None:
        taken = join(self.cards[keep], self.cards[alias], choices)
        self.cards[keep].update({name: take.after for name, take in taken.items()})
        self.made += 1
        self.mergers.append((self.made, keep, alias, taken))

    def unmerge(self, pk: int) -> tuple[str, ...]:
        [(_, keep, _, taken)] = [each for each in self.mergers if each[0] == pk]
        later = [(each[0], each[3]) for each in self.mergers if each[0] > pk and each[1] == keep]
        parting = part(taken, later, self.cards[keep])
        self.cards[keep].update(parting.write)
        self.mergers = [
            (number, one, other, parting.rebased.get(number, takes))
            for number, one, other, takes in self.mergers
            if number != pk
        ]
        return parting.stays


def joined(data: st.DataObject, cards: list[dict]) -> Cabinet:
    """A cabinet in which some files that hold were joined with others that hold."""
    cabinet = Cabinet({number: dict(card) for number, card in enumerate(cards)})
    for _ in range(data.draw(st.integers(1, len(cards) - 1))):
        roots = cabinet.roots()
        holding = [file for file in cabinet.cards if roots[file] == file]
        keep, alias = data.draw(st.permutations(holding))[:2]
        choices = data.draw(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(Side)))
        cabinet.merge(keep, alias, choices)
    return cabinet


@given(cards=CARDS, data=st.data())
def test_merging_and_unmerging_in_any_order_restores_every_file_exactly(cards, data) -> None:
    cabinet = joined(data, cards)
    for pk in data.draw(st.permutations([each[0] for each in cabinet.mergers])):
        assert cabinet.unmerge(pk) == ()
    assert cabinet.cards == dict(enumerate(cards))
    assert cabinet.roots() == {file: file for file in cabinet.cards}


@given(cards=CARDS, data=st.data())
def test_nothing_of_an_alias_changes_and_each_file_is_held_by_one_that_holds(cards, data) -> None:
    cabinet = joined(data, cards)
    keeps = {keep for _pk, keep, _alias, _takes in cabinet.mergers}
    assert all(cabinet.cards[file] == cards[file] for file in cabinet.cards if file not in keeps)
    roots = cabinet.roots()
    assert all(roots[root] == root for root in roots.values())
    assert len(set(roots.values())) == len(cards) - len(cabinet.mergers)


@given(cards=CARDS, data=st.data())
def test_what_somebody_wrote_since_stays_and_all_else_goes_back(cards, data) -> None:
    cabinet = joined(data, cards)
    root = data.draw(st.sampled_from(sorted(set(cabinet.roots().values()))))
    edited = data.draw(st.sets(st.sampled_from(FIELDS)))
    cabinet.cards[root].update(dict.fromkeys(edited, "written since"))
    for pk in data.draw(st.permutations([each[0] for each in cabinet.mergers])):
        cabinet.unmerge(pk)
    wanted = {number: dict(card) for number, card in enumerate(cards)}
    wanted[root].update(dict.fromkeys(edited, "written since"))
    assert cabinet.cards == wanted


@given(cards=CARDS, data=st.data())
def test_parting_one_keeps_what_the_other_mergers_chose(cards, data) -> None:
    """Two files are joined with a third: taking one back leaves exactly what joining the other alone would."""
    first, second, third = ({**card} for card in [*cards, cards[0]][:3])
    choices = [data.draw(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(Side))) for _ in range(2)]
    both = Cabinet({0: {**first}, 1: {**second}, 2: {**third}})
    both.merge(0, 1, {name: choices[0].get(name, Side.KEEP) for name in FIELDS})
    both.merge(0, 2, {name: choices[1].get(name, Side.KEEP) for name in FIELDS})
    both.unmerge(2)
    alone = Cabinet({0: {**first}, 1: {**second}, 2: {**third}})
    alone.merge(0, 1, {name: choices[0].get(name, Side.KEEP) for name in FIELDS})
    assert both.cards == alone.cards


def test_a_later_merger_remembers_what_was_there_before_both() -> None:
    parting = part(
        {"name": Take("a", "b")}, [(7, {"name": Take("b", "c"), "plate": Take("", "P")})], {"name": "c"}
    )
    assert parting.write == {} and parting.stays == ()
    assert parting.rebased == {7: {"name": Take("a", "c"), "plate": Take("", "P")}}


def test_what_was_written_between_two_mergers_stays() -> None:
    parting = part({"name": Take("a", "b")}, [(7, {"name": Take("written", "c")})], {"name": "c"})
    assert (parting.write, parting.rebased, parting.stays) == ({}, {}, ("name",))


@pytest.mark.parametrize(
    ("mine", "other", "side"),
    [
        ("Wu", "", Side.KEEP),
        ("Wu", "Chen", Side.KEEP),
        ("", "Chen", Side.ALIAS),
        (None, 3, Side.ALIAS),
        ([], ["a"], Side.ALIAS),
        (False, True, Side.KEEP),
        (0, 5, Side.KEEP),
        ("", "", Side.KEEP),
    ],
)
def test_the_keep_is_proposed_unless_it_has_nothing(mine, other, side) -> None:
    assert usual_choice(mine, other) is side


def test_the_same_value_is_not_taken_over() -> None:
    assert join({"name": "Wu"}, {"name": "Wu"}, {"name": Side.ALIAS}) == {}


def test_a_choice_for_a_field_that_nobody_has_is_refused() -> None:
    with pytest.raises(JoinError, match="owner"):
        join({"name": "Wu"}, {"name": ""}, {"owner": Side.ALIAS})


@pytest.mark.parametrize("edges", [[(1, 2), (1, 3)], [(1, 1)], [(1, 2), (2, 1)], [(1, 2), (2, 3), (3, 1)]])
def test_no_file_hangs_on_two_or_on_itself(edges) -> None:
    with pytest.raises(JoinError):
        holders(edges)
