"""How a robot is loaded: only through the member's office."""

from django.http import Http404

from messaging.models import Robot
from offices.models import Member


def load_robot(member: Member, pk: int) -> Robot:
    """A robot of the member's office. Raises Http404."""
    robot = Robot.objects.of(member.office).filter(pk=pk).first()
    if robot is None:
        raise Http404
    robot.office = member.office
    return robot
