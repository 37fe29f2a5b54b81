"""Salted commitments: what rows that stay for ever keep of words that can be erased."""

import hashlib


def commitment(salt: str, text: str) -> str:
    """What stands for a text: it proves the text while that stands, and says nothing once text and salt are erased."""
    return "sha256:" + hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()
