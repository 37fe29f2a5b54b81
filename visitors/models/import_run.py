"""Lists of customers that somebody brought: the file, its lines, and what came of each."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from visitors.file_enums import ImportRowState, ImportState
from visitors.import_words import words_of_problem
from visitors.models.customer import Customer


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def going(self) -> Self:
        """Those that the worker has something to do for."""
        return self.filter(state__in=(ImportState.CHECKING, ImportState.WRITING), office__is_active=True)

    def light(self) -> Self:
        """Without the file and its first lines."""
        return self.defer("sealed_file", "sealed_sample")


class ImportRun(models.Model):
    """A list on its way into the office. ``head`` are its column titles, ``mapping`` what each is (import_mapping).

    The file and the first lines are kept sealed, and only until the lines stand in ImportRow. Counts are of lines:
    ``looked`` were looked through, ``settled`` were written or passed over. ``first_number`` is the first of the file
    numbers that were drawn for the new ones, ``used_numbers`` how many of them are taken.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    file_name = models.CharField(max_length=100, blank=True)
    encoding = models.CharField(max_length=12, blank=True)
    sealed_file = models.TextField(blank=True)
    sealed_sample = models.TextField(blank=True)
    head_line = models.PositiveSmallIntegerField(default=0)
    head = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    all_or_nothing = models.BooleanField(pgettext_lazy("import", "all or nothing"), default=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.BROUGHT)
    problem = models.CharField(max_length=12, blank=True)
    lines = models.PositiveIntegerField(default=0)
    looked = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    settled = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    added_to = models.PositiveIntegerField(default=0)
    highest_number = models.PositiveIntegerField(default=0)
    first_number = models.PositiveIntegerField(default=0)
    used_numbers = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of customers that was brought")
        verbose_name_plural = _("lists of customers that were brought")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["office", "-at"], name="import_run_by_time"),
            models.Index(
                fields=["state"],
                condition=Q(state__in=["checking", "writing"]),
                name="import_run_going",
            ),
        ]
        triggers = [same_office(by_id="offices_member")]

    def __str__(self) -> str:
        return f"{self.file_name} #{self.pk}"

    @property
    def is_going(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.WRITING)

    @property
    def can_start(self) -> bool:
        """Whether there is something to write, and nothing that stops it."""
        return bool(self.new + self.known) and not (self.all_or_nothing and self.wrong)

    @property
    def problem_words(self) -> str:
        """Why the file could not be read."""
        return words_of_problem(self.problem)

    @property
    def in_one_piece(self) -> bool:
        """Whether it is being written as a whole: nobody stops that half-way."""
        return self.state == ImportState.WRITING and self.all_or_nothing

    @property
    def done(self) -> int:
        """Lines that the worker is through with, of what it does now."""
        return self.looked if self.state == ImportState.CHECKING else self.settled

    @property
    def of(self) -> int:
        """Of so many lines."""
        return self.lines if self.state == ImportState.CHECKING else self.new + self.known

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.of) if self.of else 0


class ImportRow(models.Model):
    """One line of such a list, sealed until it is written. ``findings``: [column, code] of all that is wrong.

    ``fingerprint`` tells the same line when it is brought again, also long after its content is gone; ``person`` which
    lines of a list speak of the same one.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField()
    sealed = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=ImportRowState, default=ImportRowState.WAITING)
    findings = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=64, blank=True)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("line of a brought list")
        verbose_name_plural = _("lines of brought lists")
        ordering = ["run_id", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "line"],
                name="import_row_once",
                violation_error_message=_("This line was read already."),
            )
        ]
        indexes = [
            models.Index(fields=["run", "state", "line"], name="import_row_of_run"),
            models.Index(fields=["run", "person"], condition=~Q(person=""), name="import_row_of_person"),
            models.Index(
                fields=["office", "fingerprint"], condition=Q(customer__isnull=False), name="import_row_known"
            ),
            models.Index(
                fields=["customer"], condition=Q(customer__isnull=False), name="import_row_of_customer"
            ),
        ]
        triggers = [same_office(run_id="visitors_importrun", customer_id="visitors_customer")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.line}"
