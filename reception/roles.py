"""Who may do what at the desk: the one table that views and tests read."""

from offices.enums import Role

DESK = (Role.DESK, Role.ASSISTANT, Role.SUPERVISOR, Role.MANAGER)
LEADERS = (Role.SUPERVISOR, Role.MANAGER)
CONSULTANT = (Role.CONSULTANT,)
FLOOR = (*DESK, *CONSULTANT)
RULES_READERS = (Role.ADMINISTRATOR, *LEADERS)
RULES_CHOOSERS = (Role.ADMINISTRATOR,)
