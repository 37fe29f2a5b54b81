from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member, Office
from offices.models.same_office import same_office
from offices.sealing import SealBroken, unseal
from switchboard.enums import LineState
from switchboard.line_calls import Answered, LineCall


class PhoneDesk(models.Model):
    """An office's telephones: the lock under which turns are taken and lines of the register get their numbers.

    ``last_number`` is that of the register on the day ``numbered_on``. ``hook_print`` finds the office by the address
    of its webhook, ``sealed_hook`` shows that address, ``sealed_secret`` is what its telephone system signs with.
    ``heard_at``: when the telephone system last told something.
    """

    office = models.OneToOneField(
        Office, on_delete=models.PROTECT, primary_key=True, related_name="phone_desk"
    )
    numbered_on = models.DateField(null=True)
    last_number = models.PositiveIntegerField(default=0)
    sealed_hook = models.TextField(blank=True, editable=False)
    hook_print = models.CharField(max_length=64, blank=True, editable=False)
    sealed_secret = models.TextField(blank=True, editable=False)
    connected_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("phone desk")
        verbose_name_plural = _("phone desks")
        indexes = [
            models.Index(fields=["hook_print"], condition=~Q(hook_print=""), name="phone_desk_by_hook")
        ]

    def __str__(self) -> str:
        return str(self.office)

    @property
    def is_connected(self) -> bool:
        """Whether a telephone system may tell us of calls."""
        return self.hook_print != ""

    @property
    def hook(self) -> str:
        """The word in the webhook's address; empty where there is none, or none that can be read."""
        return _opened(self.sealed_hook)

    @property
    def secret(self) -> str:
        """What the telephone system signs with; empty where there is none, or none that can be read."""
        return _opened(self.sealed_secret)


def _opened(sealed: str) -> str:
    try:
        return unseal(sealed) if sealed else ""
    except SealBroken:
        return ""


class OnPhonesQuerySet(models.QuerySet["OnPhones"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def working(self) -> Self:
        """Without who has left the office meanwhile."""
        return self.filter(member__is_active=True, member__user__is_active=True)


class OnPhones(models.Model):
    """Somebody who answers the telephone, in the order of the list.

    ``last_turn`` is the number of their last call that counted (switchboard.turns). ``extension`` is their telephone
    in the telephone system. ``away_since``: they do not answer just now.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="on_phones")
    place = models.PositiveSmallIntegerField(pgettext_lazy("on the phones", "place"))
    is_backup = models.BooleanField(pgettext_lazy("on the phones", "backup"), default=False)
    extension = models.CharField(pgettext_lazy("on the phones", "extension"), max_length=20, blank=True)
    last_turn = models.PositiveIntegerField(default=0)
    away_since = models.DateTimeField(null=True)

    objects = OnPhonesQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("on the phones", "answerer")
        verbose_name_plural = pgettext_lazy("on the phones", "answerers")
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "extension"],
                condition=~Q(extension=""),
                name="on_phones_extension_once",
                violation_error_message=_("Somebody else has this extension already."),
            )
        ]
        indexes = [models.Index(fields=["office", "place"], name="on_phones_of_office")]
        triggers = [same_office(member_id="offices_member")]

    def __str__(self) -> str:
        return str(self.member)


class PbxCallQuerySet(models.QuerySet["PbxCall"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def open(self) -> Self:
        """Ringing, or being answered; not those of which nothing more was heard."""
        return self.filter(state__in=["ringing", "answered"], given_up_at=None)

    def unwritten(self) -> Self:
        """Answered, and not yet in the register."""
        return self.filter(state__in=["answered", "ended"], entry=None)


class PbxCall(models.Model):
    """A call as the telephone system tells it: what is known so far (switchboard.line_calls), and whose it was.

    ``key`` is the telephone system's id. ``offered_to`` is whose turn it was when it rang, ``answered_by`` who has the
    extension that answered, ``turn_of`` whom it cost a turn. ``state`` is read from the times, and kept to be searched.
    ``backup_at``: when the backup was called to it, ``given_up_at``: when it was taken for over, because nothing more
    was heard.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    caller = models.ForeignKey("Caller", on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    rang_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    extension = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    told_rings = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=LineState, default="ringing")
    offered_to = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    offered_as = models.CharField(max_length=10, blank=True)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    turn_of = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    backup_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()

    objects = PbxCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call on the line")
        verbose_name_plural = _("calls on the line")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "key"], name="pbx_call_once_per_key"),
            models.CheckConstraint(
                condition=Q(state__in=["ringing", "answered", "ended", "missed"]),
                name="pbx_call_known_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "begun_at"],
                condition=Q(state__in=["ringing", "answered"], given_up_at=None),
                name="pbx_call_open",
            ),
            models.Index(fields=["office", "-begun_at", "state"], name="pbx_call_by_time"),
            models.Index(
                fields=["answered_by"], condition=Q(state="answered"), name="pbx_call_being_answered"
            ),
        ]
        triggers = [
            same_office(
                caller_id="switchboard_caller",
                offered_to_id="offices_member",
                answered_by_id="offices_member",
                turn_of_id="offices_member",
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def since(self) -> datetime:
        """When it began to ring, or when it was first heard of."""
        return self.rang_at or self.begun_at

    @property
    def facts(self) -> LineCall:
        """What is known of it, as the core reads it."""
        return LineCall(
            rang_at=self.rang_at,
            answered=Answered(self.answered_at, self.extension) if self.answered_at else None,
            ended_at=self.ended_at,
            missed_at=self.missed_at,
            told_rings=self.told_rings,
            begun_at=self.begun_at,
        )
