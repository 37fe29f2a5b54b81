from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.enums import GATE_ROLES, Disc, Role
from offices.models.office import Office
from offices.models.user import User


class MemberQuerySet(models.QuerySet["Member"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def working(self) -> Self:
        """Those who are with the office today: active, with an active account."""
        return self.filter(is_active=True, user__is_active=True)

    def consultants(self) -> Self:
        return self.filter(roles__contains=[Role.CONSULTANT])

    def holding(self, *roles: Role) -> Self:
        """Those who hold at least one of the roles."""
        return self.filter(roles__overlap=list(roles))


class Member(models.Model):
    """A user in an office, with roles and the name shown on the board.

    ``code`` is how the queue's log names the member: an id, never a personal name (house law 7).
    """

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("user")
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="members", verbose_name=_("office")
    )
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list, verbose_name=_("roles"))
    name = models.CharField(_("name for the board"), max_length=20)
    disc = models.PositiveSmallIntegerField(_("disc colour"), choices=Disc, default=Disc.TEAL)
    group_id = models.CharField(
        _("id in the group chat"),
        max_length=80,
        blank=True,
        help_text=_("WeCom user id or Feishu open id; without one the mobile number is mentioned."),
    )
    is_active = models.BooleanField(_("works here"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("office", "member")
        verbose_name_plural = pgettext_lazy("office", "members")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office"],
                name="member_once_per_office",
                violation_error_message=_("This user is a member of this office already."),
            ),
            models.UniqueConstraint(
                fields=["office", "name"],
                condition=models.Q(is_active=True),
                name="member_name_unique_on_board",
                violation_error_message=_("Somebody on this board has that name already; add a letter."),
            ),
        ]
        indexes = [GinIndex(fields=["roles"], name="member_roles")]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """The name of the member in the queue and its log, such as ``m12``."""
        return f"m{self.pk}"

    def holds(self, *roles: Role) -> bool:
        """Whether the member holds at least one of the roles."""
        return any(role in self.roles for role in roles)

    @property
    def is_at_gate(self) -> bool:
        """Whether the member stands at the gate, the door or in the show flat, and does nothing else here."""
        return bool(self.roles) and GATE_ROLES.issuperset(self.roles)

    @property
    def role_names(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles if role in Role.values]
