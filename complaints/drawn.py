"""A signature as a browser draws it: the path of an SVG, of lines alone. Pure."""

import re

LONGEST = 24_000
LARGEST = 2_000
"""Pixels of the sheet, either way."""
POINT = r"-?\d{1,4}(?:\.\d)? -?\d{1,4}(?:\.\d)?"
PATH = re.compile(rf"(?:M{POINT}(?:L{POINT})+)+", re.ASCII)
LEAST_POINTS = 4
"""A dot by mistake is no signature."""


def is_path(text: str) -> bool:
    """Whether this is a drawing that can be shown: strokes of straight lines, and more than a dot."""
    return len(text) <= LONGEST and PATH.fullmatch(text) is not None and text.count("L") + 1 >= LEAST_POINTS


def is_sheet(width: int, height: int) -> bool:
    return 0 < width <= LARGEST and 0 < height <= LARGEST
