from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from messaging.forms.robot import RobotForm
from messaging.models import OutboxMessage, Robot
from messaging.services.outbox import queue_test_message


@admin.register(Robot)
class RobotAdmin(admin.ModelAdmin):
    form = RobotForm
    list_display = ["name", "office", "kind", "shown_address", "has_secret", "is_active"]
    list_filter = ["office", "kind", "is_active"]
    list_select_related = ["office"]
    readonly_fields = ["shown_address", "has_secret"]
    fields = [
        "office",
        "kind",
        "name",
        "shown_address",
        "address",
        "has_secret",
        "secret",
        "forget_secret",
        "is_active",
    ]
    actions = ["send_test_message"]

    @admin.display(description=_("present address"))
    def shown_address(self, robot: Robot) -> str:
        return robot.masked_address if robot.sealed_address else "\u2013"

    @admin.display(description=_("signs"), boolean=True)
    def has_secret(self, robot: Robot) -> bool:
        return bool(robot.sealed_secret)

    @admin.action(description=_("Send a test message"), permissions=["change"])
    def send_test_message(self, request: HttpRequest, robots: QuerySet[Robot]) -> None:
        now = timezone.now()
        queued = [queue_test_message(robot=robot, now=now) for robot in robots]
        self.message_user(
            request,
            ngettext(
                "%(count)d test message is on its way; look into the group chat.",
                "%(count)d test messages are on their way; look into the group chats.",
                len(queued),
            )
            % {"count": len(queued)},
            messages.SUCCESS,
        )


@admin.register(OutboxMessage)
class OutboxMessageAdmin(admin.ModelAdmin):
    """What was said and what became of it; nobody writes here by hand."""

    list_display = [
        "created_at",
        "office",
        "robot",
        "member",
        "kind",
        "state",
        "attempts",
        "error",
        "sent_at",
    ]
    list_filter = ["state", "kind", "office"]
    list_select_related = ["office", "robot", "member"]
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutboxMessage | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutboxMessage | None = None) -> bool:
        return False
