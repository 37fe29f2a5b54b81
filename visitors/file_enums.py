"""The closed lists of the customer's file, with their words for users. Codes are stored; words may change."""

from django.db import models
from django.utils.translation import pgettext_lazy


class CustomerKind(models.TextChoices):
    """What a file is about (B-46): somebody who buys, somebody with whom the house works, or a company."""

    GENERAL = "general", pgettext_lazy("kind of customer", "Customer")
    SPECIAL = "special", pgettext_lazy("kind of customer", "Partner of the house")
    CORPORATE = "corporate", pgettext_lazy("kind of customer", "Company")


class Partner(models.TextChoices):
    """As what a partner of the house works with it."""

    LAWYER = "lawyer", pgettext_lazy("partner", "Lawyer")
    ADVISER = "adviser", pgettext_lazy("partner", "Financial adviser")
    ADVERTISING = "advert", pgettext_lazy("partner", "Advertising")
    PUBLIC_RELATIONS = "pr", pgettext_lazy("partner", "Public relations")
    BANK = "bank", pgettext_lazy("partner", "Bank")
    INSURANCE = "insurance", pgettext_lazy("partner", "Insurance")
    FINANCING = "financing", pgettext_lazy("partner", "Help with financing")
    SUPPLIER = "supplier", pgettext_lazy("partner", "Supplier")
    DEALER = "dealer", pgettext_lazy("partner", "Dealer")


class TagKind(models.TextChoices):
    """Whose mark a tag is: one of the house's two, or one in the office's own words."""

    CORE = "core", pgettext_lazy("tag", "Core person")
    REFERRER = "referrer", pgettext_lazy("tag", "Referrer")
    OWN = "own", pgettext_lazy("tag", "Own tag")


class NumberPlace(models.TextChoices):
    """Where a number rings; nothing where nobody said so."""

    WORK = "work", pgettext_lazy("telephone", "At work")
    HOME = "home", pgettext_lazy("telephone", "At home")


class CompanyNoteKind(models.TextChoices):
    """What is written down of a company over the years (B-52)."""

    CHANGE = "change", pgettext_lazy("company", "Major change")
    DEALING = "dealing", pgettext_lazy("company", "Business with us")
    RESULTS = "results", pgettext_lazy("company", "Results of a year")
    REPORT = "report", pgettext_lazy("company", "Financial report")


class ImportState(models.TextChoices):
    """Where a list that somebody brought stands."""

    BROUGHT = "brought", pgettext_lazy("import", "Which column is what?")
    CHECKING = "checking", pgettext_lazy("import", "Being looked through")
    CHECKED = "checked", pgettext_lazy("import", "Looked through")
    WRITING = "writing", pgettext_lazy("import", "Being written")
    DONE = "done", pgettext_lazy("import", "Imported")
    STOPPED = "stopped", pgettext_lazy("import", "Stopped")
    FAILED = "failed", pgettext_lazy("import", "Not readable")


class ImportRowState(models.TextChoices):
    """What comes, or came, of a line of such a list."""

    WAITING = "waiting", pgettext_lazy("import", "Not looked at")
    NEW = "new", pgettext_lazy("import", "New customer")
    KNOWN = "known", pgettext_lazy("import", "Known customer")
    SAME = "same", pgettext_lazy("import", "Imported before")
    WRONG = "wrong", pgettext_lazy("import", "To be mended")
    DONE = "done", pgettext_lazy("import", "Written")


class ExportState(models.TextChoices):
    """Where an export stands."""

    ASKED = "asked", pgettext_lazy("export", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("export", "Allowed")
    REFUSED = "refused", pgettext_lazy("export", "Refused")
    MAKING = "making", pgettext_lazy("export", "Being made")
    READY = "ready", pgettext_lazy("export", "Ready to be fetched")
    GONE = "gone", pgettext_lazy("export", "Gone")


class ExportFormat(models.TextChoices):
    """As what file."""

    XLSX = "xlsx", pgettext_lazy("export", "Workbook (.xlsx)")
    CSV = "csv", pgettext_lazy("export", "Text (.csv)")
