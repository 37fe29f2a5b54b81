"""The words of the segments: a table by axis and code."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from visitors.segments import MEMBERS, Axis, Reason

AXIS_WORDS: Mapping[Axis, Promise] = {
    Axis.PAYMENT: pgettext_lazy("segment", "What they can pay"),
    Axis.FAMILY: pgettext_lazy("segment", "Family"),
    Axis.LIFE: pgettext_lazy("segment", "Where in life"),
}
SEGMENT_WORDS: Mapping[Axis, Mapping[str, Promise]] = {
    Axis.PAYMENT: {
        "high": pgettext_lazy("segment", "Can pay much"),
        "middle": pgettext_lazy("segment", "Can pay well"),
        "low": pgettext_lazy("segment", "Has to count"),
    },
    Axis.FAMILY: {
        "single": pgettext_lazy("segment", "Lives alone"),
        "couple": pgettext_lazy("segment", "Couple"),
        "one_parent": pgettext_lazy("segment", "Parent alone with children"),
        "with_children": pgettext_lazy("segment", "Couple with children"),
        "three_generations": pgettext_lazy("segment", "Three generations"),
    },
    Axis.LIFE: {
        "young": pgettext_lazy("segment", "On their own"),
        "before_children": pgettext_lazy("segment", "Couple without children"),
        "small_children": pgettext_lazy("segment", "With small children"),
        "school": pgettext_lazy("segment", "With children at school"),
        "grown": pgettext_lazy("segment", "Children grown up"),
        "later": pgettext_lazy("segment", "Later years"),
    },
}
REASON_WORDS: Mapping[Reason, Promise] = {
    Reason.SAID: pgettext_lazy("segment from", "chosen by hand"),
    Reason.INCOME: pgettext_lazy("segment from", "from the income"),
    Reason.BUDGET: pgettext_lazy("segment from", "from the budget they named"),
    Reason.HOMES: pgettext_lazy("segment from", "from the homes they own"),
    Reason.HOUSEHOLD: pgettext_lazy("segment from", "from the household"),
    Reason.MARITAL: pgettext_lazy("segment from", "from their marital status"),
    Reason.CHILDREN: pgettext_lazy("segment from", "from the children"),
    Reason.AGE: pgettext_lazy("segment from", "from their age"),
}


def choices_of(axis: Axis) -> list[tuple[str, Promise]]:
    """The segments of an axis, as (code, words)."""
    return [(str(code), SEGMENT_WORDS[axis][code]) for code in MEMBERS[axis]]
