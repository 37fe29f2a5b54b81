"""The language that a user's pages come in after the log-in."""

from offices.models import User


def choose_language(*, user: User, language: str) -> None:
    """Keep the code of one of the house's languages; empty: as the browser says."""
    user.language = language
    user.save(update_fields=["language"])
