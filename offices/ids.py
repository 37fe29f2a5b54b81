"""Ids of rows as they come in addresses and forms, where anything may have been typed."""

DIGITS = 18
"""So many fit into a row's id, whatever they are."""


def read_id(text: object) -> int | None:
    """The id, from ASCII digits alone; None for anything else, however long it is."""
    text = str(text)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None
