"""Who may do what with the desk's services: the one table that views and tests read."""

from frontdesk.enums import Duty
from offices.enums import Role

EDITORS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.MANAGER)
"""Write the office's checklists and its list of venues; everybody reads them."""
DESK = (Role.DESK, Role.ASSISTANT, Role.SUPERVISOR, Role.MANAGER)
"""Lend, hand out mail, copy, set up rooms, check themselves."""
HOSTS = (*DESK, Role.CONSULTANT, Role.SERVICE, Role.DIRECTOR)
"""Book venues, ask for gifts, read and tick welcome plans, report what happens in the hall."""
PLANNERS = (*DESK, Role.SERVICE, Role.DIRECTOR)
"""Make welcome plans and announce guests."""
COST_APPROVERS = (Role.MANAGER, Role.DIRECTOR)
"""Let a reception cost more than its cap, on a plan that somebody else made."""
GIFT_APPROVERS = (Role.MANAGER, Role.DIRECTOR)
IMPORTANT_GIFT_APPROVERS = (Role.DIRECTOR,)
CLOSERS = (Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR)
"""Close an incident."""
GATE = (Role.GUARD, Role.DOORMAN, Role.SHOW_FLAT)
GATE_READERS = (*GATE, *DESK, Role.SERVICE)
"""See who is expected today, and tick who came."""
DUTY_ROLES: dict[Duty, Role] = {
    Duty.GUARD: Role.GUARD,
    Duty.DOORMAN: Role.DOORMAN,
    Duty.SHOW_FLAT: Role.SHOW_FLAT,
}
"""Whose duty a preparation is; those of all others are seen to by the house itself."""
