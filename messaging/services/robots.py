"""A robot joins an office and changes; what is secret of it never enters the audit log."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from messaging.models import Robot
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep

FIELDS = ("kind", "name", "kinds", "is_active", "sealed_address", "sealed_secret")


@transaction.atomic
def keep_robot(*, robot: Robot, by: Member, now: datetime) -> Robot:
    """Write a robot that its form has filled in and found sound: a new one, or one that was changed. Raises Refusal."""
    before = Robot.objects.select_for_update(of=("self",), no_key=True).filter(pk=robot.pk).first()
    changed = [name for name in FIELDS if before is None or getattr(before, name) != getattr(robot, name)]
    if "kind" in changed or "sealed_address" in changed:
        robot.paused_until = None  # whoever asked it to rest was another
    try:
        with transaction.atomic():
            robot.save(update_fields=None if before is None else [*changed, "paused_until"])
    except IntegrityError as error:
        namesakes = Robot.objects.filter(office_id=robot.office_id, name=robot.name).exclude(pk=robot.pk)
        if not namesakes.exists():
            raise
        raise Refusal(
            _("This office has a robot of that name already; choose another name."), field="name"
        ) from error
    keep(
        action=AuditAction.ROBOT_CHANGED,
        record=f"robot:{robot.pk}",
        details={
            "added": before is None,
            "changed": [name.removeprefix("sealed_") for name in changed],
            "kind": [before.kind if before else "", robot.kind],
            "is_active": [before.is_active if before else False, robot.is_active],
        },
        by=by,
        now=now,
    )
    return robot
