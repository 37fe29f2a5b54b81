"""Who may do what with complaints: the one table that views and tests read. What hangs on the complaint: relations."""

from offices.enums import Role

TAKERS = (
    Role.CONSULTANT,
    Role.DESK,
    Role.ASSISTANT,
    Role.SERVICE,
    Role.FINANCE,
    Role.INFORMATION,
    Role.SUPERVISOR,
    Role.MANAGER,
    Role.DIRECTOR,
)
"""Take complaints: whoever is asked first answers for it (G-21)."""
HANDLERS = (Role.SERVICE, Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR)
"""See every complaint, the daily list and the figures."""
SERVICE = (Role.SERVICE,)
LEADERS = (Role.SUPERVISOR, Role.MANAGER)
MANAGERS = (Role.MANAGER,)
DIRECTORS = (Role.DIRECTOR,)
LIST_KEEPERS = (Role.SERVICE, Role.MANAGER, Role.ADMINISTRATOR)
"""Write departments and categories."""
LINK_KEEPERS = (Role.SERVICE, Role.MANAGER, Role.ADMINISTRATOR)
"""Make and revoke the links of the web form."""
ANALYSTS = (Role.SERVICE, Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR)
"""Write analyses; the manager reviews, the director approves."""
