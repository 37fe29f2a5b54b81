from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.enums import NoticeKind
from offices.models.member import Member
from offices.models.office import Office


class NoticeQuerySet(models.QuerySet["Notice"]):
    def for_member(self, member: Member) -> Self:
        return self.filter(office_id=member.office_id, member=member)

    def unseen(self) -> Self:
        return self.filter(seen_at=None)


class Notice(models.Model):
    """Something a member should know now. ``about`` holds ids, codes and the page's path."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="notices")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    about = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["member", "-created_at"], condition=models.Q(seen_at=None), name="notice_unseen"
            ),
            models.Index(fields=["member", "-created_at", "-id"], name="notice_of_member"),
            models.Index(fields=["office", "-created_at"], name="notice_of_office"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def path(self) -> str:
        """Where it leads, empty where to nothing."""
        return self.about.get("path", "")
