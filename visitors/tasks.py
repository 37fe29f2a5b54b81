"""What the worker does for the customers' files. Truth stands in the tables: a task lost or run twice does no harm."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from offices.doorbell import ring
from offices.jobs import job, run_ends
from visitors.services import (
    archive_clock,
    duplicates,
    exports,
    import_running,
    imports,
    retention,
    standings,
)
from visitors.services.import_writing import LONGEST_PIECE


@job(_("Keeps the list of customers up to date"))
def judge_marked(now: datetime) -> int:
    """Whose customers they are of whom something happened, and when we last met."""
    return standings.judge_marked(now=now, ends=run_ends())


@job(_("Judges ended registrations anew"))
def judge_outdated(now: datetime) -> int:
    """Whose customers they are where a registration ended, or where other house rules hold."""
    return standings.judge_outdated(now=now, ends=run_ends())


@job(_("Looks for customers with two files"))
def find_duplicates(now: datetime) -> int:
    """Propose files that may be of one person."""
    return duplicates.find_duplicates(now=now)


@job(_("Reminds of lent papers and archive checks"))
def mind_archive(now: datetime) -> int:
    """Loans that are due or late, checks that come up, requests whose time is over."""
    return archive_clock.mind_archive(now=now)


@job(_("Notices unusual looking at customers' files"))
def watch_looking(now: datetime) -> int:
    """Very many files in a short time, and other people's customers at night; each is told once."""
    return archive_clock.watch_looking(now=now)


@job(_("Lists old files of customers for review"))
def list_old_files(now: datetime) -> int:
    """Files of people who did not buy and whom nobody met for long; nothing is destroyed by this."""
    return archive_clock.list_files(now=now)


@job(_("Destroys old files that the manager let go"))
def destroy_files(now: datetime) -> int:
    """The next files of the lists that a manager closed."""
    return retention.destroy_decided(now=now)


@job(_("Imports lists of customers"), longest=LONGEST_PIECE + 60)
def import_lists(now: datetime) -> None:
    """Look through lists that were brought, and write those that were started."""
    if import_running.go_on(now=now, ends=run_ends()):
        ring(imports.BELL)


@job(_("Makes long exports of customers"), longest=LONGEST_PIECE + 60)
def make_exports(now: datetime) -> None:
    """Files that somebody waits for, too long to be made while they wait."""
    if exports.make_waiting(now=now, ends=run_ends()):
        ring(exports.BELL)


@job(_("Forgets imported and exported lists"))
def forget_lists(now: datetime) -> int:
    """What lists said that nobody went on with, and files that were to be fetched for a day."""
    return imports.forget_lists(now=now) + exports.forget_exports(now=now)
