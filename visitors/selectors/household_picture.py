"""A household as a picture, with who stands where."""

from dataclasses import dataclass

from visitors.household_graph import HEIGHT, WIDTH, Box, Person, Picture, drawn
from visitors.models import Customer, HouseholdMember
from visitors.selectors.households import household_of

NAME_LENGTH = 9
"""So many characters fit into a box."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody in the picture: their box, name as it fits, relation; ``is_self`` is whose file this is."""

    box: Box
    member: HouseholdMember
    name: str
    relation: str
    is_self: bool

    @property
    def name_y(self) -> int:
        return self.box.y + 19

    @property
    def relation_y(self) -> int:
        return self.box.y + 36


@dataclass(frozen=True, slots=True)
class HouseholdPicture:
    """The picture with its people; sizes in pixels."""

    picture: Picture
    people: tuple[Standing, ...]
    box_width: int = WIDTH
    box_height: int = HEIGHT


def household_picture(customer: Customer) -> HouseholdPicture | None:
    """None for a customer without a household: two queries."""
    members = household_of(customer)
    if not members:
        return None
    picture = drawn([Person(each.pk, each.relation) for each in members])
    boxes = {box.key: box for box in picture.boxes}
    return HouseholdPicture(
        picture,
        tuple(
            Standing(
                boxes[each.pk],
                each,
                _short(each.customer.file.display_name),
                each.get_relation_display(),
                each.customer.file_id == customer.file_id,
            )
            for each in members
        ),
    )


def _short(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"
