"""Who may do what with follow-ups and calls: the one table that views and tests read."""

from offices.enums import Role

CALLERS = (Role.CONSULTANT, Role.SERVICE, Role.SUPERVISOR, Role.MANAGER)
"""Call customers: consultants and customer service what they owe, leaders what anybody owes."""
OWE_CALLS = (Role.CONSULTANT, Role.SERVICE)
"""Have calls of their own to make every day."""
LEADERS = (Role.SUPERVISOR, Role.MANAGER)
GREETERS = (Role.CONSULTANT, Role.DESK, Role.ASSISTANT, Role.SUPERVISOR, Role.MANAGER)
"""See who is expected, and prepare for them."""
WORDING_KEEPERS = (*LEADERS, Role.ADMINISTRATOR)
"""Write the scripts and the questions."""
BATCH_MAKERS = (Role.ASSISTANT, Role.SERVICE, Role.SUPERVISOR, Role.MANAGER)
"""Choose customers and write to many of them."""
BATCH_APPROVERS = LEADERS
"""Let a batch go that somebody else made."""
CONSENT_KEEPERS = (Role.CONSULTANT, Role.DESK, Role.ASSISTANT, Role.SERVICE, Role.SUPERVISOR, Role.MANAGER)
"""Ask customers whether we may call and write, and keep the answer."""
CALENDAR_READERS = (
    Role.CONSULTANT,
    Role.ASSISTANT,
    Role.SERVICE,
    Role.SUPERVISOR,
    Role.MANAGER,
    Role.DIRECTOR,
)
"""See which festivals and milestones come."""
WISHES_KEEPERS = CALLERS
"""Write down how a customer wishes to be called, and their birthdays."""
