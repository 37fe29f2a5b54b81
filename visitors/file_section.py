"""The section of customer files in the house rules, in words (the values stand in visitors.file_rules alone)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.rule_sections import Kind, Option, Section, Switch, Values
from visitors.file_rules import LIMITS, FileRules, file_rules_from

USUAL = FileRules()


def _parse(given: dict) -> Mapping[str, object]:
    """Raises FileRulesError for an unknown switch or value."""
    return file_rules_from(given).as_dict()


def _contradictions(values: Values, usual: Values) -> list[tuple[str, Promise]]:
    found = []
    if values["night_from"] == values["night_to"] and values["night_files"] != usual["night_files"]:
        words = _("The night begins and ends at the same hour: there is none in which anybody could look.")
        found.append(("night_files", words))
    if not values["retention_review"] and values["retention_months"] != usual["retention_months"]:
        found.append(("retention_months", _("Files are not reviewed at all: the months mean nothing.")))
    if values["middle_budget"] >= values["high_budget"]:
        changed = "middle_budget" if values["middle_budget"] != usual["middle_budget"] else "high_budget"
        found.append((changed, _("“Can pay well” begins below “can pay much”: else nobody is in it.")))
    if values["export_rows"] > values["export_most"]:
        found.append(("export_rows", _("More would leave without a second person than leave at all.")))
    return found


def _number(name: str, label: Promise, explanation: Promise) -> Switch:
    least, most = LIMITS[name]
    return Switch(
        name, label, explanation, Kind.NUMBER, least=least, most=most, empty=str(getattr(USUAL, name))
    )


FILES = Section(
    "files",
    pgettext_lazy("rules", "Customer files"),
    _parse,
    (
        _number(
            "loan_days",
            _("Papers are lent for (calendar days)"),
            _("The day of lending does not count; after that there is only a new request (I-16)."),
        ),
        _number(
            "view_days",
            _("What was approved holds for (days)"),
            _("A look, a copy or passing on that was approved is over after so many days (I-11)."),
        ),
        _number(
            "many_files",
            _("Looking is unusual above (files)"),
            _("Whoever opens more different files than this in a short time is asked about it (I-08)."),
        ),
        _number(
            "many_minutes",
            _("Within (minutes)"),
            _("The short time in which so many files are unusual (I-08)."),
        ),
        _number(
            "night_files",
            _("At night it is unusual from (files)"),
            _("Files of other people's customers that somebody opens in one night (I-08)."),
        ),
        _number("night_from", _("The night begins at (hour)"), _("On the office's clock, 0 to 23 (I-08).")),
        _number("night_to", _("The night ends at (hour)"), _("On the office's clock, 0 to 23 (I-08).")),
        _number(
            "check_months",
            _("The archive is checked every (months)"),
            _(
                "The papers say every quarter, and every half year elsewhere; the quarter is usual (I-06, I-30)."
            ),
        ),
        Switch(
            "retention_review",
            _("Files of people who did not buy are reviewed"),
            _("The manager says of each whether it is still needed; nothing is erased without that (I-23)."),
            Kind.FLAG,
            (
                Option(True, pgettext_lazy("files reviewed", "Yes, after the months below")),
                Option(False, pgettext_lazy("files reviewed", "No")),
            ),
        ),
        _number(
            "retention_months",
            _("Reviewed after (months)"),
            _("Counted from the last contact with somebody who did not buy (I-23)."),
        ),
        _number(
            "export_rows",
            _("Taken out as a file without a second person (customers a day)"),
            _("More than these, or with whole numbers, somebody else allows first (I-20)."),
        ),
        _number(
            "export_most",
            _("Taken out in one file at most (customers)"),
            _("More than these nobody takes out at once, whoever allows it (I-20)."),
        ),
        _number(
            "high_budget",
            _("“Can pay much” begins at a budget of (ten thousand yuan)"),
            _("The most that the customer named last; a segment set by hand stands above it (B-33)."),
        ),
        _number(
            "middle_budget",
            _("“Can pay well” begins at a budget of (ten thousand yuan)"),
            _("Below it the customer has to count, unless income or property say more (B-33)."),
        ),
        _number(
            "many_homes",
            _("“Can pay much” begins at (homes owned)"),
            _("Counted are those that the customer told us of (B-33)."),
        ),
        _number(
            "school_from",
            _("Children go to school from the age of"),
            _("The youngest child decides where in life a family is (B-33)."),
        ),
        _number("grown_from", _("Children are grown up from the age of"), _("Likewise (B-33).")),
        _number("later_from", _("“Later years” begin at the age of"), _("Of the buyer themselves (B-33).")),
    ),
    _contradictions,
)
