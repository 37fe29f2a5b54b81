"""The worker's way through the lists that wait: one batch after the other, each list held by one worker at a time."""

import time
from datetime import datetime

from django.db import transaction

from offices.many_rows import expect_many_rows
from visitors.file_enums import ImportState
from visitors.import_rows import Book
from visitors.models import ImportRun
from visitors.selectors.import_book import book_of
from visitors.services.import_checking import check_more
from visitors.services.import_writing import write_more


def go_on(*, now: datetime, ends: float) -> bool:
    """Go on with all lists until time.monotonic() passes ``ends``; whether something is left to do."""
    for pk in list(ImportRun.objects.going().order_by("at", "pk").values_list("pk", flat=True)):
        books: dict[str, Book] = {}
        while _more(pk, books, now):
            if time.monotonic() > ends:
                return True
    return False


@transaction.atomic
def _more(pk: int, books: dict[str, Book], now: datetime) -> bool:
    """One batch of this list; False where it is over, or somebody else goes on with it just now."""
    found = ImportRun.objects.going().filter(pk=pk).select_related("office", "by")
    run = found.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    if run is None:
        return False
    expect_many_rows(f"import:{run.pk}")
    book = books.get(run.state) or books.setdefault(run.state, book_of(run.office, now))
    return check_more(run, book, now) if run.state == ImportState.CHECKING else write_more(run, book, now)
